#!/usr/bin/env python3
"""Makes preprocessing.json with scikit-learn 1.2.1 (Debian: python3-sklearn).

Each case names the data, the estimator with its parameters as Kiln writes them, and what scikit-learn returns: the
transformed values, the names of the features, and the values turned back where there is a way. Data are drawn by
numpy.random.RandomState in the order that PreparationData.cs repeats, so that neither side stores them.
"""
import json
import math
import pathlib

import numpy as np
import scipy.sparse as sp
from sklearn import preprocessing as pre
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold

out = pathlib.Path(__file__).parent


def normal():
    return np.random.RandomState(11).randn(20, 4)


def scaled():  # badly scaled, one constant and one almost constant column, collinear columns
    x = np.random.RandomState(12).randn(20, 6)
    x[:, 0] *= 1e8
    x[:, 1] = x[:, 1] * 1e-9 + 1e3
    x[:, 2] = 7.25
    x[:, 3] = 2 * x[:, 4]
    x[:, 5] = x[:, 5] * 1e-12
    return x


def missing():
    x = np.random.RandomState(13).randn(20, 4) * 10
    holes = np.random.RandomState(14).rand(20, 4) < 0.2
    x[holes] = np.nan
    return x


def empty():  # a column without any value
    x = missing()
    x[:, 1] = np.nan
    return x


def whole():  # whole numbers with repetitions
    return np.floor(np.abs(np.random.RandomState(15).randn(30, 3)) * 3)


def holes():  # whole numbers, some missing
    x = whole()
    x[np.random.RandomState(16).rand(30, 3) < 0.1] = np.nan
    return x


def positive():
    return np.exp(np.random.RandomState(17).randn(30, 3))


def sparse():
    x = np.random.RandomState(18).randn(20, 5)
    x[np.random.RandomState(19).rand(20, 5) < 0.6] = 0
    return sp.csr_matrix(x)


DATA = dict(normal=normal, scaled=scaled, missing=missing, empty=empty, whole=whole, holes=holes, positive=positive, sparse=sparse)
cases = []


def number(v):
    v = float(v)
    return v if math.isfinite(v) else ("NaN" if math.isnan(v) else ("Infinity" if v > 0 else "-Infinity"))


def flat(x):
    if sp.issparse(x):
        x = x.toarray()
    return [number(v) for v in np.asarray(x, dtype=float).ravel()]


def case(data, name, estimator, parameters=None, inverse=True):
    x = DATA[data]()
    y = estimator.fit_transform(x)
    entry = dict(data=data, estimator=name, parameters=parameters or {}, values=flat(y), names=[str(n) for n in estimator.get_feature_names_out()])
    if inverse:
        entry["inverse"] = flat(estimator.inverse_transform(y))
    cases.append(entry)


for data in ("normal", "scaled", "missing", "empty"):
    case(data, "standard-scaler", pre.StandardScaler())
    case(data, "standard-scaler", pre.StandardScaler(with_mean=False), {"with_mean": "false"})
    case(data, "standard-scaler", pre.StandardScaler(with_std=False), {"with_std": "false"})
    case(data, "min-max-scaler", pre.MinMaxScaler())
    case(data, "min-max-scaler", pre.MinMaxScaler(feature_range=(-2, 3), clip=True), {"feature_range": "-2,3", "clip": "true"})
    case(data, "max-abs-scaler", pre.MaxAbsScaler())
    case(data, "robust-scaler", pre.RobustScaler())
    case(data, "robust-scaler", pre.RobustScaler(quantile_range=(10, 70), unit_variance=True), {"quantile_range": "10,70", "unit_variance": "true"})
for norm in ("l1", "l2", "max"):
    for data in ("normal", "scaled", "sparse"):
        case(data, "normalizer", pre.Normalizer(norm=norm), {"norm": norm}, inverse=False)
case("sparse", "standard-scaler", pre.StandardScaler(with_mean=False), {"with_mean": "false"})
case("sparse", "max-abs-scaler", pre.MaxAbsScaler())
case("sparse", "robust-scaler", pre.RobustScaler(with_centering=False), {"with_centering": "false"})

for strategy in ("mean", "median", "most_frequent", "constant"):
    for data in ("missing", "empty", "holes"):
        case(data, "simple-imputer", SimpleImputer(strategy=strategy), {"strategy": strategy}, inverse=False)
    case("missing", "simple-imputer", SimpleImputer(strategy=strategy, add_indicator=True), {"strategy": strategy, "add_indicator": "true"})
    case("empty", "simple-imputer", SimpleImputer(strategy=strategy, keep_empty_features=True), {"strategy": strategy, "keep_empty_features": "true"}, inverse=False)
    case("whole", "simple-imputer", SimpleImputer(strategy=strategy, missing_values=0), {"strategy": strategy, "missing_values": "0"}, inverse=False)
case("missing", "simple-imputer", SimpleImputer(strategy="constant", fill_value=-5), {"strategy": "constant", "fill_value": "-5"}, inverse=False)

for parameters in ({}, {"drop": "first"}, {"drop": "if_binary"}, {"min_frequency": 8}, {"min_frequency": 0.2}, {"max_categories": 3},
                   {"max_categories": 3, "drop": "first"}, {"max_categories": 4, "min_frequency": 6, "handle_unknown": "infrequent_if_exist"}):
    for data in ("whole", "holes"):
        infrequent = "min_frequency" in parameters or "max_categories" in parameters
        case(data, "one-hot-encoder", pre.OneHotEncoder(**parameters), {k: str(v) for k, v in parameters.items()}, inverse=not infrequent)
for data in ("whole", "holes"):
    case(data, "ordinal-encoder", pre.OrdinalEncoder())
case("holes", "ordinal-encoder", pre.OrdinalEncoder(encoded_missing_value=-1), {"encoded_missing_value": "-1"})

for threshold in (0, 0.5):
    for data in ("normal", "sparse"):
        case(data, "binarizer", pre.Binarizer(threshold=threshold), {"threshold": str(threshold)}, inverse=False)
for parameters in ({}, {"degree": 3}, {"degree": 3, "interaction_only": True, "include_bias": False}, {"degree": 1}, {"degree": 0}):
    case("normal", "polynomial-features", pre.PolynomialFeatures(**parameters), {k: str(v).lower() for k, v in parameters.items()}, inverse=False)
case("normal", "polynomial-features", pre.PolynomialFeatures(degree=(2, 3)), {"degree": "3", "min_degree": "2"}, inverse=False)
for degree in ((2, 3), (0, 2), (2, 2)):
    case("normal", "polynomial-features", pre.PolynomialFeatures(degree=degree), {"degree": str(degree)}, inverse=False)
case("sparse", "polynomial-features", pre.PolynomialFeatures(), {}, inverse=False)
for data in ("normal", "missing", "positive"):
    case(data, "power-transformer", pre.PowerTransformer())
case("positive", "power-transformer", pre.PowerTransformer(method="box-cox"), {"method": "box-cox"})
case("positive", "power-transformer", pre.PowerTransformer(standardize=False), {"standardize": "false"})
for data in ("normal", "missing", "whole", "scaled"):
    for distribution in ("uniform", "normal"):
        case(data, "quantile-transformer", pre.QuantileTransformer(n_quantiles=15, output_distribution=distribution), {"n_quantiles": "15", "output_distribution": distribution})
case("normal", "quantile-transformer", pre.QuantileTransformer(n_quantiles=9, subsample=12, random_state=3), {"n_quantiles": "9", "subsample": "12", "random_state": "3"})
for strategy in ("uniform", "quantile", "kmeans"):
    for encode in ("onehot", "ordinal"):
        for data in ("normal", "whole", "positive"):
            case(data, "k-bins-discretizer", pre.KBinsDiscretizer(n_bins=4, encode=encode, strategy=strategy), {"n_bins": "4", "encode": encode, "strategy": strategy})
case("normal", "k-bins-discretizer", pre.KBinsDiscretizer(n_bins=3, encode="ordinal", subsample=12, random_state=3),
     {"n_bins": "3", "encode": "ordinal", "subsample": "12", "random_state": "3"})
for parameters in ({"degree": 2, "n_knots": 4, "knots": "quantile", "include_bias": False}, {"extrapolation": "periodic"}, {"degree": 0}, {"extrapolation": "linear"},
                   {"extrapolation": "continue", "n_knots": 3}):
    case("normal", "spline-transformer", pre.SplineTransformer(**parameters), {k: str(v).lower() for k, v in parameters.items()}, inverse=False)
    if parameters.get("degree") != 0:  # scikit-learn 1.2.1 fails there
        cases[-1]["beyond"] = flat(pre.SplineTransformer(**parameters).fit(normal()).transform(normal() * 1.5))
splines_weights = np.floor(np.random.RandomState(20).rand(20) * 4) / 2  # some are 0
for parameters in ({"knots": "quantile", "n_knots": 4}, {"knots": "uniform"}, {"knots": "quantile", "n_knots": 3, "degree": 2, "extrapolation": "periodic"}):
    estimator = pre.SplineTransformer(**parameters).fit(normal(), sample_weight=splines_weights)
    cases.append(dict(data="normal", estimator="spline-transformer", parameters={k: str(v) for k, v in parameters.items()}, weights=flat(splines_weights),
                      values=flat(estimator.transform(normal())), names=[str(n) for n in estimator.get_feature_names_out()]))


def target_encoding(data, y, kind, smooth, folds):
    """The encodings as the documentation of scikit-learn 1.3 gives them, computed here by their formulas."""
    x = DATA[data]()
    key = np.where(np.isnan(x), -1e300, x)

    def encode(train, test, t):
        result = np.empty((len(test), x.shape[1]))
        mean, variance = t[train].mean(), t[train].var()
        for j in range(x.shape[1]):
            for i, row in enumerate(test):
                own = t[train][key[train, j] == key[row, j]]
                if smooth is None:
                    share = variance * len(own) / (variance * len(own) + own.var()) if len(own) else np.nan
                    result[i, j] = mean if np.isnan(share) else share * own.mean() + (1 - share) * mean
                else:
                    result[i, j] = (own.sum() + smooth * mean) / (len(own) + smooth)
        return result

    columns = [y] if kind != "multiclass" else [(y == k).astype(float) for k in np.unique(y)]
    every = np.arange(len(x))
    again = np.stack([encode(every, every, t) for t in columns], axis=2).reshape(len(x), -1)
    crossed = np.empty_like(again).reshape(len(x), x.shape[1], len(columns))
    for train, test in folds.split(x, y):
        for k, t in enumerate(columns):
            crossed[test, :, k] = encode(train, test, t)
    names = [f"x{j}" if len(columns) == 1 else f"x{j}_{k}" for j in range(x.shape[1]) for k in range(len(columns))]
    parameters = {"target_type": kind, "random_state": "5", "cv": "3"}
    if smooth is not None:
        parameters["smooth"] = str(smooth)
    cases.append(dict(data=data, estimator="target-encoder", parameters=parameters, target=flat(y), values=flat(crossed.reshape(len(x), -1)), again=flat(again), names=names))


numbers = np.random.RandomState(21).randn(30)
for data in ("whole", "holes"):
    for smooth in (None, 2.5):
        target_encoding(data, numbers, "continuous", smooth, KFold(3, shuffle=True, random_state=5))
        target_encoding(data, (numbers > 0.3).astype(float), "binary", smooth, StratifiedKFold(3, shuffle=True, random_state=5))
        target_encoding(data, np.digitize(numbers, [-0.4, 0.4]).astype(float), "multiclass", smooth, StratifiedKFold(3, shuffle=True, random_state=5))

for entry in cases:
    assert len(entry["names"]) > 0
(out / "preprocessing.json").write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
