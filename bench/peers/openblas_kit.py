"""What the NumPy and SciPy peers share: they count only with OpenBLAS underneath."""
import ctypes

import numpy
import scipy
import scipy.linalg

import operands


def _library():
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "openblas" in line and "libopenblas" in line}
    if not paths:
        raise ImportError("NumPy and SciPy are installed, but do not use OpenBLAS (libopenblas0-pthread)")
    return ctypes.CDLL(paths.pop())


_blas = _library()
_blas.openblas_get_config.restype = ctypes.c_char_p
_blas.openblas_get_corename.restype = ctypes.c_char_p
_version = _blas.openblas_get_config().decode().split()[1]
NAME = "SciPy %s over OpenBLAS %s (%s)" % (scipy.__version__, _version, _blas.openblas_get_corename().decode())


def begin():
    """Before each task: nothing to set."""


def draw(shape, seed=1, dtype=numpy.float64):
    """The operands that Kiln's side draws with the same seed, row by row in this shape."""
    return operands.draw(int(numpy.prod(shape)), seed, dtype).reshape(shape)
