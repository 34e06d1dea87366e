"""Goldens of generalized linear models, Huber regression and dummies from scikit-learn 1.2.1: KILN_TEST_DATA=… python make_glm_goldens.py > glm.json

Iterative fits: the objective at scikit-learn's tolerance and at a tight one, and the predictions at the tight one.
"""
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import dummy, linear_model as lm, metrics

import golden_data as data

assert sklearn.__version__ == "1.2.1"
warnings.simplefilter("ignore")
cases = []


def deviance(y, raw, power, log):
    mean = np.exp(raw) if log else raw
    if power == 0:
        return 0.5 * (mean - y) ** 2
    if power == 1:
        return mean - y * np.log(mean)
    if power == 2:
        return np.log(mean) + y / mean
    return mean ** (2 - power) / (2 - power) - y * mean ** (1 - power) / (1 - power)


def objective(name, model, x, y, weights):
    raw = np.asarray(x @ model.coef_).ravel() + model.intercept_
    if name == "huber-regressor":
        rest = np.abs(y - raw)
        s, e = model.scale_, model.epsilon
        return float(np.sum(weights * np.where(rest > e * s, s + 2 * e * rest - s * e * e, s + rest ** 2 / s)) + model.alpha * model.coef_ @ model.coef_)
    power = {"poisson-regressor": 1, "gamma-regressor": 2}.get(name, getattr(model, "power", 0))
    log = name != "tweedie-regressor" or model.link == "log" or (model.link == "auto" and power > 0)
    return float(np.average(deviance(y, raw, power, log), weights=weights) + 0.5 * model.alpha * model.coef_ @ model.coef_)


def score(name, model, x, y, weights):
    """D² by its definition: 1.2.1's own score of a generalized linear model leaves the weights out of a constant (later versions do not)."""
    if name == "huber-regressor":
        return float(model.score(x, y, sample_weight=weights))
    power = {"poisson-regressor": 1, "gamma-regressor": 2}.get(name, getattr(model, "power", 0))
    return float(metrics.d2_tweedie_score(y, model.predict(x), sample_weight=weights, power=power))


CLASSES = {"huber-regressor": lm.HuberRegressor, "poisson-regressor": lm.PoissonRegressor, "gamma-regressor": lm.GammaRegressor, "tweedie-regressor": lm.TweedieRegressor}


def add(name, dataset, weighted=False, sparse=False, **parameters):
    x, y = data.load(dataset)
    w = data.weights(len(y)) if weighted else np.ones(len(y))
    case = {"estimator": name, "data": dataset, "weighted": weighted, "sparse": sparse, "parameters": parameters}
    for key, tight in (("objective", {}), ("tight_objective", {"tol": 1e-9, "max_iter": 20000})):
        model = CLASSES[name](**{**parameters, **tight}).fit(data.samples(x, sparse), y, sample_weight=w if weighted else None)
        case[key] = objective(name, model, data.samples(x, sparse), y, w)
        case["predict"] = model.predict(data.samples(x, sparse)[:8]).tolist()
        case["score"] = score(name, model, data.samples(x, sparse), y, w if weighted else None)
    cases.append(case)


for dataset in ["dense", "sparse", "iris", "constant", "diabetes", "collinear", "wine", "breast_cancer"]:
    add("huber-regressor", dataset)
    add("huber-regressor", dataset, weighted=True, epsilon=1.1, alpha=0.1)
    add("huber-regressor", dataset, fit_intercept=False, alpha=0.01)
add("huber-regressor", "sparse", sparse=True, alpha=0.01)
for solver in ["lbfgs", "newton-cholesky"]:
    for name, datasets in [("poisson-regressor", ["poisson", "counts", "digits", "diabetes", "iris"]), ("gamma-regressor", ["positive", "diabetes", "california"]), ("tweedie-regressor", ["dense", "diabetes", "wine"])]:
        for dataset in datasets:
            add(name, dataset, solver=solver)
            add(name, dataset, solver=solver, alpha=0.01, weighted=True)
    for power in [1.5, 3.0, 2.0]:
        add("tweedie-regressor", "positive", power=power, solver=solver, alpha=0.1)
    add("tweedie-regressor", "positive", power=0.0, link="log", solver=solver, alpha=0.1)
    add("poisson-regressor", "poisson", sparse=True, solver=solver, alpha=0.1)
    add("poisson-regressor", "poisson", solver=solver, fit_intercept=False)

dummies = []
x, y = data.load("iris")
labels = y[40:]
for strategy, given in [("prior", {}), ("most_frequent", {}), ("stratified", {"random_state": 3}), ("uniform", {"random_state": 3}), ("constant", {"constant": 2})]:
    model = dummy.DummyClassifier(strategy=strategy, **given).fit(x[40:], labels.astype(int), sample_weight=data.weights(110))
    dummies.append({"strategy": strategy, "parameters": given, "predict": model.predict(x[:60]).tolist(), "probabilities": model.predict_proba(x[:2]).ravel().tolist()})
values = []
x, y = data.load("diabetes")
for strategy, given in [("mean", {}), ("median", {}), ("quantile", {"quantile": 0.3}), ("constant", {"constant": 4.5})]:
    for weights in [None, data.weights(len(y))]:
        model = dummy.DummyRegressor(strategy=strategy, **given).fit(x, y, sample_weight=weights)
        values.append({"strategy": strategy, "parameters": given, "weighted": weights is not None, "value": float(model.predict(x[:1])[0])})
json.dump({"cases": cases, "dummies": dummies, "values": values}, sys.stdout, separators=(",", ":"))
