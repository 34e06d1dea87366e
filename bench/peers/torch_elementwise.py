"""Element-wise functions, reductions and optimiser steps in PyTorch."""
import torch

from torch_kit import draw


def adamw(count):
    w = torch.nn.Parameter(draw((int(count),), 1))
    w.grad = draw((int(count),), 2)
    optimizer = torch.optim.AdamW([w], lr=1e-3)
    return optimizer.step


def unary(name, count):
    x = draw((int(count),))
    y = torch.empty_like(x)
    function = {
        "exp": lambda: torch.exp(x, out=y),
        "gelu": lambda: torch._C._nn.gelu(x, out=y),
        "gelu_tanh": lambda: torch._C._nn.gelu(x, approximate="tanh", out=y),
        "tanh": lambda: torch.tanh(x, out=y),
        "sigmoid": lambda: torch.sigmoid(x, out=y),
    }[name]
    return {"run": function, "result": y.numpy}


def binary(name, count):
    x, g = draw((int(count),)), draw((int(count),), 2)
    y = torch.empty_like(x)
    if name == "add":
        return {"run": lambda: torch.add(g, x, out=y), "result": y.numpy}
    last = [None]

    def run():
        last[0] = torch.ops.aten.gelu_backward(g, x)

    return {"run": run, "result": lambda: last[0].numpy()}


def bias(rows, width):
    x, b = draw((int(rows), int(width))), draw((int(width),), 2)
    last = [None]

    def run():
        last[0] = x + b

    return {"run": run, "result": lambda: last[0].numpy()}


def sum(rows, width, axis):
    x = draw((int(rows), int(width)))
    y = torch.empty(int(rows) if axis == "1" else int(width))
    return {"run": lambda: torch.sum(x, int(axis), out=y), "result": y.numpy}
