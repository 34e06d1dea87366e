"""Makes numpy_einsum.json: sums of products by numpy.einsum. Made with NumPy 1.24.2: python3 numpy_einsum.py

Operand k of size n is (arange(n) * 7 + 3 * k) % 11 - 5 in its shape.
"""
import json
import os

import numpy as np

CASES = [
    ("ij,jk->ik", (2, 3), (3, 4)), ("ij,jk", (2, 3), (3, 4)), ("bij,bjk->bik", (2, 3, 4), (2, 4, 5)), ("ij->ji", (2, 3)), ("ij", (2, 3)), ("ba", (2, 3)),
    ("ii", (3, 3)), ("ii->i", (3, 3)), ("iij->ji", (2, 2, 3)), ("iji->j", (2, 3, 2)), ("iii->i", (3, 3, 3)), ("ijij->", (2, 3, 2, 3)),
    ("i,i", (4,), (4,)), ("i,j->ij", (3,), (4,)), ("i,j->ji", (3,), (4,)), ("i,i->i", (4,), (4,)), ("ij->", (2, 3)), ("ij->i", (2, 3)), ("ij->j", (2, 3)),
    ("...ij,...jk->...ik", (2, 1, 3, 4), (5, 4, 2)), ("...,...", (3,), (2, 3)), ("...i->...", (2, 3, 4)), ("i...->...i", (2, 3, 4)),
    ("...ij->...ji", (2, 3, 4)), ("bhtd,bhsd->bhts", (2, 3, 4, 5), (2, 3, 6, 5)), ("bthd,bshd->bhts", (2, 4, 3, 5), (2, 6, 3, 5)),
    ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)), ("ij,ij,ij->i", (2, 3), (2, 3), (2, 3)), ("a,ab,abc->c", (2,), (2, 3), (2, 3, 4)),
    ("i,ij,j", (2,), (2, 3), (3,)), ("ij,kj->ik", (2, 3), (4, 3)), ("ijk,jil->kl", (3, 4, 2), (4, 3, 2)), (",ij->ij", (), (2, 3)), ("->", ()),
    ("i,", (3,), ()), ("Ab,bA->A", (2, 3), (3, 2)), ("ij,k->i", (2, 3), (4,)), ("ij,jk->", (2, 3), (3, 4)), ("ij,jk->ik", (2, 0), (0, 3)),
    ("ij,ij->ij", (2, 1), (2, 3)), ("ij,jk->ik", (2, 1), (3, 4)), (" i j , j k -> k i ", (2, 3), (3, 4)), ("ii,ij->j", (3, 3), (3, 2)),
    ("...a,...a->...", (2, 1, 3), (4, 3)), ("a...,b...->ab...", (2, 3), (4, 3)), ("...ii->...i", (2, 3, 3)), ("...->...", (2, 3)),
    ("...ij,jk->i...k", (2, 5, 3, 4), (4, 2)), ("bij,bj,bk->bik", (2, 3, 4), (2, 4), (2, 5)),
]
out = []
for equation, *shapes in CASES:
    operands = [((np.arange(int(np.prod(s))) * 7 + 3 * k) % 11 - 5).reshape(s) for k, s in enumerate(shapes)]
    y = np.einsum(equation, *operands)
    out.append({"equation": equation, "shapes": [list(s) for s in shapes], "resultShape": list(y.shape), "values": y.ravel().tolist()})
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "numpy_einsum.json")
with open(path, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in out) + "\n]\n")
