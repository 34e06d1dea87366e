#!/usr/bin/env python3
"""Makes text_order.json: how Python, NumPy and scikit-learn order and number labels of all planes (Debian: python3-sklearn)."""
import json
import pathlib

import numpy as np
from sklearn.preprocessing import LabelEncoder

labels = ["\U0001F600", "\uFFFD", "z", "\U0001F600\uFFFD", "\uE000", "", "\U0001F600\U0001F3FB", "\u4E2D", "\uFFFD\U0001F600", "A", "\U00010000", "\uFFFDa", "a",
          "\U0001F600a", "\uD7FF", "\uFFFF", "\U0010FFFF", "zz", "\uFFFD", "\U0001F600", "z\U0001F600", "z\uFFFD"]
encoder = LabelEncoder().fit(labels)
assert sorted(set(labels)) == encoder.classes_.tolist() == np.unique(labels).tolist()
golden = dict(labels=labels, classes=encoder.classes_.tolist(), codes=encoder.transform(labels).tolist(), order=sorted(range(len(labels)), key=lambda i: labels[i]))
(pathlib.Path(__file__).parent / "text_order.json").write_text(json.dumps(golden) + "\n")
