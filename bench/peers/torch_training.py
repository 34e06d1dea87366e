"""Training steps of whole networks in PyTorch: forward, loss, backward, Adam (in its faster, multi-tensor form)."""
import torch
from torch import nn

from torch_kit import draw


def _step(net, x, batch, form=None):
    torch.set_grad_enabled(True)
    memory_format = torch.channels_last if form == "channels_last" else torch.contiguous_format
    if x.dim() == 4:
        net = net.to(memory_format=memory_format)
        x = x.permute(0, 3, 1, 2).contiguous(memory_format=memory_format)
    y = torch.arange(batch) % 10
    optimizer = torch.optim.Adam(net.parameters(), foreach=True)

    def run():
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return {"run": run, "label": form or ""}


def cifar(batch, form):
    net = nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(512, 10))
    return _step(net, draw((int(batch), 32, 32, 3)), int(batch), form)


def mlp(batch):
    net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
    return _step(net, draw((int(batch), 784)), int(batch))


def digits(batch, form):
    net = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 10))
    return _step(net, draw((int(batch), 28, 28, 1)), int(batch), form)
