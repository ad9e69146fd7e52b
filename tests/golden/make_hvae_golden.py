#!/usr/bin/env python3
"""Writes hvae.json: losses and gradients of tiny VAEs with two and three stochastic layers, in double precision.

    python3 tests/golden/make_hvae_golden.py          (needs Python only; the tests need only the file)

Nothing here shares code with the C++: densities are written as they are defined, log w = log p(x, z) - log q(z | x), and
gradients come from the reverse-mode differentiation of single numbers in reverse_mode.py. The KL divergence of a layer is that of two
Gaussians where both are known from the layers above; otherwise log q - log p of the sample, with log q replaced by its
expectation.
"""
import json
import math
import pathlib
import random

from reverse_mode import exp, log, number, tanh, total


def backward(result):
    order, seen, stack = [], set(), [(result, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    result.gradient = 1.0
    for node in reversed(order):
        for parent, slope in node.parents:
            parent.gradient += slope * node.gradient


def linear(parameters, layer, h):
    weight, bias = parameters[layer + ".weight"], parameters[layer + ".bias"]
    return [total(w * v for w, v in zip(row, h)) + b for row, b in zip(weight, bias)]


def gaussian(parameters, name, hidden, h):
    for i in range(hidden):
        h = [tanh(v) for v in linear(parameters, f"{name}.hidden.{i}", h)]
    return linear(parameters, name + ".mu", h), linear(parameters, name + ".log_var", h), h


def log_density(z, mu, log_var):
    return total((math.log(2 * math.pi) + lv + (v - m) * (v - m) / exp(lv)) * -0.5 for v, m, lv in zip(z, mu, log_var))


def draw(parameters, layers, top_down, x, noise):
    """log w of a sample, -log p(x | z_0), and the KL term of each layer."""
    count = len(layers)
    name = "ladder" if top_down else "encoder"
    q, p, z = [None] * count, [None] * count, [None] * count
    p[-1] = ([number(0.0)] * len(noise[-1]), [number(0.0)] * len(noise[-1]))

    def sample(i):
        z[i] = [m + exp(lv * 0.5) * e for m, lv, e in zip(*q[i], noise[i])]

    if top_down:
        h, of_x = x, []
        for i in range(count):
            mu, log_var, h = gaussian(parameters, f"ladder.{i}", len(layers[i][0]), h)
            of_x.append((mu, log_var))
        q[-1] = of_x[-1]
        sample(count - 1)
    else:
        below = x
        for i in range(count):
            q[i] = gaussian(parameters, f"{name}.{i}", len(layers[i][0]), below)[:2]
            sample(i)
            below = z[i]
    for i in range(count - 2, -1, -1):
        p[i] = gaussian(parameters, f"prior.{i}", len(layers[i + 1][0]), z[i + 1])[:2]
        if top_down:
            mu, log_var = [], []
            for m, lv, pm, plv in zip(*of_x[i], *p[i]):
                a, b = number(1.0) / exp(lv), number(1.0) / exp(plv)
                mu.append((m * a + pm * b) / (a + b))
                log_var.append(log(number(1.0) / (a + b)))
            q[i] = (mu, log_var)
            sample(i)

    h = z[0]
    for i in range(len(layers[0][0])):
        h = [tanh(v) for v in linear(parameters, f"decoder.{i}", h)]
    logits = linear(parameters, f"decoder.{len(layers[0][0])}", h)
    probabilities = [number(1.0) / (exp(-l) + 1.0) for l in logits]
    loss = -total(log(s) if pixel.value == 1.0 else log(1.0 + -s) for s, pixel in zip(probabilities, x))

    kl, log_w = [], -loss
    for i in range(count):
        log_w = log_w + log_density(z[i], *p[i]) - log_density(z[i], *q[i])
        if top_down or i == count - 1:
            kl.append(total((plv - lv + (exp(lv) + (m - pm) * (m - pm)) / exp(plv) - 1.0) * 0.5
                            for m, lv, pm, plv in zip(*q[i], *p[i])))
        else:
            entropy = total((math.log(2 * math.pi) + 1.0 + lv) * 0.5 for lv in q[i][1])
            kl.append(-entropy - log_density(z[i], *p[i]))
    return log_w, loss, kl


def shapes(pixels, layers, top_down):
    """Names and shapes of the parameters."""
    found, below = {}, pixels

    def add(name, inputs, outputs):
        found[name + ".weight"], found[name + ".bias"] = (outputs, inputs), (outputs,)

    def network(name, inputs, hidden, latent):
        for i, units in enumerate(hidden):
            add(f"{name}.hidden.{i}", inputs, units)
            inputs = units
        add(name + ".mu", inputs, latent)
        add(name + ".log_var", inputs, latent)
        return inputs

    for i, (hidden, latent) in enumerate(layers):
        last = network(f"{'ladder' if top_down else 'encoder'}.{i}", below, hidden, latent)
        below = last if top_down else latent
    for i in range(len(layers) - 2, -1, -1):
        network(f"prior.{i}", layers[i + 1][1], layers[i + 1][0][::-1], layers[i][1])
    inputs = layers[0][1]
    for i, units in enumerate([*layers[0][0][::-1], pixels]):
        add(f"decoder.{i}", inputs, units)
        inputs = units
    return found


def case(seed, pixels, layers, top_down, batch, k):
    source = random.Random(seed)

    def drawn(shape):
        if len(shape) == 1:
            return [round(source.gauss(0.0, 0.6), 3) for _ in range(shape[0])]
        return [drawn(shape[1:]) for _ in range(shape[0])]

    values = {name: drawn(shape) for name, shape in shapes(pixels, layers, top_down).items()}
    x = [[float(source.random() < 0.4) for _ in range(pixels)] for _ in range(batch)]
    noise = [[drawn((latent,)) for _, latent in layers] for _ in range(batch * k)]

    def evaluate(objective):
        numbers = {name: [[number(v) for v in row] if isinstance(row, list) else number(row) for row in value]
                   for name, value in values.items()}
        results, loss = [], None
        for b in range(batch):
            pixels_of = [number(v) for v in x[b]]
            # The ELBO has one draw of each example: the first.
            draws = [draw(numbers, layers, top_down, pixels_of, noise[b * k + j])
                     for j in range(1 if objective == "elbo" else k)]
            results.append(draws)
        if objective == "elbo":
            loss = total(d[1] + total(d[2]) for draws in results for d in draws) * (1.0 / batch)
        else:
            loss = -total(log(total(exp(d[0]) for d in draws) * (1.0 / k)) for draws in results) * (1.0 / batch)
        backward(loss)
        gradients = {name: [[v.gradient for v in row] if isinstance(row, list) else row.gradient for row in value]
                     for name, value in numbers.items()}
        first = [draws[0] for draws in results]
        return {"loss": loss.value, "gradients": gradients,
                "reconstruction": sum(d[1].value for d in first) / batch,
                "kl": [sum(d[2][i].value for d in first) / batch for i in range(len(layers))]}

    return {"layers": [{"hidden": hidden, "latent_dim": latent} for hidden, latent in layers],
            "inference": "top_down" if top_down else "bottom_up", "pixels": pixels, "samples": k,
            "parameters": values, "x": x, "epsilon": [[e for layer in one for e in layer] for one in noise],
            "elbo": evaluate("elbo"), "iwae": evaluate("iwae")}


def main():
    cases = [case(1, 6, [([4], 2), ([3], 1)], False, 2, 3),
             case(2, 6, [([4], 2), ([3], 1)], True, 2, 3),
             case(3, 5, [([], 3), ([3, 2], 2), ([], 1)], False, 2, 2),
             case(4, 5, [([3], 3), ([], 2), ([2], 1)], True, 2, 2)]
    path = pathlib.Path(__file__).with_name("hvae.json")
    path.write_text("[\n" + ",\n".join(json.dumps(one) for one in cases) + "\n]\n")


if __name__ == "__main__":
    main()
