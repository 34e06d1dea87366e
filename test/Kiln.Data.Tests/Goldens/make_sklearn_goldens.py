#!/usr/bin/env python3
"""Makes split.json and synthetic.json with scikit-learn (Debian: python3-sklearn)."""
import json
import pathlib

import numpy as np
from sklearn.datasets import make_blobs, make_regression
from sklearn.model_selection import train_test_split

out = pathlib.Path(__file__).parent
splits = []
for count, test_size, seed in ((10, 0.25, 0), (100, 0.2, 42), (7, 0.3, 1), (33, 5, 7), (1000, 0.1, 123456)):
    train, test = train_test_split(np.arange(count), test_size=test_size, random_state=seed)
    splits.append(dict(count=count, testSize=test_size, seed=seed, stratify=None, train=train.tolist(), test=test.tolist()))
for count, classes, test_size, seed in ((20, 2, 0.25, 0), (150, 3, 0.2, 42), (50, 7, 0.3, 3), (61, 5, 11, 9), (24, 4, 0.5, 8)):
    labels = np.random.RandomState(seed + 1).randint(0, classes, count)
    labels[: 2 * classes] = np.repeat(np.arange(classes), 2)
    train, test = train_test_split(np.arange(count), test_size=test_size, random_state=seed, stratify=labels)
    splits.append(dict(count=count, testSize=test_size, seed=seed, stratify=labels.tolist(), train=train.tolist(), test=test.tolist()))
(out / "split.json").write_text(json.dumps(splits) + "\n")

data = []
for samples, features, noise, seed, informative, bias in ((10, 5, 0.1, 42, 10, 0.0), (7, 12, 0.0, 0, 10, 3.5), (6, 4, 2.0, 1, 2, 0.0)):
    x, y = make_regression(n_samples=samples, n_features=features, noise=noise, random_state=seed, n_informative=informative, bias=bias)
    data.append(dict(kind="regression", samples=samples, features=features, noise=noise, seed=seed, informative=informative, bias=bias,
                     x=x.ravel().tolist(), y=y.tolist()))
for samples, features, centers, deviation, seed in ((10, 2, 3, 1.0, 42), (13, 4, 5, 0.5, 0), (4, 1, 1, 2.0, 7)):
    x, y = make_blobs(n_samples=samples, n_features=features, centers=centers, cluster_std=deviation, random_state=seed)
    data.append(dict(kind="blobs", samples=samples, features=features, centers=centers, deviation=deviation, seed=seed,
                     x=x.ravel().tolist(), y=y.tolist()))
(out / "synthetic.json").write_text(json.dumps(data) + "\n")
