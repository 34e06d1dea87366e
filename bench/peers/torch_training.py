"""Training steps of whole networks in PyTorch: forward, loss, backward, Adam with one call over all tensors."""
import io
import tarfile

import numpy
import torch
from torch import nn

from torch_kit import draw

FORMATS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}
CHECKED_STEPS = 4
CHECKED_EPSILON = 1e-3
CHECKED_ELEMENTS = 6


def stepping(net, x, y=None):
    y = torch.arange(x.shape[0]) % 10 if y is None else y
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


def first_steps(net, x, y=None):
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
    step = stepping(net, x, y)
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


def cifar10_network():
    return nn.Sequential(*block(3, 32), *block(32, 64), *block(64, 128), nn.Flatten(), dense(512, 10, (2, 2, 128)))


def cifar10(batch, form):
    return images(cifar10_network, batch, 3, 32, form)


def pictures(archive, count):
    """Some training pictures, evenly through all classes as EpochFamily.cs takes them: (N, H, W, C) from 0 to 1, and their labels."""
    from PIL import Image

    with tarfile.open(archive) as tar:
        files = {m.name: m for m in tar if m.isfile() and m.name.startswith("train/")}
        names = sorted(files)
        classes = sorted({name.split("/")[1] for name in names})
        chosen = [names[i * len(names) // count] for i in range(count)]
        # In the archive's order, since going back in it means decompressing it anew.
        found = {}
        for name in sorted(set(chosen), key=lambda n: files[n].offset):
            found[name] = numpy.asarray(Image.open(io.BytesIO(tar.extractfile(files[name]).read())).convert("RGB"))
    x = torch.from_numpy(numpy.stack([found[name] for name in chosen])).float() / 255
    return x, torch.tensor([classes.index(name.split("/")[1]) for name in chosen])


def epoch(batch, count, form, archive):
    """An epoch over pictures in memory, decoded and scaled: shuffling, gathering and steps."""
    batch, count = int(batch), int(count)
    torch.set_grad_enabled(True)
    x, y = pictures(archive, count)
    if form == "contiguous":
        x = x.permute(0, 3, 1, 2).contiguous()
    net = cifar10_network().to(memory_format=FORMATS[form])
    optimizer = torch.optim.Adam(net.parameters(), foreach=True)

    def gather(rows):
        return x[rows] if form == "contiguous" else x[rows].permute(0, 3, 1, 2)

    def run():
        total, order = 0.0, torch.randperm(count)
        for start in range(0, count, batch):
            rows = order[start : start + batch]
            optimizer.zero_grad(set_to_none=True)
            loss = nn.functional.cross_entropy(net(gather(rows)), y[rows])
            loss.backward()
            optimizer.step()
            total += loss.item()  # A history needs the mean loss; Kiln's has it too.
        return total

    first = torch.arange(batch) * (count // batch)
    return {"run": run, "label": form, "result": lambda: first_steps(cifar10_network(), gather(first), y[first])}


def digits(batch, form):
    def make():
        return nn.Sequential(*block(1, 32), *block(32, 64), nn.Flatten(), dense(1600, 10, (5, 5, 64)))

    return images(make, batch, 1, 28, form)
