#!/usr/bin/env python3
"""Writes convolutions.json: results of PyTorch's convolutions and of a convolutional VAE, in double precision.

    python3 tests/golden/make_convolution_golden.py          (needs PyTorch; the tests need only the file)

Nothing here shares code with the C++: the layers are torch.nn's, the VAE is written with them, gradients come from
autograd. Tensors are flat lists in PyTorch's memory order. Numbers that are inputs have three decimals.
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)


def draw(*shape):
    return torch.round(torch.randn(*shape) * 1000) / 1000


def draw_parameters(module):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.round(draw(*parameter.shape) * 400) / 1000)


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


def layer_case(channels, height, width, out, kernel, stride, padding, output_padding=None):
    """A convolution, or with `output_padding` a transposed one; the loss is the sum of output times `d_output`."""
    if output_padding is None:
        layer = nn.Conv2d(channels, out, kernel, stride, padding)
    else:
        layer = nn.ConvTranspose2d(channels, out, kernel, stride, padding, output_padding)
    draw_parameters(layer)
    x = draw(2, channels, height, width).requires_grad_()
    y = layer(x)
    d_y = draw(*y.shape)
    (y * d_y).sum().backward()
    return {
        "input": [channels, height, width], "channels": out, "kernel": kernel, "stride": stride, "padding": padding,
        "output_padding": output_padding, "output": list(y.shape[1:]), "weight": flat(layer.weight),
        "bias": flat(layer.bias), "x": flat(x), "y": flat(y), "d_y": flat(d_y), "d_x": flat(x.grad),
        "d_weight": flat(layer.weight.grad), "d_bias": flat(layer.bias.grad),
    }


class Vae(nn.Module):
    """Images of 5 x 6 pixels; the decoder mirrors the encoder."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.ModuleList([nn.Conv2d(1, 3, 3, 2, 1), nn.Conv2d(3, 4, 2), nn.Linear(16, 5)])
        self.mu = nn.Linear(5, 2)
        self.log_var = nn.Linear(5, 2)
        self.decoder = nn.ModuleList([nn.Linear(2, 5), nn.Linear(5, 16), nn.ConvTranspose2d(4, 3, 2),
                                      nn.ConvTranspose2d(3, 1, 3, 2, 1, (0, 1))])

    def forward(self, x, epsilon):
        h = torch.relu(self.encoder[1](torch.relu(self.encoder[0](x))))
        h = torch.relu(self.encoder[2](h.flatten(1)))
        mu, log_var = self.mu(h), self.log_var(h)
        z = mu + torch.exp(log_var / 2) * epsilon
        h = torch.relu(self.decoder[1](torch.relu(self.decoder[0](z)))).view(-1, 4, 2, 2)
        logits = self.decoder[3](torch.relu(self.decoder[2](h)))
        return mu, log_var, logits


def vae_case():
    vae, batch = Vae(), 3
    draw_parameters(vae)
    x = (torch.rand(batch, 1, 5, 6) < 0.4).double()
    epsilon = draw(batch, 2)
    mu, log_var, logits = vae(x, epsilon)
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / batch
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum() / batch
    (reconstruction + kl).backward()
    return {
        "x": flat(x), "epsilon": flat(epsilon), "mu": flat(mu), "log_var": flat(log_var), "logits": flat(logits),
        "reconstruction": reconstruction.item(), "kl": kl.item(),
        "parameters": {name: {"shape": list(p.shape), "value": flat(p), "gradient": flat(p.grad)}
                       for name, p in vae.named_parameters()},
    }


def main():
    layers = [
        layer_case(1, 5, 6, 2, 3, 1, 0), layer_case(2, 6, 5, 3, 4, 2, 1), layer_case(3, 4, 4, 2, 2, 2, 0),
        layer_case(2, 5, 5, 1, 5, 3, 2), layer_case(1, 3, 4, 2, 3, 1, 0, (0, 0)),
        layer_case(3, 3, 2, 2, 4, 2, 1, (0, 1)), layer_case(2, 2, 3, 1, 3, 2, 1, (1, 1)),
        layer_case(2, 2, 2, 3, 5, 3, 2, (2, 0)),
    ]
    path = pathlib.Path(__file__).with_name("convolutions.json")
    lines = ",\n".join(json.dumps(layer) for layer in layers)
    path.write_text('{"layers": [\n' + lines + '\n],\n"vae": ' + json.dumps(vae_case()) + "}\n")


if __name__ == "__main__":
    main()
