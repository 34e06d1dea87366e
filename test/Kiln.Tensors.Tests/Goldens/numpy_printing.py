"""Makes numpy_printing.json: how NumPy prints arrays. Made with NumPy 1.24.2: python3 numpy_printing.py

The inputs are listed as 64-bit patterns or integers; for long ones "ramp" says x[i] = (i * a) % b - c, times d.
"""
import json
import os
import struct

import numpy as np

rs = np.random.RandomState(3)
cases = []


def add(a, **how):
    a = np.asarray(a)
    c = {"dtype": a.dtype.name, "shape": list(a.shape), "text": np.array2string(a, separator=", ", prefix="tensor("), **how}
    if "ramp" not in how:
        c["bits"] = [struct.unpack("<q", struct.pack("<d", float(v)))[0] for v in a.ravel()] if a.dtype.kind == "f" else [int(v) for v in a.ravel()]
    cases.append(c)


for dtype in ("float64", "float32", "float16"):
    big = 6e4 if dtype == "float16" else 1e30
    for values in ([0, 1, 2], [0.1, 0.25, -3], [1e-5, 1], [big, 1], [1000, 1], [1001, 1], [999.5, 1], [-0.0, 0.0], [np.nan, 1.5], [np.inf, -np.inf, 0],
                   [np.nan], [np.inf], [-np.inf], [-np.inf, 1000.5], [np.nan, 1e-7], [1 / 3], [2 / 3, -1 / 7, 100 / 3], [0.001953125, 0.005859375],
                   [1e-4], [9.9999e-5], [12345.678], [0.99999999999], [1e-7, 2.5e-7], [123456789.0 if dtype != "float16" else 1], [1.5, np.nan, -2.25],
                   [0.1 + 0.2, 0.3], [5e-324 if dtype == "float64" else 1e-7, 1]):
        if dtype == "float16":
            # Of a subnormal half NumPy prints more digits than give the number back; .NET prints the fewest.
            values = [7e-5 if 0 < abs(v) < 6.2e-5 else v for v in values]
        add(np.array(values, dtype))
    add(rs.randn(3, 4).astype(dtype))
    add((rs.randn(2, 3, 4) * 100).astype(dtype))
    add((rs.randn(7, 13)).astype(dtype))
    add(rs.rand(40).astype(dtype))
    add(np.array(1.5, dtype))
    add(np.array(1 / 3, dtype))
    add(np.array(np.nan, dtype))
    add(np.zeros((0, 3), dtype))
add(np.array([1e200, 1e-200]))
add(np.array([1e-300, -1.2345678901234567e-5]))
for dtype in ("int64", "int32", "int8", "uint8"):
    add(np.array([0, 5, 100], dtype))
    add(np.arange(24).reshape(2, 3, 4).astype(dtype))
    add(np.array(7, dtype))
add(np.array([-(2**63), 2**63 - 1]))
add(np.arange(100))
add(np.arange(1000))
add(np.array([True, False]))
add(np.array([[True, True], [True, True]]))
add(np.array(True))
add(np.arange(16).reshape(2, 2, 2, 2))
add(np.zeros((3, 1, 0)))
for shape in [(1001,), (40, 40), (3, 400), (400, 3), (12, 11, 10), (7, 7, 7, 7), (2, 1001), (6, 6, 40)]:
    n = int(np.prod(shape))
    for dtype, a, b, c, d in [("int64", 7, 1013, 500, 1), ("float64", 37, 211, 100, 0.125), ("float32", 37, 211, 100, 0.1)]:
        x = (((np.arange(n) * a) % b - c).astype(dtype) * np.array(d, dtype)).reshape(shape)
        add(x, ramp=[a, b, c, d])

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "numpy_printing.json")
with open(path, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
