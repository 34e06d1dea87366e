"""Goldens of iterative fits on few samples from scikit-learn 1.2.1: python make_few_rows.py > few_rows.json

The objectives at scikit-learn's default tolerance and at a tight one. The samples are made of a seed, here and in FewRowsTests.cs.
"""
import itertools
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import GammaRegressor, LogisticRegression, PoissonRegressor, TweedieRegressor
from sklearn.svm import LinearSVC

assert sklearn.__version__ == "1.2.1"
warnings.simplefilter("ignore")
SHAPES = [(4, 20), (5, 60), (6, 8), (8, 5), (12, 3), (30, 20)]


def samples(seed, rows, columns, target, spread):
    random = np.random.RandomState(seed)
    x = random.randn(rows * columns).reshape(rows, columns)
    score = x[:, 0] - 0.5 * x[:, 1] + 0.25 * x[:, 2]
    if target == "counts":
        return scaled(x, spread), np.floor(np.exp(score + 0.5))
    if target == "amounts":
        return scaled(x, spread), np.floor(10 * np.exp(score)) / 10 + 0.1
    y = (score > 0).astype(float)
    y[:2] = 0, 1
    if target == "ties":
        # The last two samples are one of both classes: no plane separates them, many do the others.
        x[-1] = x[-2]
        y[-2:] = 0, 1
    return scaled(x, spread), y


def scaled(x, spread):
    # Columns of 1e-spread to 1e+spread.
    return x * 10 ** (spread * (7 * np.arange(x.shape[1]) % 13 / 6 - 1))


def generalized(model, x, y):
    raw = (x.astype(np.longdouble) @ model.coef_) + model.intercept_
    power = {"PoissonRegressor": 1, "GammaRegressor": 2}.get(type(model).__name__, getattr(model, "power", 0))
    log = type(model).__name__ != "TweedieRegressor" or model.link == "log" or (model.link == "auto" and power > 0)
    m = np.exp(raw) if log else raw
    if power == 0:
        half = (y - m) ** 2 / 2
    elif power == 1:
        half = np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / m), 0) - y + m
    elif power == 2:
        half = np.log(m / y) + y / m - 1
    else:
        half = y ** (2 - power) / ((1 - power) * (2 - power)) - y * m ** (1 - power) / (1 - power) + m ** (2 - power) / (2 - power)
    return np.mean(half) + model.alpha / 2 * (model.coef_.astype(np.longdouble) ** 2).sum()


def classified(model, x, y):
    w, b = model.coef_[0].astype(np.longdouble), float(np.ravel(model.intercept_)[0])
    margin = np.where(y > 0, 1, -1) * (x @ w + b)
    if isinstance(model, LinearSVC):
        loss = np.maximum(0, 1 - margin)
        return model.C * (loss if model.loss == "hinge" else loss ** 2).sum() + ((w ** 2).sum() + b ** 2) / 2
    penalized = np.append(w, b) if model.solver == "liblinear" else w
    return model.C * np.logaddexp(0, -margin).sum() + (0 if model.penalty is None else (penalized ** 2).sum() / 2)


cases = []


def add(name, make, objective, target, seed, shape, parameters, spread=0):
    x, y = samples(seed, *shape, target, spread)
    values = []
    for tol in (None, 1e-10):
        given = dict(parameters, max_iter=5000)
        if tol:
            given["tol"] = tol
        model = make(**given).fit(x, y)
        values.append(float(objective(model, x, y)))
    words = {k: "none" if v is None else v for k, v in parameters.items()}
    cases.append(dict(estimator=name, target=target, seed=seed, rows=shape[0], columns=shape[1], spread=spread, parameters=words, loose=values[0], tight=values[1]))


seeds = itertools.count(100)
for shape in SHAPES:
    for solver, alpha in itertools.product(("lbfgs", "newton-cholesky"), (0.0, 1e-5, 0.02)):
        given = dict(solver=solver, alpha=alpha, fit_intercept=alpha != 1e-5)
        add("poisson-regressor", PoissonRegressor, generalized, "counts", next(seeds), shape, given)
        add("gamma-regressor", GammaRegressor, generalized, "amounts", next(seeds), shape, given)
        add("tweedie-regressor", TweedieRegressor, generalized, "amounts", next(seeds), shape, dict(given, power=1.5))
        add("tweedie-regressor", TweedieRegressor, generalized, "amounts", next(seeds), shape, dict(given, power=0))
    for solver, c in itertools.product(("lbfgs", "newton-cg", "newton-cholesky", "liblinear"), (0.01, 30.0, 3e3)):
        add("logistic-regression", LogisticRegression, classified, "classes", next(seeds), shape, dict(solver=solver, C=c))
        if solver != "liblinear" and c == 30:
            add("logistic-regression", LogisticRegression, classified, "ties", next(seeds), shape, dict(solver=solver, penalty=None))
    for loss, c in itertools.product(("hinge", "squared_hinge"), (0.1, 100.0)):
        add("linear-svc", LinearSVC, classified, "classes", next(seeds), shape, dict(loss=loss, C=c, dual=True))

for shape, spread in itertools.product([(4, 8), (5, 60), (8, 20), (30, 60), (150, 60)], (0.5, 2, 6)):
    for solver, c in itertools.product(("lbfgs", "newton-cg", "newton-cholesky", "liblinear"), (0.001, 0.3, 1e3)):
        add("logistic-regression", LogisticRegression, classified, "classes", next(seeds), shape, dict(solver=solver, C=c), spread)
    add("poisson-regressor", PoissonRegressor, generalized, "counts", next(seeds), shape, dict(alpha=1e-4, fit_intercept=False), spread)
    add("linear-svc", LinearSVC, classified, "classes", next(seeds), shape, dict(C=800.0, dual=False), spread)

json.dump(dict(cases=cases), sys.stdout, indent=1)
