"""Makes numpy_indexing.json: slicing, indexing, joining, rearranging and sorting as NumPy does it. NumPy 1.24.2: python3 numpy_indexing.py

Inputs are x = arange(n).reshape(shape) unless "x" lists other values, so that a result's elements say where they came from.
"""
import json
import os

import numpy as np

rs = np.random.RandomState(0)
cases = []


def case(op, shape, args, result, x=None):
    result = np.asarray(result)
    c = {"op": op, "shape": list(shape), "args": args, "resultShape": list(result.shape),
         "values": [None if np.isnan(v) else float(v) for v in result.ravel().astype(float)]}
    if x is not None:
        c["x"] = [None if np.isnan(v) else float(v) for v in np.asarray(x, float).ravel()]
    cases.append(c)


def arange(shape):
    return np.arange(int(np.prod(shape))).reshape(shape)


def maybe(lo, hi):
    return None if rs.rand() < 0.3 else int(rs.randint(lo, hi))


SHAPES = [(5,), (4, 3), (2, 3, 4), (3, 1, 2, 4), (1, 1), (0, 3), (2, 0, 2)]

for shape in SHAPES:
    x = arange(shape)
    for _ in range(20):
        spec, key, left = [], [], list(shape)
        named = rs.randint(0, len(shape) + 1)
        rest_at = rs.randint(0, named + 1) if rs.rand() < 0.4 else None
        consumed = 0
        for i in range(named):
            if rest_at == i:
                spec.append("rest")
                key.append(Ellipsis)
                consumed = len(shape) - (named - i)
            if rs.rand() < 0.15:
                spec.append("new")
                key.append(None)
            n = shape[consumed]
            if n > 0 and rs.rand() < 0.3:
                k = int(rs.randint(-n, n))
                spec.append(k)
                key.append(k)
            else:
                a, b, c = maybe(-7, 8), maybe(-7, 8), int(rs.choice([1, 1, 2, 3, -1, -2, -5]))
                spec.append([a, b, c])
                key.append(slice(a, b, c))
            consumed += 1
        if rest_at is not None and rest_at >= named:
            spec.append("rest")
            key.append(Ellipsis)
        case("slice", shape, {"slices": spec}, x[tuple(key)])

for shape in SHAPES[:4]:
    x = arange(shape)
    for axis in range(-len(shape), len(shape)):
        n = shape[axis]
        for ishape in [(3,), (2, 2), (), (0,), (7,)]:
            idx = rs.randint(-n, n, ishape)
            case("take", shape, {"axis": axis, "indices": np.ravel(idx).tolist(), "indexShape": list(ishape)}, np.take(x, idx, axis))
        ishape = list(shape)
        ishape[axis] = 3
        idx = rs.randint(-n, n, ishape)
        case("takealong", shape, {"axis": axis, "indices": idx.ravel().tolist(), "indexShape": ishape}, np.take_along_axis(x, idx, axis))
        if len(shape) > 1:
            ishape = [1] * len(shape)
            ishape[axis] = 2
            idx = rs.randint(-n, n, ishape)
            case("takealong", shape, {"axis": axis, "indices": idx.ravel().tolist(), "indexShape": ishape},
                 np.take_along_axis(x, np.broadcast_to(idx, [2 if i == axis % len(shape) else s for i, s in enumerate(shape)]), axis))
        for shift in (-7, -1, 0, 2, 11):
            case("roll", shape, {"axis": axis, "shift": shift}, np.roll(x, shift, axis))
        case("flip", shape, {"axes": [axis]}, np.flip(x, axis))
        case("repeat", shape, {"axis": axis, "count": 3}, np.repeat(x, 3, axis))
        counts = rs.randint(0, 4, n).tolist()
        case("repeats", shape, {"axis": axis, "counts": counts}, np.repeat(x, counts, axis))
        for to in range(len(shape)):
            case("moveaxis", shape, {"source": axis, "destination": to}, np.moveaxis(x, axis, to))
        case("concat", shape, {"axis": axis}, np.concatenate([x, x + 100, x], axis))
        case("stack", shape, {"axis": axis}, np.stack([x, x + 100], axis))
        sizes = [1, n - 1] if n > 1 else [n]
        for i, part in enumerate(np.split(x, np.cumsum(sizes)[:-1], axis)):
            case("split", shape, {"axis": axis, "sizes": sizes, "part": i}, part)
    idx = rs.randint(0, x.size, (2, 3))
    case("takeflat", shape, {"indices": idx.ravel().tolist(), "indexShape": [2, 3]}, np.take(x, idx))
    case("roll", shape, {"axis": None, "shift": 2}, np.roll(x, 2))
    case("flip", shape, {"axes": []}, np.flip(x))
    case("repeat", shape, {"axis": None, "count": 2}, np.repeat(x, 2))
    for reps in ([2], [1, 3], [2, 1, 2], [1, 1, 1, 1, 2], [0]):
        case("tile", shape, {"counts": reps}, np.tile(x, reps))
    mask = rs.rand(*shape) < 0.5
    case("mask", shape, {"mask": mask.ravel().tolist(), "maskShape": list(shape)}, x[mask])
    mask = rs.rand(shape[0]) < 0.6
    case("mask", shape, {"mask": mask.ravel().tolist(), "maskShape": [shape[0]]}, x[mask])
    case("nonzero", shape, {}, np.argwhere(x % 3 != 0), x % 3)
    for mode in ("constant", "edge", "reflect", "symmetric", "wrap"):
        widths = [(int(rs.randint(0, 3)) if s > 2 or mode in ("constant", "edge") else 0, int(rs.randint(0, 3)) if s > 2 or mode in ("constant", "edge") else 0)
                  for s in shape]
        extra = {"constant_values": 9} if mode == "constant" else {}
        case("pad", shape, {"mode": mode, "widths": widths}, np.pad(x, widths, mode=mode, **extra))
    if len(shape) > 1:
        for k in (-5, -1, 0, 1, 2, 7):
            case("tril", shape, {"k": k}, np.tril(x, k))
            case("triu", shape, {"k": k}, np.triu(x, k))
            case("diagonal", shape, {"k": k, "rows": -2, "columns": -1}, np.diagonal(x, k, -2, -1))
            case("diagonal", shape, {"k": k, "rows": 1, "columns": 0}, np.diagonal(x, k, 1, 0))
    else:
        for k in (-2, 0, 1):
            case("diag", shape, {"k": k}, np.diag(x, k))

# Long reflections pass over the array more than once.
for mode in ("reflect", "symmetric", "wrap", "edge"):
    case("pad", (3,), {"mode": mode, "widths": [[7, 8]]}, np.pad(np.arange(3), (7, 8), mode=mode))

for shape in [(7,), (4, 5), (3, 4, 2), (1,), (2, 0)]:
    for values in ("distinct", "ties", "nan"):
        x = rs.permutation(int(np.prod(shape))).astype(float).reshape(shape) - 3
        if values != "distinct":
            x = np.round(x / 3)
        if values == "nan" and x.size > 2:
            x.ravel()[::3] = np.nan
        for axis in range(-len(shape), len(shape)):
            order = np.argsort(x, axis, kind="stable")
            case("argsort", shape, {"axis": axis, "descending": False}, order, x)
            case("sort", shape, {"axis": axis, "descending": False}, np.take_along_axis(x, order, axis), x)
            if values != "nan":
                down = np.argsort(-x, axis, kind="stable")
                case("argsort", shape, {"axis": axis, "descending": True}, down, x)
                k = shape[axis] // 2
                part = np.take(down, range(k), axis)
                case("topk", shape, {"axis": axis, "k": k, "largest": True}, np.take_along_axis(x, part, axis), x)
                part = np.take(order, range(k), axis)
                case("topk", shape, {"axis": axis, "k": k, "largest": False}, np.take_along_axis(x, part, axis), x)
        if values != "nan":
            v, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
            case("unique", shape, {"part": 0}, v, x)
            case("unique", shape, {"part": 1}, inverse.reshape(shape), x)
            case("unique", shape, {"part": 2}, counts, x)

for args in [(5,), (2, 9), (2, 9, 3), (9, 2, -2), (3, 3), (-4, 5, 2)]:
    a = args if len(args) > 1 else (0,) + args
    case("arange", (), {"start": a[0], "stop": a[1], "step": a[2] if len(a) > 2 else 1}, np.arange(*args))
for args in [(0, 1, 0.25), (1, 0, -0.3), (0.5, 3, 1), (0, 1, 0.1)]:
    case("arangef", (), {"start": args[0], "stop": args[1], "step": args[2]}, np.arange(*args))
for start, stop, n, end in [(0, 1, 5, True), (0, 1, 5, False), (3, -2, 7, True), (1, 1, 3, True), (2, 5, 1, True), (2, 5, 0, True)]:
    case("linspace", (), {"start": start, "stop": stop, "count": n, "endpoint": end}, np.linspace(start, stop, n, end))
    case("logspace", (), {"start": start, "stop": stop, "count": n, "endpoint": end}, np.logspace(start, stop, n, end))
for n, m, k in [(3, 3, 0), (2, 4, 1), (4, 2, -1), (3, 3, 5), (0, 2, 0)]:
    case("eye", (), {"rows": n, "columns": m, "k": k}, np.eye(n, m, k))
for i, indexing in [(0, "ij"), (1, "ij"), (2, "ij"), (0, "xy"), (1, "xy"), (2, "xy")]:
    case("meshgrid", (), {"part": i, "ij": indexing == "ij"}, np.meshgrid(np.arange(2), np.arange(3) + 10, np.arange(4) + 20, indexing=indexing)[i])

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "numpy_indexing.json")
with open(path, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases))
