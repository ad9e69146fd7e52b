#!/usr/bin/env python3
"""Writes likelihoods.json: results of PyTorch's distributions for single pixels, in double precision.

    python3 tests/golden/make_likelihood_golden.py          (needs PyTorch; the tests need only the file)

Nothing here shares code with the C++: densities and means are torch.distributions', gradients come from autograd.
PyTorch takes lambda as 1 / (1 + e^-l), so that above a logit of 20 the digits of 1 - lambda are gone.
Each row: outputs of the decoder, pixel, -log p, gradient by each output, mean.
"""
import json
import pathlib

import torch
from torch.distributions import ContinuousBernoulli, Normal

torch.set_default_dtype(torch.float64)

LOGITS = [-30.0, -8.0, -2.5, -1.01, -0.99, -0.2, 0.3, 0.97, 1.02, 3.0, 9.0, 25.0]
PIXELS = [0.0, 0.1, 0.5, 0.93, 1.0]
LOG_VARIANCES = [-10.0, -4.0, -1.0, -0.1]


def row(outputs, x, make):
    leaves = torch.tensor(outputs, requires_grad=True)
    distribution = make(leaves)
    loss = -distribution.log_prob(torch.tensor(x))
    loss.backward()
    return [outputs, x, loss.item(), leaves.grad.tolist(), distribution.mean.item()]


def main():
    content = {
        "continuous_bernoulli": [row([l], x, lambda o: ContinuousBernoulli(logits=o[0], validate_args=False))
                                 for l in LOGITS if l < 20 for x in PIXELS],
        "gaussian 0.2": [row([l], x, lambda o: Normal(torch.sigmoid(o[0]), 0.2)) for l in LOGITS for x in PIXELS],
        "gaussian learned": [row([l, v], x, lambda o: Normal(torch.sigmoid(o[0]), torch.exp(o[1] / 2)))
                             for l in LOGITS for v in LOG_VARIANCES for x in PIXELS],
    }
    path = pathlib.Path(__file__).with_name("likelihoods.json")
    lines = [f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(one) for one in rows) + "\n]" for name, rows in content.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
