"""Metrics, splits and synthetic data of the coverage table by scikit-learn 1.2.1, into coverage/metrics.json, splits.json and synthetic.json.

Usage: KILN_TEST_DATA=DIR python3 make_coverage_metrics.py

What metrics are taken of follows from a data set by single IEEE operations alone, in the same order as in Coverage/CoverageSamples.cs: scores that are sums over the features,
probabilities that are quotients, classes that are the largest score, numbers that are the target and a part of its range.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn import datasets as ds
from sklearn import metrics as m
from sklearn import model_selection as ms

import coverage_data as data

assert sklearn.__version__ == "1.2.1"
warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent / "coverage"
MOST = 2000  # rows that metrics of pairs of samples take


class Samples:
    def __init__(self, name):
        x, y = data.load({"sparse": "sparse/dense/unit"}.get(name, name + "/unit"))
        n = len(x)
        i = np.arange(n)
        self.x, self.n = x, n
        self.codes = data.classes(data.load(name)[1]).astype(int)
        self.codes = np.unique(self.codes, return_inverse=True)[1]
        self.k = k = int(self.codes.max()) + 1
        draws = np.random.RandomState(17).randn(x.shape[1] * k)
        self.scores = np.zeros((n, k))
        for j in range(x.shape[1]):
            self.scores = self.scores + x[:, j][:, None] * draws[j * k:(j + 1) * k]
        squares = self.scores * self.scores
        shares = squares / (1.0 + squares) + 0.1
        total = np.zeros(n)
        for c in range(k):
            total = total + shares[:, c]
        self.probabilities = shares / total[:, None]
        self.predicted = self.scores.argmax(axis=1)
        self.weights = 0.25 + (i * 7 % 13) / 13.0
        self.positive = (self.codes == k - 1).astype(int)
        self.decisions, self.share = self.scores[:, k - 1].copy(), self.probabilities[:, k - 1].copy()
        self.guess = (self.share >= 0.4).astype(int)
        y = np.asarray(data.load(name)[1], dtype=float)
        self.y = y
        self.around = y + (y.max() - y.min()) * ((i * 11 % 17) / 17.0 - 0.4)
        self.above = y - y.min() + 1.0
        self.near = self.above * (0.5 + (i * 11 % 17) / 17.0)
        self.two, self.two_around = np.c_[y, self.above], np.c_[self.around, self.near]
        kk = np.arange(k)
        self.flags = (self.codes[:, None] == kk).astype(int) | ((i[:, None] * 3 + kk * 5) % 7 == 0).astype(int)
        self.relevances = (i[:, None] * 5 + kk * 3) % 4
        self.groups = i * 7 % 11


def each(function, s, *more):
    """Plain and weighted."""
    return [function(*more), function(*more, sample_weight=s.weights)]


def averages(function, s):
    out = [function(s.codes, s.predicted, average=a, zero_division=0) for a in ("micro", "macro", "weighted")]
    return out + [function(s.codes, s.predicted, average="macro", sample_weight=s.weights, zero_division=0), function(s.positive, s.guess, zero_division=0)]


def scheme(s):
    # scikit-learn takes two classes by one column.
    if s.k == 2:
        return [m.roc_auc_score(s.codes, s.share), m.roc_auc_score(s.codes, s.share, sample_weight=s.weights)]
    return [m.roc_auc_score(s.codes, s.probabilities, multi_class=c, average=a) for c in ("ovr", "ovo") for a in ("macro", "weighted")]


METRICS = {
    "accuracy": lambda s: each(m.accuracy_score, s, s.codes, s.predicted),
    "balanced accuracy": lambda s: each(m.balanced_accuracy_score, s, s.codes, s.predicted) + [m.balanced_accuracy_score(s.codes, s.predicted, adjusted=True)],
    "precision": lambda s: averages(m.precision_score, s),
    "recall": lambda s: averages(m.recall_score, s),
    "F1": lambda s: averages(m.f1_score, s),
    "F-beta": lambda s: averages(lambda *a, **k: m.fbeta_score(*a, beta=0.5, **k), s),
    "Jaccard": lambda s: averages(m.jaccard_score, s),
    "Matthews correlation": lambda s: each(m.matthews_corrcoef, s, s.codes, s.predicted),
    "Cohen's kappa": lambda s: [m.cohen_kappa_score(s.codes, s.predicted, weights=w) for w in (None, "linear", "quadratic")],
    "Hamming, zero-one": lambda s: each(m.hamming_loss, s, s.codes, s.predicted) + each(m.zero_one_loss, s, s.codes, s.predicted),
    "log loss": lambda s: each(m.log_loss, s, s.codes, s.probabilities),
    "Brier": lambda s: each(m.brier_score_loss, s, s.positive, s.share),
    "hinge": lambda s: each(m.hinge_loss, s, s.positive, s.decisions) + ([m.hinge_loss(s.codes, s.scores)] if s.k > 2 else []),
    "top-k": lambda s: [m.top_k_accuracy_score(s.codes, s.scores if s.k > 2 else s.scores[:, 1], k=2 if s.k > 2 else 1)],
    "confusion matrix": lambda s: m.confusion_matrix(s.codes, s.predicted).ravel().tolist() + m.confusion_matrix(s.codes, s.predicted, normalize="true", sample_weight=s.weights).ravel().tolist(),
    "classification report": lambda s: np.array(m.precision_recall_fscore_support(s.codes, s.predicted, zero_division=0, labels=range(s.k))).T.ravel().tolist(),
    "ROC AUC": lambda s: each(m.roc_auc_score, s, s.positive, s.decisions) + [m.roc_auc_score(s.positive, s.decisions, max_fpr=0.3)] + scheme(s),
    "average precision": lambda s: each(m.average_precision_score, s, s.positive, s.decisions) + [m.average_precision_score(s.flags, s.scores, average=a) for a in ("macro", "micro", "weighted")],
    "ROC curve": lambda s: np.concatenate(m.roc_curve(s.positive, s.decisions, sample_weight=s.weights)[:2]).tolist(),
    "precision-recall curve": lambda s: np.concatenate(m.precision_recall_curve(s.positive, s.decisions)[:2]).tolist(),
    "mean squared error": lambda s: each(m.mean_squared_error, s, s.y, s.around) + [m.mean_squared_error(s.y, s.around, squared=False), m.mean_squared_error(s.two, s.two_around)],
    "mean absolute error": lambda s: each(m.mean_absolute_error, s, s.y, s.around) + [m.mean_absolute_error(s.two, s.two_around)],
    "median absolute error": lambda s: each(m.median_absolute_error, s, s.y, s.around),
    "mean absolute percentage error": lambda s: each(m.mean_absolute_percentage_error, s, s.above, s.near),
    "mean squared log error": lambda s: each(m.mean_squared_log_error, s, s.above, s.near),
    "R²": lambda s: each(m.r2_score, s, s.y, s.around) + [m.r2_score(s.two, s.two_around), m.r2_score(s.two, s.two_around, multioutput="variance_weighted")],
    "explained variance": lambda s: each(m.explained_variance_score, s, s.y, s.around),
    "max error": lambda s: [m.max_error(s.y, s.around)],
    "pinball": lambda s: each(lambda *a, **k: m.mean_pinball_loss(*a, alpha=0.3, **k), s, s.y, s.around),
    "Tweedie deviances": lambda s: [m.mean_tweedie_deviance(s.above, s.near, power=p, sample_weight=w) for p in (-1, 0, 1, 1.5, 2, 3) for w in (None, s.weights)],
    "D²": lambda s: [m.d2_absolute_error_score(s.y, s.around), m.d2_pinball_score(s.y, s.around, alpha=0.3), m.d2_tweedie_score(s.above, s.near, power=1)],
    "NDCG, DCG": lambda s: each(m.ndcg_score, s, s.relevances, s.scores) + [m.ndcg_score(s.relevances, s.scores, k=2), m.dcg_score(s.relevances, s.scores)],
    "label ranking": lambda s: [f(s.flags, s.scores, sample_weight=w) for f in (m.label_ranking_average_precision_score, m.label_ranking_loss, m.coverage_error) for w in (None, s.weights)],
    "Rand": lambda s: [m.rand_score(s.codes, s.predicted), m.adjusted_rand_score(s.codes, s.predicted)],
    "mutual information": lambda s: [m.mutual_info_score(s.codes, s.predicted), m.normalized_mutual_info_score(s.codes, s.predicted), m.adjusted_mutual_info_score(s.codes, s.predicted)],
    "homogeneity, completeness, V": lambda s: [m.homogeneity_score(s.codes, s.predicted), m.completeness_score(s.codes, s.predicted), m.v_measure_score(s.codes, s.predicted, beta=2)],
    "Fowlkes-Mallows": lambda s: [m.fowlkes_mallows_score(s.codes, s.predicted)],
    "silhouette": lambda s: [m.silhouette_score(s.x[:MOST], s.codes[:MOST])],
    "Calinski-Harabasz, Davies-Bouldin": lambda s: [m.calinski_harabasz_score(s.x, s.codes), m.davies_bouldin_score(s.x, s.codes)],
}


def parts(splits):
    return np.concatenate([np.concatenate([train, test]) for train, test in splits]).tolist()


def split(s, splitter):
    return parts(splitter.split(np.zeros((s.n, 1)), s.codes, s.groups))


SPLITS = {
    "train and test": lambda s: parts([ms.train_test_split(np.arange(s.n), test_size=0.3, random_state=4)]) + parts([ms.train_test_split(np.arange(s.n), stratify=s.codes, random_state=5)]),
    "k folds": lambda s: split(s, ms.KFold(4)) + split(s, ms.KFold(3, shuffle=True, random_state=1)),
    "stratified k folds": lambda s: split(s, ms.StratifiedKFold(4)) + split(s, ms.StratifiedKFold(3, shuffle=True, random_state=1)),
    "group k folds": lambda s: split(s, ms.GroupKFold(4)) + split(s, ms.StratifiedGroupKFold(3, shuffle=True, random_state=2)),
    "repeated k folds": lambda s: split(s, ms.RepeatedKFold(n_splits=3, n_repeats=2, random_state=6)) + split(s, ms.RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=6)),
    "shuffle": lambda s: split(s, ms.ShuffleSplit(3, test_size=0.2, random_state=7)) + split(s, ms.StratifiedShuffleSplit(3, test_size=0.2, random_state=7)),
    "group shuffle": lambda s: split(s, ms.GroupShuffleSplit(3, test_size=0.3, random_state=8)),
    "time series": lambda s: split(s, ms.TimeSeriesSplit(4, gap=1)),
    "leave one group out": lambda s: split(s, ms.LeaveOneGroupOut()),
    "leave one out": lambda s: parts(list(ms.LeaveOneOut().split(np.zeros((60, 1))))),
}

SHAPES = {"few": 30, "default": 100, "many": 2000}
SYNTHETIC = {
    "regression": lambda n: ds.make_regression(n, 12, n_informative=5, noise=0.5, bias=2.0, random_state=n),
    "regression of low rank": lambda n: ds.make_regression(n, 8, effective_rank=3, n_targets=2, random_state=n),
    "classification": lambda n: ds.make_classification(n, 10, n_informative=4, n_redundant=2, n_repeated=1, n_classes=3, random_state=n),
    "blobs": lambda n: ds.make_blobs(n, 3, centers=4, cluster_std=2.0, random_state=n),
    "moons": lambda n: ds.make_moons(n, noise=0.1, random_state=n),
    "circles": lambda n: ds.make_circles(n, noise=0.1, factor=0.5, random_state=n),
    "Friedman 1": lambda n: ds.make_friedman1(n, 7, noise=0.3, random_state=n),
    "Friedman 2": lambda n: ds.make_friedman2(n, noise=0.3, random_state=n),
    "Friedman 3": lambda n: ds.make_friedman3(n, noise=0.3, random_state=n),
    "sparse uncorrelated": lambda n: ds.make_sparse_uncorrelated(n, 6, random_state=n),
    "low rank matrix": lambda n: (ds.make_low_rank_matrix(n, 9, effective_rank=4, random_state=n),),
    "Gaussian quantiles": lambda n: ds.make_gaussian_quantiles(n_samples=n, n_features=3, n_classes=4, random_state=n),
    "Hastie 10.2": lambda n: ds.make_hastie_10_2(n, random_state=n),
    "multilabel classification": lambda n: ds.make_multilabel_classification(n, random_state=n),
    "S curve": lambda n: ds.make_s_curve(n, noise=0.1, random_state=n),
    "Swiss roll": lambda n: ds.make_swiss_roll(n, noise=0.1, random_state=n),
}


def write(name, cases):
    (HERE / f"{name}.json").write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in cases) + "\n]\n")
    print(name, len(cases), file=sys.stderr)


def main():
    sets = [Samples(name) for name in data.SETS]
    for name, table in (("metrics", METRICS), ("splits", SPLITS)):
        write(name, [{"name": row, "data": given, "result": data.summary(take(s))} for row, take in table.items() for given, s in zip(data.SETS, sets)])
    write("synthetic", [{"name": row, "data": shape, "result": data.summary(np.concatenate([np.asarray(a, dtype=float).ravel() for a in make(n)]))}
                        for row, make in SYNTHETIC.items() for shape, n in SHAPES.items()])


if __name__ == "__main__":
    main()
