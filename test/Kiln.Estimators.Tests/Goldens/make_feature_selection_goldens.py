#!/usr/bin/env python3
"""Makes feature_selection.json with scikit-learn 1.2.1 (Debian: python3-sklearn): scores of features, and what each selector keeps.
Data are drawn by numpy.random.RandomState in the order that FeatureSelectionTests.cs repeats."""
import json
import pathlib

import numpy as np
import scipy.sparse as sp
from sklearn import feature_selection as fs
from sklearn.linear_model import LinearRegression

out = pathlib.Path(__file__).parent
random = np.random.RandomState(31)
x = random.randn(60, 8)
noise = random.randn(60)
x[:, 6] = x[:, 0] * 1e-2 + 5
x[:, 7] = 3.25
number = 2 * x[:, 0] - x[:, 2] + 0.5 * x[:, 5] + 0.7 * noise
label = np.digitize(number, [-1, 1])
counts = np.floor(np.abs(x[:, :6]) * 3)
# Three values each, so that every class has more neighbours than are looked at: of few samples scikit-learn takes distances that are rounded.
sparse = np.where(np.abs(x[:, :6]) < 0.7, 0, np.sign(x[:, :6]))


def plain(values):
    return [None if v != v else float(v) for v in values]


scores = {}
for name, function, data, target in (
        ("f_classif", fs.f_classif, x[:, :7], label), ("f_regression", fs.f_regression, x, number), ("chi2", fs.chi2, counts, label),
        ("r_regression", fs.r_regression, x[:, :7], number), ("f_classif sparse", fs.f_classif, sp.csr_matrix(sparse), label), ("f_regression sparse", fs.f_regression, sp.csr_matrix(sparse), number)):
    result = function(data, target)
    scores[name] = dict(scores=plain(result[0]), p=plain(result[1])) if isinstance(result, tuple) else dict(scores=plain(result), p=[])
for k in (1, 3):
    scores[f"mutual_info_classif {k}"] = dict(scores=plain(fs.mutual_info_classif(x, label, n_neighbors=k, random_state=4)), p=[])
    scores[f"mutual_info_regression {k}"] = dict(scores=plain(fs.mutual_info_regression(x, number, n_neighbors=k, random_state=4)), p=[])
scores["mutual_info_classif sparse"] = dict(scores=plain(fs.mutual_info_classif(sp.csr_matrix(sparse), label, random_state=4)), p=[])
scores["mutual_info_regression sparse"] = dict(scores=plain(fs.mutual_info_regression(sp.csr_matrix(sparse), number, random_state=4)), p=[])

kept = []


def keep(name, parameters, selector):
    selector.fit(x, number)
    entry = dict(estimator=name, parameters=parameters, kept=[int(v) for v in selector.get_support(indices=True)])
    if hasattr(selector, "ranking_"):
        entry["ranking"] = [int(v) for v in selector.ranking_]
    if hasattr(selector, "cv_results_"):
        entry["scores"] = plain(selector.cv_results_["mean_test_score"])
    kept.append(entry)


F = {"score_func": "f_regression"}
keep("variance-threshold", {}, fs.VarianceThreshold())
keep("variance-threshold", {"threshold": "0.9"}, fs.VarianceThreshold(0.9))
keep("select-k-best", {**F, "k": "3"}, fs.SelectKBest(fs.f_regression, k=3))
keep("select-k-best", {**F, "k": "none"}, fs.SelectKBest(fs.f_regression, k="all"))
keep("select-percentile", {**F, "percentile": "40"}, fs.SelectPercentile(fs.f_regression, percentile=40))
keep("select-fpr", {**F, "alpha": "0.1"}, fs.SelectFpr(fs.f_regression, alpha=0.1))
keep("select-fdr", {**F, "alpha": "0.1"}, fs.SelectFdr(fs.f_regression, alpha=0.1))
keep("select-fwe", {**F, "alpha": "0.1"}, fs.SelectFwe(fs.f_regression, alpha=0.1))
x = x[:, :6]
for threshold in (None, "median", "1.25*mean", "0.3"):
    keep("select-from-model", {} if threshold is None else {"threshold": threshold},
         fs.SelectFromModel(LinearRegression(), threshold=float(threshold) if threshold == "0.3" else threshold))
keep("select-from-model", {"max_features": "2", "threshold": "0"}, fs.SelectFromModel(LinearRegression(), max_features=2, threshold=0.0))
keep("rfe", {}, fs.RFE(LinearRegression()))
keep("rfe", {"n_features_to_select": "2", "step": "2"}, fs.RFE(LinearRegression(), n_features_to_select=2, step=2))
keep("rfe", {"n_features_to_select": "0.7"}, fs.RFE(LinearRegression(), n_features_to_select=0.7))
keep("rfecv", {}, fs.RFECV(LinearRegression()))
keep("rfecv", {"step": "2", "cv": "4", "min_features_to_select": "2"}, fs.RFECV(LinearRegression(), step=2, cv=4, min_features_to_select=2))
for direction in ("forward", "backward"):
    keep("sequential-feature-selector", {"direction": direction, "n_features_to_select": "3"},
         fs.SequentialFeatureSelector(LinearRegression(), n_features_to_select=3, direction=direction))
keep("sequential-feature-selector", {"tol": "0.01"}, fs.SequentialFeatureSelector(LinearRegression(), n_features_to_select="auto", tol=0.01))
(out / "feature_selection.json").write_text(json.dumps(dict(scores=scores, kept=kept), separators=(",", ":")) + "\n")
