#!/usr/bin/env python3
"""Makes generators.json with scikit-learn 1.2.1 (Debian: python3-sklearn): every generator, every option. Values have all their digits."""
import json
import pathlib
import warnings

import numpy as np
from sklearn import datasets as ds

warnings.simplefilter("ignore")
cases = []


def case(kind, result, **options):
    """Keeps the arrays of a result, of large ones every seventh value."""
    arrays = [np.asarray(a, dtype=float) for a in (result if isinstance(result, (tuple, list)) else (result,))]
    cases.append(dict(kind=kind, options=options,
                      arrays=[dict(shape=a.shape, step=7 if a.size > 200 else 1, values=a.ravel()[:: 7 if a.size > 200 else 1].tolist()) for a in arrays]))


for options, arguments in (
    (dict(samples=12, features=4, targets=3, noise=0.5, seed=1), dict(n_samples=12, n_features=4, n_targets=3, noise=0.5, random_state=1)),
    (dict(samples=20, features=12, effectiveRank=3, seed=2), dict(n_samples=20, n_features=12, effective_rank=3, random_state=2)),
    (dict(samples=9, features=15, effectiveRank=2, tailStrength=0.1, informative=4, bias=-2.0, seed=3),
     dict(n_samples=9, n_features=15, effective_rank=2, tail_strength=0.1, n_informative=4, bias=-2.0, random_state=3)),
    (dict(samples=8, features=6, shuffle=False, informative=2, targets=2, seed=4),
     dict(n_samples=8, n_features=6, shuffle=False, n_informative=2, n_targets=2, random_state=4)),
    (dict(seed=0), dict(random_state=0)),
):
    case("Regression", ds.make_regression(coef=True, **arguments), **options)
for options, arguments in (
    (dict(seed=0), dict(random_state=0)),
    (dict(samples=60, features=5, seed=1), dict(n_samples=60, n_features=5, random_state=1)),
    (dict(samples=50, features=12, informative=4, redundant=3, repeated=2, classes=3, seed=2),
     dict(n_samples=50, n_features=12, n_informative=4, n_redundant=3, n_repeated=2, n_classes=3, random_state=2)),
    (dict(samples=41, features=4, informative=3, redundant=0, clustersPerClass=1, classes=4, weights=[0.1, 0.5, 0.2], flip=0.3, separation=2.5, seed=3),
     dict(n_samples=41, n_features=4, n_informative=3, n_redundant=0, n_clusters_per_class=1, n_classes=4, weights=[0.1, 0.5, 0.2], flip_y=0.3, class_sep=2.5,
          random_state=3)),
    (dict(samples=30, features=6, informative=3, hypercube=False, shift=None, scale=None, weights=[0.8, 0.2], seed=4),
     dict(n_samples=30, n_features=6, n_informative=3, hypercube=False, shift=None, scale=None, weights=[0.8, 0.2], random_state=4)),
    (dict(samples=25, features=8, informative=7, redundant=1, clustersPerClass=1, classes=2, shift=1.5, scale=0.5, shuffle=False, flip=-1.0, seed=5),
     dict(n_samples=25, n_features=8, n_informative=7, n_redundant=1, n_clusters_per_class=1, n_classes=2, shift=1.5, scale=0.5, shuffle=False, flip_y=-1.0,
          random_state=5)),
    (dict(samples=20, features=34, informative=33, redundant=1, seed=6), dict(n_samples=20, n_features=34, n_informative=33, n_redundant=1, random_state=6)),
    (dict(samples=20, features=10, informative=9, redundant=0, classes=1, clustersPerClass=5, seed=7),
     dict(n_samples=20, n_features=10, n_informative=9, n_redundant=0, n_classes=1, n_clusters_per_class=5, random_state=7)),
):
    case("Classification", ds.make_classification(**arguments), **options)
case("Blobs", ds.make_blobs([3, 5, 4], 3, cluster_std=[0.5, 2, 1], random_state=1, return_centers=True), sizes=[3, 5, 4], features=3, deviations=[0.5, 2, 1], seed=1)
case("Blobs", ds.make_blobs([3, 5], centers=[[0, 1], [5, 5]], random_state=2, return_centers=True), sizes=[3, 5], features=2, centers=[[0, 1], [5, 5]], seed=2)
case("Blobs", ds.make_blobs([4, 4], 2, center_box=(3, 9), shuffle=False, random_state=3, return_centers=True), sizes=[4, 4], features=2, low=3, high=9, shuffle=False,
     seed=3)
case("BlobsAt", ds.make_blobs(11, centers=[[0.5], [-3], [7]], cluster_std=[1, 2, 3], random_state=4), samples=11, centers=[[0.5], [-3], [7]], deviations=[1, 2, 3], seed=4)
for name, make, more in (("Moons", ds.make_moons, {}), ("Circles", ds.make_circles, dict(factor=0.3))):
    case(name, make(11, random_state=1), samples=11, seed=1)
    case(name, make(30, noise=0.2, random_state=2, **more), samples=30, noise=0.2, seed=2, **more)
    case(name, make(8, shuffle=False, noise=0.1, random_state=3), samples=8, shuffle=False, noise=0.1, seed=3)
    case(name, make((3, 9), random_state=4), pair=[3, 9], seed=4)
case("Friedman1", ds.make_friedman1(15, 6, noise=0.5, random_state=1), samples=15, features=6, noise=0.5, seed=1)
case("Friedman2", ds.make_friedman2(15, noise=0.5, random_state=2), samples=15, noise=0.5, seed=2)
case("Friedman3", ds.make_friedman3(15, noise=0.1, random_state=3), samples=15, noise=0.1, seed=3)
case("SparseUncorrelated", ds.make_sparse_uncorrelated(15, 6, random_state=1), samples=15, features=6, seed=1)
case("SparseCodedSignal", list(ds.make_sparse_coded_signal(6, n_components=8, n_features=5, n_nonzero_coefs=3, random_state=1, data_transposed=False)),
     samples=6, components=8, features=5, nonZero=3, seed=1)
case("SparseSpdMatrix", ds.make_sparse_spd_matrix(9, alpha=0.7, random_state=1), samples=9, alpha=0.7, seed=1)
case("SparseSpdMatrix", ds.make_sparse_spd_matrix(8, alpha=0.5, norm_diag=True, smallest_coef=0.2, largest_coef=0.4, random_state=2),
     samples=8, alpha=0.5, unitDiagonal=True, smallest=0.2, largest=0.4, seed=2)
case("LowRankMatrix", ds.make_low_rank_matrix(12, 7, effective_rank=3, random_state=1), samples=12, features=7, effectiveRank=3, seed=1)
case("LowRankMatrix", ds.make_low_rank_matrix(40, 90, effective_rank=5, tail_strength=0.2, random_state=2), samples=40, features=90, effectiveRank=5, tailStrength=0.2, seed=2)
case("GaussianQuantiles", ds.make_gaussian_quantiles(n_samples=23, n_features=3, n_classes=4, random_state=1), samples=23, features=3, classes=4, seed=1)
case("GaussianQuantiles", ds.make_gaussian_quantiles(mean=[1, -2], cov=2.5, n_samples=20, n_classes=3, shuffle=False, random_state=2),
     samples=20, features=2, mean=[1, -2], variance=2.5, classes=3, shuffle=False, seed=2)
case("Hastie102", ds.make_hastie_10_2(25, random_state=1), samples=25, seed=1)
case("SwissRoll", ds.make_swiss_roll(15, noise=0.3, random_state=1), samples=15, noise=0.3, seed=1)
case("SwissRoll", ds.make_swiss_roll(15, hole=True, random_state=2), samples=15, hole=True, seed=2)
case("SCurve", ds.make_s_curve(15, noise=0.3, random_state=1), samples=15, noise=0.3, seed=1)
case("MultilabelClassification", ds.make_multilabel_classification(12, 8, random_state=1), samples=12, features=8, seed=1)
case("MultilabelClassification", ds.make_multilabel_classification(40, 30, n_classes=9, n_labels=3, length=8, allow_unlabeled=False, random_state=2),
     samples=40, features=30, classes=9, labels=3, length=8, allowUnlabeled=False, seed=2)
draws = {str(mean): np.random.RandomState(5).poisson(mean, 40).tolist() for mean in (0, 0.3, 4, 9.99, 10, 37.5, 1000, 1e7)}
cases.append(dict(kind="Poisson", options={}, arrays=[], draws=draws))
(pathlib.Path(__file__).parent / "generators.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
