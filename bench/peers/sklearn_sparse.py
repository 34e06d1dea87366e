"""scikit-learn's side of EstimatorsSparseFamily.cs."""
import numpy
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.naive_bayes import BernoulliNB, MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from sklearn_kit import draw

ROWS, COLUMNS, STORED, TEXTS, WORDS = 20000, 5000, 50, 20000, 20
EPOCHS = dict(tol=None, max_iter=5, random_state=0)
ESTIMATORS = {
    "logistic-lbfgs": lambda: LogisticRegression(),
    "logistic-liblinear": lambda: LogisticRegression(solver="liblinear"),
    "logistic-l1": lambda: LogisticRegression(solver="liblinear", penalty="l1", random_state=0),
    "logistic-saga": lambda: LogisticRegression(solver="saga", max_iter=10, random_state=0),
    "softmax-lbfgs": lambda: LogisticRegression(),
    "sgd-log": lambda: SGDClassifier(loss="log_loss", **EPOCHS),
    "sgd-hinge-five": lambda: SGDClassifier(**EPOCHS),
    "linear-svc-dual": lambda: LinearSVC(max_iter=10, random_state=0),
    "linear-svc-primal": lambda: LinearSVC(dual=False),
    "linear-regression": lambda: LinearRegression(),
    "ridge": lambda: Ridge(solver="sparse_cg"),
    "lasso": lambda: Lasso(alpha=0.0005),
    "elastic-net": lambda: ElasticNet(alpha=0.0005),
    "multinomial-nb": lambda: MultinomialNB(),
    "bernoulli-nb": lambda: BernoulliNB(),
    "standard-scaler": lambda: StandardScaler(with_mean=False),
    "text-pipeline": lambda: make_pipeline(TfidfVectorizer(), LogisticRegression()),
    "predict": lambda: LogisticRegression(),
}


def samples(kind):
    if kind == "texts":
        numbers = numpy.floor(numpy.exp((draw((TEXTS, WORDS)) + 1) * 5))
        return [" ".join("word%d" % v for v in row) for row in numbers], ((numbers % 7).sum(1) > 55).astype(int)
    values = draw((ROWS, STORED))
    width = COLUMNS // STORED
    columns = (numpy.arange(STORED) * width + numpy.floor((draw((ROWS, STORED), 2) + 1) * (width // 2))).astype(numpy.int32)
    w = draw(COLUMNS, 3)
    scores = draw(ROWS, 4) + (values * w[columns]).sum(1)
    if kind == "counts":
        values = numpy.floor((values + 1) * 3) + 1
    x = sparse.csr_matrix((values.ravel(), columns.ravel(), numpy.arange(0, ROWS * STORED + 1, STORED, dtype=numpy.int32)), (ROWS, COLUMNS))
    if kind == "y":
        return x, scores
    return x, numpy.clip(numpy.floor(scores + 2.5), 0, 4).astype(int) if kind == "five" else (scores > 0).astype(int)


def run(name, kind):
    x, y = samples(kind)
    estimator = ESTIMATORS[name]()
    out = {}
    if name == "predict":
        model = estimator.fit(x, y)

        def predict():
            out["y"] = model.predict(x)

        return {"run": predict, "result": lambda: out["y"].astype(float)}

    def fit():
        out["model"] = estimator.fit(x, y)

    return {"run": fit, "result": lambda: out["model"].predict(x).astype(float) if hasattr(estimator, "predict") else numpy.zeros(0)}
