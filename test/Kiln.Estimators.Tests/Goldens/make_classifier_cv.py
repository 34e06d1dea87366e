"""scikit-learn 1.2.1's ridge classifiers, and logistic regression with its penalty chosen by cross-validation.

Usage: KILN_TEST_DATA=DIR python3 make_classifier_cv.py   (writes classifier_cv.json beside itself)

The samples are those of make_logistic.py. Newton's methods are solved to a tight tolerance and judged by their coefficients; the other solvers stop where they stop, at
scikit-learn's tolerance and at a tight one, and are judged by what they minimize, fit by fit along the paths.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from make_logistic import load, weights
from scipy import sparse
from sklearn.linear_model import LogisticRegressionCV, RidgeClassifier, RidgeClassifierCV
from sklearn.model_selection import StratifiedKFold

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent


def samples(data):
    x, y = load(data)
    return (sparse.csr_matrix(x) if data == "sparse" else x), y


def numbers(a):
    return np.asarray(a, dtype=float).ravel().tolist()


def plain(options):
    """Options as scikit-learn takes them: class weights by number instead of text."""
    given = dict(options)
    w = given.get("class_weight")
    if isinstance(w, str) and w != "balanced":
        given["class_weight"] = {int(k): float(v) for k, v in (p.split(":") for p in w.split(","))}
    return given


def ridge(data, weighted=False, **options):
    x, y = samples(data)
    model = RidgeClassifier(**plain(options)).fit(x, y, sample_weight=weights(x.shape[0]) if weighted else None)
    return {
        "data": data, "weighted": weighted, "options": options,
        "coefficients": numbers(model.coef_), "intercept": numbers(np.broadcast_to(model.intercept_, model.coef_.shape[0])),
        "decisions": numbers(model.decision_function(x[:5])), "score": model.score(x, y),
    }


def ridge_cv(data, weighted=False, **options):
    x, y = samples(data)
    model = RidgeClassifierCV(**plain(options)).fit(x, y, sample_weight=weights(x.shape[0]) if weighted else None)
    return {
        "data": data, "weighted": weighted, "options": options,
        "coefficients": numbers(model.coef_), "intercept": numbers(np.broadcast_to(model.intercept_, model.coef_.shape[0])),
        "alpha": float(model.alpha_), "best_score": float(model.best_score_),
        "errors": numbers(model.cv_values_[:3]) if options.get("store_cv_values") else None,
    }


def polish(x, y, weight, c, points, intercept):
    """A softmax regression's optimum from scikit-learn's: its newton-cg leaves a gradient of about 1e-8, which moves an intercept by 1e-7; three exact steps of Newton's."""
    x = np.c_[x, np.ones(len(x))] if intercept else x
    k, n = points.shape
    penalty = np.r_[np.ones(x.shape[1] - intercept), np.zeros(int(intercept))]
    w = points.copy()
    for _ in range(3):
        z = x @ w.T
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        gradient = c * ((p - np.eye(k)[y]) * weight[:, None]).T @ x + w * penalty
        hessian = np.zeros((k, n, k, n))
        for i in range(k):
            for j in range(k):
                hessian[i, :, j] = c * (x * (weight * p[:, i] * ((i == j) - p[:, j]))[:, None]).T @ x + (i == j) * np.diag(penalty)
        w -= (np.linalg.pinv(hessian.reshape(k * n, k * n), rcond=1e-13) @ gradient.ravel()).reshape(k, n)
    assert np.abs(w - points).max() < 1e-5 * np.abs(points).max()
    return w


def logistic_cv(data, weighted=False, **options):
    x, y = samples(data)
    given = {"tol": 1e-11, "max_iter": 60, "random_state": 0, "Cs": [0.01, 0.1, 1.0], **options}
    n = given.pop("n_Cs", None)
    if n:
        given["Cs"] = n
    model = LogisticRegressionCV(**plain(given)).fit(x, y, sample_weight=weights(x.shape[0]) if weighted else None)
    scores = np.array([model.scores_[c] for c in sorted(model.scores_)])
    if model.multi_class == "multinomial" or (model.multi_class == "auto" and len(model.classes_) > 2 and model.solver not in ("liblinear", "newton-cholesky")):
        scores = scores[:1]
    if scores.ndim == 4:
        scores = scores.transpose(0, 1, 3, 2)
    classes = model.classes_ if len(model.classes_) > 2 else model.classes_[1:]
    paths = np.array([model.coefs_paths_[c] for c in classes])
    if paths.ndim == 5:
        paths = paths.swapaxes(2, 3)
    if given["solver"] == "newton-cg" and len(classes) > 2 and given.get("multi_class") != "ovr":
        w = weights(x.shape[0]) if weighted else np.ones(len(y))
        intercept = given.get("fit_intercept", True)
        for fold, (train, _) in enumerate(StratifiedKFold(given.get("cv", 5)).split(x, y)):
            for at, c in enumerate(model.Cs_):
                paths[:, fold, at] = polish(x[train], y[train].astype(int), w[train], c, paths[:, fold, at], intercept)
        if given.get("refit", True):
            last = polish(x, y.astype(int), w, model.C_[0], np.c_[model.coef_, model.intercept_], intercept)
            model.coef_, model.intercept_ = last[:, :-1], last[:, -1]
    settings = {k: v for k, v in given.items()}
    if n:
        settings["n_Cs"] = settings.pop("Cs")
    return {
        "data": data, "weighted": weighted, "options": settings,
        "coefficients": numbers(model.coef_), "intercept": numbers(np.broadcast_to(model.intercept_, model.coef_.shape[0])),
        "C": numbers(model.C_), "l1_ratio": None if model.l1_ratio_[0] is None else numbers(model.l1_ratio_),
        "Cs": numbers(model.Cs_), "scores": numbers(scores), "paths": numbers(paths), "score": model.score(x, y),
    }


RIDGE = [
    ridge("iris"),
    ridge("breast_cancer/scaled", alpha=2.5),
    ridge("wine_data/scaled", weighted=True, alpha=0.1),
    ridge("digits", alpha=10.0),
    ridge("wide"),
    ridge("collinear", fit_intercept=False),
    ridge("three", class_weight="balanced"),
    ridge("three", weighted=True, class_weight="0:2,2:0.5"),
    ridge("badly-scaled", solver="svd"),
    ridge("sparse", tol=1e-12, solver="sparse_cg"),
    ridge("iris", solver="cholesky", alpha=0.0),
    ridge("iris", solver="lsqr", tol=1e-12),
]
RIDGE_CV = [
    ridge_cv("iris"),
    ridge_cv("breast_cancer/scaled", alphas=[1e-3, 1.0, 100.0], store_cv_values=True),
    ridge_cv("wine_data/scaled", alphas=[0.5, 5.0, 50.0], class_weight="balanced"),
    ridge_cv("three", fit_intercept=False, store_cv_values=True),
    ridge_cv("three", weighted=True, cv=4),
    ridge_cv("iris", cv=5, alphas=[0.01, 1.0, 1000.0]),
    ridge_cv("digits", cv=3, alphas=[1.0, 1000.0]),
]
LOGISTIC_CV = [
    logistic_cv("iris", solver="newton-cg"),
    logistic_cv("breast_cancer/scaled", solver="newton-cg", cv=3),
    logistic_cv("wine_data/scaled", solver="newton-cg", scoring="neg_log_loss", weighted=True),
    logistic_cv("three", solver="newton-cholesky"),
    logistic_cv("three", solver="newton-cg", multi_class="ovr", class_weight="balanced"),
    logistic_cv("three", solver="newton-cg", multi_class="multinomial", refit=False, scoring="neg_log_loss"),
    logistic_cv("collinear", solver="newton-cg", refit=False, n_Cs=4),
    logistic_cv("sparse", solver="newton-cg", fit_intercept=False, scoring="roc_auc"),
    logistic_cv("breast_cancer/scaled", solver="newton-cg", multi_class="multinomial", cv=3, scoring="neg_log_loss"),
]
TOLERANCES = {"lbfgs": 1e-10, "liblinear": 1e-10, "sag": 1e-7, "saga": 1e-7}
LOGISTIC_CV += [
    logistic_cv(data, tol=tol, max_iter=2000, **options)
    for data, options in (
        ("three", dict(solver="liblinear", penalty="l1", scoring="neg_log_loss")),
        ("plain", dict(solver="liblinear", scoring="neg_log_loss")),
        ("iris/scaled", dict(solver="saga", penalty="elasticnet", l1_ratios=[0.2, 0.8], cv=3, scoring="neg_log_loss", Cs=[0.1, 1.0])),
        ("three", dict(solver="saga", penalty="elasticnet", multi_class="ovr", l1_ratios=[0.0, 0.5, 1.0], cv=3, scoring="neg_log_loss", Cs=[0.1, 1.0])),
        ("three", dict(solver="sag", cv=3, scoring="neg_log_loss")),
        ("plain", dict(solver="lbfgs", scoring="neg_log_loss", n_Cs=5)),
        ("iris", dict(solver="lbfgs", cv=3, scoring="neg_log_loss")),
        ("wine_data/scaled", dict(solver="lbfgs", multi_class="ovr", cv=3, weighted=True)),
    )
    for tol in (1e-4, TOLERANCES[options["solver"]])
]

if __name__ == "__main__":
    out = {"sklearn": sklearn.__version__, "ridge": RIDGE, "ridge_cv": RIDGE_CV, "logistic_cv": LOGISTIC_CV}
    (HERE / "classifier_cv.json").write_text(json.dumps(out))
