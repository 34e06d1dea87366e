"""Element-wise functions, reductions and optimiser steps in PyTorch."""
import torch

from torch_kit import draw


def _unary(function, count):
    x = draw((int(count),))
    y = torch.empty_like(x)
    return {"run": lambda: function(x, out=y), "result": y.numpy}


def exp(count):
    return _unary(torch.exp, count)


def tanh(count):
    return _unary(torch.tanh, count)


def sigmoid(count):
    return _unary(torch.sigmoid, count)


def gelu(count):
    return _unary(torch._C._nn.gelu, count)


def add(count):
    x, y = draw((int(count),), 1), draw((int(count),), 2)
    z = torch.empty_like(x)
    return {"run": lambda: torch.add(x, y, out=z), "result": z.numpy}


def sum(count):
    x = draw((int(count),))
    y = torch.empty(1)
    return {"run": lambda: torch.sum(x, 0, keepdim=True, out=y), "result": y.numpy}


def adamw(count, foreach):
    w = torch.nn.Parameter(draw((int(count),), 1))
    w.grad = draw((int(count),), 2)
    optimizer = torch.optim.AdamW([w], lr=1e-3, foreach=foreach == "True")
    return {"run": optimizer.step, "label": "foreach" if foreach == "True" else "one by one"}
