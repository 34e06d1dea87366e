"""scikit-learn 1.2.1's logistic regressions and linear support vectors: coefficients at the default tolerance and at a tight one.

Usage: KILN_TEST_DATA=DIR python3 make_logistic.py   (writes logistic.json and linear_svm.json beside itself)
"""

import gzip
import json
import os
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC, LinearSVR

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
DATA = pathlib.Path(os.environ["KILN_TEST_DATA"]) / "tabular"


def csv(name):
    if name == "digits":
        with gzip.open(DATA / "digits.csv.gz", "rt") as f:
            rows = np.loadtxt(f, delimiter=",")
    else:
        rows = np.loadtxt(DATA / f"{name}.csv", delimiter=",", skiprows=1, usecols=None)
    return rows[:, :-1], rows[:, -1].astype(int)


def random(name):
    """Data that RandomState makes on both sides."""
    seed, rows, columns = 7, 200, 6
    rng = np.random.RandomState(seed)
    x = rng.randn(rows * columns).reshape(rows, columns)
    noise = rng.randn(rows)
    score = 2 * x[:, 0] - x[:, 1] + 0.5 * x[:, 2]
    if name == "separable":
        return x, (score > 0).astype(int)
    y = (score + noise > 0).astype(int)
    if name == "collinear":
        x[:, 5] = x[:, 0] + x[:, 1]
    elif name == "badly-scaled":
        x = x * 10.0 ** np.array([-3, -2, -1, 0, 2, 3])
    elif name == "sparse":
        x = np.where(np.abs(x) > 1, x, 0.0)
    elif name == "three":
        y = np.digitize(score + noise, [-1.0, 1.0])
    elif name == "numbers":
        return x, score + noise
    elif name == "wide":
        x, y = x[:20].reshape(10, 12), y[:10]
    return x, y


def load(name):
    base, _, scaled = name.partition("/")
    x, y = csv(base) if base in ("iris", "wine_data", "breast_cancer", "digits") else random(base)
    if scaled == "scaled":
        std = x.std(axis=0)
        x = (x - x.mean(axis=0)) / np.where(std == 0, 1, std)
    return x, y


def weights(n):
    return 0.5 + (np.arange(n) * 7 % 5) / 4.0


def fit(kind, data, options, tight, more):
    x, y = load(data)
    if data == "sparse":
        x = sparse.csr_matrix(x)
    out = {"data": data, "options": options, "weighted": bool(more)}
    plain = {k: v for k, v in options.items()}
    if plain.get("penalty") == "none":
        plain["penalty"] = None
    if isinstance(plain.get("class_weight"), str) and plain["class_weight"] != "balanced":
        plain["class_weight"] = {int(k): float(w) for k, w in (p.split(":") for p in plain["class_weight"].split(","))}
    plain.setdefault("random_state", 0)
    for which, extra in (("default", {}), ("tight", tight)):
        model = kind(**{**plain, **extra}).fit(x, y, sample_weight=weights(len(y)) if more else None)
        out[which] = {
            "settings": extra,
            "coefficients": np.ravel(model.coef_).tolist(),
            "intercept": np.ravel(np.broadcast_to(model.intercept_, np.atleast_2d(model.coef_).shape[0])).tolist(),
            "iterations": np.ravel(model.n_iter_).tolist(),
        }
        if hasattr(model, "predict_proba"):
            out[which]["probabilities"] = np.ravel(model.predict_proba(x[:3])).tolist()
    out["outputs"] = int(np.atleast_2d(model.coef_).shape[0])
    return out


def logistic():
    smooth = {"tol": 1e-10, "max_iter": 20000}
    sag = {"tol": 1e-12, "max_iter": 20000}
    lib = {"tol": 1e-10, "max_iter": 5000}
    cases = []
    for data in ("iris", "wine_data", "breast_cancer/scaled", "three", "separable", "collinear", "badly-scaled", "sparse", "wide"):
        for solver in ("lbfgs", "newton-cg", "newton-cholesky"):
            cases.append((data, {"solver": solver}, smooth, False))
    for data in ("breast_cancer", "digits"):
        cases.append((data, {"solver": "lbfgs"}, {"tol": 1e-7, "max_iter": 20000}, False))
    cases.append(("wine_data", {"solver": "newton-cg", "multi_class": "multinomial", "C": 0.1}, smooth, True))
    cases.append(("iris", {"solver": "lbfgs", "multi_class": "ovr"}, smooth, False))
    cases.append(("collinear", {"solver": "lbfgs", "multi_class": "multinomial"}, smooth, False))
    cases.append(("breast_cancer/scaled", {"solver": "newton-cholesky", "fit_intercept": False, "C": 10.0}, smooth, True))
    cases.append(("sparse", {"solver": "newton-cg", "penalty": "none"}, smooth, False))
    cases.append(("three", {"solver": "lbfgs", "class_weight": "balanced"}, smooth, True))
    cases.append(("three", {"solver": "lbfgs", "class_weight": "balanced", "multi_class": "ovr"}, smooth, True))
    cases.append(("three", {"solver": "newton-cholesky", "class_weight": "0:2,1:0.5,2:1"}, smooth, False))
    for data in ("iris", "three", "sparse", "collinear", "breast_cancer/scaled"):
        for solver, penalty in (("sag", "l2"), ("saga", "l2"), ("saga", "l1"), ("saga", "elasticnet"), ("saga", "none")):
            options = {"solver": solver, "penalty": penalty, "C": 0.5}
            if penalty == "elasticnet":
                options["l1_ratio"] = 0.4
            if penalty == "none" and data != "three":
                continue
            cases.append((data, options, sag, penalty == "l2" and data == "three"))
    for data in ("iris", "wine_data/scaled", "breast_cancer/scaled", "badly-scaled", "sparse", "separable"):
        for penalty, dual in (("l2", False), ("l2", True), ("l1", False)):
            if data == "badly-scaled" and dual:
                continue  # dual descent does not come near the optimum there
            cases.append((data, {"solver": "liblinear", "penalty": penalty, "dual": dual}, lib, data == "sparse"))
    cases.append(("breast_cancer", {"solver": "liblinear"}, lib, False))
    cases.append(("iris", {"solver": "liblinear", "class_weight": "balanced", "intercept_scaling": 10.0}, lib, False))
    cases.append(("sparse", {"solver": "liblinear", "class_weight": "balanced", "penalty": "l1", "C": 0.3}, lib, False))
    return [fit(LogisticRegression, *case) for case in cases]


def support():
    tight = {"tol": 1e-10, "max_iter": 200000}
    cases = []
    for data in ("iris/scaled", "wine_data/scaled", "breast_cancer/scaled", "sparse", "separable"):
        for loss, penalty, dual in (("squared_hinge", "l2", True), ("squared_hinge", "l2", False), ("hinge", "l2", True), ("squared_hinge", "l1", False)):
            options = {"loss": loss, "penalty": penalty, "dual": dual, "C": 0.2}
            cases.append((LinearSVC, data, options, tight, data == "sparse"))
    cases.append((LinearSVC, "three", {"class_weight": "balanced", "fit_intercept": False, "C": 0.5}, tight, False))
    for loss, dual in (("epsilon_insensitive", True), ("squared_epsilon_insensitive", True), ("squared_epsilon_insensitive", False)):
        cases.append((LinearSVR, "numbers", {"loss": loss, "dual": dual, "epsilon": 0.3, "C": 0.2}, tight, False))
        cases.append((LinearSVR, "numbers", {"loss": loss, "dual": dual, "epsilon": 0.0, "C": 0.7, "fit_intercept": False}, tight, True))
    out = []
    for kind, *case in cases:
        made = fit(kind, *case)
        made["estimator"] = "linear-svc" if kind is LinearSVC else "linear-svr"
        out.append(made)
    return out


if __name__ == "__main__":
    for name, make in (("logistic", logistic), ("linear_svm", support)):
        made = {"by": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", "cases": make()}
        (HERE / f"{name}.json").write_text(json.dumps(made, separators=(",", ":")).replace('{"data"', '\n{"data"') + "\n")
        print(name, len(made["cases"]), file=sys.stderr)
