"""Makes metrics.json: what scikit-learn says about small random problems.

Run with Debian's python3-sklearn (1.2.1): /usr/bin/python3 make_metrics.py > metrics.json
"""
import json
import re
import warnings

import numpy as np
from sklearn import metrics as m

warnings.filterwarnings("ignore")
rng = np.random.RandomState(7)


def classification(name, truth, predicted):
    case = {"name": name, "truth": [int(v) for v in truth], "predicted": [int(v) for v in predicted]}
    case["accuracy"] = m.accuracy_score(truth, predicted)
    case["confusion"] = m.confusion_matrix(truth, predicted).tolist()
    case["scores"] = []
    averages = ["macro", "micro", "weighted"]
    if set(truth) | set(predicted) <= {0, 1}:
        averages.append("binary")
    for zero in (0, 1):
        p, r, f, s = m.precision_recall_fscore_support(truth, predicted, average=None, zero_division=zero)
        case[f"perClass{zero}"] = {"precision": p.tolist(), "recall": r.tolist(), "f1": f.tolist(), "support": s.tolist()}
        for average in averages:
            p, r, f, _ = m.precision_recall_fscore_support(truth, predicted, average=average, zero_division=zero)
            case["scores"].append({"average": average, "zero": zero, "precision": p, "recall": r, "f1": f})
    return case


def ranking(name, samples, classes, ties):
    truth = rng.randint(0, classes, samples)
    scores = rng.randn(samples, classes)
    if ties:
        scores = np.round(scores)
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = exp / exp.sum(axis=1, keepdims=True)
    labels = np.arange(classes)
    case = {"name": name, "classes": classes, "truth": truth.tolist(), "scores": scores.ravel().tolist(), "probabilities": p.ravel().tolist()}
    case["topK"] = [m.top_k_accuracy_score(truth, scores, k=k, labels=labels) for k in range(1, classes)]
    case["logLoss"] = m.log_loss(truth, p, labels=labels)
    return case


def regression(name, truth, predicted):
    return {
        "name": name, "truth": list(map(float, truth)), "predicted": list(map(float, predicted)),
        "mse": m.mean_squared_error(truth, predicted), "mae": m.mean_absolute_error(truth, predicted),
        "r2": m.r2_score(truth, predicted) if len(truth) > 1 else None,
    }


y = rng.randn(50)
binary = rng.randint(0, 2, 40)
chances = rng.rand(40)
chances[:3] = [0.0, 1.0, 0.5]
result = {
    "classification": [
        classification("ten classes", rng.randint(0, 10, 200), rng.randint(0, 10, 200)),
        classification("binary", rng.randint(0, 2, 60), rng.randint(0, 2, 60)),
        classification("binary, never predicted positive", rng.randint(0, 2, 30), np.zeros(30, int)),
        classification("class missing from the truth", [0, 0, 1, 1, 3, 3], [0, 2, 1, 1, 2, 0]),
        classification("class missing from the predictions", [0, 1, 2, 2, 1, 0], [0, 0, 1, 1, 1, 1]),
        classification("negative and sparse class values", [-1, 7, 7, -1, 40, 40, 40], [-1, 7, -1, 7, 40, 40, -1]),
        classification("one class only", [5, 5, 5], [5, 5, 5]),
    ],
    "ranking": [
        ranking("five classes", 30, 5, False),
        ranking("tied scores", 80, 6, True),
        ranking("twelve classes", 50, 12, False),
    ],
    "binaryLogLoss": {
        "truth": binary.tolist(), "probabilities": chances.tolist(),
        "value": m.log_loss(binary, chances, eps=2.220446049250313e-16),
    },
    "regression": [
        regression("noise", y, y + 0.3 * rng.randn(50)),
        regression("long", np.arange(1000.0), np.arange(1000.0) * 1.01 - 2),
        regression("constant truth, perfect", [2, 2, 2], [2, 2, 2]),
        regression("constant truth, wrong", [2, 2, 2], [2, 2, 3]),
        regression("worse than the mean", [1, 2, 3], [3, 2, 1]),
        regression("single sample", [1.5], [1.0]),
    ],
}
text = json.dumps(result, indent=1)
# Arrays of numbers stay on one line.
print(re.sub(r"\[\s+([-\d.eE+,\s]+?)\s+\]", lambda match: "[" + re.sub(r"\s+", " ", match.group(1)) + "]", text))
