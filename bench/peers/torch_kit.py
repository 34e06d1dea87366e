"""What the PyTorch peers share."""
import os

import torch

import operands

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
NAME = "PyTorch " + torch.__version__


def begin():
    """Before each task: nothing is recorded unless the task says so (torch.set_grad_enabled(True))."""
    torch.set_grad_enabled(False)


def draw(shape, seed=1, dtype=torch.float32):
    """The operands that Kiln's side draws with the same seed, row by row in this shape."""
    count = 1
    for size in shape:
        count *= size
    return torch.from_numpy(operands.draw(count, seed)).to(dtype).reshape(shape)
