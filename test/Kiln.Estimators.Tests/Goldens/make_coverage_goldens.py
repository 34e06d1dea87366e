"""The coverage table: every estimator of scikit-learn 1.2.1 that Kiln has, on every data set where it makes sense, into coverage/FAMILY.json.

Usage: KILN_TEST_DATA=DIR python3 make_coverage_goldens.py [FAMILY…]

A deterministic case keeps its results as summaries (coverage_data.summary); the tests hold them to 1e-8. Where scikit-learn itself moves by more than that
when the rows come in another order, or, where the order matters, when every number moves by one unit in the last place, no two programs can agree to 1e-8:
such a result keeps that movement, four times the largest of three trials, as its tolerance ("t"). A result that moves by more than a thousandth has no
value to compare, and says so ("unstable").
An iterative case keeps its objective, at scikit-learn's tolerance and at a tight one.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import scipy.sparse as sp
import sklearn

import coverage_data as data
from coverage_models import FAMILIES, Case, build, outputs
from coverage_objectives import objective

assert sklearn.__version__ == "1.2.1"
warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent / "coverage"
TRIALS, MARGIN, NOTHING = 3, 4, 1e-3


def fit(case, x, y):
    model = build(case.name, case.parameters)
    if case.target is None:
        return model.fit(x)
    return model.fit(x, y)


def target(case, y):
    return None if case.target is None else data.classes(y) if case.target == "classes" else y


def results(case, model, x, y):
    return {key: data.summary(value) for key, value in outputs(case, model, x, y).items()}


def movement(case, x, y, expected):
    moved = dict.fromkeys(expected, 0.0)
    for trial in range(0 if case.drawn else TRIALS):
        if case.ordered:
            model = fit(case, data.jitter(x, trial), y)
        else:
            order = np.random.RandomState(trial).permutation(len(x) if isinstance(x, list) else x.shape[0])
            model = fit(case, [x[i] for i in order] if isinstance(x, list) else x[order], None if y is None else y[order])
        for key, found in results(case, model, x, y).items():
            moved[key] = max(moved[key], data.distance(expected[key], found))
    return moved


def run(case):
    x, numbers = data.load(case.data)
    y = target(case, numbers)
    made = {"estimator": case.name, "data": case.data, "target": case.target, "parameters": case.parameters}
    if case.rows:
        made["rows"] = case.rows
    if case.iterative:
        made["objective"] = float(objective(case.name, fit(case, x, y), x, y))
        return made
    expected = results(case, fit(case, x, y), x, y)
    for key, moved in movement(case, x, y, expected).items():
        if moved > NOTHING:
            expected[key] = {"unstable": float(f"{moved:.1e}") if np.isfinite(moved) else "all"}
        elif MARGIN * moved > 1e-8:
            expected[key]["t"] = float(f"{MARGIN * moved:.1e}")
    made["results"] = expected
    return made


def main():
    HERE.mkdir(exist_ok=True)
    for family in sys.argv[1:] or FAMILIES:
        made = []
        for case in FAMILIES[family]():
            try:
                made.append(run(case))
            except Exception as error:  # a set that does not suit an estimator is a mistake of this script
                print(f"{family}: {case.name} on {case.data} {case.parameters}: {error!r:.200}", file=sys.stderr)
        (HERE / f"{family}.json").write_text('[\n' + ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in made) + "\n]\n")
        print(family, len(made), sum("t" in r or "unstable" in r for c in made for r in c.get("results", {}).values()), file=sys.stderr)


if __name__ == "__main__":
    main()
