"""What rarely used hyper-parameters do in scikit-learn 1.2.1: all classes of a linear machine in one problem, covariances, eigenvalues for leaving one out, splitters and
scorers of the searches built in, importances by a function, fits that go on from another; writes parameters.json.

Usage: python3 make_parameter_goldens.py
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.covariance import ShrunkCovariance
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.feature_selection import RFE, RFECV, SelectFromModel
from sklearn.linear_model import (ElasticNetCV, HuberRegressor, LassoCV, LogisticRegression, PassiveAggressiveClassifier, PassiveAggressiveRegressor, Perceptron, RidgeClassifierCV,
                                  RidgeCV, SGDClassifier, SGDRegressor)
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

assert sklearn.__version__ == "1.2.1"
warnings.filterwarnings("ignore")
x = np.random.RandomState(1).randn(50, 6)
wide = np.random.RandomState(4).randn(12, 30)
noise = np.random.RandomState(2).randn(50, 2)
y = np.c_[3 * x[:, 0] - 2 * x[:, 1] + x[:, 2], x[:, 3] - x[:, 0]] + 2 * noise
labels = (y[:, 0] > 0).astype(int) + (y[:, 0] > 3)
weights = np.random.RandomState(3).rand(50)
alphas = [0.01, 0.1, 1.0, 10.0, 100.0]


def flat(a):
    return np.asarray(a, dtype=float).ravel().tolist()


def crammer_singer(coef, intercept, codes, costs):
    """The primal objective; of two classes the difference of their coefficients is shared out evenly, which is where the least penalty is."""
    if len(coef) == 1:
        coef, intercept = np.r_[-coef / 2, coef / 2], np.r_[-intercept / 2, intercept / 2]
    scores = x @ coef.T + intercept
    own = scores[np.arange(50), codes]
    margins = scores + 1 - own[:, None]
    margins[np.arange(50), codes] = 0
    return float(0.5 * ((coef ** 2).sum() + (intercept ** 2).sum()) + (costs * margins.max(axis=1)).sum())


out = {"crammer_singer": []}
for codes, options, weight in ((labels, {}, None), (labels, {"C": 10.0}, weights), (labels, {"class_weight": "balanced"}, None), ((y[:, 0] > 0).astype(int), {}, None),
                               (labels, {"fit_intercept": False}, None)):
    costs = np.full(50, options.get("C", 1.0)) * (1 if weight is None else weight)
    if "class_weight" in options:
        costs = costs * (50 / (3 * np.bincount(codes)))[codes]
    for tol in (1e-4, 1e-9):
        model = LinearSVC(multi_class="crammer_singer", tol=tol, max_iter=1_000_000, random_state=0, **options).fit(x, codes, sample_weight=weight)
        out["crammer_singer"].append({"classes": int(codes.max()) + 1, "options": options, "weighted": weight is not None, "tol": tol, "costs": flat(costs),
                                      "objective": crammer_singer(model.coef_, np.broadcast_to(model.intercept_, len(model.coef_)), codes, costs),
                                      "coefficients": flat(model.coef_), "intercept": flat(np.broadcast_to(model.intercept_, len(model.coef_)))})

out["discriminant"] = []
for options in ({"solver": "svd", "store_covariance": True}, {"solver": "lsqr"}, {"solver": "eigen", "shrinkage": "auto"}, {"solver": "lsqr", "own": True}, {"solver": "eigen", "own": True}):
    given = {k: v for k, v in options.items() if k != "own"}
    model = LinearDiscriminantAnalysis(**given, covariance_estimator=ShrunkCovariance(shrinkage=0.2) if options.get("own") else None).fit(x, labels)
    out["discriminant"].append({"options": options, "covariance": flat(model.covariance_), "coefficients": flat(model.coef_), "intercept": flat(model.intercept_)})
model = QuadraticDiscriminantAnalysis(store_covariance=True, reg_param=0.1).fit(x, labels)
out["quadratic"] = {"covariances": flat(model.covariance_)}

out["gcv"] = []
for mode in ("auto", "svd", "eigen"):
    for name, samples, target, weight, options in (("x", x, y, None, {}), ("x", x, y[:, 0], weights, {}), ("x", x, y[:, 0], None, {"fit_intercept": False}), ("wide", wide, y[:12, 0], None, {}),
                                                   ("wide", wide, y[:12], weights[:12], {"alpha_per_target": True})):
        model = RidgeCV(alphas=alphas, gcv_mode=mode, **options).fit(samples, target, sample_weight=weight)
        out["gcv"].append({"mode": mode, "data": name, "outputs": 1 if target.ndim == 1 else 2, "weighted": weight is not None, "options": options,
                           "alpha": np.atleast_1d(model.alpha_).tolist(), "best": np.atleast_1d(model.best_score_).tolist(), "coefficients": flat(model.coef_)})

cv = KFold(4, shuffle=True, random_state=2)
ridge, lasso, net = RidgeCV(alphas=alphas, cv=cv).fit(x, y[:, 0]), LassoCV(cv=cv, tol=1e-12, max_iter=100_000).fit(x, y[:, 0]), ElasticNetCV(cv=cv, l1_ratio=[0.3, 0.8], tol=1e-12, max_iter=100_000).fit(x, y[:, 0])
classifier = RidgeClassifierCV(alphas=alphas, cv=StratifiedKFold(3, shuffle=True, random_state=5)).fit(x, labels)
out["splitters"] = {"ridge": [ridge.alpha_, *flat(ridge.coef_)], "lasso": [lasso.alpha_, *flat(lasso.coef_)], "elastic_net": [net.alpha_, net.l1_ratio_, *flat(net.coef_)],
                    "classifier": [classifier.alpha_, classifier.best_score_, *flat(classifier.coef_)]}

out["classifier"] = []
for scoring in ("accuracy", "f1_macro", "balanced_accuracy"):
    for options, weight in (({}, None), ({"class_weight": "balanced"}, None), ({"fit_intercept": False}, weights)):
        model = RidgeClassifierCV(alphas=alphas, scoring=scoring, **options).fit(x, labels, sample_weight=weight)
        out["classifier"].append({"scoring": scoring, "options": options, "weighted": weight is not None, "alpha": model.alpha_, "best": model.best_score_, "coefficients": flat(model.coef_)})

logistic = LogisticRegression(tol=1e-10, max_iter=1000)
out["importances"] = {
    "rfe": RFE(logistic, n_features_to_select=2, importance_getter=lambda m: np.abs(m.coef_[2])).fit(x, labels).ranking_.tolist(),
    "rfecv": RFECV(logistic, cv=3, importance_getter=lambda m: m.coef_[:2]).fit(x, labels).ranking_.tolist(),
    "select": SelectFromModel(logistic, threshold="mean", norm_order=2, importance_getter=lambda m: m.coef_[1:]).fit(x, labels).get_support().tolist(),
}
names = FunctionTransformer(np.log1p, feature_names_out=lambda _, given: [f"log1p({name})" for name in given]).fit(np.abs(x))
out["names"] = list(names.get_feature_names_out(["a", "b", "c", "d", "e", "f"]))

out["warm"] = []
for name, cls, target, options in (
    ("sgd-classifier", SGDClassifier, labels, {}), ("sgd-classifier", SGDClassifier, labels, {"average": True, "loss": "log_loss"}), ("sgd-classifier", SGDClassifier, (labels > 0).astype(int), {"average": 30}),
    ("sgd-classifier", SGDClassifier, labels, {"penalty": "l1", "alpha": 0.01}),
    ("perceptron", Perceptron, labels, {}), ("passive-aggressive-classifier", PassiveAggressiveClassifier, labels, {"C": 0.1}),
    ("sgd-regressor", SGDRegressor, y[:, 0], {}), ("passive-aggressive-regressor", PassiveAggressiveRegressor, y[:, 0], {"C": 0.1}),
):
    model = cls(warm_start=True, random_state=3, max_iter=3, tol=None, **options).fit(x, target)
    model.set_params(max_iter=2).fit(x, target)
    out["warm"].append({"estimator": name, "binary": len(np.unique(target)) == 2, "options": options, "coefficients": flat(model.coef_), "intercept": flat(model.intercept_), "steps": float(model.t_)})

tight = HuberRegressor(tol=1e-10, max_iter=10_000).fit(x, y[:, 0])
out["huber"] = [tight.scale_, *flat(tight.coef_), float(tight.intercept_)]

path = pathlib.Path(__file__).with_name("parameters.json")
path.write_text("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in out.items()) + "\n}\n")
