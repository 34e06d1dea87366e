#!/usr/bin/env python3
"""Makes splitters.json with scikit-learn 1.2.1 (Debian: python3-sklearn).

Labels and groups are drawn from seeds that the test draws from again. Small splits are listed; of large ones the SHA-256 of all
train and test numbers, as little-endian 32-bit integers in the order in which they come, is kept.
"""
import hashlib
import json
import pathlib
import warnings

import numpy as np
from sklearn import model_selection as ms

warnings.simplefilter("ignore")
cases = []


def case(kind, options, count, classes=0, groups=0, seed=0, skewed=False, **arguments):
    labels = np.random.RandomState(seed).randint(0, classes, count) if classes else None
    members = np.random.RandomState(seed + 1).randint(0, groups, count) if groups else None
    if skewed:  # groups of very different sizes, numbered with gaps and below zero
        members = members * members // groups * 3 - 5
    splits = list(getattr(ms, kind)(**arguments).split(np.zeros((count, 1)), labels, members))
    flat = np.concatenate([np.concatenate(s) for s in splits]).astype("<i4")
    cases.append(dict(
        splitter=kind, options=options, count=count, classes=classes, groups=groups, seed=seed, skewed=skewed, splits=len(splits),
        sizes=[[len(s[0]), len(s[1])] for s in splits][:12],
        parts=[[s[0].tolist(), s[1].tolist()] for s in splits] if len(flat) <= 150 else None,
        sha=hashlib.sha256(flat.tobytes()).hexdigest()))


for count, folds in ((10, 3), (7, 7), (1003, 5)):
    case("KFold", dict(Folds=folds), count, n_splits=folds)
    case("KFold", dict(Folds=folds, Shuffle=True, Seed=42), count, n_splits=folds, shuffle=True, random_state=42)
for count, classes, folds, seed in ((20, 2, 4, 1), (30, 3, 3, 2), (997, 7, 10, 3), (60, 25, 5, 4)):
    case("StratifiedKFold", dict(Folds=folds), count, classes, seed=seed, n_splits=folds)
    case("StratifiedKFold", dict(Folds=folds, Shuffle=True, Seed=seed), count, classes, seed=seed, n_splits=folds, shuffle=True, random_state=seed)
for count, groups, folds, seed, skewed in ((20, 6, 3, 1, False), (300, 40, 5, 2, False), (5000, 1500, 7, 3, False), (4000, 300, 4, 5, True),
                                           (20000, 19000, 3, 6, False)):
    case("GroupKFold", dict(Folds=folds), count, groups=groups, seed=seed, skewed=skewed, n_splits=folds)
for count, classes, groups, folds, seed, skewed in ((24, 2, 8, 3, 1, False), (300, 3, 40, 5, 2, False), (1000, 10, 150, 4, 3, True), (600, 2, 300, 9, 4, False),
                                                    (500, 1, 90, 11, 5, True), (2000, 140, 60, 3, 6, False)):
    case("StratifiedGroupKFold", dict(Folds=folds), count, classes, groups, seed, skewed, n_splits=folds)
    case("StratifiedGroupKFold", dict(Folds=folds, Shuffle=True, Seed=seed), count, classes, groups, seed, skewed,
         n_splits=folds, shuffle=True, random_state=seed)
case("RepeatedKFold", dict(Folds=3, Repeats=4, Seed=7), 11, n_splits=3, n_repeats=4, random_state=7)
case("RepeatedKFold", dict(), 200, n_splits=5, n_repeats=10, random_state=0)
case("RepeatedStratifiedKFold", dict(Folds=3, Repeats=2, Seed=7), 21, 2, seed=5, n_splits=3, n_repeats=2, random_state=7)
case("RepeatedStratifiedKFold", dict(), 200, 4, seed=5, n_splits=5, n_repeats=10, random_state=0)
for name, classes, groups in (("ShuffleSplit", 0, 0), ("StratifiedShuffleSplit", 3, 0), ("GroupShuffleSplit", 0, 12)):
    for count, seed, test, train in ((40, 1, None, None), (41, 2, 0.3, None), (40, 3, None, 0.6), (333, 4, 5, 6), (333, 5, 0.25, 0.5), (2000, 6, 0.2, 7)):
        options = dict(Splits=3, Seed=seed)
        if test is not None:
            options["TestSize"] = test
        if train is not None:
            options["TrainSize"] = train
        case(name, options, count, classes, groups, seed, n_splits=3, test_size=test, train_size=train, random_state=seed)
case("StratifiedShuffleSplit", dict(Splits=20, TestSize=0.3, Seed=9), 500, 37, seed=11, n_splits=20, test_size=0.3, random_state=9)
for options, arguments in ((dict(), {}), (dict(Splits=3, TestSize=2), dict(n_splits=3, test_size=2)), (dict(Splits=4, Gap=2), dict(n_splits=4, gap=2)),
                           (dict(Splits=3, MaxTrainSize=5), dict(n_splits=3, max_train_size=5)),
                           (dict(Splits=2, MaxTrainSize=4, TestSize=3, Gap=1), dict(n_splits=2, max_train_size=4, test_size=3, gap=1))):
    case("TimeSeriesSplit", options, 17, **arguments)
case("LeaveOneOut", dict(), 6)
case("LeavePOut", dict(Size=2), 5, p=2)
case("LeavePOut", dict(Size=3), 9, p=3)
case("LeaveOneGroupOut", dict(), 20, groups=4, seed=3)
case("LeaveOneGroupOut", dict(), 400, groups=30, seed=3, skewed=True)
case("LeavePGroupsOut", dict(Groups=2), 12, groups=4, seed=3, n_groups=2)
case("LeavePGroupsOut", dict(Groups=3), 80, groups=7, seed=4, skewed=True, n_groups=3)
case("PredefinedSplit", dict(TestFold=[0, 1, -1, 1, 3, -1, 0]), 7, test_fold=[0, 1, -1, 1, 3, -1, 0])
(pathlib.Path(__file__).parent / "splitters.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
