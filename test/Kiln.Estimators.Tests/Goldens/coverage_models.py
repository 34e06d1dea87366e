"""Which estimator meets which data set with which parameters, and what is kept of the fit."""
import dataclasses

import numpy as np
import scipy.sparse as sp
from sklearn import calibration, compose, discriminant_analysis as da, dummy, feature_selection as fs, impute, linear_model as lm, naive_bayes as nb
from sklearn import pipeline, preprocessing as pre, svm
from sklearn.feature_extraction import text
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn import model_selection as ms

from coverage_data import SETS

CLASSES = {
    "linear-regression": lm.LinearRegression, "ridge": lm.Ridge, "ridge-cv": lm.RidgeCV, "lasso": lm.Lasso, "lasso-cv": lm.LassoCV, "elastic-net": lm.ElasticNet,
    "elastic-net-cv": lm.ElasticNetCV, "bayesian-ridge": lm.BayesianRidge, "huber-regressor": lm.HuberRegressor, "poisson-regressor": lm.PoissonRegressor,
    "gamma-regressor": lm.GammaRegressor, "tweedie-regressor": lm.TweedieRegressor, "dummy-regressor": dummy.DummyRegressor,
    "logistic-regression": lm.LogisticRegression, "logistic-regression-cv": lm.LogisticRegressionCV, "ridge-classifier": lm.RidgeClassifier,
    "ridge-classifier-cv": lm.RidgeClassifierCV, "linear-svc": svm.LinearSVC, "linear-svr": svm.LinearSVR,
    "sgd-classifier": lm.SGDClassifier, "sgd-regressor": lm.SGDRegressor, "perceptron": lm.Perceptron,
    "passive-aggressive-classifier": lm.PassiveAggressiveClassifier, "passive-aggressive-regressor": lm.PassiveAggressiveRegressor,
    "gaussian-nb": nb.GaussianNB, "multinomial-nb": nb.MultinomialNB, "bernoulli-nb": nb.BernoulliNB, "complement-nb": nb.ComplementNB,
    "linear-discriminant-analysis": da.LinearDiscriminantAnalysis, "quadratic-discriminant-analysis": da.QuadraticDiscriminantAnalysis,
    "dummy-classifier": dummy.DummyClassifier,
    "standard-scaler": pre.StandardScaler, "min-max-scaler": pre.MinMaxScaler, "max-abs-scaler": pre.MaxAbsScaler, "robust-scaler": pre.RobustScaler,
    "normalizer": pre.Normalizer, "simple-imputer": impute.SimpleImputer, "one-hot-encoder": pre.OneHotEncoder, "ordinal-encoder": pre.OrdinalEncoder,
    "binarizer": pre.Binarizer, "polynomial-features": pre.PolynomialFeatures, "power-transformer": pre.PowerTransformer,
    "quantile-transformer": pre.QuantileTransformer, "k-bins-discretizer": pre.KBinsDiscretizer, "spline-transformer": pre.SplineTransformer,
    "variance-threshold": fs.VarianceThreshold, "select-k-best": fs.SelectKBest, "select-percentile": fs.SelectPercentile, "select-fpr": fs.SelectFpr,
    "select-fdr": fs.SelectFdr, "select-fwe": fs.SelectFwe, "select-from-model": fs.SelectFromModel, "rfe": fs.RFE, "rfecv": fs.RFECV,
    "sequential-feature-selector": fs.SequentialFeatureSelector, "function-transformer": pre.FunctionTransformer,
    "transformed-target-regressor": compose.TransformedTargetRegressor, "calibrated-classifier": calibration.CalibratedClassifierCV,
    "grid-search": ms.GridSearchCV, "randomized-search": ms.RandomizedSearchCV, "halving-grid-search": ms.HalvingGridSearchCV,
    "halving-random-search": ms.HalvingRandomSearchCV, "count-vectorizer": text.CountVectorizer, "tfidf-vectorizer": text.TfidfVectorizer,
    "hashing-vectorizer": text.HashingVectorizer, "tfidf-transformer": text.TfidfTransformer,
}
SCORES = {"f_classif": fs.f_classif, "f_regression": fs.f_regression, "chi2": fs.chi2}


@dataclasses.dataclass
class Case:
    name: str
    data: str
    target: str | None = "numbers"  # "numbers", "classes" or None
    parameters: dict = dataclasses.field(default_factory=dict)
    iterative: bool = False
    ordered: bool = False  # the order of the rows matters
    drawn: bool = False  # some rows are drawn by their places: neither way of moving the samples leaves the problem as it was
    rows: int = 0  # transform only so many
    delicate: bool = False  # rounding decides


def nested(value):
    """{"estimator": name, …} stands for an estimator, a list of such for named steps."""
    if isinstance(value, dict) and "is" in value:
        return build(value["is"], {k: v for k, v in value.items() if k != "is"})
    if isinstance(value, list) and value and isinstance(value[0], dict) and "is" in value[0]:
        return [(f"{i}{v['is']}", nested(v)) for i, v in enumerate(value)]
    return value


def build(name, parameters):
    given = {k: nested(v) for k, v in parameters.items()}
    if name in ("pipeline", "transformer-pipeline"):
        return pipeline.Pipeline(given["steps"])
    if name == "feature-union":
        return pipeline.FeatureUnion(given["transformer_list"])
    if name in ("column-transformer", "passthrough", "drop"):
        first = {"passthrough": "passthrough", "drop": "drop"}.get(name) or pre.MaxAbsScaler()
        return compose.ColumnTransformer([("first", first, [0, 1])], remainder="passthrough" if name != "passthrough" else "drop", sparse_threshold=0)
    if "score_func" in given:
        given["score_func"] = SCORES[given["score_func"]]
    if name == "power-transformer" and "standardize" in given:
        given["standardize"] = given["standardize"] == "true"
    if given.get("penalty") == "none":
        given["penalty"] = None
    for key in ("param_grid", "param_distributions"):
        if key in given:
            given[key] = {k: [None if v == "none" else v for v in values] for k, values in given[key].items()}
    if name == "target-encoder":
        return TargetEncoder()
    if "ngram_range" in given:
        given["ngram_range"] = tuple(given["ngram_range"])
    if name == "k-bins-discretizer":
        given.setdefault("subsample", None)
    model = CLASSES[name](**given)
    if "random_state" in model.get_params(deep=False) and "random_state" not in given:
        model.set_params(random_state=0)
    return model


def outputs(case, model, x, y):
    if hasattr(model, "transform") and (not hasattr(model, "predict") or hasattr(model, "get_support")):
        return transformed(case, model, x)
    kept = {}
    if hasattr(model, "coef_") and case.name != "transformed-target-regressor":
        kept["coef"], kept["intercept"] = model.coef_, np.atleast_1d(model.intercept_)
    if case.target == "classes":
        kinds = np.unique(y)
        kept["labels"] = np.searchsorted(kinds, model.predict(x))
        if hasattr(model, "predict_proba"):
            kept["probabilities"] = model.predict_proba(x)
        if hasattr(model, "decision_function") and case.name != "transformed":
            kept["decisions"] = model.decision_function(x)
    else:
        kept["predictions"] = model.predict(x)
    kept["score"] = [model.score(x, y)]
    for attribute, key in (("alpha_", "alpha"), ("lambda_", "lambda"), ("theta_", "means"), ("var_", "variances"), ("feature_log_prob_", "log_probabilities"),
                           ("explained_variance_ratio_", "ratios"), ("best_score_", "best_score"), ("C_", "strengths")):
        if hasattr(model, attribute):
            kept[key] = np.atleast_1d(getattr(model, attribute))
    if hasattr(model, "cv_results_"):
        kept["mean_scores"] = model.cv_results_["mean_test_score"]
    return kept


def transformed(case, model, x):
    part = x[: case.rows] if case.rows else x
    kept = {"transformed": model.transform(part)}
    if case.name in ("standard-scaler", "min-max-scaler", "max-abs-scaler", "robust-scaler", "power-transformer", "quantile-transformer", "k-bins-discretizer",
                     "one-hot-encoder", "ordinal-encoder"):
        kept["inverse"] = model.inverse_transform(kept["transformed"])
    if hasattr(model, "get_support"):
        kept["support"] = np.flatnonzero(model.get_support())
    for attribute, key in (("scores_", "scores"), ("pvalues_", "p_values"), ("ranking_", "ranking")):
        if getattr(model, attribute, None) is not None:
            kept[key] = getattr(model, attribute)
    if hasattr(model, "cv_results_"):
        kept["mean_scores"] = model.cv_results_["mean_test_score"]
    return kept


def every(name, target="numbers", change="", sets=SETS, dense=False, tight=None, iterative=False, **parameters):
    ordered, drawn = parameters.pop("_ordered", False), parameters.pop("_drawn", ())
    delicate = parameters.pop("_delicate", ())
    rows = parameters.pop("_rows", 0)
    for s in sets:
        where = s + change + ("/dense" if dense and s == "sparse" else "")
        yield Case(name, where, target, parameters, iterative, ordered, s in drawn, rows, s in delicate)
        if tight is not None:
            yield Case(name, where, target, {**parameters, **tight}, iterative, ordered, s in drawn, rows, s in delicate)


SMALL = tuple(s for s in SETS if s not in ("digits", "california"))
MOST = tuple(s for s in SETS if s != "california")


def linear():
    # Of sparse samples scikit-learn's least squares are an iteration (LSQR).
    yield from every("linear-regression", dense=True)
    yield from every("linear-regression", sets=("sparse",), iterative=True)
    yield from every("ridge")
    yield from every("ridge", solver="svd", alpha=0.3, dense=True)
    yield from every("linear-regression", fit_intercept=False, dense=True)
    yield from every("ridge-cv")
    yield from every("bayesian-ridge", dense=True)
    for strategy in ("mean", "median"):
        yield from every("dummy-regressor", strategy=strategy)
    tight = {"tol": 1e-10, "max_iter": 20000}
    yield from every("lasso", alpha=0.05, tight=tight, iterative=True)
    yield from every("elastic-net", tight=tight, iterative=True)
    yield from every("lasso-cv", tight={"tol": 1e-8, "max_iter": 5000}, iterative=True, sets=SMALL)
    yield from every("elastic-net-cv", iterative=True, sets=MOST)
    yield from every("lasso-cv", change="/tenth", iterative=True, sets=("digits", "california"))
    smooth = {"tol": 1e-9, "max_iter": 5000}
    yield from every("huber-regressor", tight=smooth, iterative=True)
    for name in ("poisson-regressor", "gamma-regressor"):
        yield from every(name, change="/unit/positive", dense=True, tight=smooth, iterative=True)
        yield from every(name, change="/positive", sets=("iris", "wine", "diabetes", "sparse", "dense", "collinear"), tight=smooth, iterative=True)
        yield from every(name, change="/unit/positive", dense=True, solver="newton-cholesky", alpha=0.01, tight=smooth, iterative=True)
    yield from every("tweedie-regressor", change="/unit", dense=True, tight=smooth, iterative=True)
    yield from every("tweedie-regressor", change="/unit/positive", dense=True, power=1.5, tight=smooth, iterative=True)


def logistic():
    tight = {"tol": 1e-10, "max_iter": 5000}
    yield from every("logistic-regression", "classes", iterative=True)
    yield from every("logistic-regression", "classes", change="/unit", dense=True, tight={"tol": 1e-8, "max_iter": 5000}, iterative=True)
    yield from every("logistic-regression", "classes", change="/unit", dense=True, solver="newton-cholesky", tight=tight, iterative=True)
    yield from every("logistic-regression", "classes", solver="newton-cg", sets=tuple(s for s in SMALL if s != "scaled"), tight=tight, iterative=True)
    yield from every("logistic-regression", "classes", solver="liblinear", sets=MOST, tight={"tol": 1e-8, "max_iter": 2000}, iterative=True)
    yield from every("logistic-regression", "classes", change="/unit", dense=True, solver="liblinear", penalty="l1", sets=MOST, tight={"tol": 1e-8, "max_iter": 2000}, iterative=True)
    for solver in ("sag", "saga"):
        yield from every("logistic-regression", "classes", change="/unit", dense=True, solver=solver, sets=SMALL, tight={"tol": 1e-8, "max_iter": 5000}, iterative=True)
        yield Case("logistic-regression", "california/tenth/unit", "classes", {"solver": solver}, True)
    yield from every("logistic-regression", "classes", change="/unit", dense=True, solver="saga", penalty="elasticnet", l1_ratio=0.5, sets=SMALL, tight={"tol": 1e-8, "max_iter": 5000}, iterative=True)
    yield from every("logistic-regression", "classes", change="/unit", dense=True, multi_class="ovr", sets=MOST, iterative=True)
    for solver in ("lbfgs", "newton-cg"):
        yield from every("logistic-regression-cv", "classes", change="/unit", dense=True, sets=SMALL, tol=1e-8, max_iter=2000, solver=solver, iterative=True)
    for kind in ("ridge-classifier", "ridge-classifier-cv"):
        yield from every(kind, "classes")
    yield from every("linear-svc", "classes", change="/unit", dense=True, sets=MOST, tight={"tol": 1e-8, "max_iter": 20000}, iterative=True)
    yield from every("linear-svc", "classes", dual=False, sets=MOST, tight={"tol": 1e-8, "max_iter": 20000}, iterative=True)
    yield from every("linear-svr", change="/unit", dense=True, sets=SMALL, tight={"tol": 1e-8, "max_iter": 100000}, iterative=True)
    yield from every("linear-svr", change="/unit", dense=True, loss="squared_epsilon_insensitive", dual=False, tight={"tol": 1e-8, "max_iter": 20000}, iterative=True)
    yield Case("linear-svc", "california/unit", "classes", {"dual": False}, True)


def stochastic():
    for s in SETS:
        change = "/unit" if s != "california" else "/tenth/unit"
        for name, target, parameters in (
            ("sgd-classifier", "classes", {}), ("sgd-classifier", "classes", {"loss": "log_loss", "penalty": "elasticnet", "alpha": 0.001}),
            ("sgd-classifier", "classes", {"loss": "modified_huber", "average": 1, "alpha": 0.01, "learning_rate": "invscaling", "eta0": 0.01}),
            ("sgd-regressor", "numbers", {}), ("sgd-regressor", "numbers", {"loss": "huber", "penalty": "l1", "alpha": 0.001, "average": 1}),
            ("perceptron", "classes", {}), ("passive-aggressive-classifier", "classes", {}), ("passive-aggressive-regressor", "numbers", {}),
            ("perceptron", "classes", {"penalty": "l2", "eta0": 0.1}), ("passive-aggressive-classifier", "classes", {"loss": "squared_hinge", "C": 0.01}),
            ("passive-aggressive-regressor", "numbers", {"loss": "squared_epsilon_insensitive", "C": 0.01}),
        ):
            yield Case(name, s + change + ("/dense" if s == "sparse" else ""), target, parameters, ordered=True)
        if s == "sparse":
            for name, target in (("sgd-classifier", "classes"), ("sgd-regressor", "numbers"), ("perceptron", "classes"), ("passive-aggressive-classifier", "classes"),
                                 ("passive-aggressive-regressor", "numbers")):
                yield Case(name, s, target, {}, ordered=True)


def probabilistic():
    yield from every("gaussian-nb", "classes", dense=True)
    for name in ("multinomial-nb", "complement-nb"):
        yield from every(name, "classes", change="/abs")
    yield from every("bernoulli-nb", "classes")
    yield from every("bernoulli-nb", "classes", change="/unit", dense=True, binarize=0.3, alpha=0.5)
    yield from every("linear-discriminant-analysis", "classes", dense=True)
    yield from every("linear-discriminant-analysis", "classes", dense=True, solver="lsqr", shrinkage="auto", _delicate=("breast_cancer",))
    yield from every("linear-discriminant-analysis", "classes", dense=True, solver="eigen", shrinkage="auto")
    yield from every("quadratic-discriminant-analysis", "classes", dense=True)
    yield from every("quadratic-discriminant-analysis", "classes", dense=True, reg_param=0.1)
    for strategy in ("prior", "most_frequent", "stratified", "uniform"):
        yield from every("dummy-classifier", "classes", strategy=strategy, sets=SETS if strategy == "prior" else ("iris", "digits", "dense"))
    yield from every("calibrated-classifier", "classes", change="/unit", dense=True, sets=MOST, estimator={"is": "gaussian-nb"}, method="isotonic", cv=3, _ordered=True, _delicate=SETS)


def preparation():
    yield from every("standard-scaler", None, dense=True)
    yield from every("standard-scaler", None, with_mean=False)
    yield from every("min-max-scaler", None, dense=True)
    yield from every("max-abs-scaler", None)
    yield from every("robust-scaler", None, dense=True)
    yield from every("normalizer", None)
    yield from every("normalizer", None, norm="l1")
    for strategy in ("mean", "median", "most_frequent"):
        yield from every("simple-imputer", None, change="/holes", dense=True, strategy=strategy)
    yield from every("one-hot-encoder", None, change="/whole", dense=True)
    yield from every("ordinal-encoder", None, change="/whole", dense=True)
    yield from every("target-encoder", "numbers", change="/whole", dense=True, target_type="continuous")
    yield from every("binarizer", None)
    yield from every("polynomial-features", None, _rows=40)
    yield from every("polynomial-features", None, sets=tuple(s for s in SMALL if s not in ("breast_cancer", "sparse")), _rows=40, degree=3, interaction_only=True)
    yield from every("power-transformer", None, change="/unit", dense=True)
    yield from every("power-transformer", None, dense=True, sets=("iris", "wine", "diabetes", "dense", "collinear"), standardize="false")
    yield from every("quantile-transformer", None, n_quantiles=90, dense=True, _drawn=("california",))
    yield from every("quantile-transformer", None, change="/abs", n_quantiles=90, sets=("sparse",))
    yield from every("quantile-transformer", None, n_quantiles=50, output_distribution="normal", dense=True, _drawn=("california",))
    for strategy in ("uniform", "quantile", "kmeans"):
        yield from every("k-bins-discretizer", None, dense=True, strategy=strategy, encode="ordinal")
    yield from every("k-bins-discretizer", None, dense=True, sets=SMALL)
    # Columns of one value have no splines: Kiln says so.
    yield from every("spline-transformer", None, dense=True, _rows=60, sets=tuple(s for s in SETS if s != "digits"))
    yield from every("spline-transformer", None, change="/varied", sets=("digits",), _rows=60)
    yield from every("spline-transformer", None, dense=True, _rows=60, knots="quantile", n_knots=4, degree=2, sets=tuple(s for s in SMALL if s not in ("sparse", "diabetes")))


def target_means(x, y):
    """TargetEncoder of scikit-learn 1.3 on a target of numbers with smooth="auto", by the formulas of its documentation: 1.2.1 has none."""
    made, mean, variance = np.empty(x.shape), y.mean(), y.var()
    for j in range(x.shape[1]):
        for value in np.unique(x[:, j]):
            own = y[x[:, j] == value]
            share = variance * len(own) / (variance * len(own) + own.var())
            made[x[:, j] == value, j] = share * own.mean() + (1 - share) * mean
    return made


class TargetEncoder:
    def fit(self, x, y):
        self.known = {j: dict(zip(x[:, j], m)) for j, m in enumerate(target_means(x, y).T)}
        return self

    def transform(self, x):
        return np.array([[self.known[j][v] for j, v in enumerate(row)] for row in x])


def texts():
    for s in ("sst2", "ocean"):
        for name in ("count-vectorizer", "tfidf-vectorizer", "hashing-vectorizer"):
            more = {"n_features": 512} if name == "hashing-vectorizer" else {}
            yield Case(name, s, None, more)
            yield Case(name, s, None, {**more, "analyzer": "char_wb", "ngram_range": [2, 4]})
            yield Case(name, s, None, {**more, "ngram_range": [1, 2], "lowercase": False} | ({} if more else {"min_df": 2, "binary": True}))
        yield Case("tfidf-vectorizer", s, None, {"sublinear_tf": True, "norm": "l1", "smooth_idf": False})
    yield from every("tfidf-transformer", None, change="/whole")
    yield from every("tfidf-transformer", None, change="/abs", sublinear_tf=True, norm="l1", sets=("digits", "sparse"))


def choosing():
    yield from every("variance-threshold", None)
    yield from every("select-k-best", "classes", k=3)
    yield from every("select-k-best", "numbers", k=3, score_func="f_regression")
    yield from every("select-k-best", "classes", change="/abs", k=3, score_func="chi2")
    yield from every("select-percentile", "classes", percentile=40)
    for name in ("select-fpr", "select-fdr", "select-fwe"):
        yield from every(name, "classes")
        yield from every(name, "numbers", score_func="f_regression")
    yield from every("select-from-model", "numbers", estimator={"is": "ridge"})
    yield from every("rfe", "numbers", estimator={"is": "ridge"})
    yield from every("rfecv", "numbers", estimator={"is": "ridge"}, cv=4, sets=SMALL, _ordered=True)
    yield from every("rfecv", "numbers", change="/tenth", estimator={"is": "ridge"}, cv=4, step=4, sets=("digits", "california"), _ordered=True)
    yield from every("sequential-feature-selector", "numbers", estimator={"is": "ridge"}, cv=3, n_features_to_select=3, sets=SMALL, _ordered=True)
    yield from every("sequential-feature-selector", "numbers", change="/tenth", estimator={"is": "ridge"}, cv=3, n_features_to_select=2, sets=("digits", "california"), _ordered=True)


def composition():
    for s in SETS:
        dense = s + ("/dense" if s == "sparse" else "")
        yield Case("pipeline", dense, "numbers", {"steps": [{"is": "standard-scaler"}, {"is": "ridge", "alpha": 2.0}]})
        yield Case("pipeline", s, "classes", {"steps": [{"is": "max-abs-scaler"}, {"is": "ridge-classifier"}]})
        yield Case("transformer-pipeline", s, None, {"steps": [{"is": "max-abs-scaler"}, {"is": "normalizer"}]})
        yield Case("feature-union", s, None, {"transformer_list": [{"is": "max-abs-scaler"}, {"is": "normalizer"}]})
        for name in ("column-transformer", "passthrough", "drop", "function-transformer"):
            yield Case(name, dense, None)
        yield Case("transformed-target-regressor", s, "numbers", {"regressor": {"is": "ridge"}, "transformer": {"is": "standard-scaler"}})
        grid = {"alpha": [0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]}
        tenth = dense + ("/tenth" if s in ("digits", "california") else "")
        yield Case("grid-search", s, "numbers", {"estimator": {"is": "ridge"}, "param_grid": grid, "cv": 3}, ordered=True)
        yield Case("randomized-search", s, "numbers", {"estimator": {"is": "ridge"}, "param_distributions": grid, "n_iter": 4, "cv": 3}, ordered=True)
        yield Case("halving-grid-search", tenth, "numbers", {"estimator": {"is": "ridge"}, "param_grid": grid, "cv": 3, "factor": 2}, ordered=True)
        yield Case("halving-random-search", tenth, "numbers", {"estimator": {"is": "ridge"}, "param_distributions": grid, "n_candidates": 4, "cv": 3}, ordered=True)


FAMILIES = {"linear": linear, "logistic": logistic, "stochastic": stochastic, "probabilistic": probabilistic, "preparation": preparation, "choosing": choosing, "texts": texts,
            "composition": composition}
