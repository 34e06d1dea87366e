"""Element-wise functions, reductions and optimiser steps in PyTorch."""
import torch

from torch_kit import draw


def adamw(count):
    w = torch.nn.Parameter(draw((int(count),), 1))
    w.grad = draw((int(count),), 2)
    optimizer = torch.optim.AdamW([w], lr=1e-3)
    return optimizer.step
