#!/usr/bin/env python3
"""Writes golden.safetensors: results of small VAEs computed by PyTorch in double precision.

    python3 tests/golden/make_golden.py          (needs PyTorch; the tests need only the file)

Nothing here shares code with the C++: the model is written with torch.nn.functional, the gradients come from autograd,
the steps from torch.optim.Adam, the random numbers from the Philox below, the file from the writer below.

Each case starts from the weights of seed 1. It has, under <case>/: x (bytes, 255 = ink), epsilon of every step, and
for the first step mu, log_var, logits, reconstruction, loss (reconstruction, kl, objective) and gradients/<parameter>;
then losses, the objectives of ten steps of Adam on the same x. To limit the file size, only the tiny cases have
weights/<parameter>; the case "reference" has the logits and reconstructions of two examples, and for each gradient
every 499th number, the norm, and the sum with alternating signs.
"""
import json
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F

STEPS, LEARNING_RATE = 10, 1e-3
SAMPLE_STRIDE = 499
INITIAL_WEIGHTS, EPSILON = 1, 2  # purposes of noise


def philox(counter, key):
    """Philox 4x32-10 (Salmon et al. 2011) of many counters, an array of shape (n, 4)."""
    c = counter.astype(np.uint64)
    k0, k1 = key
    mask = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0, p1 = c[:, 0] * np.uint64(0xD2511F53), c[:, 2] * np.uint64(0xCD9E8D57)
        c = np.stack([(p1 >> np.uint64(32)) ^ c[:, 1] ^ np.uint64(k0), p1 & mask,
                      (p0 >> np.uint64(32)) ^ c[:, 3] ^ np.uint64(k1), p0 & mask], axis=1)
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c


def words(seed, purpose, step, count):
    blocks = (count + 3) // 4
    counter = np.zeros((blocks, 4), dtype=np.uint64)
    counter[:, 0] = np.arange(blocks)
    counter[:, 1], counter[:, 2], counter[:, 3] = step % 2**32, step >> 32, purpose
    return philox(counter, (seed % 2**32, seed >> 32)).reshape(-1)[:count]


def uniform(seed, purpose, step, count):
    return (words(seed, purpose, step, count) >> np.uint64(8)).astype(np.float64) / 2**24


def normal(seed, purpose, step, count):
    w = (words(seed, purpose, step, (count + 3) // 4 * 4) >> np.uint64(8)).astype(np.float64)
    radius, turn = np.sqrt(-2 * np.log((w[0::2] + 1) / 2**24)), w[1::2] / 2**24 * 2 * np.pi
    return np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1).reshape(-1)[:count]


def shapes(config):
    """Names and shapes of the parameters, in order."""
    sizes = [config["input_dim"], *config["hidden"]]
    result = [(f"encoder.{i}", sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
    result += [(head, sizes[-1], config["latent_dim"]) for head in ("mu", "log_var")]
    sizes = [config["latent_dim"], *reversed(config["hidden"]), config["input_dim"]]
    return result + [(f"decoder.{i}", sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]


def initial_weights(config, seed):
    """Uniform within 1/sqrt(inputs), in single precision as in the program."""
    weights = {}
    for layer, (name, inputs, outputs) in enumerate(shapes(config)):
        u = uniform(seed, INITIAL_WEIGHTS, layer, outputs * inputs + outputs).astype(np.float32)
        values = (u * np.float32(2) - np.float32(1)) * (np.float32(1) / np.sqrt(np.float32(inputs)))
        weights[f"{name}.weight"] = values[:outputs * inputs].reshape(outputs, inputs)
        weights[f"{name}.bias"] = values[outputs * inputs:]
    return weights


def strokes(count, rng):
    """Images of 28 x 28 that resemble digits: arcs drawn with a soft pen, binarized at random."""
    yy, xx = np.mgrid[0:28, 0:28]
    images = []
    for _ in range(count):
        ink = np.zeros((28, 28))
        for _ in range(rng.integers(1, 4)):
            cx, cy, r = rng.uniform(9, 19), rng.uniform(7, 21), rng.uniform(3, 7)
            start, length = rng.uniform(0, 2 * np.pi), rng.uniform(2, 2 * np.pi)
            for a in np.linspace(start, start + length, 60):
                ink = np.maximum(ink, np.exp(-((xx - cx - r * np.cos(a))**2 + (yy - cy - r * np.sin(a))**2)))
        images.append((ink > rng.uniform(size=ink.shape)) * 255)
    return np.array(images, dtype=np.uint8).reshape(count, 784)


def forward(config, p, x, epsilon, beta):
    act = {"relu": F.relu, "tanh": torch.tanh}[config["activation"]]
    layers = len(config["hidden"])
    h = x
    for i in range(layers):
        h = act(F.linear(h, p[f"encoder.{i}.weight"], p[f"encoder.{i}.bias"]))
    mu = F.linear(h, p["mu.weight"], p["mu.bias"])
    log_var = F.linear(h, p["log_var.weight"], p["log_var.bias"])
    h = mu + torch.exp(0.5 * log_var) * epsilon
    for i in range(layers):
        h = act(F.linear(h, p[f"decoder.{i}.weight"], p[f"decoder.{i}.bias"]))
    logits = F.linear(h, p[f"decoder.{layers}.weight"], p[f"decoder.{layers}.bias"])
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
    kl = -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp()) / len(x)
    return {"mu": mu, "log_var": log_var, "logits": logits, "reconstruction": torch.sigmoid(logits),
            "loss": torch.stack([reconstruction, kl, reconstruction + beta * kl])}


def run_case(name, config, x, seed, beta, tensors, sampled=False):
    weights = initial_weights(config, seed)
    epsilon = np.stack([normal(seed, EPSILON, step, len(x) * config["latent_dim"]).reshape(len(x), -1)
                        for step in range(STEPS)]).astype(np.float32)
    p = {key: torch.tensor(value.astype(np.float64), requires_grad=True) for key, value in weights.items()}
    optimizer = torch.optim.Adam(p.values(), lr=LEARNING_RATE)
    x_double = torch.tensor(x.astype(np.float64) / 255)
    losses, first = [], None
    for step in range(STEPS):
        result = forward(config, p, x_double, torch.tensor(epsilon[step].astype(np.float64)), beta)
        optimizer.zero_grad()
        result["loss"][2].backward()
        losses.append(result["loss"][2].item())
        if first is None:
            first = {key: value.detach().numpy() for key, value in result.items()}
            gradients = {key: value.grad.numpy().copy() for key, value in p.items()}
        optimizer.step()
    tensors[f"{name}/x"], tensors[f"{name}/epsilon"] = x, epsilon
    tensors[f"{name}/losses"] = np.array(losses)
    for key, value in first.items():
        if sampled and key in ("logits", "reconstruction"):
            value = value[:2]
        tensors[f"{name}/{key}"] = value if key == "loss" else value.astype(np.float32)
    for key, gradient in gradients.items():
        flat = gradient.reshape(-1)
        if sampled:
            signs = 1.0 - 2.0 * (np.arange(flat.size) % 2)
            tensors[f"{name}/sums/{key}"] = np.array([np.linalg.norm(flat), np.dot(flat, signs)])
            gradient = flat[::SAMPLE_STRIDE]
        if len(x[0]) < 784:
            tensors[f"{name}/weights/{key}"] = weights[key]
        tensors[f"{name}/gradients/{key}"] = gradient.astype(np.float32)
    return json.dumps({"config": config, "beta": beta, "seed": seed})


def write_safetensors(path, tensors, metadata):
    dtypes = {"uint8": "U8", "float32": "F32", "float64": "F64"}
    header, data = {"__metadata__": metadata}, b""
    for name, value in sorted(tensors.items(), key=lambda item: (-item[1].itemsize, item[0])):
        raw = np.ascontiguousarray(value).tobytes()
        header[name] = {"dtype": dtypes[value.dtype.name], "shape": list(value.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    rng = np.random.default_rng(1)
    tensors, metadata = {}, {}

    def case(name, hidden, activation, input_dim, latent_dim, x, beta=1.0, **options):
        config = {"model": "vae", "input_dim": input_dim, "hidden": hidden, "latent_dim": latent_dim,
                  "activation": activation}
        metadata[name] = run_case(name, config, x, 1, beta, tensors, **options)

    grey = rng.integers(0, 256, size=(6, 12), dtype=np.uint8)
    case("tiny linear", [], "relu", 12, 3, grey)
    case("tiny relu", [7], "relu", 12, 3, grey)
    case("tiny tanh", [6, 5], "tanh", 12, 2, grey, beta=4.0)
    case("digits", [12], "relu", 784, 3, strokes(8, rng))
    case("reference", [400], "relu", 784, 20, strokes(16, rng), sampled=True)
    tensors["noise/normal"] = normal(0x123456789A, EPSILON, 0x300000007, 4000)
    write_safetensors(pathlib.Path(__file__).with_name("golden.safetensors"), tensors, metadata)


if __name__ == "__main__":
    main()
