"""scikit-learn's side of PreprocessingFamily.cs."""
import numpy
from sklearn import preprocessing as pre
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer

from sklearn_kit import draw

ROWS, COLUMNS, CATEGORICAL, WORDS = 100000, 20, 5, 10
ESTIMATORS = {
    "standard-scaler": pre.StandardScaler, "min-max-scaler": pre.MinMaxScaler, "max-abs-scaler": pre.MaxAbsScaler, "robust-scaler": pre.RobustScaler,
    "normalizer": pre.Normalizer, "simple-imputer": SimpleImputer, "k-bins-discretizer": lambda: pre.KBinsDiscretizer(encode="ordinal", subsample=None),
    "quantile-transformer": pre.QuantileTransformer, "power-transformer": pre.PowerTransformer, "polynomial-features": pre.PolynomialFeatures,
    "one-hot-encoder": pre.OneHotEncoder, "ordinal-encoder": pre.OrdinalEncoder, "one-hot-encoder-text": pre.OneHotEncoder, "ordinal-encoder-text": pre.OrdinalEncoder,
    "count-vectorizer": CountVectorizer, "tfidf-vectorizer": TfidfVectorizer, "tfidf-bigrams": lambda: TfidfVectorizer(ngram_range=(1, 2)),
    "hashing-vectorizer": HashingVectorizer,
}


def samples(name):
    if "encoder" in name:
        codes = numpy.floor((draw((ROWS, CATEGORICAL)) + 1) * 10)
        return codes if not name.endswith("text") else numpy.array([["category %d" % v for v in row] for row in codes], dtype=object)
    if "vectorizer" in name or "bigrams" in name:
        ids = numpy.floor(numpy.exp((draw((ROWS, WORDS)) + 1) * 5))
        return [" ".join("word%d" % v for v in row) for row in ids]
    x = draw((ROWS // 10 if name in ("power-transformer", "quantile-transformer") else ROWS, COLUMNS))
    if name == "simple-imputer":
        x.ravel()[::7] = numpy.nan
    return x


def run(name, what):
    x, estimator = samples(name), ESTIMATORS[name]()
    last = []

    def result():
        if not last:
            return numpy.zeros(0)
        if hasattr(last[0], "sort_indices"):
            last[0].sort_indices()
            return last[0].data
        return numpy.ravel(last[0])

    if what == "fit":
        return {"run": lambda: estimator.fit(x), "result": result}
    model = estimator.fit(x)
    function = (lambda: estimator.fit_transform(x)) if what == "both" else (lambda: model.transform(x))

    def keep():
        last[:] = [function()]

    return {"run": keep, "result": result}
