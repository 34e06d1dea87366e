"""The side of a peer process that runs PyTorch. Prints "ready NAME", then for each line read the seconds of one run."""
import os
import sys
import time

try:
    import torch
except ImportError:
    print("PyTorch (python3-torch) is not installed")
    sys.exit(1)

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def matmul(m, n, k, letters):
    m, n, k = int(m), int(n), int(k)
    a = torch.rand(k, m).t() if letters[0] == "t" else torch.rand(m, k)
    b = torch.rand(n, k).t() if letters[1] == "t" else torch.rand(k, n)
    c = torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c)


def conv(batch, size, channels, filters, kernel, stride, padding, groups, direction):
    batch, size, channels, filters = int(batch), int(size), int(channels), int(filters)
    kernel, stride, padding, groups = int(kernel), int(stride), int(padding), int(groups)
    x = torch.rand(batch, channels, size, size).contiguous(memory_format=torch.channels_last)
    w = torch.rand(filters, channels // groups, kernel, kernel).contiguous(memory_format=torch.channels_last)
    y = torch.nn.functional.conv2d(x, w, None, stride, padding, 1, groups)
    if direction == "forward":
        return lambda: torch.nn.functional.conv2d(x, w, None, stride, padding, 1, groups)
    mask = [direction == "input", direction == "weight", False]
    g = torch.rand_like(y)
    return lambda: torch.ops.aten.convolution_backward(
        g, x, w, None, [stride, stride], [padding, padding], [1, 1], False, [0, 0], groups, mask)


def digits(batch):
    batch = int(batch)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(32, 64, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(1600, 10)).to(memory_format=torch.channels_last)
    x = torch.rand(batch, 1, 28, 28).contiguous(memory_format=torch.channels_last)
    y = torch.arange(batch) % 10

    def step():
        net.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(net(x), y).backward()

    return step


def sample(run, count):
    start = time.perf_counter()
    for _ in range(count):
        run()
    return (time.perf_counter() - start) / count


run = {"matmul": matmul, "conv": conv, "digits": digits}[sys.argv[1]](*sys.argv[2:])
grad = torch.enable_grad() if sys.argv[1] == "digits" else torch.no_grad()
with grad:
    begin = time.perf_counter()
    runs = 0
    while time.perf_counter() - begin < 0.3 or runs < 5:
        run()
        runs += 1
    count = max(1, int(0.03 / sample(run, max(1, runs // 10))))
    print("ready PyTorch " + torch.__version__, flush=True)
    for _ in sys.stdin:
        print(repr(sample(run, count)), flush=True)
