"""scikit-learn 1.2.1's stochastic gradient descent, perceptron and passive-aggressive models: coefficients for given seeds.

Usage: KILN_TEST_DATA=DIR python3 make_sgd.py   (writes sgd.json beside itself)
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from scipy import sparse
from sklearn.linear_model import PassiveAggressiveClassifier, PassiveAggressiveRegressor, Perceptron, SGDClassifier, SGDRegressor

from make_logistic import load, weights

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
KINDS = {
    "sgd-classifier": SGDClassifier,
    "sgd-regressor": SGDRegressor,
    "perceptron": Perceptron,
    "passive-aggressive-classifier": PassiveAggressiveClassifier,
    "passive-aggressive-regressor": PassiveAggressiveRegressor,
}


def cases():
    # The losses for numbers run away with the steps of the optimal schedule, and rounding with them.
    classification = ("hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive")
    for loss in classification:
        for data in ("sparse", "iris/scaled", "breast_cancer/scaled"):
            calm = {"learning_rate": "invscaling", "eta0": 0.01} if classification.index(loss) > 4 else {}
            yield "sgd-classifier", data, {"loss": loss, "alpha": 0.01, "random_state": 3, **calm}, False
    for data in ("three", "separable", "collinear", "sparse"):
        for penalty in ("l1", "l2", "elasticnet", "none"):
            yield "sgd-classifier", data, {"loss": "log_loss", "penalty": penalty, "alpha": 0.005, "random_state": 1}, penalty == "l2"
        for schedule in ("constant", "invscaling", "adaptive"):
            yield "sgd-classifier", data, {"loss": "hinge", "learning_rate": schedule, "eta0": 0.02, "power_t": 0.3}, False
        for average in (1, 500):
            yield "sgd-classifier", data, {"loss": "modified_huber", "average": average, "alpha": 0.1}, False
    yield "sgd-classifier", "three", {"loss": "log_loss", "average": 1, "penalty": "elasticnet", "alpha": 0.05}, False
    yield "sgd-classifier", "three", {"class_weight": "balanced", "shuffle": False, "tol": "none", "max_iter": 7}, True
    yield "sgd-classifier", "separable", {"class_weight": "0:2,1:0.5", "fit_intercept": False}, False
    for data in ("three", "breast_cancer/scaled"):
        # With an L2 penalty scikit-learn judges the coefficients before their scale is taken in: without, it judges what it predicts by.
        yield "sgd-classifier", data, {"loss": "log_loss", "penalty": "none", "alpha": 0.05, "early_stopping": True, "random_state": 5}, False
        yield "perceptron", data, {"early_stopping": True, "validation_fraction": 0.2}, False
    for loss in ("squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"):
        yield "sgd-regressor", "numbers", {"loss": loss, "random_state": 2}, False
        yield "sgd-regressor", "numbers", {"loss": loss, "penalty": "elasticnet", "alpha": 0.02, "average": 100}, True
        yield "sgd-regressor", "numbers", {"loss": loss, "penalty": "none", "learning_rate": "adaptive", "early_stopping": True, "tol": 1e-4}, False
    for data in ("iris/scaled", "sparse", "three"):
        yield "perceptron", data, {}, False
        yield "perceptron", data, {"penalty": "l1", "alpha": 0.001, "eta0": 0.1}, False
        for loss in ("hinge", "squared_hinge"):
            yield "passive-aggressive-classifier", data, {"loss": loss, "C": 0.1, "random_state": 4}, False
    yield "passive-aggressive-classifier", "three", {"class_weight": "balanced", "average": 10}, False
    for loss in ("epsilon_insensitive", "squared_epsilon_insensitive"):
        yield "passive-aggressive-regressor", "numbers", {"loss": loss, "C": 0.1, "random_state": 4}, False


def make(kind, data, options, weighted):
    x, y = load(data)
    if data == "sparse":
        x = sparse.csr_matrix(x)
    plain = {k: None if v == "none" else v for k, v in options.items()}
    text = plain.get("class_weight")
    if text and text != "balanced":
        plain["class_weight"] = {int(k): float(w) for k, w in (p.split(":") for p in text.split(","))}
    plain.setdefault("random_state", 0)
    model = KINDS[kind](**plain)
    more = {"sample_weight": weights(len(y))} if weighted else {}
    model.fit(x, y, **more)
    out = {"data": data, "estimator": kind, "options": options, "weighted": weighted}
    out["coefficients"] = np.ravel(model.coef_).tolist()
    out["intercept"] = np.ravel(model.intercept_).tolist()
    out["iterations"] = int(model.n_iter_)
    if hasattr(model, "predict_proba"):
        out["probabilities"] = np.ravel(model.predict_proba(x[:3])).tolist()
    parts = KINDS[kind](**plain)
    # Between parts, scikit-learn forgets the intercept that averaging began from (_standard_intercept of two classes stays 0).
    if plain.get("class_weight") != "balanced" and not plain.get("early_stopping") and not plain.get("average"):
        for first in (0, 60, 120):
            extra = {"classes": np.unique(y)} if "classifier" in kind or kind == "perceptron" else {}
            parts.partial_fit(x[first : first + 60], y[first : first + 60], **extra)
        out["parts"] = np.ravel(parts.coef_).tolist()
        out["parts_intercept"] = np.ravel(parts.intercept_).tolist()
    return out


made = {"by": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", "cases": [make(*case) for case in cases()]}
(HERE / "sgd.json").write_text(json.dumps(made, separators=(",", ":")).replace('{"data"', '\n{"data"') + "\n")
print(len(made["cases"]), file=sys.stderr)
