"""Matrix products in PyTorch."""
import torch

from torch_kit import draw


def matmul(m, n, k, letters, dtype):
    m, n, k, dtype = int(m), int(n), int(k), getattr(torch, dtype)
    a = draw((k, m), 1, dtype).t() if letters[0] == "t" else draw((m, k), 1, dtype)
    b = draw((n, k), 2, dtype).t() if letters[1] == "t" else draw((k, n), 2, dtype)
    c = torch.empty(m, n, dtype=dtype)
    return {"run": lambda: torch.mm(a, b, out=c), "result": c.numpy}
