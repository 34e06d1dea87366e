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


def pivoted_qr(n):
    a = draw((int(n), int(n)))
    return _trial(lambda: scipy.linalg.qr(a, mode="economic", pivoting=True, check_finite=False), lambda y: y[2].astype(float))


def eigen(n):
    """The best of LAPACK's drivers for all values and vectors: divide and conquer."""
    a = _dominant(int(n))
    out = {}

    def run():
        out["values"] = scipy.linalg.eigh(a, driver="evd", check_finite=False)[0]

    return {"run": run, "result": lambda: out["values"]}


def _trial(function, result):
    out = {}

    def run():
        out["y"] = function()

    return {"run": run, "result": lambda: numpy.ascontiguousarray(result(out["y"]))}


def svd(n):
    a = draw((int(n), int(n)))
    return _trial(lambda: scipy.linalg.svd(a, full_matrices=False, check_finite=False), lambda y: y[1])


def least_squares(m, n, driver):
    a = draw((int(m), int(n)))
    b = draw((int(m),), 2)
    return _trial(lambda: scipy.linalg.lstsq(a, b, lapack_driver=driver, check_finite=False), lambda y: y[0])


def lu(n):
    a = draw((int(n), int(n)))
    return _trial(lambda: scipy.linalg.lu_factor(a, check_finite=False), lambda y: y[0])
