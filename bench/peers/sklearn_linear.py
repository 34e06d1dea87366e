"""Linear, naive Bayes and discriminant models in scikit-learn, on the data of EstimatorsLinearFamily.cs."""
import functools

import numpy as np
from sklearn import discriminant_analysis, linear_model, naive_bayes

from sklearn_kit import draw

ROWS, COLUMNS = 100000, 50
SHAPES = {"hundred": (100000, 100), "wide": (1000, 2000), "narrow": (300, 500)}


@functools.lru_cache(maxsize=1)
def data(kind):
    if kind in SHAPES:
        x = draw(SHAPES[kind])
        return x, x[:, :20] @ draw((20,), 2) + 0.5 * draw((len(x),), 3)
    x = draw((ROWS, COLUMNS))
    y = x @ draw((COLUMNS,), 2) + 0.5 * draw((ROWS,), 3)
    classes = np.where(y < -0.7, 0, np.where(y < 0.7, 1, 2))
    if kind == "counts":
        return np.floor((x + 1) * 3), classes
    return x, {"y": y, "classes": classes, "positive": np.floor(np.exp(y / 3))}[kind]


def estimator(name, settings):
    for module in (linear_model, discriminant_analysis, naive_bayes):
        if hasattr(module, name):
            return getattr(module, name)(**{key: value(text) for key, text in (setting.split("=") for setting in settings)})
    raise ValueError(name)


def value(text):
    try:
        return float(text)
    except ValueError:
        return text


def fit(kind, name, *settings):
    x, y = data(kind)
    out = {}

    def run():
        out["model"] = estimator(name, settings).fit(x, y)

    return {"run": run, "result": lambda: out["model"].predict(x[:4]).astype(float)}


def predict(kind, name, *settings):
    x, y = data(kind)
    model = estimator(name, settings).fit(x, y)
    out = {}

    def run():
        out["y"] = model.predict(x)

    return {"run": run, "result": lambda: out["y"].astype(float)}
