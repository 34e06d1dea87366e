"""Training steps of whole networks in PyTorch: forward, loss, backward, Adam with one call over all tensors."""
import torch
from torch import nn

FORMATS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}


def training(net, x, label=""):
    torch.set_grad_enabled(True)
    y = torch.arange(x.shape[0]) % 10
    optimizer = torch.optim.Adam(net.parameters(), foreach=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()  # Kiln's step gives the loss as a number too.

    return {"run": step, "label": label}


def mlp(batch):
    net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
    return training(net, torch.rand(int(batch), 784) * 2 - 1)


def block(channels, filters):
    return [nn.Conv2d(channels, filters, 3), nn.ReLU(), nn.MaxPool2d(2)]


def images(net, batch, channels, size, form):
    x = torch.rand(int(batch), channels, size, size) * 2 - 1
    memory_format = FORMATS[form]
    return training(net.to(memory_format=memory_format), x.contiguous(memory_format=memory_format), form)


def cifar10(batch, form):
    net = nn.Sequential(*block(3, 32), *block(32, 64), *block(64, 128), nn.Flatten(), nn.Linear(512, 10))
    return images(net, batch, 3, 32, form)


def digits(batch, form):
    net = nn.Sequential(*block(1, 32), *block(32, 64), nn.Flatten(), nn.Linear(1600, 10))
    return images(net, batch, 1, 28, form)
