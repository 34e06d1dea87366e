"""Goldens of linear models from scikit-learn 1.2.1. Run: KILN_TEST_DATA=… python make_linear_goldens.py > linear.json"""
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import linear_model as lm

import golden_data as data

assert sklearn.__version__ == "1.2.1"
warnings.simplefilter("ignore")
CLASSES = {
    "linear-regression": lm.LinearRegression, "ridge": lm.Ridge, "ridge-cv": lm.RidgeCV, "lasso": lm.Lasso, "lasso-cv": lm.LassoCV,
    "elastic-net": lm.ElasticNet, "elastic-net-cv": lm.ElasticNetCV, "huber-regressor": lm.HuberRegressor, "poisson-regressor": lm.PoissonRegressor,
    "gamma-regressor": lm.GammaRegressor, "tweedie-regressor": lm.TweedieRegressor, "bayesian-ridge": lm.BayesianRidge, "ard-regression": lm.ARDRegression,
    "orthogonal-matching-pursuit": lm.OrthogonalMatchingPursuit, "lars": lm.Lars, "lasso-lars": lm.LassoLars,
}
cases = []


def add(name, dataset, weighted=False, sparse=False, **parameters):
    x, y = data.load(dataset)
    given = dict(parameters)
    if "alphas" in given and name == "ridge":
        given["alpha"] = np.array(given.pop("alphas"))
    model = CLASSES[name](**given)
    if weighted:
        model.fit(data.samples(x, sparse), y, sample_weight=data.weights(len(y)))
    else:
        model.fit(data.samples(x, sparse), y)
    case = {
        "estimator": name, "data": dataset, "weighted": weighted, "sparse": sparse, "parameters": parameters,
        "coef": np.asarray(model.coef_).ravel().tolist(), "intercept": np.atleast_1d(model.intercept_).tolist(),
        "predict": model.predict(data.samples(x, sparse)[:8]).ravel().tolist(),
    }
    # With more features than samples a deviation depends on which vectors stand for the singular value 0: any will do.
    if name == "bayesian-ridge" and x.shape[0] > x.shape[1]:
        case["deviations"] = model.predict(data.samples(x, sparse)[:8], return_std=True)[1].tolist()
    for attribute in ("alpha_", "l1_ratio_", "dual_gap_", "scale_", "lambda_", "best_score_", "n_iter_"):
        if np.ndim(getattr(model, attribute, None)) == 0 and getattr(model, attribute, None) is not None:
            case[attribute] = float(getattr(model, attribute))
    cases.append(case)


EVERY = ["iris", "wine", "breast_cancer", "digits", "diabetes", "california", "dense", "many", "sparse", "collinear", "scaled", "wide", "constant"]
for dataset in EVERY:
    add("linear-regression", dataset)
    add("ridge", dataset)
    add("ridge", dataset, solver="svd", alpha=0.3)
for dataset in ["iris", "diabetes", "dense", "wide", "collinear", "many"]:
    add("linear-regression", dataset, weighted=True)
    add("linear-regression", dataset, fit_intercept=False)
    add("linear-regression", dataset, positive=True)
    add("ridge", dataset, weighted=True, alpha=2.5)
    add("ridge", dataset, fit_intercept=False, alpha=1e-3)
for solver in ["lsqr", "sparse_cg"]:
    for dataset in ["dense", "many", "wide", "sparse"]:
        add("ridge", dataset, solver=solver)
        add("ridge", dataset, solver=solver, weighted=True, tol=1e-12)
    add("ridge", "sparse", solver=solver, sparse=True)
    add("ridge", "sparse", solver=solver, sparse=True, weighted=True, fit_intercept=False)
add("ridge", "sparse", sparse=True)
add("ridge", "sparse", sparse=True, solver="cholesky", fit_intercept=False)
add("ridge", "many", alphas=[0.1, 1.0, 10.0])
add("ridge", "wide", alphas=[0.1])
for dataset in ["iris", "diabetes", "dense", "wide", "many", "wine"]:
    add("ridge-cv", dataset)
    add("ridge-cv", dataset, alphas=[0.1, 1.0, 100.0], weighted=True)
    add("ridge-cv", dataset, fit_intercept=False, alphas=[0.5, 5.0])
add("ridge-cv", "diabetes", cv=5, alphas=[0.01, 0.1, 1.0, 10.0])
add("ridge-cv", "dense", cv=4, alphas=[0.01, 0.1, 1.0, 10.0], weighted=True)

for dataset in ["iris", "wine", "breast_cancer", "digits", "diabetes", "california", "dense", "many", "sparse", "collinear", "scaled", "wide", "constant"]:
    for tol in [1e-4, 1e-9]:
        add("lasso", dataset, alpha=0.05, tol=tol, max_iter=20000)
        add("elastic-net", dataset, alpha=0.1, l1_ratio=0.3, tol=tol, max_iter=20000)
for dataset in ["diabetes", "dense", "wide", "sparse"]:
    add("lasso", dataset, alpha=0.1, positive=True)
    add("lasso", dataset, alpha=0.1, weighted=True)
    add("lasso", dataset, alpha=0.02, fit_intercept=False)
    add("elastic-net", dataset, alpha=0.1, selection="random", random_state=7)
    add("elastic-net", dataset, alpha=0.1, precompute=True)
    add("elastic-net", dataset, alpha=0.02, weighted=True, l1_ratio=0.9)
add("lasso", "sparse", alpha=0.01, sparse=True)
add("lasso", "sparse", alpha=0.01, sparse=True, weighted=True)
add("elastic-net", "sparse", alpha=0.01, sparse=True, fit_intercept=False)
for dataset in ["diabetes", "dense", "iris", "sparse"]:
    add("lasso-cv", dataset)
    add("elastic-net-cv", dataset, l1_ratio=[0.2, 0.9], n_alphas=20, cv=3)
add("lasso-cv", "dense", weighted=True, n_alphas=30)
add("lasso-cv", "dense", alphas=[0.001, 0.1, 0.01])
add("lasso-cv", "sparse", sparse=True, n_alphas=20)

for dataset in ["iris", "wine", "breast_cancer", "diabetes", "dense", "sparse", "collinear", "wide", "constant", "california"]:
    add("bayesian-ridge", dataset)
    add("bayesian-ridge", dataset, weighted=True, lambda_init=0.5, alpha_1=1e-3)
add("bayesian-ridge", "dense", fit_intercept=False)

paths = []
for dataset, l1_ratio, parameters in [("diabetes", 1.0, {}), ("dense", 0.5, {"n_alphas": 20}), ("wide", 0.8, {"alphas": [1.0, 0.3, 0.1]}), ("dense", 1.0, {"positive": True, "n_alphas": 10})]:
    x, y = data.load(dataset)
    alphas, coefs, gaps = lm.enet_path(x - x.mean(0), y - y.mean(), l1_ratio=l1_ratio, **parameters)
    paths.append({"data": dataset, "l1_ratio": l1_ratio, "parameters": parameters, "alphas": alphas.tolist(),
                  "coefs": coefs[:, ::max(1, len(alphas) // 5)].ravel().tolist(), "step": max(1, len(alphas) // 5)})
json.dump({"cases": cases, "paths": paths}, sys.stdout, separators=(",", ":"))
