#!/usr/bin/env python3
"""Writes priors.json: losses and gradients of small VAEs with learned priors, in double precision.

    python3 tests/golden/make_prior_golden.py          (needs the standard library only)

Nothing here shares code with the C++: the densities are written out for single numbers, and the gradients come from the
reverse-mode differentiation of reverse_mode.py. Pseudo-inputs are clamped to [0, 1] with the gradient of torch.clamp.
Each case has the parameters with the names of the files, x and epsilon [example][number], for the ELBO the terms and the
gradients of reconstruction + 0.7 KL, and for the importance-weighted bound with two samples its value and gradients.
"""
import json
import math
import pathlib
import random

from reverse_mode import Number, exp, log, number, tanh

PIXELS, HIDDEN, LATENT, COMPONENTS, BATCH, SAMPLES, BETA = 6, 3, 2, 3, 2, 2, 0.7


def softplus(a):
    return Number(math.log1p(math.exp(a.value)), ((a, 1.0 / (1.0 + math.exp(-a.value))),))


def clamp(a):
    inside = 0.0 <= a.value <= 1.0
    return Number(min(1.0, max(0.0, a.value)), ((a, 1.0 if inside else 0.0),))


def backward(result, leaves):
    """Gradients of the result by the leaves."""
    order, seen = [], set()

    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        for parent, _ in node.parents:
            visit(parent)
        order.append(node)

    visit(result)
    for node in order:
        node.gradient = 0.0
    result.gradient = 1.0
    for node in reversed(order):
        for parent, derivative in node.parents:
            parent.gradient += derivative * node.gradient
    return [leaf.gradient if id(leaf) in seen else 0.0 for leaf in leaves]


def linear(weights, name, x):
    rows, bias = weights[name + ".weight"], weights[name + ".bias"]
    return [sum((w * v for w, v in zip(row, x)), b) for row, b in zip(rows, bias)]


def encode(weights, x):
    h = [tanh(a) for a in linear(weights, "encoder.0", x)]
    return linear(weights, "mu", h), linear(weights, "log_var", h)


def log_normal(z, mean, log_var):
    terms = [(a - m) * (a - m) * exp(-v) + v + math.log(2 * math.pi) for a, m, v in zip(z, mean, log_var)]
    return sum(terms, number(0.0)) * -0.5


def log_prior(weights, z):
    if "prior.pseudo_inputs" in weights:
        components = [encode(weights, [clamp(p) for p in row]) for row in weights["prior.pseudo_inputs"]]
        shares = [number(1.0) for _ in components]
    else:
        components = list(zip(weights["prior.means"], weights["prior.log_vars"]))
        shares = [exp(logit) for logit in weights["prior.logits"]]
    total = sum((s * exp(log_normal(z, m, v)) for s, (m, v) in zip(shares, components)), number(0.0))
    return log(total) - log(sum(shares, number(0.0)))


def terms(weights, x, epsilon):
    """−log p(x | z) and log q(z | x) − log p(z)."""
    mu, log_var = encode(weights, x)
    z = [m + exp(v * 0.5) * e for m, v, e in zip(mu, log_var, epsilon)]
    h = [tanh(a) for a in linear(weights, "decoder.0", z)]
    logits = linear(weights, "decoder.1", h)
    reconstruction = sum((softplus(l) - l * p for l, p in zip(logits, x)), number(0.0))
    return reconstruction, log_normal(z, mu, log_var) - log_prior(weights, z)


def flat(values):
    return [n for value in values for n in (flat(value) if isinstance(value, list) else [value])]


def case(prior, draw):
    normal = lambda *shape: [normal(*shape[1:]) for _ in range(shape[0])] if shape else Number(round(draw.gauss(0, 0.6), 3))
    weights = {}
    for name, inputs, outputs in (("encoder.0", PIXELS, HIDDEN), ("mu", HIDDEN, LATENT), ("log_var", HIDDEN, LATENT),
                                  ("decoder.0", LATENT, HIDDEN), ("decoder.1", HIDDEN, PIXELS)):
        weights[name + ".weight"], weights[name + ".bias"] = normal(outputs, inputs), normal(outputs)
    if prior == "vamp":
        weights["prior.pseudo_inputs"] = [[p + 0.5 for p in row] for row in normal(COMPONENTS, PIXELS)]
        weights["prior.pseudo_inputs"] = [[Number(p.value) for p in row] for row in weights["prior.pseudo_inputs"]]
    else:
        weights["prior.means"], weights["prior.log_vars"] = normal(COMPONENTS, LATENT), normal(COMPONENTS, LATENT)
        weights["prior.logits"] = normal(COMPONENTS)
    x = [[float(draw.random() < 0.4) for _ in range(PIXELS)] for _ in range(BATCH)]
    epsilon = [[round(draw.gauss(0, 1), 3) for _ in range(LATENT)] for _ in range(BATCH * SAMPLES)]

    def gradients(loss):
        return {name: backward(loss, flat(value)) for name, value in weights.items()}

    reconstructions, kls = zip(*(terms(weights, x[b], epsilon[b]) for b in range(BATCH)))
    reconstruction, kl = sum(reconstructions, number(0.0)) * (1 / BATCH), sum(kls, number(0.0)) * (1 / BATCH)
    bound = number(0.0)
    for b in range(BATCH):
        pairs = [terms(weights, x[b], epsilon[b * SAMPLES + j]) for j in range(SAMPLES)]
        bound = bound - log(sum((exp(-r - k) for r, k in pairs), number(0.0)) * (1 / SAMPLES)) * (1 / BATCH)
    return {
        "prior": prior,
        "parameters": {name: [n.value for n in flat(value)] for name, value in weights.items()},
        "x": x,
        "epsilon": epsilon,
        "elbo": {"reconstruction": reconstruction.value, "kl": kl.value, "gradients": gradients(reconstruction + kl * BETA)},
        "iwae": {"loss": bound.value, "gradients": gradients(bound)},
    }


def main():
    draw = random.Random(1)
    content = [case(prior, draw) for prior in ("mixture", "vamp")]
    path = pathlib.Path(__file__).with_name("priors.json")
    path.write_text("[\n" + ",\n".join(json.dumps(one) for one in content) + "\n]\n")


if __name__ == "__main__":
    main()
