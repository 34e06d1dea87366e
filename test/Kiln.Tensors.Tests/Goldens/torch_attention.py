"""Makes torch_attention.json: attention by PyTorch's own matmul, masked_fill and softmax, with autograd's gradients, in float64.

Made with PyTorch 1.13.1 (which has no public scaled_dot_product_attention): python3 torch_attention.py
"""
import json
import math
import os

import torch

torch.manual_seed(0)


def numbers(*shape):
    return (torch.randint(-64, 65, shape).double() / 32).requires_grad_()


def case(name, batch, heads, key_heads, queries, keys, size, value_size, causal=None, bias=None, mask=None, lengths=None, scale=None):
    q, k, v = numbers(batch, heads, queries, size), numbers(batch, key_heads, keys, size), numbers(batch, key_heads, keys, value_size)
    b = numbers(*bias) if bias else None
    group = heads // key_heads
    ke, ve = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
    scores = q @ ke.transpose(-2, -1) * (scale or 1 / math.sqrt(size))
    if b is not None:
        scores = scores + b
    j = torch.arange(keys)
    i = torch.arange(queries)[:, None]
    seen = torch.ones(batch, 1, queries, keys, dtype=torch.bool)
    n = torch.tensor(lengths or [keys] * batch)[:, None, None, None]
    seen &= j < n
    if causal == "TopLeft":
        seen &= j <= i
    elif causal == "BottomRight":
        seen &= j <= i + (n - queries)
    m = None
    if mask:
        m = torch.rand(batch, keys) < 0.7
        m[:, 0] = True
        seen &= m[:, None, None, :]
    scores = scores.masked_fill(~seen, -math.inf)
    blind = ~seen.any(-1, keepdim=True)
    # Kiln's definition: a query that sees nothing gives zeros.
    p = scores.masked_fill(blind, 0).softmax(-1).masked_fill(blind, 0)
    y = p @ ve
    gy = torch.randint(-64, 65, y.shape).double() / 32
    y.backward(gy)
    flat = lambda t: None if t is None else t.detach().flatten().tolist()
    return {
        "name": name, "batch": batch, "heads": heads, "keyHeads": key_heads, "queries": queries, "keys": keys, "size": size, "valueSize": value_size,
        "causal": causal or "None", "scale": scale, "lengths": lengths, "mask": m.flatten().tolist() if m is not None else None, "biasShape": bias,
        "q": flat(q), "k": flat(k), "v": flat(v), "bias": flat(b), "gy": flat(gy),
        "y": flat(y), "gq": flat(q.grad), "gk": flat(k.grad), "gv": flat(v.grad), "gbias": flat(b.grad) if b is not None else None,
    }


cases = [
    case("plain", 2, 2, 2, 5, 5, 4, 4),
    case("causal", 1, 2, 2, 9, 9, 3, 5, causal="TopLeft"),
    case("more keys, top left", 1, 1, 1, 3, 7, 4, 4, causal="TopLeft"),
    case("more keys, bottom right", 1, 2, 1, 3, 7, 4, 4, causal="BottomRight"),
    case("fewer keys, bottom right", 1, 1, 1, 6, 4, 4, 4, causal="BottomRight"),
    case("padding", 3, 2, 1, 4, 6, 5, 2, lengths=[6, 2, 0]),
    case("padding, bottom right", 3, 1, 1, 2, 8, 5, 2, lengths=[8, 3, 1], causal="BottomRight"),
    case("mask and bias", 2, 4, 2, 4, 6, 3, 3, mask=True, bias=[1, 4, 4, 6], scale=0.25),
    case("bias by key", 2, 2, 2, 4, 6, 3, 3, bias=[2, 1, 1, 6]),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_attention.json")
with open(path, "w") as f:
    f.write('{"torch": "%s", "cases": [\n' % torch.__version__)
    f.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    f.write("\n]}\n")
