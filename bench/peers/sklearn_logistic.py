"""scikit-learn's side of EstimatorsLogisticFamily.cs."""
import numpy
from sklearn.linear_model import LogisticRegression, PassiveAggressiveClassifier, Perceptron, SGDClassifier, SGDRegressor
from sklearn.svm import LinearSVC, LinearSVR

from sklearn_kit import draw

ROWS, COLUMNS = 100000, 20
EPOCHS = dict(tol=None, max_iter=5, random_state=0)
ESTIMATORS = {
    "logistic-liblinear-l1": lambda: LogisticRegression(solver="liblinear", penalty="l1"),
    "logistic-saga-l1": lambda: LogisticRegression(solver="saga", penalty="l1", random_state=0),
    "softmax-lbfgs": lambda: LogisticRegression(),
    "softmax-newton-cg": lambda: LogisticRegression(solver="newton-cg"),
    "softmax-saga": lambda: LogisticRegression(solver="saga", random_state=0),
    "sgd-hinge": lambda: SGDClassifier(**EPOCHS),
    "sgd-log": lambda: SGDClassifier(loss="log_loss", **EPOCHS),
    "sgd-elasticnet": lambda: SGDClassifier(penalty="elasticnet", **EPOCHS),
    "sgd-average": lambda: SGDClassifier(average=True, tol=None, max_iter=2, random_state=0),
    "sgd-regressor": lambda: SGDRegressor(**EPOCHS),
    "perceptron": lambda: Perceptron(**EPOCHS),
    "passive-aggressive": lambda: PassiveAggressiveClassifier(**EPOCHS),
    "linear-svc-dual": lambda: LinearSVC(max_iter=10, random_state=0),
    "linear-svc-primal": lambda: LinearSVC(dual=False),
    "linear-svc-l1": lambda: LinearSVC(dual=False, penalty="l1", random_state=0),
    "linear-svr-dual": lambda: LinearSVR(max_iter=10, random_state=0),
}
for _solver in ("lbfgs", "newton-cg", "newton-cholesky", "liblinear", "sag", "saga"):
    ESTIMATORS["logistic-" + _solver] = lambda solver=_solver: LogisticRegression(solver=solver, random_state=0)


def samples(classes):
    x = draw((ROWS, COLUMNS))
    j = numpy.arange(COLUMNS)
    score = x @ (numpy.where(j % 2 == 0, 1, -1) * (j + 1) / COLUMNS) + draw(ROWS, 2)
    if classes == 0:
        return x, score
    return x, (score > 0).astype(int) if classes == 2 else numpy.clip(numpy.floor(score + 2.5), 0, 4).astype(int)


def fit(what, classes):
    x, y = samples(int(classes))
    estimator = ESTIMATORS[what]()
    return {"run": lambda: estimator.fit(x, y), "result": lambda: estimator.coef_}


def predict(what, classes):
    x, y = samples(int(classes))
    model = LogisticRegression().fit(x, y)
    call, out = model.predict if what == "predict" else model.predict_proba, {}

    def run():
        out["y"] = call(x)

    return {"run": run, "result": lambda: out["y"].astype(float)}
