"""The coverage table: every estimator of scikit-learn 1.2.1 that Kiln has, on every data set where it makes sense, into coverage/FAMILY.json.

Usage: KILN_TEST_DATA=DIR python3 make_coverage_goldens.py [FAMILY…]

A deterministic case keeps its results as summaries (coverage_data.summary); the tests hold them to 1e-8. Where scikit-learn itself moves by more than that
although the problem stays the same, no two programs can agree to 1e-8: such a result keeps that movement, four times the largest of three trials of each kind,
as its tolerance ("t"). The kinds are: the rows in another order; where their order matters, or the problem is delicate, every number one unit in the last place
up or down; where the problem is delicate and does not depend on it, all samples in another unit, and the columns in another order. A result that moves by more than a thousandth has no value to
compare, and says so ("unstable").
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
SAMPLEWISE = {"labels", "probabilities", "decisions", "score"}  # the same for samples in another unit


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
    """How far scikit-learn's own results move when the problem stays the same."""
    moved = dict.fromkeys(expected, 0.0)

    def see(found, keys):
        for key in keys:
            moved[key] = max(moved[key], data.distance(expected[key], found[key]))

    for trial in range(0 if case.drawn else TRIALS):
        if not case.ordered:
            order = np.random.RandomState(trial).permutation(len(x) if isinstance(x, list) else x.shape[0])
            see(results(case, fit(case, [x[i] for i in order] if isinstance(x, list) else x[order], None if y is None else y[order]), x, y), expected)
        if case.ordered or case.delicate:
            see(results(case, fit(case, data.jitter(x, trial), y), x, y), expected)
        if case.delicate:
            other = x * (3.0, 7.0, 1.1)[trial]
            see(results(case, fit(case, other, y), other, y), SAMPLEWISE & expected.keys())
            order = np.random.RandomState(trial).permutation(x.shape[1])
            found = outputs(case, fit(case, x[:, order], y), x[:, order], y)
            if "coef" in found:
                found["coef"] = np.atleast_2d(found["coef"])[:, np.argsort(order)]
            see({key: data.summary(value) for key, value in found.items()}, (SAMPLEWISE | {"coef"}) & expected.keys())
    return moved


def run(case):
    x, numbers = data.load(case.data)
    y = target(case, numbers)
    made = {"estimator": case.name, "data": case.data, "target": case.target, "parameters": case.parameters}
    if case.rows:
        made["rows"] = case.rows
    if case.name == "logistic-regression-cv" and hinges_on_solver(case, x, y):
        print(f"{case.name} on {case.data}: scikit-learn's lbfgs and newton-cg choose different strengths, so there is none to compare", file=sys.stderr)
        return None
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


def hinges_on_solver(case, x, y):
    """Whether scikit-learn's own solvers of the same problem choose different strengths: their accuracies differ by a sample or two near the edge."""
    strengths = [build(case.name, {**case.parameters, "solver": solver}).fit(x, y).C_ for solver in ("lbfgs", "newton-cg")]
    return not np.allclose(*strengths)


def main():
    HERE.mkdir(exist_ok=True)
    for family in sys.argv[1:] or FAMILIES:
        made = []
        for case in FAMILIES[family]():
            try:
                if (one := run(case)) is not None:
                    made.append(one)
            except Exception as error:  # a set that does not suit an estimator is a mistake of this script
                print(f"{family}: {case.name} on {case.data} {case.parameters}: {error!r:.200}", file=sys.stderr)
        (HERE / f"{family}.json").write_text('[\n' + ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in made) + "\n]\n")
        print(family, len(made), sum("t" in r or "unstable" in r for c in made for r in c.get("results", {}).values()), file=sys.stderr)


if __name__ == "__main__":
    main()
