"""Which estimators of scikit-learn 1.2.1 fit a CSR matrix with default settings: prints the lists of Contract/SparseAcceptanceTests.cs.

Usage: python3 make_sparse_acceptance.py
"""

import warnings

import numpy as np
from scipy import sparse
from sklearn.base import is_classifier
from sklearn.feature_selection import SelectKBest
from sklearn.utils import all_estimators

warnings.filterwarnings("ignore")
NAMES = """LinearRegression Ridge Lasso ElasticNet LassoCV RidgeCV ElasticNetCV HuberRegressor PoissonRegressor GammaRegressor TweedieRegressor BayesianRidge RidgeClassifier
RidgeClassifierCV LogisticRegression LogisticRegressionCV SGDClassifier SGDRegressor Perceptron PassiveAggressiveClassifier PassiveAggressiveRegressor LinearSVC LinearSVR GaussianNB
MultinomialNB BernoulliNB ComplementNB LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis DummyClassifier DummyRegressor StandardScaler MinMaxScaler RobustScaler MaxAbsScaler
Normalizer PowerTransformer QuantileTransformer OneHotEncoder OrdinalEncoder SimpleImputer KBinsDiscretizer PolynomialFeatures SplineTransformer Binarizer TfidfTransformer
VarianceThreshold SelectKBest SelectPercentile SelectFpr SelectFdr SelectFwe FunctionTransformer""".split()


def takes(name, samples):
    estimator = SelectKBest(k=2) if name == "SelectKBest" else dict(all_estimators())[name]()
    y = np.arange(40) % 2 if is_classifier(estimator) or name.startswith("Select") else np.arange(40) + 1.0
    try:
        estimator.fit(samples, y)
        return True
    except (TypeError, ValueError):
        return False


if __name__ == "__main__":
    x = np.abs(np.random.RandomState(0).randn(40, 5))
    x[x < 0.7] = 0
    accepted = {name: takes(name, sparse.csr_matrix(x)) for name in NAMES}
    for which in (True, False):
        print("taken:" if which else "refused:", " ".join(name for name in NAMES if accepted[name] == which))
