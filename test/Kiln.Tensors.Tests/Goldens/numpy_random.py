"""Makes numpy_random.json: streams of numpy.random.RandomState. Made with NumPy 1.24.2: python3 numpy_random.py

Each case is a seed and a list of calls made one after another on one generator. A call records its first values and the SHA-256 of
all its values as little-endian bytes, so that long draws stay small here.
"""
import hashlib
import json
import os

import numpy as np

HEAD = 6


def record(name, args, values):
    values = np.atleast_1d(np.asarray(values))
    kind = {"f": "<f8", "i": "<i8", "u": "<u8", "b": "<i8"}[values.dtype.kind]
    values = values.astype(kind)
    return {
        "call": name,
        **args,
        "count": int(values.size),
        "head": values[:HEAD].tolist(),
        "sha256": hashlib.sha256(values.tobytes()).hexdigest(),
    }


def call(rs, name, **a):
    n = a.get("n")
    if name == "rand":
        v = rs.rand(n)
    elif name == "random_sample":
        v = rs.random_sample() if n is None else rs.random_sample(n)
    elif name == "randn":
        v = rs.randn(n)
    elif name == "normal":
        v = rs.normal(a["loc"], a["scale"], n)
    elif name == "uniform":
        v = rs.uniform(a["low"], a["high"], n)
    elif name == "randint":
        v = rs.randint(a["low"], a["high"], n, dtype=np.dtype(a["dtype"]))
        if a["dtype"] == "uint64":
            v = v.astype(np.uint64).view(np.int64)
    elif name == "permutation":
        v = rs.permutation(n)
    elif name == "shuffle":
        v = np.arange(n) * 3
        rs.shuffle(v)
    elif name == "choice":
        p = None
        if "weights" in a:
            p = np.asarray(a["weights"], dtype=np.float64)
            p = p / p.cumsum()[-1]  # a sum in order, which any reader can repeat
            a = {**a, "p": p.tolist()}
            del a["weights"]
        v = rs.choice(a["population"], n, replace=a["replace"], p=p)
    elif name == "state":
        s = rs.get_state()
        return {"call": "state", "sha256": hashlib.sha256(s[1].astype("<u4").tobytes()).hexdigest(), "position": int(s[2]),
                "hasGauss": bool(s[3]), "cachedGauss": float(s[4]), "count": 0, "head": []}
    else:
        raise ValueError(name)
    return record(name, a, v)


def weights(n, zeros=()):
    w = np.sqrt(np.arange(1, n + 1, dtype=np.float64)) * 0.37
    w[list(zeros)] = 0
    return w.tolist()


SEEDS = [0, 1, 42, 123, 2023, 2**31, 2**32 - 1, [0], [42], [1, 2, 3], [2**32 - 1, 0, 7], list(range(700))]

cases = []
for seed in SEEDS:
    rs = np.random.RandomState(seed)
    calls = [
        call(rs, "rand", n=1),
        call(rs, "rand", n=7),
        call(rs, "randn", n=3),  # leaves one of a pair waiting
        call(rs, "state"),
        call(rs, "uniform", low=-2.5, high=7.25, n=5),
        call(rs, "normal", loc=1.5, scale=0.25, n=4),
        call(rs, "randn", n=1001),
        call(rs, "random_sample", n=1000),
        call(rs, "random_sample"),
        call(rs, "permutation", n=10),
        call(rs, "shuffle", n=33),
        call(rs, "choice", population=10, n=20, replace=True),
        call(rs, "choice", population=50, n=20, replace=False),
        call(rs, "choice", population=8, n=30, replace=True, weights=weights(8)),
        call(rs, "choice", population=12, n=9, replace=False, weights=weights(12, (0, 5))),
        call(rs, "randint", low=0, high=10, n=25, dtype="int64"),
        call(rs, "state"),
    ]
    cases.append({"seed": seed, "calls": calls})

# Every range shape of every dtype: one value, two, a power of two and its neighbours, the type's limits.
RANGES = {
    "int64": [(0, 1), (5, 6), (0, 2), (0, 3), (-4, 4), (-5, 4), (0, 255), (0, 256), (0, 257), (0, 2**31 - 1), (0, 2**31), (0, 2**32 - 1),
              (0, 2**32), (0, 2**32 + 1), (-2**40, 2**40), (0, 2**63 - 1), (-2**63, 2**63 - 1), (-2**63, 2**63)],
    "uint64": [(0, 1), (0, 2**32), (0, 2**63 + 1), (2**63, 2**64), (0, 2**64)],
    "int32": [(0, 1), (0, 2), (-7, 9), (0, 1000), (-2**31, 2**31), (-2**31, 2**31 - 1), (0, 2**31 - 1)],
    "uint32": [(0, 3), (0, 2**32), (1, 2**32), (2**31, 2**31 + 2)],
    "int16": [(0, 1), (0, 2), (-3, 4), (-2**15, 2**15), (0, 2**15 - 1), (0, 300)],
    "uint16": [(0, 5), (0, 2**16), (0, 2**16 - 1), (1, 4097)],
    "int8": [(0, 1), (-1, 2), (-128, 128), (-128, 127), (0, 100)],
    "uint8": [(0, 1), (0, 2), (0, 3), (0, 256), (0, 255), (17, 200)],
    "bool": [(0, 2)],
}
for dtype, ranges in RANGES.items():
    rs = np.random.RandomState(7)
    calls = []
    for low, high in ranges:
        for n in (1, 2, 3, 4, 5, 37, 1000):
            c = call(rs, "randint", low=low, high=high, n=n, dtype=dtype)
            c["low"], c["high"] = str(low), str(high)  # wider than a JSON reader's integers
            calls.append(c)
    calls.append(call(rs, "state"))
    cases.append({"seed": 7, "calls": calls})

# Sizes around the generator's block of 624 words, and long runs.
for size in (0, 1, 2, 311, 312, 313, 623, 624, 625, 1247, 100_000):
    rs = np.random.RandomState(size)
    cases.append({"seed": size, "calls": [
        call(rs, "rand", n=size),
        call(rs, "randn", n=size),
        call(rs, "permutation", n=size),
        call(rs, "shuffle", n=size),
        call(rs, "state"),
        *([call(rs, "choice", population=size, n=min(size, 500), replace=False),
           call(rs, "choice", population=size, n=500, replace=True),
           call(rs, "choice", population=size, n=min(size, 500), replace=False, weights=weights(size))]
          if 0 < size < 1300 else []),
        call(rs, "state"),
    ]})
for c in cases:
    for k in c["calls"]:
        if k["call"] == "choice" and "p" in k and k["population"] > 100:
            k["p"] = "square roots"  # long ones are recomputed by the test from the formula in weights()

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "numpy_random.json")
with open(path, "w") as f:
    f.write('{"numpy": "%s", "cases": [\n' % np.__version__)
    f.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    f.write("\n]}\n")
