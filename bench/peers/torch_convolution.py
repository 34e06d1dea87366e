"""Convolutions in PyTorch. Kiln's layouts: images (batch, height, width, channels), weights (height, width, in, out)."""
import torch
import torch.utils.mkldnn

from torch_kit import draw


def conv2d(batch, size, channels, filters, kernel, stride, padding, groups, direction, form):
    batch, size, channels, filters = int(batch), int(size), int(channels), int(filters)
    kernel, stride, padding, groups = int(kernel), int(stride), int(padding), int(groups)
    if form == "blocked":
        return blocked(batch, size, channels, filters, kernel, stride, padding, groups)
    memory_format = torch.channels_last if form == "channels_last" else torch.contiguous_format
    x = draw((batch, size, size, channels), 1).permute(0, 3, 1, 2).contiguous(memory_format=memory_format)
    w = draw((kernel, kernel, channels // groups, filters), 2).permute(3, 2, 0, 1).contiguous(memory_format=memory_format)
    out = {}
    if direction == "forward":
        def run():
            out["y"] = torch.nn.functional.conv2d(x, w, None, stride, padding, 1, groups)
        return {"run": run, "label": form, "result": lambda: out["y"].permute(0, 2, 3, 1).contiguous().numpy()}

    side = (size + 2 * padding - kernel) // stride + 1
    g = draw((batch, side, side, filters), 3).permute(0, 3, 1, 2).contiguous(memory_format=memory_format)
    mask = [direction == "input", direction == "weight", False]

    def backward():
        out["g"] = torch.ops.aten.convolution_backward(
            g, x, w, None, [stride, stride], [padding, padding], [1, 1], False, [0, 0], groups, mask)

    def result():
        if direction == "input":
            return out["g"][0].permute(0, 2, 3, 1).contiguous().numpy()
        return out["g"][1].permute(2, 3, 1, 0).contiguous().numpy()

    return {"run": backward, "label": form, "result": result}


def blocked(batch, size, channels, filters, kernel, stride, padding, groups):
    """oneDNN with images and weights in the format that it chooses: what a whole network in that format pays for one layer."""
    module = torch.nn.Conv2d(channels, filters, kernel, stride, padding, 1, groups, False).eval()
    w = draw((kernel, kernel, channels // groups, filters), 2).permute(3, 2, 0, 1).contiguous()
    with torch.no_grad():
        module.weight.copy_(w)
        x = draw((batch, size, size, channels), 1).permute(0, 3, 1, 2).contiguous().to_mkldnn()
        convolve = torch.utils.mkldnn.to_mkldnn(module)
    out = {}

    def run():
        with torch.no_grad():
            out["y"] = convolve(x)

    return {"run": run, "label": "oneDNN blocked", "result": lambda: out["y"].to_dense().permute(0, 2, 3, 1).contiguous().numpy()}
