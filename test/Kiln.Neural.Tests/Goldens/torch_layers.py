"""Makes torch_layers.json: outputs and gradients of PyTorch's layers in float64, in Kiln's layouts (channels last), for what Keras's goldens lack.

Made with PyTorch 1.13.1: python3 torch_layers.py
"""
import json
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
cases = []


def last(t):
    """Channels first to channels last."""
    return t if t is None or t.dim() < 3 else t.movedim(1, -1)


def numbers(t):
    return {"shape": list(t.shape), "values": [round(v, 10) for v in t.detach().flatten().tolist()]}


def draw(*shape, apart=False, kinked=False):
    count = torch.Size(shape).numel()
    if kinked:  # None is 0, where the derivative is a matter of taste.
        return ((torch.randint(-64, 64, shape).double() + 0.5) / 32).requires_grad_()
    if apart:  # No two equal: a maximum has one place.
        return ((torch.randperm(count) - count // 2).double() / 8).reshape(shape).requires_grad_()
    return (torch.randint(-64, 65, shape).double() / 32).requires_grad_()


def conv(w):
    """(filters, channels / groups, …) to (…, channels / groups, filters); of a transposed one, (channels, filters / groups, …) to (…, filters / groups, channels)."""
    return w.movedim(0, -1).movedim(0, -2)


def depthwise(multiplier):
    """(channels · multiplier, 1, …) to (…, channels, multiplier)."""
    return lambda w: w.reshape(-1, multiplier, *w.shape[2:]).movedim((0, 1), (-2, -1))


def case(name, function, x, parameters=None, turn=last):
    """parameters: path in Kiln → (tensor, how it is laid out in Kiln)."""
    parameters = parameters or {}
    y = function(x)
    g = (torch.randint(-64, 65, y.shape).double() / 32)
    y.backward(g)
    cases.append({
        "name": name,
        "input": numbers(turn(x)) if x.dtype.is_floating_point else {"shape": list(x.shape), "values": x.flatten().tolist()},
        "parameters": {p: numbers(lay(t)) for p, (t, lay) in parameters.items()},
        "output": numbers(turn(y)),
        "outputGradient": numbers(turn(g)),
        "inputGradient": numbers(turn(x.grad)) if x.dtype.is_floating_point else None,
        "gradients": {p: numbers(lay(t.grad)) for p, (t, lay) in parameters.items()},
    })


def layer(name, module, *shape, lay=conv, apart=False, kinked=False):
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(torch.randint(-64, 65, p.shape).double() / 64)
    case(name, module, draw(*shape, apart=apart, kinked=kinked), {n: (p, lay if p.dim() > 2 else lambda t: t) for n, p in module.named_parameters()})


layer("conv1d", nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2), 2, 4, 9)
layer("conv3d", nn.Conv3d(2, 4, (2, 3, 1), stride=(1, 2, 1), padding=(1, 1, 0), dilation=(1, 1, 2), groups=2), 1, 2, 3, 5, 2)
layer("conv1d transpose", nn.ConvTranspose1d(4, 6, 3, stride=3, padding=1, output_padding=2, groups=2, dilation=2), 2, 4, 4)
layer("conv2d transpose", nn.ConvTranspose2d(4, 6, (3, 2), stride=(2, 3), padding=(1, 0), output_padding=(1, 2), groups=2, dilation=(2, 1)), 2, 4, 3, 2)
layer("conv2d transpose plain", nn.ConvTranspose2d(3, 2, 4, stride=2, padding=1, bias=False), 1, 3, 3, 4)
layer("conv3d transpose", nn.ConvTranspose3d(2, 3, 3, stride=2, padding=1, output_padding=1), 1, 2, 2, 2, 3)
layer("depthwise conv1d", nn.Conv1d(3, 6, 3, padding=1, groups=3), 2, 3, 7, lay=depthwise(2))
layer("depthwise conv2d", nn.Conv2d(3, 6, (3, 2), stride=2, padding=(1, 0), dilation=(1, 2), groups=3), 2, 3, 5, 6, lay=depthwise(2))

layer("max pool1d", nn.MaxPool1d(3, stride=2, padding=1), 2, 3, 8, apart=True)
layer("max pool3d", nn.MaxPool3d((2, 1, 2), stride=(1, 2, 1), padding=(1, 0, 1)), 1, 2, 3, 4, 3, apart=True)
layer("average pool1d", nn.AvgPool1d(3, stride=2, padding=1), 2, 3, 8)
layer("average pool3d", nn.AvgPool3d(2, stride=(1, 2, 1), padding=1, count_include_pad=False), 1, 2, 3, 4, 3)
case("global max pool1d", lambda x: x.amax(2), draw(2, 3, 5, apart=True))
case("global max pool3d", lambda x: x.amax((2, 3, 4)), draw(2, 2, 2, 3, 2, apart=True))
case("global average pool3d", lambda x: x.mean((2, 3, 4)), draw(2, 2, 2, 3, 2))
layer("adaptive max pool1d", nn.AdaptiveMaxPool1d(4), 2, 3, 7, apart=True)
layer("adaptive max pool2d", nn.AdaptiveMaxPool2d((3, 2)), 2, 2, 7, 5, apart=True)
layer("adaptive max pool2d larger", nn.AdaptiveMaxPool2d((5, 3)), 1, 2, 3, 3, apart=True)
layer("adaptive average pool1d", nn.AdaptiveAvgPool1d(4), 2, 3, 7)
layer("adaptive average pool2d", nn.AdaptiveAvgPool2d((3, 2)), 2, 2, 7, 5)
layer("adaptive average pool2d larger", nn.AdaptiveAvgPool2d((5, 3)), 1, 2, 3, 3)

layer("group norm", nn.GroupNorm(2, 6), 2, 6, 3, 2)
layer("instance norm", nn.InstanceNorm2d(3, affine=True), 2, 3, 3, 4)
layer("instance norm plain", nn.InstanceNorm1d(3), 2, 3, 5)
case("unit norm", lambda x: F.normalize(x, dim=-1), draw(3, 5))
norm = nn.LayerNorm(5).double()
with torch.no_grad():
    norm.weight.copy_(draw(5))
    norm.bias.copy_(draw(5))
case("layer norm", norm, draw(2, 3, 5), {"weight": (norm.weight, lambda t: t), "bias": (norm.bias, lambda t: t)}, turn=lambda t: t)
scale = draw(5)
case("rms norm", lambda x: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * scale, draw(2, 3, 5), {"weight": (scale, lambda t: t)}, turn=lambda t: t)

layer("up sampling2d bilinear", nn.Upsample(scale_factor=(2, 3), mode="bilinear", align_corners=False), 1, 2, 3, 2)
layer("up sampling1d", nn.Upsample(scale_factor=3), 2, 2, 3)
layer("up sampling3d", nn.Upsample(scale_factor=2), 1, 2, 2, 1, 3)
layer("zero padding2d", nn.ZeroPad2d((1, 2, 0, 3)), 1, 2, 2, 3)

layer("prelu", nn.PReLU(3), 2, 3, 4, kinked=True)
for name, module in {
    "celu": nn.CELU(0.5), "elu": nn.ELU(0.6), "selu": nn.SELU(), "gelu": nn.GELU(), "gelu tanh": nn.GELU(approximate="tanh"), "silu": nn.SiLU(),
    "mish": nn.Mish(), "softplus": nn.Softplus(), "softsign": nn.Softsign(), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid(), "log sigmoid": nn.LogSigmoid(),
    "hard sigmoid": nn.Hardsigmoid(), "hard silu": nn.Hardswish(), "hard tanh": nn.Hardtanh(-0.51, 1.51), "relu": nn.ReLU(), "relu6": nn.ReLU6(),
    "leaky relu": nn.LeakyReLU(), "softmax": nn.Softmax(-1), "log softmax": nn.LogSoftmax(-1),
}.items():
    # Past every kink and bound, on none of them.
    x = ((torch.arange(24).double() - 11.4) * 0.7).reshape(4, 6).requires_grad_()
    case(name, module, x)

table = draw(7, 3)
case("embedding", lambda x: F.embedding(x, table, padding_idx=2), torch.tensor([[0, 2, 6, 2], [5, 0, 0, 1]]), {"weight": (table, lambda t: t)}, turn=lambda t: t)
body, shortcut = nn.Linear(4, 3).double(), nn.Linear(4, 3, bias=False).double()
case("residual", lambda x: torch.relu(torch.tanh(body(x)) + shortcut(x)), draw(5, 4), {
    "body.weight": (body.weight, lambda t: t.T), "body.bias": (body.bias, lambda t: t), "projection.weight": (shortcut.weight, lambda t: t.T)})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_layers.json"), "w") as file:
    file.write('{"made_with": "torch ' + torch.__version__ + ', float64", "cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
