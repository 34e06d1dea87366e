"""Edges of bins by k-means on real columns and on short ones of few digits, by scikit-learn 1.2.1 on one thread: writes line_clusters.json.

Usage: KILN_TEST_DATA=… python3 make_line_clusters.py
"""

import json
import pathlib
import warnings

import numpy as np
from sklearn.preprocessing import KBinsDiscretizer
from threadpoolctl import threadpool_limits

import golden_data

warnings.filterwarnings("ignore")
FILES = {"iris": "iris.csv", "wine": "wine_data.csv", "breast_cancer": "breast_cancer.csv"}


def edges(column, bins):
    return KBinsDiscretizer(bins, strategy="kmeans", encode="ordinal").fit(column[:, None]).bin_edges_[0].tolist()


with threadpool_limits(1):
    real = {}
    for name in ("iris", "wine", "breast_cancer", "diabetes", "digits"):
        x = {"diabetes": golden_data.diabetes, "digits": golden_data.digits}.get(name, lambda: golden_data.labelled(FILES[name]))()[0]
        real[name] = [[[] if np.ptp(column) == 0 else edges(column, bins) for bins in (3, 5, 10)] for column in x.T]
    short = []
    for seed in range(80):
        u = np.random.RandomState(seed).random_sample(4 + seed)
        column = np.floor(u * u * u * 40) / 4
        short.append([] if np.ptp(column) == 0 else edges(column, 3 + seed % min(10, len(u) - 3 + 1)))
path = pathlib.Path(__file__).with_name("line_clusters.json")
path.write_text(json.dumps({"real": real, "short": short}).replace("]], [[", "]],\n[[") + "\n")
