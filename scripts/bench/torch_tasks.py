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

WARM_UP_MS = 400
SIDE = 28
PIXELS = SIDE * SIDE


def load_digits(path):
    """Training and held-out digits in [0, 1] from the project's packed file (scripts/build-digits.mjs)."""
    with gzip.open(path) as file:
        raw = file.read()
    count, train_count = (int.from_bytes(raw[at : at + 4], "little") for at in (12, 16))
    pixels = numpy.frombuffer(raw, numpy.uint8, count * PIXELS, 32 + count).reshape(count, PIXELS)
    images = torch.from_numpy(pixels.astype(numpy.float32) / 255)
    return images[:train_count], images[train_count:]


def load_tensors(path):
    """The tensors of a .safetensors file of numbers of 32 bits, by name."""
    with open(path, "rb") as file:
        raw = file.read()
    start = 8 + int.from_bytes(raw[:8], "little")
    tensors = {}
    for name, about in json.loads(raw[8:start]).items():
        begin, end = (start + offset for offset in about["data_offsets"])
        values = numpy.frombuffer(raw[begin:end], numpy.float32).reshape(about["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


class Maps(nn.Module):
    """Each example's numbers as maps."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.view(len(x), *self.shape)


def flat(shape):
    return shape[0] * shape[1] * shape[2]


def encoder_of(hidden):
    """The hidden layers, numbers or convolutions, and the shape of the input of each and of the output."""
    layers, shapes = [], [(1, SIDE, SIDE)]
    for layer in hidden:
        channels, side, _ = shapes[-1]
        if isinstance(layer, int):
            layers += [nn.Linear(flat(shapes[-1]), layer), nn.ReLU()]
            shapes.append((layer, 1, 1))
        else:
            kernel, stride, padding = (layer[name] for name in ("kernel", "stride", "padding"))
            convolution = nn.Conv2d(channels, layer["channels"], kernel, stride, padding)
            layers += [Maps(shapes[-1]), convolution, nn.ReLU(), nn.Flatten()]
            side = (side + 2 * padding - kernel) // stride + 1
            shapes.append((layer["channels"], side, side))
    return nn.Sequential(*layers), shapes


def decoder_of(hidden, shapes, latent):
    """From the code to the last hidden layer, then the hidden layers in reverse; the last one's outputs are logits."""
    layers = [nn.Linear(latent, flat(shapes[-1]))]
    for layer, after, before in zip(hidden[::-1], shapes[:0:-1], shapes[-2::-1]):
        layers.append(nn.ReLU())
        if isinstance(layer, int):
            layers.append(nn.Linear(flat(after), flat(before)))
        else:
            kernel, stride, padding = (layer[name] for name in ("kernel", "stride", "padding"))
            rest = (before[1] + 2 * padding - kernel) % stride
            convolution = nn.ConvTranspose2d(after[0], before[0], kernel, stride, padding, output_padding=rest)
            layers += [Maps(after), convolution, nn.Flatten()]
    return nn.Sequential(*layers)


class Vae(nn.Module):
    def __init__(self, hidden, latent):
        super().__init__()
        self.encoder, shapes = encoder_of(hidden)
        # Both heads in one product.
        self.heads = nn.Linear(flat(shapes[-1]), 2 * latent)
        self.decoder = decoder_of(hidden, shapes, latent)

    def load(self, tensors):
        """Takes weights of latentpad's names; layouts are the same."""
        for name in ("encoder", "decoder"):
            layers = [layer for layer in getattr(self, name) if list(layer.parameters())]
            for index, layer in enumerate(layers):
                layer.weight.data = tensors[f"{name}.{index}.weight"]
                layer.bias.data = tensors[f"{name}.{index}.bias"]
        self.heads.weight.data = torch.cat([tensors["mu.weight"], tensors["log_var.weight"]])
        self.heads.bias.data = torch.cat([tensors["mu.bias"], tensors["log_var.bias"]])

    def negative_elbo(self, x, epsilon=None):
        """Reconstruction and KL in nats, mean over the batch, with one sampled z."""
        mu, log_var = self.heads(self.encoder(x)).chunk(2, dim=1)
        if epsilon is None:
            epsilon = torch.randn_like(mu)
        z = mu + epsilon * torch.exp(0.5 * log_var)
        logits = self.decoder(z)
        reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = 0.5 * (mu.square() + log_var.exp() - log_var - 1).sum()
        return (reconstruction + kl) / len(x)


class Training:
    """Batches in shuffled order, the pixels drawn anew from Bernoulli(x) at each presentation."""

    def __init__(self, images, net, setup, seed):
        torch.manual_seed(seed)
        self.images = images
        self.batch_size = setup["batchSize"]
        self.model = Vae(net["hidden"], net["latentDim"])
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

    def step(self, x, epsilon=None):
        loss = self.model.negative_elbo(x, epsilon)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss

    def steps(self, count):
        """The loss of the last of so many steps."""
        for _ in range(count):
            loss = self.step(self.draw_batch())
        return loss.item()

    def first_steps(self, reference):
        """The losses of steps from the weights of the reference, with its batches and noise (reference.mjs)."""
        tensors = load_tensors(reference["path"])
        self.model.load(tensors)
        count = len(reference["losses"])
        return [self.step(tensors[f"x.{index}"], tensors[f"epsilon.{index}"]).item() for index in range(count)]


def timed(work):
    start = time.perf_counter()
    result = work()
    return (time.perf_counter() - start) * 1e3, result


class Tasks:
    def __init__(self, data):
        self.train_images, self.held_out = load_digits(data)
        self.trainings = {}

    def start(self, net, setup, reference):
        training = Training(self.train_images, net, setup, 1)
        losses = training.first_steps(reference)
        step_ms = timed(lambda: training.steps(3))[0] / 3
        warm_up = max(3, round(WARM_UP_MS / step_ms))
        step_ms = timed(lambda: training.steps(warm_up))[0] / warm_up
        return training, losses, step_ms

    def step(self, request):
        """Milliseconds for a step: one number for each group of steps; and the losses of the first steps."""
        asked = {name: request[name] for name in ("net", "setup", "reference")}
        key = json.dumps(asked)
        if key not in self.trainings:
            self.trainings[key] = self.start(**asked)
        training, losses, step_ms = self.trainings[key]
        count = max(1, round(request["groupMs"] / step_ms))
        groups = [timed(lambda: training.steps(count)) for _ in range(request["groups"])]
        return {"times": [ms / count for ms, _ in groups], "losses": losses, "last": groups[-1][1]}

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
