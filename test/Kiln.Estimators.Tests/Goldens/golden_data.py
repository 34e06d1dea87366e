"""The samples that goldens of linear and probabilistic models are made from: real ones from KILN_TEST_DATA, random ones from NumPy's RandomState.

The tests make the same ones: Linear/GoldenData.cs.
"""
import csv
import gzip
import os

import numpy as np
import scipy.sparse as sp

ROOT = os.path.join(os.environ["KILN_TEST_DATA"], "tabular")


def labelled(name):
    rows = np.array([[float(v) for v in row] for row in list(csv.reader(open(os.path.join(ROOT, name))))[1:]])
    return rows[:, :-1], rows[:, -1]


def digits():
    rows = np.loadtxt(gzip.open(os.path.join(ROOT, "digits.csv.gz")), delimiter=",")
    return rows[:, :-1], rows[:, -1]


def diabetes():
    return np.loadtxt(gzip.open(os.path.join(ROOT, "diabetes_data_raw.csv.gz"))), np.loadtxt(gzip.open(os.path.join(ROOT, "diabetes_target.csv.gz")))


def california():
    rows = list(csv.reader(open(os.path.join(ROOT, "california_housing.csv"))))[1:]
    numbers = np.array([[float(v) for v in row[:9]] for row in rows if all(row[:9])])
    return numbers[:, :8], numbers[:, 8]


def linear(x, seed, outputs=1, noise=0.1):
    rs = np.random.RandomState(seed)
    w = rs.randn(x.shape[1] * outputs).reshape(x.shape[1], outputs)
    y = x @ w + 0.5 + noise * rs.randn(x.shape[0] * outputs).reshape(x.shape[0], outputs)
    return y[:, 0] if outputs == 1 else y


def normal(seed, rows, columns):
    return np.random.RandomState(seed).randn(rows * columns).reshape(rows, columns)


def random(name):
    if name == "dense":
        x = normal(1, 200, 10)
        return x, linear(x, 101)
    if name == "many":
        x = normal(2, 60, 6)
        return x, linear(x, 102, 3)
    if name == "sparse":
        x = np.where(np.random.RandomState(3).rand(300 * 30).reshape(300, 30) < 0.1, normal(4, 300, 30), 0.0)
        return x, linear(x, 103)
    if name == "collinear":
        x = normal(5, 100, 8)
        x[:, 6] = x[:, 0] + x[:, 1]
        x[:, 7] = 2 * x[:, 2]
        return x, linear(x, 104)
    if name == "scaled":
        x = normal(6, 150, 7) * 10.0 ** np.arange(-3, 4) + 10.0 ** np.arange(-3, 4)
        return x, linear(x, 105)
    if name == "wide":
        x = normal(7, 20, 50)
        return x, linear(x, 106)
    if name == "constant":
        x = normal(8, 50, 5)
        x[:, 3] = 4.25
        return x, linear(x, 107)
    raise ValueError(name)


def load(name):
    if name in ("iris", "wine", "breast_cancer"):
        return labelled({"wine": "wine_data.csv"}.get(name, name + ".csv"))
    if name in ("digits", "diabetes", "california"):
        return globals()[name]()
    if name == "counts":
        # Whole numbers for the naive Bayes models of counts: digits are such already.
        x = np.floor(np.abs(normal(9, 120, 12)) * 3)
        return x, np.floor(np.random.RandomState(10).rand(120) * 3)
    if name == "poisson":
        x = normal(11, 200, 5) / 3
        return x, np.floor(np.exp(linear(x, 108)))
    if name == "positive":
        x = normal(11, 200, 5) / 3
        return x, np.exp(linear(x, 108))
    return random(name)


def weights(rows):
    return np.random.RandomState(99).rand(rows) + 0.5


def samples(x, is_sparse):
    return sp.csr_matrix(x) if is_sparse else x
