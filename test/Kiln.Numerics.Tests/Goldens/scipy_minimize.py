"""Makes scipy_minimize.json: minima that SciPy's L-BFGS-B finds with tight tolerances, and how many evaluations its defaults take.

Made with SciPy 1.10.1 and NumPy 1.24.2: python3 scipy_minimize.py
"""
import json
import os

import numpy
import scipy
import scipy.optimize


def rosenbrock(n):
    start = numpy.where(numpy.arange(n) % 2 == 0, -1.2, 1.0)
    return lambda x: (scipy.optimize.rosen(x), scipy.optimize.rosen_der(x)), start, {}


def logistic(rows, columns):
    """Mean of log(1 + exp(-y (x.w + b))) + 0.05 |w|^2, labels in {-1, 1}, the last weight the bias, which is not shrunk."""
    random = numpy.random.RandomState(7)
    x = numpy.round(random.randn(rows, columns), 3)
    y = numpy.where(x @ numpy.linspace(-2, 2, columns) + 0.5 + random.randn(rows) > 0, 1.0, -1.0)

    def f(w):
        margin = y * (x @ w[:-1] + w[-1])
        value = numpy.logaddexp(0, -margin).mean() + 0.05 * w[:-1] @ w[:-1]
        slope = -y / (1 + numpy.exp(margin)) / rows
        return value, numpy.append(x.T @ slope + 0.1 * w[:-1], slope.sum())

    return f, numpy.zeros(columns + 1), {"features": x.ravel().tolist(), "y": y.tolist()}


def quadratic(n, condition):
    """(x - c).D.(x - c) / 2 with D from 1 to the condition, c[i] = cos i."""
    d = condition ** (numpy.arange(n) / (n - 1))
    c = numpy.cos(numpy.arange(n))
    return lambda x: (0.5 * (d * (x - c)) @ (x - c), d * (x - c)), numpy.zeros(n), {"condition": condition}


def case(name, problem):
    f, start, data = problem
    tight = scipy.optimize.minimize(f, start, jac=True, method="L-BFGS-B", options={"maxiter": 100000, "maxfun": 100000, "ftol": 0, "gtol": 1e-11, "maxcor": 30})
    usual = scipy.optimize.minimize(f, start, jac=True, method="L-BFGS-B")
    return {
        "name": name, "n": len(start), **data, "start": start.tolist(), "x": tight.x.tolist(), "value": float(tight.fun), "startValue": float(f(start)[0]),
        "usualValue": float(usual.fun), "usualEvaluations": int(usual.nfev), "usualConverged": bool(usual.success),
    }


cases = [
    case("rosenbrock 2", rosenbrock(2)),
    case("rosenbrock 10", rosenbrock(10)),
    case("rosenbrock 100", rosenbrock(100)),
    case("logistic regression", logistic(60, 5)),
    case("quadratic, condition 1e2", quadratic(30, 1e2)),
    case("quadratic, condition 1e8", quadratic(30, 1e8)),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scipy_minimize.json")
with open(path, "w") as file:
    file.write('{"scipy": "%s", "cases": [\n' % scipy.__version__)
    file.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    file.write("\n]}\n")
