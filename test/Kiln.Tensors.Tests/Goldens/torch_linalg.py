"""Makes torch_linalg.json: gradients through torch.linalg's qr, eigh and svd, in float64.

The losses are sums of squares of the factors with random weights, so that the signs of columns, which are a library's own choice, cancel.
Made with PyTorch 1.13.1: python3 torch_linalg.py
"""
import json
import os

import torch

torch.manual_seed(0)


def numbers(*shape):
    return torch.randint(-64, 65, shape).double() / 64


def qr(x):
    q, r = torch.linalg.qr(x)
    return [q.square(), r.square()]


def eigh(x):
    values, vectors = torch.linalg.eigh(x + x.mT)
    return [values, vectors.square()]


def svd(x):
    u, s, vt = torch.linalg.svd(x, full_matrices=False)
    return [u.square(), s, vt.square(), u @ vt]


def case(op, *shape):
    x = numbers(*shape).requires_grad_()
    factors = {"qr": qr, "eigh": eigh, "svd": svd}[op](x)
    weights = [numbers(*f.shape) for f in factors]
    loss = sum((f * w).sum() for f, w in zip(factors, weights))
    loss.backward()
    return {
        "name": "%s %s" % (op, " x ".join(map(str, shape))), "op": op, "shape": shape, "x": x.detach().flatten().tolist(),
        "weights": [w.flatten().tolist() for w in weights], "loss": float(loss), "gradient": x.grad.flatten().tolist(),
    }


cases = [
    case("qr", 5, 5), case("qr", 7, 4), case("qr", 4, 7), case("qr", 2, 3, 6, 3),
    case("eigh", 2, 2), case("eigh", 6, 6), case("eigh", 2, 4, 4),
    case("svd", 5, 5), case("svd", 7, 4), case("svd", 4, 7), case("svd", 3, 5, 2),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_linalg.json")
with open(path, "w") as f:
    f.write('{"torch": "%s", "cases": [\n' % torch.__version__)
    f.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    f.write("\n]}\n")
