"""Training steps of whole networks in PyTorch: forward, loss, backward, Adam with one call over all tensors."""
import numpy
import torch
from torch import nn

from torch_kit import draw

FORMATS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}
CHECKED_STEPS = 4
CHECKED_EPSILON = 1e-3
CHECKED_ELEMENTS = 6


def stepping(net, x):
    y = torch.arange(x.shape[0]) % 10
    optimizer = torch.optim.Adam(net.parameters(), foreach=True)

    def step(epsilon=None):
        if epsilon is not None:
            optimizer.param_groups[0]["eps"] = epsilon
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()  # Kiln's step gives the loss as a number too.

    return step


def training(make, x, label=""):
    torch.set_grad_enabled(True)
    return {"run": stepping(make(), x), "label": label, "result": lambda: first_steps(make(), x)}


def first_steps(net, x):
    """The losses of the first steps, and by how many learning rates some elements moved: FirstSteps in TrainingFamily.cs.

    In float64: the float32 sums over all pixels in the gradient of a convolution's weights are off by up to some percent of what Adam makes of
    them (PyTorch 1.13), where Kiln's agree with float64 to six digits.
    """
    net, x = net.double(), x.double()
    layouts = [layout for layer in net for layout in getattr(layer, "kiln_layouts", [])]
    parameters, starts = list(net.parameters()), []
    for parameter, (shape, order) in zip(parameters, layouts):
        count = parameter.numel()
        scale = 0.1 if len(shape) == 1 else (count // shape[-1]) ** -0.5
        starts.append((draw((count,), 10 + len(starts)) * scale).double().reshape(shape))
        with torch.no_grad():
            parameter.copy_(starts[-1].permute(order).reshape(parameter.shape))
    step = stepping(net, x)
    # Kiln adds its epsilon before the average of squares is corrected, PyTorch after.
    result = [step(CHECKED_EPSILON / (1 - 0.999**t) ** 0.5) for t in range(1, CHECKED_STEPS + 1)]
    for parameter, start, (shape, order) in zip(parameters, starts, layouts):
        turned = parameter.detach().reshape([shape[axis] for axis in order])
        end = turned.permute([order.index(axis) for axis in range(len(order))]).reshape(-1)
        places = [len(end) * i // CHECKED_ELEMENTS for i in range(CHECKED_ELEMENTS)]
        result += [float(end[place] - start.reshape(-1)[place]) / 1e-3 for place in places]
    return numpy.array(result)


def dense(inputs, outputs, image=None):
    """A dense layer; behind a flattened image of (height, width, channels) its rows are in PyTorch's order, channels first."""
    layer = nn.Linear(inputs, outputs)
    weight = ((inputs, outputs), (1, 0)) if image is None else ((*image, outputs), (3, 2, 0, 1))
    layer.kiln_layouts = [weight, ((outputs,), (0,))]  # Kiln's shape of each parameter, and its axes in PyTorch's order.
    return layer


def block(channels, filters):
    layer = nn.Conv2d(channels, filters, 3)
    layer.kiln_layouts = [((3, 3, channels, filters), (3, 2, 0, 1)), ((filters,), (0,))]
    return [layer, nn.ReLU(), nn.MaxPool2d(2)]


def mlp(batch):
    def make():
        return nn.Sequential(dense(784, 128), nn.ReLU(), dense(128, 64), nn.ReLU(), dense(64, 10))

    return training(make, draw((int(batch), 784)))


def images(make, batch, channels, size, form):
    x = draw((int(batch), size, size, channels)).permute(0, 3, 1, 2)
    memory_format = FORMATS[form]
    return training(lambda: make().to(memory_format=memory_format), x.contiguous(memory_format=memory_format), form)


def cifar10(batch, form):
    def make():
        return nn.Sequential(*block(3, 32), *block(32, 64), *block(64, 128), nn.Flatten(), dense(512, 10, (2, 2, 128)))

    return images(make, batch, 3, 32, form)


def digits(batch, form):
    def make():
        return nn.Sequential(*block(1, 32), *block(32, 64), nn.Flatten(), dense(1600, 10, (5, 5, 64)))

    return images(make, batch, 1, 28, form)
