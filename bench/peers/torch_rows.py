"""Functions of rows in PyTorch."""
import torch

from torch_kit import draw


def softmax(rows, width):
    x = draw((int(rows), int(width)))
    y = torch.empty_like(x)
    return {"run": lambda: torch.softmax(x, 1, out=y), "result": y.numpy}


def layer_norm(rows, width):
    rows, width = int(rows), int(width)
    x, gamma, beta = draw((rows, width), 1), draw((width,), 2), draw((width,), 3)
    out = {}

    def run():
        out["y"] = torch.native_layer_norm(x, [width], gamma, beta, 1e-5)[0]

    return {"run": run, "result": lambda: out["y"].numpy()}


def layer_norm_backward(rows, width):
    rows, width = int(rows), int(width)
    x, gamma, beta, dy = draw((rows, width), 1), draw((width,), 2), draw((width,), 3), draw((rows, width), 4)
    _, mean, rstd = torch.native_layer_norm(x, [width], gamma, beta, 1e-5)
    out = {}

    def run():
        out["dx"] = torch.ops.aten.native_layer_norm_backward(dy, x, [width], mean, rstd, gamma, beta, [True, True, True])[0]

    return {"run": run, "result": lambda: out["dx"].numpy()}


def cross_entropy(rows, classes):
    """The loss of each row and its gradient, through autograd."""
    rows, classes = int(rows), int(classes)
    torch.set_grad_enabled(True)
    x = draw((rows, classes)).requires_grad_()
    y = torch.arange(rows) % classes

    def run():
        x.grad = None
        torch.nn.functional.cross_entropy(x, y).backward()

    return {"run": run, "result": lambda: x.grad.numpy()}
