#!/usr/bin/env python3
"""Makes texts.json with scikit-learn 1.2.1 (Debian: python3-sklearn): vectorizers of text on awkward strings, and on SST-2
where the environment variable KILN_TEST_DATA names the folder it lies in."""
import json
import os
import pathlib

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer

out = pathlib.Path(__file__).parent
texts = [
    "The cat sat on the mat.", "the CAT   sat\ton\n\nthe dog's mat", "Über naïve façade, 2nd café_au-lait", "ΣΊΣΥΦΟΣ ΟΔΥΣΣΕΎΣ σ Σ",
    "İstanbul'da ILIK su", "x² + y³ = ½ ⅷ ٣٤ 漢字かな交じり文 𝔘𝔫𝔦 😀 emoji", "", "a I 1 _ __ a_b", "cafe\u0301 nai\u0308ve e\u0327",
    "don't can't won't", "the of and to", "one two three four five six seven eight nine ten one two", "\u00a0non\u2003breaking\u001cspace",
    "ﬁne ﬂow ™ Ⅻ ½", "mat mat mat dog dog cat",
]
cases = []


def case(cls, name, parameters, documents="texts", **python):
    estimator = cls(**python)
    x = estimator.fit_transform(texts).tocsr()
    x.sort_indices()
    entry = dict(estimator=name, parameters=parameters, starts=x.indptr.tolist(), columns=x.indices.tolist(), values=[float(v) for v in x.data], width=x.shape[1])
    if hasattr(estimator, "get_feature_names_out"):
        entry["names"] = estimator.get_feature_names_out().tolist()
    cases.append(entry)


C, T, H = CountVectorizer, TfidfVectorizer, HashingVectorizer
case(C, "count-vectorizer", {})
case(C, "count-vectorizer", {"lowercase": "false"}, lowercase=False)
case(C, "count-vectorizer", {"ngram_range": "1,3"}, ngram_range=(1, 3))
case(C, "count-vectorizer", {"ngram_range": "2,2", "stop_words": "english"}, ngram_range=(2, 2), stop_words="english")
case(C, "count-vectorizer", {"stop_words": "the,mat"}, stop_words=["the", "mat"])
case(C, "count-vectorizer", {"analyzer": "char", "ngram_range": "1,2"}, analyzer="char", ngram_range=(1, 2))
case(C, "count-vectorizer", {"analyzer": "char", "ngram_range": "3,4"}, analyzer="char", ngram_range=(3, 4))
case(C, "count-vectorizer", {"analyzer": "char_wb", "ngram_range": "2,4"}, analyzer="char_wb", ngram_range=(2, 4))
case(C, "count-vectorizer", {"strip_accents": "unicode"}, strip_accents="unicode")
case(C, "count-vectorizer", {"strip_accents": "ascii"}, strip_accents="ascii")
case(C, "count-vectorizer", {"token_pattern": r"(?u)\b\w+\b"}, token_pattern=r"(?u)\b\w+\b")
case(C, "count-vectorizer", {"token_pattern": r"\b[a-z']+\b"}, token_pattern=r"\b[a-z']+\b")
case(C, "count-vectorizer", {"token_pattern": r"(\w)\w*"}, token_pattern=r"(\w)\w*")
case(C, "count-vectorizer", {"token_pattern": r"[\w'-]+"}, token_pattern=r"[\w'-]+")
case(C, "count-vectorizer", {"min_df": "2"}, min_df=2)
case(C, "count-vectorizer", {"max_df": "0.2", "binary": "true"}, max_df=0.2, binary=True)
case(C, "count-vectorizer", {"max_df": "3", "min_df": "0.1"}, max_df=3, min_df=0.1)
case(C, "count-vectorizer", {"max_features": "4"}, max_features=4)
case(C, "count-vectorizer", {"vocabulary": "mat,dog,zebra"}, vocabulary=["mat", "dog", "zebra"])
case(T, "tfidf-vectorizer", {})
case(T, "tfidf-vectorizer", {"norm": "l1", "sublinear_tf": "true", "ngram_range": "1,2"}, norm="l1", sublinear_tf=True, ngram_range=(1, 2))
case(T, "tfidf-vectorizer", {"norm": "none", "smooth_idf": "false"}, norm=None, smooth_idf=False)
case(T, "tfidf-vectorizer", {"use_idf": "false", "binary": "true"}, use_idf=False, binary=True)
case(H, "hashing-vectorizer", {"n_features": "1048576"}, n_features=1 << 20)
case(H, "hashing-vectorizer", {"n_features": "17", "norm": "none"}, n_features=17, norm=None)
case(H, "hashing-vectorizer", {"n_features": "50", "alternate_sign": "false", "norm": "l1", "ngram_range": "1,2"}, n_features=50, alternate_sign=False, norm="l1", ngram_range=(1, 2))
case(H, "hashing-vectorizer", {"n_features": "64", "binary": "true", "analyzer": "char_wb", "ngram_range": "3,3"}, n_features=64, binary=True, analyzer="char_wb", ngram_range=(3, 3))

result = dict(texts=texts, cases=cases)
root = os.environ.get("KILN_TEST_DATA")
if root:
    lines = (pathlib.Path(root) / "sst2" / "train.tsv").read_text(encoding="utf-8").split("\n")[1:20001]
    sentences = [line.split("\t")[1] for line in lines]
    x = TfidfVectorizer(ngram_range=(1, 2), min_df=2).fit_transform(sentences).tocsr()
    x.sort_indices()
    weights = 1 + np.arange(x.shape[1]) % 97
    result["sst2"] = dict(rows=len(sentences), width=x.shape[1], stored=int(x.nnz), checks=[float(v) for v in (x @ weights)[::500]])
(out / "texts.json").write_text(json.dumps(result, ensure_ascii=True, separators=(",", ":")) + "\n")
