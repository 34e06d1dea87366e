"""Functions of rows in PyTorch."""
import torch

from torch_kit import draw


def softmax(rows, width):
    x = draw((int(rows), int(width)))
    y = torch.empty_like(x)
    return {"run": lambda: torch.softmax(x, 1, out=y), "result": y.numpy}
