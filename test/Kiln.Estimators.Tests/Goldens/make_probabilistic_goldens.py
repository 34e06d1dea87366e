"""Goldens of naive Bayes and discriminants from scikit-learn 1.2.1: KILN_TEST_DATA=… python make_probabilistic_goldens.py > probabilistic.json"""
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import discriminant_analysis as da, naive_bayes as nb

import golden_data as data

assert sklearn.__version__ == "1.2.1"
warnings.simplefilter("ignore")
CLASSES = {
    "gaussian-nb": nb.GaussianNB, "multinomial-nb": nb.MultinomialNB, "bernoulli-nb": nb.BernoulliNB, "complement-nb": nb.ComplementNB,
    "linear-discriminant-analysis": da.LinearDiscriminantAnalysis, "quadratic-discriminant-analysis": da.QuadraticDiscriminantAnalysis,
}
cases = []


def add(name, dataset, weighted=False, sparse=False, parts=1, **parameters):
    x, y = data.load(dataset)
    given = dict(parameters)
    if "shrinkage" in given and given["shrinkage"] != "auto":
        given["shrinkage"] = float(given["shrinkage"])
    model = CLASSES[name](**given)
    samples, weights = data.samples(x, sparse), data.weights(len(y))
    if parts > 1:
        for part in np.array_split(np.arange(len(y)), parts):
            model.partial_fit(samples[part], y[part], classes=np.unique(y), sample_weight=weights[part] if weighted else None)
    elif weighted:
        model.fit(samples, y, sample_weight=weights)
    else:
        model.fit(samples, y)
    rows = np.arange(0, len(y), max(1, len(y) // 12))
    case = {
        "estimator": name, "data": dataset, "weighted": weighted, "sparse": sparse, "parts": parts, "parameters": parameters,
        "probabilities": model.predict_proba(samples[rows]).ravel().tolist(), "predict": model.predict(samples[rows]).tolist(), "score": float(model.score(samples, y)),
    }
    if hasattr(model, "decision_function"):
        case["decisions"] = model.decision_function(samples[rows]).ravel().tolist()
    if name.startswith("linear") and parameters.get("solver") != "lsqr":
        turned = model.transform(samples[rows])
        case["transformed"] = np.abs(turned).ravel().tolist()
        case["ratios"] = np.asarray(model.explained_variance_ratio_).tolist()
    cases.append(case)


REAL = ["iris", "wine", "breast_cancer", "digits"]
for dataset in REAL + ["counts"]:
    add("gaussian-nb", dataset)
    add("gaussian-nb", dataset, weighted=True, var_smoothing=1e-6)
    add("gaussian-nb", dataset, parts=4, weighted=True)
add("gaussian-nb", "iris", priors=[0.2, 0.3, 0.5])
for name in ["multinomial-nb", "bernoulli-nb", "complement-nb"]:
    for dataset in ["digits", "counts", "iris", "wine"]:
        add(name, dataset)
        add(name, dataset, weighted=True, alpha=0.3)
        add(name, dataset, sparse=True, fit_prior=False)
        add(name, dataset, parts=3, weighted=True, sparse=True)
    add(name, "counts", class_prior=[0.1, 0.2, 0.7], alpha=0.0)
add("bernoulli-nb", "digits", binarize=4.0)
add("complement-nb", "counts", norm=True)
for dataset in REAL + ["counts"]:
    add("linear-discriminant-analysis", dataset)
    if dataset != "digits":
        for solver in ["lsqr", "eigen"]:
            add("linear-discriminant-analysis", dataset, solver=solver)
    for solver in ["lsqr", "eigen"]:
        # The shrunk covariance of breast_cancer has a condition of 1.5e11: 1.2.1's least squares are right to 1.6e-10 only (against a solution refined in
        # extended precision), which is 3e-8 of a probability.
        if (dataset, solver) != ("breast_cancer", "lsqr"):
            add("linear-discriminant-analysis", dataset, solver=solver, shrinkage="auto")
        add("linear-discriminant-analysis", dataset, solver=solver, shrinkage="0.3")
    add("quadratic-discriminant-analysis", dataset, reg_param=0.1)
for dataset in ["iris", "wine", "breast_cancer", "counts"]:
    add("quadratic-discriminant-analysis", dataset)
add("linear-discriminant-analysis", "iris", priors=[0.2, 0.3, 0.5], n_components=1)
add("linear-discriminant-analysis", "wine", priors=[0.2, 0.3, 0.5], solver="eigen")
add("quadratic-discriminant-analysis", "wine", priors=[0.2, 0.3, 0.5])
json.dump({"cases": cases}, sys.stdout, separators=(",", ":"))
