"""Sorting, top k, argmax, gather and scatter-add in PyTorch."""
import torch

from torch_kit import draw


def indices(count, size):
    return torch.arange(count) * 7919 % size


def kept(function, result=lambda value: value):
    last = []

    def run():
        last[:] = [function()]

    return {"run": run, "result": lambda: result(last[0]).numpy()}


def topk(rows, width, k):
    x = draw((int(rows), int(width)))
    return kept(lambda: torch.topk(x, int(k), 1), lambda found: found[0])


def sort(rows, width):
    x = draw((int(rows), int(width)))
    return kept(lambda: torch.sort(x, dim=1, stable=True), lambda found: found[0])


def argmax(rows, width, axis):
    x = draw((int(rows), int(width)))
    return kept(lambda: torch.argmax(x, int(axis)), lambda found: found.float())


def gather(rows, width):
    rows, width = int(rows), int(width)
    x, index = draw((rows, width)), indices(rows * width, width).reshape(rows, width)
    return kept(lambda: torch.gather(x, 1, index))


def scatter_add(rows, width):
    rows, width = int(rows), int(width)
    x, source = draw((rows, width)), draw((rows, width), 2)
    index = indices(rows * width, width).reshape(rows, width)
    return kept(lambda: torch.scatter_add(x, 1, index, source))


def rows(table, width, count):
    x, index = draw((int(table), int(width))), indices(int(count), int(table))
    return kept(lambda: torch.index_select(x, 0, index))

