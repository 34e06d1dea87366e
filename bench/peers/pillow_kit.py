"""What the Pillow peers share."""
import os

import PIL
from PIL import features

THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
NAME = "Pillow %s (libjpeg-turbo %s)" % (PIL.__version__, features.version("libjpeg_turbo"))


def begin():
    """Before each task: nothing to set."""
