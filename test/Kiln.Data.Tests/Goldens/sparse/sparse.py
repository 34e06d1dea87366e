"""Goldens of sparse matrices and svmlight text, from scipy and scikit-learn: /usr/bin/python3 sparse.py > sparse.json"""
import io
import json

import numpy as np
import scipy
import scipy.sparse as sp
import sklearn
from sklearn.datasets import dump_svmlight_file, load_svmlight_file

rng = np.random.default_rng(7)
a = sp.random(23, 17, density=0.2, format="csr", random_state=7, data_rvs=lambda n: rng.normal(size=n).round(6))
a[5] = 0
a.eliminate_zeros()
a.sort_indices()
x, z = rng.normal(size=17).round(6), rng.normal(size=23).round(6)
b, d, e = rng.normal(size=(17, 9)).round(6), rng.normal(size=(23, 9)).round(6), rng.normal(size=(3, 23)).round(6)
t = a.T.tocsr()
t.sort_indices()


def csr(m):
    m = m.tocsr()
    m.sort_indices()
    return {"starts": m.indptr.tolist(), "columns": m.indices.tolist(), "values": m.data.tolist(), "width": m.shape[1]}


def flat(m):
    return np.asarray(m).ravel().tolist()


def svm(text, **options):
    out = load_svmlight_file(io.BytesIO(text.encode()), query_id=True, **options)
    return {"text": text, "x": csr(out[0]), "y": out[1].tolist(), "queries": out[2].tolist(), "options": {k: v for k, v in options.items()}}


written = io.BytesIO()
dump_svmlight_file(a, z, written, zero_based=False)
print(json.dumps({
    "versions": {"scipy": scipy.__version__, "sklearn": sklearn.__version__},
    "a": csr(a), "x": x.tolist(), "z": z.tolist(), "b": flat(b), "d": flat(d), "e": flat(e),
    "ax": flat(a @ x), "atz": flat(a.T @ z), "ab": flat(a @ b), "atd": flat(a.T @ d), "ea": flat(e @ a),
    "transposed": csr(t), "scaled_rows": csr(sp.diags(z) @ a), "scaled_columns": csr(a @ sp.diags(x)),
    "norm1": flat(abs(a).sum(axis=1)), "norm2": flat(np.sqrt(a.multiply(a).sum(axis=1))), "norm_max": flat(abs(a).max(axis=1).todense()),
    "row_sums": flat(a.sum(axis=1)), "column_sums": flat(a.sum(axis=0)),
    "below": csr(sp.vstack([a, a[:3]])), "beside": csr(sp.hstack([a, a])), "columns": csr(a[:, [16, 0, 3, 3]]), "slice": csr(a[4:9]),
    "svmlight": [
        svm("1 1:0.5 3:2 # first\n-1 2:1e-3\n\n# nothing\n+1\n"),
        svm("1 0:0.5 3:2\n0 1:4\n"),
        svm("2.5 qid:1 1:1\n0.5 qid:1 2:3\n1 qid:7 4:2\n"),
        svm("1 1:0.5\n0 2:1\n", n_features=6),
        svm("1 1:0.5\n0 2:1\n", zero_based=True),
        svm("1\t2:7 \t5:1\r\n0 1:2\r\n"),
    ],
    "written": load_svmlight_file(io.BytesIO(written.getvalue()), zero_based=False)[0].toarray().ravel().round(12).tolist()[:40],
}))
