"""Metrics in scikit-learn, on the data of MetricsFamily.cs."""
import numpy as np
from sklearn import metrics as m

from sklearn_kit import draw

ROWS = 100000


def unit(count, seed):
    return (draw(count, seed) + 1) * 0.5


def codes(count, classes, seed):
    return (unit(count, seed) * classes).astype(np.int64)


def guesses(truth, classes, seed):
    """Seven of ten as the truth has them, the others at random."""
    return np.where(unit(len(truth), seed) < 0.7, truth, codes(len(truth), classes, seed + 1))


def rows(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def data():
    y, p = unit(ROWS, 1) * 10 + 0.5, unit(ROWS, 2) * 10 + 0.5
    w = unit(ROWS, 3)
    b = codes(ROWS, 2, 4)
    c = codes(ROWS, 10, 6)
    f = codes(ROWS, 5, 8)
    s = unit(ROWS, 10) * 0.7 + 0.3 * b
    five = rows(draw((ROWS, 5), 11) * 2 + 2 * np.eye(5)[f])
    return dict(y=y, p=p, w=w, b=b, bp=guesses(b, 2, 20), c=c, cp=guesses(c, 10, 22), f=f, s=s, five=five,
                g=codes(100000, 5, 12).reshape(1000, 100).astype(float), gs=draw((1000, 100), 13),
                l=codes(100000, 2, 14).reshape(10000, 10), ls=draw((10000, 10), 15),
                x=draw((ROWS, 10), 16) + codes(ROWS, 10, 6)[:, None])


TASKS = {
    "accuracy": lambda d: m.accuracy_score(d["c"], d["cp"]),
    "accuracy-weighted": lambda d: m.accuracy_score(d["c"], d["cp"], sample_weight=d["w"]),
    "balanced-accuracy": lambda d: m.balanced_accuracy_score(d["c"], d["cp"]),
    "zero-one-loss": lambda d: m.zero_one_loss(d["c"], d["cp"]),
    "hamming-loss": lambda d: m.hamming_loss(d["c"], d["cp"]),
    "precision-macro": lambda d: m.precision_score(d["c"], d["cp"], average="macro"),
    "recall-weighted": lambda d: m.recall_score(d["c"], d["cp"], average="weighted"),
    "f1-binary": lambda d: m.f1_score(d["b"], d["bp"]),
    "f1-macro-weights": lambda d: m.f1_score(d["c"], d["cp"], average="macro", sample_weight=d["w"]),
    "jaccard-macro": lambda d: m.jaccard_score(d["c"], d["cp"], average="macro"),
    "confusion-matrix": lambda d: m.confusion_matrix(d["c"], d["cp"]),
    "classification-report": lambda d: len(m.classification_report(d["c"], d["cp"])),
    "matthews": lambda d: m.matthews_corrcoef(d["c"], d["cp"]),
    "kappa": lambda d: m.cohen_kappa_score(d["c"], d["cp"]),
    "log-loss-binary": lambda d: m.log_loss(d["b"], d["s"]),
    "log-loss-5": lambda d: m.log_loss(d["f"], d["five"]),
    "brier": lambda d: m.brier_score_loss(d["b"], d["s"]),
    "hinge": lambda d: m.hinge_loss(d["b"], d["s"]),
    "top-2-of-5": lambda d: m.top_k_accuracy_score(d["f"], d["five"], k=2),
    "roc-auc": lambda d: m.roc_auc_score(d["b"], d["s"]),
    "roc-auc-weights": lambda d: m.roc_auc_score(d["b"], d["s"], sample_weight=d["w"]),
    "roc-auc-ovr": lambda d: m.roc_auc_score(d["f"], d["five"], multi_class="ovr"),
    "roc-auc-ovo": lambda d: m.roc_auc_score(d["f"], d["five"], multi_class="ovo"),
    "roc-curve": lambda d: m.roc_curve(d["b"], d["s"])[1],
    "pr-curve": lambda d: m.precision_recall_curve(d["b"], d["s"])[0],
    "det-curve": lambda d: m.det_curve(d["b"], d["s"])[0],
    "average-precision": lambda d: m.average_precision_score(d["b"], d["s"]),
    "mse": lambda d: m.mean_squared_error(d["y"], d["p"]),
    "mse-weights": lambda d: m.mean_squared_error(d["y"], d["p"], sample_weight=d["w"]),
    "mae": lambda d: m.mean_absolute_error(d["y"], d["p"]),
    "median-ae": lambda d: m.median_absolute_error(d["y"], d["p"]),
    "median-ae-weights": lambda d: m.median_absolute_error(d["y"], d["p"], sample_weight=d["w"]),
    "mape": lambda d: m.mean_absolute_percentage_error(d["y"], d["p"]),
    "msle": lambda d: m.mean_squared_log_error(d["y"], d["p"]),
    "r2": lambda d: m.r2_score(d["y"], d["p"]),
    "explained-variance": lambda d: m.explained_variance_score(d["y"], d["p"]),
    "max-error": lambda d: m.max_error(d["y"], d["p"]),
    "pinball": lambda d: m.mean_pinball_loss(d["y"], d["p"], alpha=0.2),
    "d2-absolute": lambda d: m.d2_absolute_error_score(d["y"], d["p"]),
    "poisson": lambda d: m.mean_poisson_deviance(d["y"], d["p"]),
    "gamma": lambda d: m.mean_gamma_deviance(d["y"], d["p"]),
    "tweedie-1.5": lambda d: m.mean_tweedie_deviance(d["y"], d["p"], power=1.5),
    "d2-tweedie": lambda d: m.d2_tweedie_score(d["y"], d["p"], power=1),
    "dcg": lambda d: m.dcg_score(d["g"], d["gs"]),
    "ndcg": lambda d: m.ndcg_score(d["g"], d["gs"]),
    "lrap": lambda d: m.label_ranking_average_precision_score(d["l"], d["ls"]),
    "coverage": lambda d: m.coverage_error(d["l"], d["ls"]),
    "ranking-loss": lambda d: m.label_ranking_loss(d["l"], d["ls"]),
    "f1-samples": lambda d: m.f1_score(d["l"], (d["ls"] > 0).astype(np.int64), average="samples"),
    "adjusted-rand": lambda d: m.adjusted_rand_score(d["c"], d["cp"]),
    "rand": lambda d: m.rand_score(d["c"], d["cp"]),
    "nmi": lambda d: m.normalized_mutual_info_score(d["c"], d["cp"]),
    "ami": lambda d: m.adjusted_mutual_info_score(d["c"], d["cp"]),
    "v-measure": lambda d: m.v_measure_score(d["c"], d["cp"]),
    "fowlkes-mallows": lambda d: m.fowlkes_mallows_score(d["c"], d["cp"]),
    "silhouette-4000": lambda d: m.silhouette_score(d["x"][:4000], d["c"][:4000]),
    "calinski-harabasz": lambda d: m.calinski_harabasz_score(d["x"], d["c"]),
    "davies-bouldin": lambda d: m.davies_bouldin_score(d["x"], d["c"]),
}


def metric(name):
    operands = data()
    task = TASKS[name]
    last = []

    def run():
        last[:] = [task(operands)]

    return {"run": run, "result": lambda: np.atleast_1d(np.asarray(last[0], float)).ravel()}
