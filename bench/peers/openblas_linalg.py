"""Decompositions and solvers in SciPy (LAPACK over OpenBLAS)."""
import numpy
import scipy.linalg

from openblas_kit import draw


def _dominant(n):
    a = draw((n, n))
    return a + a.T + 2 * n * numpy.eye(n)


def cholesky(n):
    a = _dominant(int(n))
    return lambda: scipy.linalg.cholesky(a, lower=True, check_finite=False)


def qr(n):
    a = draw((int(n), int(n)))
    return lambda: scipy.linalg.qr(a, mode="economic", check_finite=False)


def eigen(n):
    """The best of LAPACK's drivers for all values and vectors: divide and conquer."""
    a = _dominant(int(n))
    out = {}

    def run():
        out["values"] = scipy.linalg.eigh(a, driver="evd", check_finite=False)[0]

    return {"run": run, "result": lambda: out["values"]}
