"""Quantile transformation of sparse samples by scikit-learn 1.2.1: writes sparse_quantiles.json.

Usage: python3 make_sparse_quantiles.py
"""

import json
import pathlib
import warnings

import numpy as np
from scipy import sparse
from sklearn.preprocessing import QuantileTransformer

warnings.filterwarnings("ignore")
random = np.random.RandomState(3)
x = random.rand(40, 3)
x[x < 0.4] = 0
x[:, 2] = 0
x[5, 2] = 0.5
signed = np.where(x > 0.7, -x, x)
cases = []
for distribution in ("uniform", "normal"):
    for ignored in (False, True):
        for subsample in (100_000, 12):
            for given in (x, signed) if ignored else (x,):
                csr = sparse.csr_matrix(given)
                quantiles = QuantileTransformer(n_quantiles=10, output_distribution=distribution, ignore_implicit_zeros=ignored, subsample=subsample, random_state=4)
                transformed = quantiles.fit_transform(csr).tocsr()
                transformed.sort_indices()
                back = quantiles.inverse_transform(transformed.copy()).tocsr()
                back.sort_indices()
                cases.append({
                    "output_distribution": distribution,
                    "ignore_implicit_zeros": bool(ignored),
                    "subsample": subsample,
                    "signed": given is signed,
                    "quantiles": quantiles.quantiles_.T.ravel().tolist(),
                    "transformed": transformed.data.tolist(),
                    "back": back.data.tolist(),
                })
path = pathlib.Path(__file__).with_name("sparse_quantiles.json")
path.write_text('{"samples": ' + json.dumps(x.ravel().tolist()) + ',\n"cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
