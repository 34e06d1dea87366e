"""Splits of rows in scikit-learn, on the data of SplitsFamily.cs."""
import numpy as np
from sklearn import model_selection as ms

from sklearn_kit import draw

ROWS = 100000
SPLITTERS = {
    "k-fold": lambda: ms.KFold(5),
    "k-fold-shuffled": lambda: ms.KFold(5, shuffle=True, random_state=1),
    "stratified-k-fold": lambda: ms.StratifiedKFold(5),
    "stratified-k-fold-shuffled": lambda: ms.StratifiedKFold(5, shuffle=True, random_state=1),
    "group-k-fold": lambda: ms.GroupKFold(5),
    "stratified-group-k-fold": lambda: ms.StratifiedGroupKFold(5),
    "repeated-k-fold": lambda: ms.RepeatedKFold(n_splits=5, n_repeats=2, random_state=1),
    "shuffle-split": lambda: ms.ShuffleSplit(5, test_size=0.2, random_state=1),
    "stratified-shuffle-split": lambda: ms.StratifiedShuffleSplit(5, test_size=0.2, random_state=1),
    "group-shuffle-split": lambda: ms.GroupShuffleSplit(5, test_size=0.2, random_state=1),
    "time-series-split": lambda: ms.TimeSeriesSplit(5),
    "leave-one-group-out": lambda: ms.LeaveOneGroupOut(),
}


def codes(count, seed):
    count = int(count)
    return ((draw(ROWS, seed, np.float32) + np.float32(1)) * np.float32(0.5) * np.float32(count)).astype(np.int64) if count else None


def split(name, classes, groups):
    splitter, x, labels, members, last = SPLITTERS[name](), np.zeros((ROWS, 1)), codes(classes, 1), codes(groups, 2), []
    room = np.zeros(ROWS, np.int64)

    def run():
        for train, test in splitter.split(x, labels, members):
            room[:len(train)] = train
            room[:len(test)] = test
            last[:] = [test]

    return {"run": run, "result": lambda: np.asarray(last[0], dtype=float)}


def train_test():
    rows, labels, last, room = np.arange(ROWS), codes(10, 1), [], np.zeros(ROWS, np.int64)

    def run():
        train, test = ms.train_test_split(rows, test_size=0.25, random_state=1, stratify=labels)
        room[:len(train)] = train
        room[:len(test)] = test
        last[:] = [test]

    return {"run": run, "result": lambda: last[0].astype(float)}
