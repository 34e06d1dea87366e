"""Makes sklearn-metrics.json: what scikit-learn says about small random and awkward problems.

Run with Debian's python3-sklearn (1.2.1): /usr/bin/python3 make_sklearn_metrics.py > sklearn-metrics.json

A case has its data and, under "expected", one entry per score: a number, a list of numbers, a text, or "error" where scikit-learn
refuses. NaN and infinities are the texts NaN, Infinity and -Infinity. Cases with a "draw" are too long to be written down; both sides
make them from the same hash (see draw below and Draws.cs).
"""
import json
import re
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import label_binarize

warnings.filterwarnings("ignore")
rng = np.random.RandomState(11)


def plain(value):
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value.ravel()]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    value = float(value)
    return value if np.isfinite(value) else "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def ask(function):
    try:
        return plain(function())
    except Exception:  # scikit-learn refuses; so must Kiln
        return "error"


def draw(count, seed):
    """Numbers in [0, 1): 32 bits of a hash of each index."""
    h = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32((seed * 0x85EBCA77) & 0xFFFFFFFF)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return (h ^ (h >> np.uint32(16))) / 4294967296.0


def regression(name, truth, predicted, weights=None, outputs=1, drawn=None):
    truth, predicted = np.asarray(truth, float), np.asarray(predicted, float)
    w = None if weights is None else np.asarray(weights, float)
    y, p = (truth, predicted) if outputs == 1 else (truth.reshape(-1, outputs), predicted.reshape(-1, outputs))
    e = {}
    multi = {
        "mse": m.mean_squared_error, "rmse": lambda *a, **k: m.mean_squared_error(*a, squared=False, **k), "mae": m.mean_absolute_error,
        "medae": m.median_absolute_error, "mape": m.mean_absolute_percentage_error, "msle": m.mean_squared_log_error, "r2": m.r2_score,
        "explained": m.explained_variance_score, "r2_bare": lambda *a, **k: m.r2_score(*a, force_finite=False, **k),
        "explained_bare": lambda *a, **k: m.explained_variance_score(*a, force_finite=False, **k),
        "pinball": lambda *a, **k: m.mean_pinball_loss(*a, alpha=0.2, **k), "d2_pinball": lambda *a, **k: m.d2_pinball_score(*a, alpha=0.2, **k),
        "d2_absolute": m.d2_absolute_error_score,
    }
    if w is not None and not w.any():  # Where no sample counts, scikit-learn still picks one; Kiln refuses.
        del multi["medae"]
    for key, function in multi.items():
        e[key] = ask(lambda: function(y, p, sample_weight=w))
        if outputs > 1:
            e[key + "_raw"] = ask(lambda: function(y, p, sample_weight=w, multioutput="raw_values"))
            e[key + "_given"] = ask(lambda: function(y, p, sample_weight=w, multioutput=np.arange(1.0, outputs + 1)))
            if key in ("r2", "explained"):
                e[key + "_variance"] = ask(lambda: function(y, p, sample_weight=w, multioutput="variance_weighted"))
    if outputs == 1:
        # Powers of 10^9 cancel to nothing but rounding, and so does the deviance of a constant from its mean.
        for power in (-1.5, 0, 1, 1.5, 2, 3) if np.max(np.abs(y)) < 1e6 else (0,):
            e["tweedie%g" % power] = ask(lambda: m.mean_tweedie_deviance(y, p, sample_weight=w, power=power))
            if power == 0 or np.ptp(y) > 0:
                e["d2_tweedie%g" % power] = ask(lambda: m.d2_tweedie_score(y, p, sample_weight=w, power=power))
        e["poisson"] = ask(lambda: m.mean_poisson_deviance(y, p, sample_weight=w))
        e["gamma"] = ask(lambda: m.mean_gamma_deviance(y, p, sample_weight=w))
        if w is None:
            e["max"] = ask(lambda: m.max_error(y, p))
    case = {"name": name, "outputs": outputs}
    case.update({"draw": drawn} if drawn else {"truth": plain(truth), "predicted": plain(predicted), "weights": None if w is None else plain(w)})
    case["expected"] = e
    return case


def averages(function, averages, w, **options):
    return {a: ask(lambda: function(average=a, sample_weight=w, **options)) for a in averages}


def classification(name, truth, predicted, weights=None, labels=None, names=None):
    t, p = np.asarray(truth, int), np.asarray(predicted, int)
    w = None if weights is None else np.asarray(weights, float)
    e = {
        "accuracy": ask(lambda: m.accuracy_score(t, p, sample_weight=w)), "hits": ask(lambda: m.accuracy_score(t, p, sample_weight=w, normalize=False)),
        "zero_one": ask(lambda: m.zero_one_loss(t, p, sample_weight=w)), "misses": ask(lambda: m.zero_one_loss(t, p, sample_weight=w, normalize=False)),
        "hamming": ask(lambda: m.hamming_loss(t, p, sample_weight=w)),
        "balanced": ask(lambda: m.balanced_accuracy_score(t, p, sample_weight=w)),
        "balanced_adjusted": ask(lambda: m.balanced_accuracy_score(t, p, sample_weight=w, adjusted=True)),
        "mcc": ask(lambda: m.matthews_corrcoef(t, p, sample_weight=w)),
        "likelihood": ask(lambda: m.class_likelihood_ratios(t, p, sample_weight=w)),
        "multilabel": ask(lambda: m.multilabel_confusion_matrix(t, p, sample_weight=w, labels=labels)),
        "report": ask(lambda: m.classification_report(t, p, sample_weight=w, labels=labels, target_names=names)),
        "report4": ask(lambda: m.classification_report(t, p, sample_weight=w, labels=labels, target_names=names, digits=4, zero_division=1)),
    }
    for share in (None, "true", "pred", "all"):
        e["confusion_%s" % share] = ask(lambda: m.confusion_matrix(t, p, sample_weight=w, labels=labels, normalize=share))
    for weighting in (None, "linear", "quadratic"):
        e["kappa_%s" % weighting] = ask(lambda: m.cohen_kappa_score(t, p, sample_weight=w, labels=labels, weights=weighting))
    for zero in (0, 1):
        for average in ("binary", "micro", "macro", "weighted", None):
            k = {"average": average, "sample_weight": w, "zero_division": zero, "labels": labels}
            end = "_%s_%d" % (average, zero)
            e["precision" + end] = ask(lambda: m.precision_score(t, p, **k))
            e["recall" + end] = ask(lambda: m.recall_score(t, p, **k))
            e["f1" + end] = ask(lambda: m.f1_score(t, p, **k))
            e["f2" + end] = ask(lambda: m.fbeta_score(t, p, beta=2, **k))
            e["fhalf" + end] = ask(lambda: m.fbeta_score(t, p, beta=0.5, **k))
            e["jaccard" + end] = ask(lambda: m.jaccard_score(t, p, **k))
    return {"name": name, "truth": plain(t), "predicted": plain(p), "weights": None if w is None else plain(w), "labels": labels, "names": names, "expected": e}


def multilabel(name, truth, predicted, weights=None):
    t, p = np.asarray(truth, int), np.asarray(predicted, int)
    w = None if weights is None else np.asarray(weights, float)
    scores = np.round(rng.rand(*t.shape), 1)
    e = {
        "accuracy": ask(lambda: m.accuracy_score(t, p, sample_weight=w)), "zero_one": ask(lambda: m.zero_one_loss(t, p, sample_weight=w)),
        "hamming": ask(lambda: m.hamming_loss(t, p, sample_weight=w)), "multilabel": ask(lambda: m.multilabel_confusion_matrix(t, p, sample_weight=w)),
        "multilabel_samples": ask(lambda: m.multilabel_confusion_matrix(t, p, sample_weight=w, samplewise=True)),
        "report": ask(lambda: m.classification_report(t, p, sample_weight=w)),
        "lrap": ask(lambda: m.label_ranking_average_precision_score(t, scores, sample_weight=w)),
        "coverage": ask(lambda: m.coverage_error(t, scores, sample_weight=w)), "ranking_loss": ask(lambda: m.label_ranking_loss(t, scores, sample_weight=w)),
    }
    for zero in (0, 1):
        for average in ("micro", "macro", "weighted", "samples"):
            k = {"average": average, "sample_weight": w, "zero_division": zero}
            end = "_%s_%d" % (average, zero)
            e["precision" + end] = ask(lambda: m.precision_score(t, p, **k))
            e["recall" + end] = ask(lambda: m.recall_score(t, p, **k))
            e["f1" + end] = ask(lambda: m.f1_score(t, p, **k))
            e["f2" + end] = ask(lambda: m.fbeta_score(t, p, beta=2, **k))
            e["jaccard" + end] = ask(lambda: m.jaccard_score(t, p, **k))
    for average in ("micro", "macro", "weighted", "samples", None):
        e["auc_%s" % average] = ask(lambda: m.roc_auc_score(t, scores, average=average, sample_weight=w))
        e["ap_%s" % average] = ask(lambda: m.average_precision_score(t, scores, average=average, sample_weight=w))
    e["auc_macro_partial"] = ask(lambda: m.roc_auc_score(t, scores, average="macro", sample_weight=w, max_fpr=0.4))
    return {"name": name, "labels": t.shape[1], "truth": plain(t), "predicted": plain(p), "scores": plain(scores), "weights": None if w is None else plain(w), "expected": e}


def binary(name, truth, scores, weights=None, drawn=None):
    t, s = np.asarray(truth, int), np.asarray(scores, float)
    w = None if weights is None else np.asarray(weights, float)
    k = {"sample_weight": w}
    e = {
        "auc": ask(lambda: m.roc_auc_score(t, s, **k)), "ap": ask(lambda: m.average_precision_score(t, s, pos_label=max(t), **k)),
        "hinge": ask(lambda: m.hinge_loss(t, s, **k)), "brier": ask(lambda: m.brier_score_loss(t, s, **k)),
        "top1": ask(lambda: m.top_k_accuracy_score(t, s, k=1, labels=[0, 1], **k)), "top2": ask(lambda: m.top_k_accuracy_score(t, s, k=2, labels=[0, 1], **k)),
    }
    if s.min() >= 0 and s.max() <= 1:  # Of other numbers scikit-learn clips away what is not a probability; Kiln refuses them.
        e["log_loss"] = ask(lambda: m.log_loss(t, s, labels=[0, 1], **k))
        e["log_sum"] = ask(lambda: m.log_loss(t, s, labels=[0, 1], normalize=False, **k))
    for limit in (0.05, 0.1, 0.3, 0.5, 0.9, 1.0):
        e["auc_%g" % limit] = ask(lambda: m.roc_auc_score(t, s, max_fpr=limit, **k))
    if not drawn:
        positive = None if set(t) <= {0, 1} or set(t) <= {-1, 1} else max(t)
        for drop in (True, False):
            e["roc_%s" % drop] = ask(lambda: list(np.concatenate(m.roc_curve(t, s, drop_intermediate=drop, pos_label=positive, **k))))
        e["pr"] = ask(lambda: list(np.concatenate(m.precision_recall_curve(t, s, pos_label=positive, **k))))
        e["det"] = ask(lambda: list(np.concatenate(m.det_curve(t, s, pos_label=positive, **k))))
        if w is None:
            e["calibration_uniform"] = ask(lambda: list(np.concatenate(calibration_curve(t, s, n_bins=7, pos_label=positive))))
            e["calibration_quantile"] = ask(lambda: list(np.concatenate(calibration_curve(t, s, n_bins=7, strategy="quantile", pos_label=positive))))
    case = {"name": name}
    case.update({"draw": drawn} if drawn else {"truth": plain(t), "scores": plain(s), "weights": None if w is None else plain(w)})
    case["expected"] = e
    return case


def multiclass(name, truth, scores, weights=None):
    t, s = np.asarray(truth, int), np.asarray(scores, float)
    w = None if weights is None else np.asarray(weights, float)
    labels = np.arange(s.shape[1])
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    e = {
        "log_loss": ask(lambda: m.log_loss(t, p, labels=labels, sample_weight=w)), "hinge": ask(lambda: m.hinge_loss(t, s, labels=labels, sample_weight=w)),
        "ovr_raw": ask(lambda: m.roc_auc_score(t, p, labels=labels, multi_class="ovr", average=None, sample_weight=w)),
    }
    for k in range(1, s.shape[1]):
        e["top%d" % k] = ask(lambda: m.top_k_accuracy_score(t, s, k=k, labels=labels, sample_weight=w))
        e["top%d_sum" % k] = ask(lambda: m.top_k_accuracy_score(t, s, k=k, labels=labels, sample_weight=w, normalize=False))
    for average in ("macro", "weighted", "micro"):
        e["ovr_" + average] = ask(lambda: m.roc_auc_score(t, p, labels=labels, multi_class="ovr", average=average, sample_weight=w))
        e["ovo_" + average] = ask(lambda: m.roc_auc_score(t, p, labels=labels, multi_class="ovo", average=average, sample_weight=w))
        e["ap_" + average] = ask(lambda: m.average_precision_score(label_binarize(t, classes=labels), p, average=average, sample_weight=w))
    return {"name": name, "classes": s.shape[1], "truth": plain(t), "scores": plain(s), "probabilities": plain(p), "weights": None if w is None else plain(w), "expected": e}


def gain(name, relevances, scores, weights=None):
    y, s = np.asarray(relevances, float), np.asarray(scores, float)
    w = None if weights is None else np.asarray(weights, float)
    e = {}
    for k in (None, 1, 3, 100):
        e["dcg_%s" % k] = ask(lambda: m.dcg_score(y, s, k=k, sample_weight=w))
        e["ndcg_%s" % k] = ask(lambda: m.ndcg_score(y, s, k=k, sample_weight=w))
    e["dcg_e"] = ask(lambda: m.dcg_score(y, s, log_base=np.e, sample_weight=w))
    if len(np.unique(s)) == s.size:
        e["ndcg_fast"] = ask(lambda: m.ndcg_score(y, s, ignore_ties=True, k=4, sample_weight=w))
        e["dcg_fast"] = ask(lambda: m.dcg_score(y, s, ignore_ties=True, sample_weight=w))
    return {"name": name, "items": y.shape[1], "relevances": plain(y), "scores": plain(s), "weights": None if w is None else plain(w), "expected": e}


def clustering(name, truth, predicted, drawn=None):
    t, p = np.asarray(truth, int), np.asarray(predicted, int)
    e = {
        "pairs": ask(lambda: m.cluster.pair_confusion_matrix(t, p)), "rand": ask(lambda: m.rand_score(t, p)), "ari": ask(lambda: m.adjusted_rand_score(t, p)),
        "mi": ask(lambda: m.mutual_info_score(t, p)), "homogeneity": ask(lambda: m.homogeneity_score(t, p)), "completeness": ask(lambda: m.completeness_score(t, p)),
        "v": ask(lambda: m.v_measure_score(t, p)), "v2": ask(lambda: m.v_measure_score(t, p, beta=2.0)), "fm": ask(lambda: m.fowlkes_mallows_score(t, p)),
    }
    for average in ("arithmetic", "geometric", "min", "max"):
        e["nmi_" + average] = ask(lambda: m.normalized_mutual_info_score(t, p, average_method=average))
        e["ami_" + average] = ask(lambda: m.adjusted_mutual_info_score(t, p, average_method=average))
    case = {"name": name}
    case.update({"draw": drawn} if drawn else {"truth": plain(t), "predicted": plain(p)})
    case["expected"] = e
    return case


def shapes(name, x, groups):
    x = np.asarray(x, float)
    distances = np.abs(x[:, None, :] - x[None, :, :]).sum(axis=2)
    e = {
        "silhouette": ask(lambda: m.silhouette_score(x, groups)), "samples": ask(lambda: m.silhouette_samples(x, groups)),
        "precomputed": ask(lambda: m.silhouette_samples(distances, groups, metric="precomputed")),
        "calinski": ask(lambda: m.calinski_harabasz_score(x, groups)), "davies": ask(lambda: m.davies_bouldin_score(x, groups)),
    }
    return {"name": name, "columns": x.shape[1], "features": plain(x), "groups": plain(np.asarray(groups, int)), "expected": e}


def short(values):
    return np.round(values, 4)


y = short(rng.randn(60) * 3)
positive = short(rng.gamma(2, 2, 50) + 0.01)
w60 = short(rng.rand(60))
w60[::7] = 0
counts = rng.poisson(1.5, 40)
many, guess = short(rng.randn(90)), short(rng.randn(90))
long_y, long_p, long_w = draw(20000, 1) * 10 + 0.5, draw(20000, 2) * 10 + 0.5, draw(20000, 3)
flat = np.column_stack([short(rng.rand(20)), np.full(20, 3.0), short(rng.rand(20))])
flat_p = np.column_stack([short(rng.rand(20)), np.full(20, 3.0), short(rng.rand(20))])

b60 = rng.randint(0, 2, 60)
c200, d200 = rng.randint(0, 6, 200), rng.randint(0, 6, 200)
d200[:120] = c200[:120]
w200 = short(rng.rand(200) * 3)
w200[:20] = 0

ml_t, ml_p = rng.randint(0, 2, (25, 5)), rng.randint(0, 2, (25, 5))
empty_t, empty_p = ml_t.copy(), ml_p.copy()
empty_t[:4], empty_p[2:6], empty_t[:, 1], empty_p[:, 2] = 0, 0, 0, 0
w25 = short(rng.rand(25))
w25[3] = 0

chance = short(rng.rand(80))
b80 = (rng.rand(80) < chance).astype(int)
w80 = short(rng.rand(80))
w80[::9] = 0
long_t = (draw(20000, 4) < 0.3).astype(int)
long_s = draw(20000, 5) * 0.7 + 0.3 * long_t * draw(20000, 6)

mc_t = rng.randint(0, 5, 70)
mc_s = short(rng.randn(70, 5) + 1.2 * np.eye(5)[mc_t])
w70 = short(rng.rand(70))
w70[5] = 0
missing = np.where(mc_t == 3, 1, mc_t)

groups = rng.randint(0, 4, 60)
blobs = short(rng.randn(60, 3) + 3 * np.eye(4)[groups][:, :3])
pairs = np.array([[0.0, 0], [0, 1], [5, 5], [5, 6], [20, 20]])

result = {
    "regression": [
        regression("noise", y, y + short(0.5 * rng.randn(60))),
        regression("weights", y, y + short(0.5 * rng.randn(60)), w60),
        regression("above zero", positive, positive * short(np.exp(0.3 * rng.randn(50)))),
        regression("above zero with weights", positive, short(positive * np.exp(0.3 * rng.randn(50))), short(rng.rand(50))),
        regression("counts with zeros", counts, short(rng.gamma(2, 1, 40) + 0.1)),
        regression("tiny values", 1e-9 * positive, 1e-9 * positive * short(1 + 0.1 * rng.rand(50))),
        regression("large values", 1e9 + y, 1e9 + y[::-1]),
        regression("constant truth, perfect", [2, 2, 2], [2, 2, 2]),
        regression("constant truth, wrong", [2, 2, 2, 2], [2, 2, 3, 2]),
        regression("constant prediction", y, np.full(60, 0.25)),
        regression("zeros in the truth", [0, 0, 1, 2], [0, 0.5, 1, 1]),
        regression("even and tied", [1, 2, 3, 4, 4, 4], [2, 2, 2, 2, 2, 2]),
        regression("tied with weights", [1, 2, 3, 4, 4, 4], [2, 2, 2, 2, 2, 2], [0, 1, 2, 0, 0, 3]),
        regression("weights that are all zero", [1, 2, 3], [1, 2, 4], [0, 0, 0]),
        regression("one sample", [1.5], [1.0]),
        regression("two samples", [1.5, 2.5], [1.0, 3.0]),
        regression("three outputs", many, guess, outputs=3),
        regression("three outputs with weights", many, guess, short(rng.rand(30)), outputs=3),
        regression("three outputs above zero", np.abs(many), np.abs(guess), outputs=3),
        regression("a constant output", flat, flat_p, outputs=3),
        regression("all outputs constant", np.ones((5, 2)), np.arange(10.0).reshape(5, 2), outputs=2),
        regression("long", long_y, long_p, drawn={"count": 20000, "weighted": False}),
        regression("long with weights", long_y, long_p, long_w, drawn={"count": 20000, "weighted": True}),
    ],
    "classification": [
        classification("binary", b60, np.where(rng.rand(60) < 0.7, b60, 1 - b60)),
        classification("binary with weights", b60, rng.randint(0, 2, 60), w60),
        classification("minus one and one", 2 * b60 - 1, 2 * rng.randint(0, 2, 60) - 1),
        classification("six classes", c200, d200),
        classification("six classes with weights", c200, d200, w200),
        classification("some labels", c200, d200, labels=[4, 1, 0]),
        classification("some labels with weights", c200, d200, w200, labels=[2, 5]),
        classification("a label that does not occur", c200, d200, labels=[1, 9]),
        classification("named", c200 % 3, d200 % 3, names=["setosa", "versicolor, the second one", "v"]),
        classification("never predicted", [0, 1, 2, 2, 1, 0], [0, 0, 1, 1, 1, 1]),
        classification("only in the predictions", [0, 0, 1, 1, 3, 3], [0, 2, 1, 1, 2, 0]),
        classification("nothing right", [0, 0, 1, 1], [1, 1, 2, 0]),
        classification("nothing right in two", [0, 1, 0], [1, 0, 1]),
        classification("all right", [3, 1, 2, 1], [3, 1, 2, 1]),
        classification("one class", [5, 5, 5], [5, 5, 5]),
        classification("one class, the positive", [1, 1], [1, 1]),
        classification("one class, the negative", [0, 0], [0, 0]),
        classification("constant truth", [1, 1, 1, 1], [1, 0, 1, 1]),
        classification("constant prediction", [1, 0, 1, 1], [0, 0, 0, 0]),
        classification("far apart", [-2000000000, 7, 2000000000, 7], [7, 7, 2000000000, -2000000000]),
        classification("a class of weight zero", [0, 0, 1, 1, 2], [0, 1, 1, 1, 0], [1, 2, 0, 0, 1.5]),
        classification("ties of rounding", [0] * 8 + [1] * 8, [0] * 5 + [1] * 3 + [1] * 7 + [0]),
    ],
    "multilabel": [
        multilabel("five labels", ml_t, ml_p),
        multilabel("five labels with weights", ml_t, ml_p, w25),
        multilabel("empty rows and columns", empty_t, empty_p),
        multilabel("empty rows and columns with weights", empty_t, empty_p, w25),
        multilabel("all", np.ones((4, 3), int), ml_p[:4, :3]),
        multilabel("two labels", ml_t[:, :2], ml_p[:, :2]),
    ],
    "binary": [
        binary("chances", b80, chance),
        binary("chances with weights", b80, chance, w80),
        binary("ties", b80, np.round(chance, 1)),
        binary("ties with weights", b80, np.round(chance, 1), w80),
        binary("all tied", b80, np.full(80, 0.5)),
        binary("decisions", b80, short(rng.randn(80) + b80)),
        binary("minus one and one", 2 * b80 - 1, short(rng.randn(80) + b80)),
        binary("other classes", 3 * b80 + 4, short(rng.randn(80) + b80)),
        binary("perfect", [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]),
        binary("inverted", [1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9]),
        binary("certain and wrong", [0, 1, 0, 1], [1.0, 0.0, 0.0, 1.0]),
        binary("only negatives", [0, 0, 0], [0.2, 0.7, 0.4]),
        binary("only positives", [1, 1, 1], [0.2, 0.7, 0.4]),
        binary("two samples", [0, 1], [0.5, 0.5]),
        binary("long", long_t, long_s, drawn={"count": 20000, "weighted": False}),
        binary("long with weights", long_t, long_s, long_w, drawn={"count": 20000, "weighted": True}),
    ],
    "multiclass": [
        multiclass("five classes", mc_t, mc_s),
        multiclass("five classes with weights", mc_t, mc_s, w70),
        multiclass("tied", mc_t, np.round(mc_s)),
        multiclass("a class that does not occur", missing, mc_s),
        multiclass("confident", mc_t, 60 * mc_s),
    ],
    "gain": [
        gain("relevances", rng.randint(0, 5, (6, 8)), short(rng.randn(6, 8))),
        gain("relevances with weights", rng.randint(0, 5, (6, 8)), short(rng.randn(6, 8)), [1, 0, 2, 0.5, 1, 3]),
        gain("ties", rng.randint(0, 5, (6, 8)), np.round(rng.randn(6, 8))),
        gain("nothing relevant", [[0, 0, 0], [1, 0, 2]], [[1, 2, 3], [3, 2, 2]]),
        gain("all tied", rng.randint(0, 5, (3, 8)), np.zeros((3, 8))),
    ],
    "clustering": [
        clustering("random", rng.randint(0, 4, 60), rng.randint(0, 5, 60)),
        clustering("alike", c200, d200),
        clustering("the same under other numbers", c200, 10 - c200),
        clustering("one group and many", np.zeros(6, int), np.arange(6)),
        clustering("many groups and one", np.arange(6), np.zeros(6, int)),
        clustering("one group each", np.zeros(4, int), np.zeros(4, int)),
        clustering("all alone", np.arange(5), np.arange(5)),
        clustering("one sample", [3], [4]),
        clustering("far apart", [-2000000000, 7, 7, 2000000000], [1, 1, 2000000000, 2]),
        clustering("long", (draw(20000, 7) * 12).astype(int), (draw(20000, 8) * 9 + (draw(20000, 7) * 3)).astype(int), drawn={"count": 20000}),
        clustering("long, many groups", (draw(20000, 7) * 700).astype(int), (draw(20000, 8) * 900).astype(int), drawn={"count": 20000, "many": True}),
    ],
    "shapes": [
        shapes("blobs", blobs, groups),
        shapes("one alone", pairs, [0, 0, 1, 1, 2]),
        shapes("coincident", [[1.0, 1], [1, 1], [2, 2], [2, 2]], [0, 0, 1, 1]),
        shapes("centers together", [[0.0], [2], [1], [1]], [0, 0, 1, 1]),
        shapes("one group", pairs, [0, 0, 0, 0, 0]),
        shapes("all alone", pairs, [0, 1, 2, 3, 4]),
        shapes("labels far apart", pairs, [-5, -5, 900000, 900000, 900000]),
    ],
}
text = json.dumps(result, indent=1, allow_nan=False)
# Arrays of numbers stay on one line.
print(re.sub(r"\[\s+([-\d.eE+,\s\"NaInfity]+?)\s+\]", lambda match: "[" + re.sub(r"\s+", " ", match.group(1)) + "]", text))
