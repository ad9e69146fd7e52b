"""PyTorch's side of the measurements: the same VAE, batches and losses as latentpad's, in PyTorch's own words.

Reads requests from standard input, one JSON object a line, and answers each with one line: {"value": ...} or
{"error": "..."}. competitors.mjs sets OPENBLAS_NUM_THREADS and OMP_NUM_THREADS to the number that --threads gives.

    /usr/bin/python3 torch_tasks.py --threads N --data build/data/digits.bin.gz
"""

import argparse
import gzip
import json
import math
import sys
import time

import numpy
import torch
import torch.nn.functional as F
from torch import nn

PIXELS = 784


def load_digits(path):
    """Training and held-out digits in [0, 1] from the project's packed file (scripts/build-digits.mjs)."""
    with gzip.open(path) as file:
        raw = file.read()
    count, train_count = (int.from_bytes(raw[at : at + 4], "little") for at in (12, 16))
    pixels = numpy.frombuffer(raw, numpy.uint8, count * PIXELS, 32 + count).reshape(count, PIXELS)
    images = torch.from_numpy(pixels.astype(numpy.float32) / 255)
    return images[:train_count], images[train_count:]


class Vae(nn.Module):
    def __init__(self, hidden, latent):
        super().__init__()
        self.encoder = nn.Linear(PIXELS, hidden)
        # Both heads in one product.
        self.heads = nn.Linear(hidden, 2 * latent)
        self.decoder = nn.Linear(latent, hidden)
        self.output = nn.Linear(hidden, PIXELS)

    def negative_elbo(self, x):
        """Reconstruction and KL in nats, mean over the batch, with one sampled z."""
        mu, log_var = self.heads(F.relu(self.encoder(x))).chunk(2, dim=1)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * log_var)
        logits = self.output(F.relu(self.decoder(z)))
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = 0.5 * (mu.square() + log_var.exp() - log_var - 1).sum()
        return (reconstruction + kl) / len(x)


class Training:
    """Batches in shuffled order, the pixels drawn anew from Bernoulli(x) at each presentation."""

    def __init__(self, images, net, setup, seed):
        torch.manual_seed(seed)
        self.images = images
        self.batch_size = setup["batchSize"]
        self.model = Vae(net["hidden"][0], net["latentDim"])
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=setup["learningRate"])
        self.order, self.position = None, len(images)

    def draw_batch(self):
        if self.position + self.batch_size > len(self.images):
            self.order, self.position = torch.randperm(len(self.images)), 0
        chosen = self.order[self.position : self.position + self.batch_size]
        self.position += self.batch_size
        x = self.images[chosen]
        # The fastest of the ways to draw from Bernoulli(x).
        return torch.rand_like(x).lt_(x)

    def steps(self, count):
        """The loss of the last of so many steps."""
        for _ in range(count):
            loss = self.model.negative_elbo(self.draw_batch())
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
        return loss.item()


def timed(work):
    start = time.perf_counter()
    result = work()
    return (time.perf_counter() - start) * 1e3, result


class Tasks:
    def __init__(self, data):
        self.train_images, self.held_out = load_digits(data)
        self.training = None

    def step(self, request):
        """Milliseconds for a step: one number for each group of steps."""
        if self.training is None:
            self.training = Training(self.train_images, request["net"], request["setup"], 1)
            self.first = self.training.steps(1)
            self.training.steps(30)
            self.step_ms = timed(lambda: self.training.steps(10))[0] / 10
        count = max(1, round(request["groupMs"] / self.step_ms))
        groups = [timed(lambda: self.training.steps(count)) for _ in range(request["groups"])]
        return {"times": [ms / count for ms, _ in groups], "first": self.first, "last": groups[-1][1]}

    def gemm(self, request):
        """GFLOP/s of torch.mm at one shape."""
        m, n, k = (request[name] for name in "mnk")
        generator = torch.Generator().manual_seed(1)
        a, b = torch.randn(m, k, generator=generator), torch.randn(k, n, generator=generator)
        c = torch.empty(m, n)
        exact = a.double() @ b.double()
        error = ((torch.mm(a, b, out=c) - exact).abs().max() / exact.abs().max()).item()
        if not error < 1e-3:
            raise ArithmeticError(f"torch.mm is wrong by {error}")
        warm_ms, _ = timed(lambda: [torch.mm(a, b, out=c) for _ in range(20)])
        calls = max(1, round(request["groupMs"] * 20 / warm_ms))
        groups = [timed(lambda: [torch.mm(a, b, out=c) for _ in range(calls)])[0] for _ in range(request["groups"])]
        return {"rates": [2 * m * n * k * calls / ms * 1e-6 for ms in groups]}

    def timeTo(self, request):
        """Training until the held-out bound is at most `nats`, seen every half epoch; evaluation is timed apart."""
        training = Training(self.train_images, request["net"], request["setup"], request["seed"])
        held_out = torch.bernoulli(self.held_out)
        half_epoch = len(self.train_images) // training.batch_size // 2
        training_ms = evaluation_ms = 0.0
        for half in range(1, request["mostHalfEpochs"] + 1):
            ms, _ = timed(lambda: training.steps(half_epoch))
            training_ms += ms
            with torch.no_grad():
                ms, nats = timed(lambda: training.model.negative_elbo(held_out).item())
            evaluation_ms += ms
            if not math.isfinite(nats):
                break
            if nats <= request["nats"]:
                return {"trainingMs": training_ms, "evaluationMs": evaluation_ms, "epochs": half / 2, "nats": nats}
        raise ArithmeticError(f"the bound is {nats} after {half / 2} epochs")


def blas_in_use():
    """The library behind torch.mm. The reference BLAS, which Debian takes without OpenBLAS, is many times slower."""
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    with open("/proc/self/maps") as file:
        maps = file.read()
    return next((name for name in ("openblas", "mkl_", "blis") if name in maps), None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--data", required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    tasks = Tasks(arguments.data)
    blas = blas_in_use()
    if blas is None:
        sys.exit("PyTorch runs on the reference BLAS; install libopenblas0-pthread")
    print(json.dumps({"value": {"version": torch.__version__, "blas": blas}}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"value": getattr(tasks, request["task"])(request)}
        except Exception as error:  # whatever it is, the run goes on without this row
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
