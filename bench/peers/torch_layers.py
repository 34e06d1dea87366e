"""Layers in PyTorch as a training step uses them: forward with recording, then backward to the input and the parameters."""
import torch
from torch import nn

import operands
from torch_kit import draw

FORMATS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}
ACTIVATIONS = {
    "mish": nn.Mish(), "celu": nn.CELU(0.5), "elu": nn.ELU(), "hard-silu": nn.Hardswish(), "hard-sigmoid": nn.Hardsigmoid(), "silu": nn.SiLU(),
    "softsign": nn.Softsign(), "log-sigmoid": nn.LogSigmoid()}
LAYERS = {
    "batch-norm": lambda: nn.BatchNorm2d(64, eps=1e-3, momentum=0.01),
    "group-norm": lambda: nn.GroupNorm(8, 64),
    "depthwise": lambda: nn.Conv2d(128, 128, 3, padding=1, groups=128),
    "separable": lambda: nn.Sequential(nn.Conv2d(64, 64, 3, padding=1, groups=64, bias=False), nn.Conv2d(64, 128, 1)),
    "transposed": lambda: nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1),
}


def passes(layer, x, leaves, g, label=""):
    last = [None]

    def run():
        last[0] = torch.autograd.grad(layer(x), leaves, g)[0]

    return {"run": run, "label": label, "result": lambda: last[0].numpy()}


def activation(name):
    torch.set_grad_enabled(True)
    x = (4 * draw((64, 32, 32, 64))).requires_grad_()
    return passes(ACTIVATIONS[name], x, [x], draw((64, 32, 32, 64), 2))


def pictures(name, form, *shape):
    torch.set_grad_enabled(True)
    layer = LAYERS[name]().to(memory_format=FORMATS[form])
    x = (4 * draw([int(n) for n in shape])).permute(0, 3, 1, 2).contiguous(memory_format=FORMATS[form]).requires_grad_()
    made = layer(x)
    g = draw(made.permute(0, 2, 3, 1).shape, 2).permute(0, 3, 1, 2).contiguous(memory_format=FORMATS[form])
    return passes(layer, x, [x, *layer.parameters()], g, form)


def embedding(rows, width, tokens):
    torch.set_grad_enabled(True)
    rows, tokens = int(rows), int(tokens)
    layer = nn.Embedding(rows, int(width))
    places = torch.from_numpy(((operands.draw(tokens) + 1) / 2 * rows).astype("int64")).reshape(64, -1)
    return passes(layer, places, [layer.weight], draw((64, tokens // 64, int(width)), 2))
