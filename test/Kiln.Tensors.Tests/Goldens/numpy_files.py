"""Makes the .npy and .npz files in files/ and their description numpy_files.json. Made with NumPy 1.24.2: python3 numpy_files.py

The safetensors files follow the published format, built here from its description: header length, JSON, bytes.
"""
import json
import os
import struct

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
out = os.path.join(here, "files")
os.makedirs(out, exist_ok=True)
cases = []


def values(a):
    return [repr(float(v)) if a.dtype.kind == "f" else str(int(v)) for v in a.ravel(order="C")]


def save(name, array, version=None):
    with open(os.path.join(out, name + ".npy"), "wb") as f:
        np.lib.format.write_array(f, array, version=version)
    cases.append({"file": name + ".npy", "dtype": array.dtype.str, "shape": list(array.shape), "values": values(array)})


rs = np.random.RandomState(0)
for descr in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "|u1", "<u2", ">u2", "<u4", ">u4", "|b1"]:
    kind = descr[1:]
    safe = descr.replace("<", "le_").replace(">", "be_").replace("|", "")
    if kind[0] == "f":
        a = (rs.randn(2, 3) * 10).astype(descr)
        a.ravel()[:4] = [np.inf, -np.inf, -0.0, 0.1]
    elif kind[0] == "b":
        a = rs.randint(0, 2, (2, 3)).astype(bool)
    else:
        info = np.iinfo(np.dtype(descr))
        a = rs.randint(-5 if info.min else 0, 100, (2, 3)).astype(descr)
        a[0, 0], a[0, 1] = info.min, info.max
    save(safe, a)

save("c_order_4d", np.arange(120, dtype="<f4").reshape(2, 3, 4, 5))
save("fortran_2d", np.asfortranarray(np.arange(6, dtype="<f8").reshape(2, 3)))
save("fortran_4d", np.asfortranarray(np.arange(120, dtype="<i4").reshape(2, 3, 4, 5)))
save("fortran_be", np.asfortranarray(np.arange(24, dtype=">i2").reshape(2, 3, 4)))
save("scalar", np.array(3.25))
save("vector", np.arange(5, dtype="<i8"))
save("empty", np.zeros((0,), "<f4"))
save("empty_3d", np.zeros((2, 0, 3), "<f8"))
save("version_2", np.arange(4, dtype="<f4"), version=(2, 0))
save("version_3", np.arange(4, dtype="<f4"), version=(3, 0))
for name, a in [("complex", np.zeros(2, complex)), ("text", np.array(["ab", "c"])), ("uint64", np.arange(3, dtype="u8")),
                ("records", np.zeros(2, [("x", "f4"), ("y", "i4")]))]:
    np.save(os.path.join(out, "refused_" + name + ".npy"), a)
np.save(os.path.join(out, "refused_objects.npy"), np.array([None, {}], object), allow_pickle=True)

arrays = {"weights": np.arange(12, dtype="<f4").reshape(3, 4), "bias/0": np.array([1.5, -2.5]), "scalar": np.array(7, "<i8"),
          "none": np.zeros((0, 2), bool), "column_major": np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3))}
np.savez(os.path.join(out, "stored.npz"), **arrays)
np.savez_compressed(os.path.join(out, "deflated.npz"), **arrays)
npz = {k: {"dtype": v.dtype.str, "shape": list(v.shape), "values": values(v)} for k, v in arrays.items()}

tensors = {"b": ("F32", [2, 2], np.arange(4, dtype="<f4")), "a": ("I64", [3], np.array([-1, 0, 2**40], "<i8")),
           "half": ("F16", [2], np.array([0.5, -2], "<f2")), "brain": ("BF16", [2], np.array([0x3F80, 0xC040], "<u2")),
           "short": ("I16", [2], np.array([-3, 300], "<i2")), "none": ("F64", [0, 4], np.zeros(0)), "truth": ("BOOL", [3], np.array([0, 1, 1], "u1")),
           "eight": ("F8_E4M3", [2], np.array([1, 2], "u1"))}
header, data = {"__metadata__": {"format": "np", "note": "a \"quoted\" é"}}, b""
for k, (dtype, shape, v) in tensors.items():
    header[k] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + v.nbytes]}
    data += v.tobytes()
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(out, "mixed.safetensors"), "wb") as f:
    f.write(struct.pack("<Q", len(text)) + text + data)

with open(os.path.join(here, "numpy_files.json"), "w") as f:
    json.dump({"numpy": np.__version__, "npy": cases, "npz": npz}, f, indent=0)
    f.write("\n")
