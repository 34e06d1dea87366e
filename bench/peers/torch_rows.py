"""Functions of rows in PyTorch."""
import torch

from torch_kit import draw

functional = torch.nn.functional
aten = torch.ops.aten


def softmax(rows, width):
    x = draw((int(rows), int(width)))
    y = torch.empty_like(x)
    return {"run": lambda: torch.softmax(x, 1, out=y), "result": y.numpy}


def log_softmax(rows, width):
    x = draw((int(rows), int(width)))
    return kept(lambda: torch.log_softmax(x, 1))


def softmax_backward(rows, width):
    y, g = draw((int(rows), int(width))), draw((int(rows), int(width)), 2)
    return kept(lambda: aten._softmax_backward_data(g, y, 1, torch.float32))


def log_softmax_backward(rows, width):
    y, g = draw((int(rows), int(width))), draw((int(rows), int(width)), 2)
    return kept(lambda: aten._log_softmax_backward_data(g, y, 1, torch.float32))


def layer_norm(rows, width):
    x, gamma, beta = draw((int(rows), int(width))), draw((int(width),), 3), draw((int(width),), 4)
    return kept(lambda: torch.native_layer_norm(x, [int(width)], gamma, beta, 1e-5)[0])


def layer_norm_backward(rows, width):
    x, g = draw((int(rows), int(width))), draw((int(rows), int(width)), 2)
    gamma, beta = draw((int(width),), 3), torch.zeros(int(width))
    _, mean, scale = torch.native_layer_norm(x, [int(width)], gamma, beta, 1e-5)
    return kept(lambda: aten.native_layer_norm_backward(g, x, [int(width)], mean, scale, gamma, beta, [True, True, True])[0])


def targets(rows, width):
    return torch.arange(int(rows)) * 7 % int(width)


def cross_entropy(rows, width):
    x, t = draw((int(rows), int(width))), targets(rows, width)
    return kept(lambda: functional.cross_entropy(x, t, reduction="none"))


def cross_entropy_both(rows, width):
    torch.set_grad_enabled(True)
    x, t = draw((int(rows), int(width))).requires_grad_(), targets(rows, width)

    def run():
        x.grad = None
        functional.cross_entropy(x, t, reduction="sum").backward()
        return x.grad

    return kept(run)


def kept(function):
    """A run whose result is what the function returned last."""
    last = []

    def run():
        last[:] = [function()]

    return {"run": run, "result": lambda: last[0].numpy()}
