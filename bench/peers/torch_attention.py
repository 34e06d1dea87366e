"""Attention in PyTorch, unfused: two matrix products and a softmax.

Operands are drawn as (batch, time, heads, size), Kiln's layout, and turned to PyTorch's before the clock starts. Query heads that share a key head are
rows of one product, which is PyTorch's fastest form of it.
"""
import math

import torch

from torch_kit import draw


def _operands(batch, heads, key_heads, queries, keys, size):
    # (B, T, H, D) → (B, H, T, D)
    q = draw((batch, queries, heads, size), 1).permute(0, 2, 1, 3).contiguous()
    if heads != key_heads:
        q = q.reshape(batch, key_heads, heads // key_heads * queries, size)
    k = draw((batch, keys, key_heads, size), 2).permute(0, 2, 1, 3).contiguous()
    v = draw((batch, keys, key_heads, size), 3).permute(0, 2, 1, 3).contiguous()
    return q, k, v


def forward(batch, heads, key_heads, queries, keys, size, causal):
    batch, heads, key_heads, queries, keys, size = map(int, (batch, heads, key_heads, queries, keys, size))
    q, k, v = _operands(batch, heads, key_heads, queries, keys, size)
    hidden = torch.ones(queries, keys, dtype=torch.bool).triu(1) if int(causal) else None
    scale = 1 / math.sqrt(size)
    out = {}

    def run():
        s = torch.matmul(q, k.transpose(2, 3)).mul_(scale)
        if hidden is not None:
            s.masked_fill_(hidden, -math.inf)
        out["y"] = torch.matmul(torch.softmax(s, -1), v)

    return {"run": run, "result": lambda: out["y"].reshape(batch, heads, queries, size).permute(0, 2, 1, 3).contiguous().numpy()}


def backward(batch, heads, key_heads, queries, keys, size, causal):
    batch, heads, key_heads, queries, keys, size = map(int, (batch, heads, key_heads, queries, keys, size))
    q, k, v = (x.requires_grad_() for x in _operands(batch, heads, key_heads, queries, keys, size))
    gradient = draw((batch, queries, heads, size), 4).permute(0, 2, 1, 3).contiguous()
    out = {}
    with torch.enable_grad():
        s = torch.matmul(q, k.transpose(2, 3)) * (1 / math.sqrt(size))
        if int(causal):
            s = s.masked_fill(torch.ones(queries, keys, dtype=torch.bool).triu(1), -math.inf)
        y = torch.matmul(torch.softmax(s, -1), v)
    del s

    def run():
        out["k"] = torch.autograd.grad(y, [q, k, v], gradient, retain_graph=True)[1]

    return {"run": run, "result": lambda: out["k"].permute(0, 2, 1, 3).contiguous().numpy()}
