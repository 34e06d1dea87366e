"""The data sets of the coverage table, and how a result is kept in few numbers. Coverage/CoverageData.cs and CoverageResult.cs do the same, bit for bit:
only single IEEE operations and NumPy's RandomState are used, so that both sides fit the very same numbers.

A name is a data set and what is done to it: "iris", "california/abs", "dense/unit/holes".
"""
import os

import numpy as np
import scipy.sparse as sp

import golden_data as data

SETS = ("iris", "wine", "breast_cancer", "diabetes", "digits", "california", "dense", "sparse", "collinear", "scaled")
POWERS = (1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2, 1e3)


def random(name):
    if name == "dense":
        x, seed = data.normal(1, 200, 10), 101
    elif name == "sparse":
        x, seed = np.where(np.random.RandomState(3).rand(300 * 30).reshape(300, 30) < 0.1, data.normal(4, 300, 30), 0.0), 103
    elif name == "collinear":
        x, seed = data.normal(5, 100, 8), 104
        x[:, 6] = x[:, 0] + x[:, 1]
        x[:, 7] = 2 * x[:, 2]
    else:
        x, seed = data.normal(6, 150, 7), 105
        for j in range(7):
            x[:, j] = x[:, j] * POWERS[j] + POWERS[j]
    rs = np.random.RandomState(seed)
    w, y = rs.randn(x.shape[1]), np.zeros(len(x))
    for j in range(x.shape[1]):
        y = y + x[:, j] * w[j]
    return x, y + 0.5 + 0.1 * rs.randn(len(x))


def terciles(y):
    ordered = np.sort(y)
    return (y >= ordered[len(y) // 3]).astype(float) + (y >= ordered[2 * len(y) // 3])


def classes(y):
    """The classes of a set that has some; of numbers, their thirds."""
    return y if len(np.unique(y)) <= 10 else terciles(y)


def texts(name):
    """The first 400 sentences of SST-2's development part, and California housing's column of words in every tenth row."""
    folder = os.environ["KILN_TEST_DATA"]
    if name == "ocean":
        return [line.rsplit(",", 1)[1] for line in open(os.path.join(folder, "tabular/california_housing.csv")).read().splitlines()[1:]][::10]
    return [line.split("\t")[1] for line in open(os.path.join(folder, "sst2/dev.tsv"), encoding="utf-8").read().split("\n")[1:401]]


CACHE = {}


def load(name):
    """Samples (CSR where the name begins with "sparse" and does not say "dense") and the target as numbers."""
    if name not in CACHE:
        base, *changes = name.split("/")
        if base in ("sst2", "ocean"):
            CACHE[name] = (texts(base), np.zeros(0))
            return CACHE[name]
        x, y = random(base) if base in ("dense", "sparse", "collinear", "scaled") else data.load(base)
        for change in changes:
            if change == "tenth":
                x, y = x[::10], y[::10]
            elif change == "abs":
                x = np.abs(x)
            elif change == "unit":
                low, high = x.min(axis=0), x.max(axis=0)
                x = (x - low) / np.where(high > low, high - low, 1.0)
            elif change == "whole":
                low, high = x.min(axis=0), x.max(axis=0)
                x = np.floor((x - low) / np.where(high > low, high - low, 1.0) * 5.5)
            elif change == "holes":
                i, j = np.indices(x.shape)
                x = np.where((i * 7 + j * 3) % 11 == 0, np.nan, x)
            elif change == "varied":
                x = x[:, x.max(axis=0) > x.min(axis=0)]
            elif change == "positive":
                y = y - y.min() + 1.0
            elif change != "dense":
                raise ValueError(change)
        CACHE[name] = (sp.csr_matrix(x) if base == "sparse" and "dense" not in changes else np.ascontiguousarray(x), y)
    return CACHE[name]


MULTIPLIERS = (7919, 104729, 31)
FIRST = 6


def signs(count, k):
    """A fixed vector of numbers from -1/2 to 1/2: integers only, so that it is the same everywhere."""
    return (np.arange(1, count + 1, dtype=np.int64) * MULTIPLIERS[k] % 10007) / 10007.0 - 0.5


def summary(values):
    """All numbers of a short result; of a long one how many, the largest magnitude, the first ones, and three dot products with
    fixed vectors, divided by the root of the count, so that deviations of ε in every number make one of about ε."""
    a = np.asarray(values.toarray() if sp.issparse(values) else values, dtype=float).ravel()
    a = np.nan_to_num(a, nan=-77.0, posinf=777.0, neginf=-777.0)  # a missing or endless value is one to be compared too
    if len(a) <= 12:
        return {"n": len(a), "v": [round_trip(v) for v in a]}
    return {"n": len(a), "scale": float(np.abs(a).max()), "v": [round_trip(v) for v in a[:FIRST]], "p": [float(a @ signs(len(a), k)) / len(a) ** 0.5 for k in range(3)]}


def round_trip(v):
    v = float(v)
    return int(v) if v == int(v) and abs(v) < 1e15 else v


def distance(a, b):
    """The largest deviation of two summaries, as the tests measure it: relative to the number, or to 1 where that is larger."""
    if a["n"] != b["n"]:
        return float("inf")
    worst = max((abs(p - q) / max(1.0, abs(p)) for p, q in zip(a["v"], b["v"])), default=0.0)
    return max([worst] + [abs(p - q) / max(1.0, a["scale"]) for p, q in zip(a.get("p", ()), b.get("p", ()))])


def jitter(x, seed):
    """Every number one unit in the last place up or down: what no algorithm in float64 can tell from the original."""
    rs = np.random.RandomState(seed)
    if sp.issparse(x):
        moved = x.copy()
        moved.data = np.nextafter(x.data, np.where(rs.rand(len(x.data)) < 0.5, -np.inf, np.inf))
        return moved
    return np.where(x == 0, 0.0, np.nextafter(x, np.where(rs.rand(*x.shape) < 0.5, -np.inf, np.inf)))
