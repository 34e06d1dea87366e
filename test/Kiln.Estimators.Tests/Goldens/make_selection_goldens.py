#!/usr/bin/env python3
"""Makes selection.json with scikit-learn 1.2.1 (Debian: python3-sklearn): cross-validation, searches, curves, inspection and calibration.

Samples come from make_regression and make_classification, which the tests draw from the same seeds. Estimators are ridge, which has one
solution, and logistic regression at a tight tolerance.
"""
import json
import pathlib
import warnings

import numpy as np
from scipy import stats
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_classification, make_regression
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn import model_selection as ms

warnings.simplefilter("ignore")
out = {}


def numbers(seed, samples=60, features=5, noise=20.0):
    return make_regression(n_samples=samples, n_features=features, noise=noise, random_state=seed)


def classes(seed, samples=90, count=3):
    return make_classification(n_samples=samples, n_features=6, n_informative=4, n_redundant=1, n_classes=count, class_sep=0.7, random_state=seed)


def logistic(c=1.0):
    return LogisticRegression(C=c, solver="newton-cg", tol=1e-8, max_iter=200)


def lists(value):
    if isinstance(value, dict):
        return {k: lists(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [lists(v) for v in value]
    if isinstance(value, np.ndarray):
        return lists(value.tolist())
    if isinstance(value, (np.floating, float)):
        return None if np.isnan(value) else float(value)
    if isinstance(value, np.generic):
        return value.item()
    return value


def results(search):
    r = search.cv_results_
    kept = {k: r[k] for k in r if k in ("params", "iter", "n_resources") or k.startswith(("mean_test", "std_test", "rank_test", "split")) or "train" in k}
    return lists(dict(kept, best_index=search.best_index_, best_params=search.best_params_, best_score=search.best_score_))


x, y = numbers(1)
cv = ms.cross_validate(Ridge(), x, y, scoring=["r2", "neg_mean_squared_error", "neg_mean_absolute_error", "max_error"], return_train_score=True)
out["cross_validate_numbers"] = lists({k: v for k, v in cv.items() if "time" not in k})
xc, yc = classes(2)
cv = ms.cross_validate(logistic(), xc, yc, scoring=["accuracy", "f1_macro", "neg_log_loss", "roc_auc_ovr", "balanced_accuracy"], return_train_score=True)
out["cross_validate_classes"] = lists({k: v for k, v in cv.items() if "time" not in k})
xb, yb = classes(3, count=2)
out["cross_val_score_repeated"] = lists(ms.cross_val_score(logistic(), xb, yb, cv=ms.RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=5), scoring="roc_auc"))
out["cross_val_predict"] = lists(ms.cross_val_predict(Ridge(), x, y, cv=ms.KFold(4, shuffle=True, random_state=1)))
out["cross_val_predict_labels"] = lists(ms.cross_val_predict(logistic(), xc, yc, cv=4))
out["cross_val_predict_proba"] = lists(ms.cross_val_predict(logistic(), xc, yc, method="predict_proba"))
out["cross_val_predict_decisions"] = lists(ms.cross_val_predict(logistic(), xb, yb, method="decision_function"))

grid = {"alpha": [0.01, 1.0, 100.0], "fit_intercept": [True, False], "solver": ["auto", "lbfgs"]}  # lbfgs is for positive coefficients: its fits fail
out["grid"] = results(ms.GridSearchCV(Ridge(), grid, return_train_score=True, cv=3).fit(x, y))
out["grid_two_scores"] = results(ms.GridSearchCV(Ridge(), [{"alpha": [0.5, 5.0]}, {"alpha": [50.0], "fit_intercept": [False]}],
                                                 scoring=["r2", "neg_mean_absolute_error"], refit="neg_mean_absolute_error").fit(x, y))
search = ms.GridSearchCV(logistic(), {"C": [0.01, 0.1, 1.0, 10.0]}, scoring="neg_log_loss").fit(xc, yc)
out["grid_classes"] = dict(results(search), proba=lists(search.predict_proba(xc[:5])), score=search.score(xc, yc))
out["random"] = results(ms.RandomizedSearchCV(Ridge(), {"alpha": stats.loguniform(1e-3, 1e3), "fit_intercept": [True, False]}, n_iter=6, random_state=3).fit(x, y))
out["samples"] = lists([
    list(ms.ParameterSampler({"a": [1, 2, 3], "b": ["x", "y"], "c": [0.5]}, 4, random_state=0)),
    list(ms.ParameterSampler({"a": [1, 2], "b": [True, False]}, 10, random_state=1)),
    list(ms.ParameterSampler([{"a": [1, 2]}, {"b": [3, 4, 5], "c": [0]}], 3, random_state=2)),
    list(ms.ParameterSampler({"u": stats.uniform(2, 3), "l": stats.loguniform(1e-4, 10), "w": stats.randint(5, 50), "n": stats.norm(1, 2),
                              "e": stats.expon(0.5, 4), "k": ["p", "q", "r"]}, 8, random_state=4)),
    list(ms.ParameterSampler([{"u": stats.uniform(0, 1)}, {"v": [7, 8, 9]}, {}], 9, random_state=5)),
])
alphas = np.logspace(-3, 3, 12).tolist()
xh, yh = numbers(7, 300, 8, 40.0)
out["halving_grid"] = results(ms.HalvingGridSearchCV(Ridge(), {"alpha": alphas}, random_state=2, return_train_score=False).fit(xh, yh))
out["halving_grid_aggressive"] = results(ms.HalvingGridSearchCV(
    Ridge(), {"alpha": np.logspace(-4, 4, 30).tolist()}, factor=2.5, min_resources=60, aggressive_elimination=True, random_state=1, return_train_score=False).fit(xh, yh))
xl, yl = classes(9, 240, 2)
out["halving_random"] = results(ms.HalvingRandomSearchCV(logistic(), {"C": stats.loguniform(1e-3, 1e2)}, factor=2, random_state=6, return_train_score=False).fit(xl, yl))
out["halving_grid_smallest"] = results(ms.HalvingGridSearchCV(Ridge(), {"alpha": alphas}, min_resources="smallest", random_state=2, return_train_score=False).fit(xh, yh))
out["halving_random_exhaust"] = results(ms.HalvingRandomSearchCV(
    logistic(), {"C": stats.loguniform(1e-3, 1e2)}, n_candidates=8, min_resources="exhaust", random_state=6, return_train_score=False).fit(xl, yl))

for name, more in (("learning", {}), ("learning_shuffled", dict(shuffle=True, random_state=3, train_sizes=[0.2, 0.21, 0.5, 1.0])), ("learning_numbers", dict(train_sizes=[10, 20, 48]))):
    sizes, train, test = ms.learning_curve(Ridge(), x, y, **more)
    out[name] = lists(dict(sizes=sizes, train=train, test=test))
train, test = ms.validation_curve(Ridge(), x, y, param_name="alpha", param_range=[0.1, 1.0, 10.0, 1000.0], scoring="neg_mean_squared_error", cv=4)
out["validation"] = lists(dict(train=train, test=test))

ridge, softmax, binary = Ridge().fit(x, y), logistic().fit(xc, yc), logistic().fit(xb, yb)
out["permutation"] = lists(permutation_importance(ridge, x, y, n_repeats=4, random_state=8).importances)
out["permutation_part"] = lists(permutation_importance(softmax, xc, yc, scoring="neg_log_loss", n_repeats=3, max_samples=0.5, random_state=9).importances)
for name, model, samples, features, more in (("partial_one", ridge, x, [2], dict(grid_resolution=7)), ("partial_two", softmax, xc, [0, 3], dict(grid_resolution=4)),
                                             ("partial_binary", binary, xb, [1], dict(grid_resolution=5, percentiles=(0.1, 0.8))),
                                             ("partial_few", ridge, np.round(x), [4], dict(grid_resolution=50))):
    pd = partial_dependence(model, samples, features, kind="both", **more)
    out[name] = lists(dict(values=pd["values"], average=pd["average"], individual=pd["individual"][:, :4]))
out["calibrated"] = []
weights = np.random.RandomState(4).uniform(0.5, 2, 90)
for method in ("sigmoid", "isotonic"):
    for ensemble in (True, False):
        for name, (samples, labels) in (("binary", (xb, yb)), ("classes", (xc, yc))):
            for weighted in (False, True):
                model = CalibratedClassifierCV(logistic(), method=method, ensemble=ensemble, cv=3).fit(samples, labels, sample_weight=weights if weighted else None)
                out["calibrated"].append(lists(dict(method=method, ensemble=ensemble, samples=name, weighted=weighted, proba=model.predict_proba(samples[:12]))))
prefit = CalibratedClassifierCV(logistic().fit(xb[:45], yb[:45]), method="isotonic", cv="prefit").fit(xb[45:], yb[45:])
out["prefit"] = lists(prefit.predict_proba(xb[:12]))
prefit = CalibratedClassifierCV(logistic().fit(xb[:45], yb[:45]), method="sigmoid", cv="prefit").fit(xb[45:], yb[45:])
out["prefit_sigmoid"] = lists(prefit.predict_proba(xb[:12]))
(pathlib.Path(__file__).parent / "selection.json").write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in out.items()) + "\n}\n")
