"""What the scikit-learn peers share."""
import os
import warnings

import numpy
import scipy
import sklearn

import operands

THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
NAME = "scikit-learn %s (NumPy %s, SciPy %s)" % (sklearn.__version__, numpy.__version__, scipy.__version__)

# A warning is formatted and written once in every run otherwise, which is not what is measured.
warnings.filterwarnings("ignore")


def begin():
    """Before each task: nothing to set."""


def draw(shape, seed=1, dtype=numpy.float64):
    """The operands that Kiln's side draws with the same seed, row by row in this shape."""
    return operands.draw(int(numpy.prod(shape)), seed, dtype).reshape(shape)
