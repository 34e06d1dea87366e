"""Scorers that decide, scores of Bayesian ridge, tokenizers: by scikit-learn 1.2.1; writes options.json.

Usage: python3 make_option_goldens.py
"""

import json
import pathlib
import warnings

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import RFECV, SequentialFeatureSelector
from sklearn.linear_model import BayesianRidge, GammaRegressor, LinearRegression, LogisticRegression, PoissonRegressor, RidgeClassifierCV, RidgeCV, TweedieRegressor
from sklearn.model_selection import KFold

warnings.filterwarnings("ignore")
x = np.random.RandomState(1).randn(50, 6)
noise = np.random.RandomState(2).randn(50, 2)
y = np.c_[3 * x[:, 0] - 2 * x[:, 1] + x[:, 2], x[:, 3] - x[:, 0]] + 2 * noise
labels = (y[:, 0] > 0).astype(int) + (y[:, 0] > 3)
weights = np.random.RandomState(3).rand(50)
alphas = [0.01, 0.1, 1.0, 10.0, 100.0]
out = {"ridge": [], "rfecv": [], "sequential": []}
for scoring in ("r2", "neg_mean_absolute_error", "max_error"):
    for target, weight, options in (
        (y[:, 0], None, {}), (y[:, 0], weights, {}), (y, None, {}), (y, None, {"alpha_per_target": True}), (y[:, 0], None, {"cv": 4}),
    ):
        model = RidgeCV(alphas=alphas, scoring=scoring, **options).fit(x, target, sample_weight=weight)
        out["ridge"].append({
            "scoring": scoring, "outputs": 1 if target.ndim == 1 else 2, "weighted": weight is not None, "options": options,
            "alpha": np.atleast_1d(model.alpha_).tolist(), "best": np.atleast_1d(model.best_score_).tolist(), "coefficients": model.coef_.ravel().tolist(),
        })
model = RidgeClassifierCV(alphas=alphas, scoring="f1_macro", cv=3).fit(x, labels)
out["ridge_classifier"] = {"alpha": model.alpha_, "best": model.best_score_}
for scoring in ("neg_mean_absolute_error", "explained_variance"):
    for cv in (5, KFold(4, shuffle=True, random_state=2)):
        model = RFECV(LinearRegression(), scoring=scoring, cv=cv).fit(x, y[:, 0])
        chosen = SequentialFeatureSelector(LinearRegression(), n_features_to_select=3, scoring=scoring, cv=cv).fit(x, y[:, 0])
        shuffled = not isinstance(cv, int)
        out["rfecv"].append({"scoring": scoring, "shuffled": shuffled, "ranking": model.ranking_.tolist(), "scores": model.cv_results_["mean_test_score"].tolist()})
        out["sequential"].append({"scoring": scoring, "shuffled": shuffled, "support": model.get_support().tolist(), "chosen": chosen.get_support().tolist()})
model = BayesianRidge(compute_score=True).fit(x, y[:, 0])
wide = BayesianRidge(compute_score=True, alpha_init=0.5, lambda_init=0.1).fit(x[:4], y[:4, 0])
out["bayesian"] = model.scores_.tolist()
out["bayesian_wide"] = wide.scores_.tolist()
texts = ["One two; two-THREE", "three  four", "five"]
vectorizer = CountVectorizer(preprocessor=lambda text: text.replace("-", " "), tokenizer=lambda text: text.split(" "), ngram_range=(1, 2), stop_words=["four"])
counts = vectorizer.fit_transform(texts)
out["tokens"] = {"names": vectorizer.get_feature_names_out().tolist(), "counts": counts.toarray().ravel().tolist()}
out["logistic_rfecv"] = RFECV(LogisticRegression(tol=1e-10, max_iter=1000), scoring="accuracy", cv=5).fit(x, labels).ranking_.tolist()
# Features in units that are 24 powers of ten apart: the minimum by SciPy in variables that are alike, and where scikit-learn gets by default.
units = np.abs(x[:, :3]) * [1e-12, 1.0, 1e12]
counts = np.floor(np.abs(x[:, :3]) @ [1, 2, 3]) + 1
out["units"] = {}
spread = np.array([1.0, 1.0, 1e12])
for name, model, link, loss in (
    ("poisson-regressor", PoissonRegressor, np.exp, lambda mean: np.mean(mean - counts * np.log(mean))),
    ("gamma-regressor", GammaRegressor, np.exp, lambda mean: np.mean(counts / mean + np.log(mean))),
    ("tweedie-regressor", TweedieRegressor, lambda score: score, lambda mean: 0.5 * np.mean((counts - mean) ** 2)),
):
    def objective(variables):
        w = variables[:3] / spread
        return loss(link(units @ w + variables[3])) + 0.5 * w @ w

    start = np.array([0, 0, 0, np.log(counts.mean()) if link is np.exp else counts.mean()])
    fitted = model().fit(units, counts)
    out["units"][name] = [
        minimize(objective, start, method="Nelder-Mead", options={"xatol": 1e-12, "fatol": 1e-14, "maxiter": 20_000, "maxfev": 20_000}).fun,
        float(loss(fitted.predict(units)) + 0.5 * fitted.coef_ @ fitted.coef_),
    ]
path = pathlib.Path(__file__).with_name("options.json")
path.write_text("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in out.items()) + "\n}\n")
