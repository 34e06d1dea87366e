"""What values scikit-learn 1.2.1 takes for the hyper-parameters: writes parameter_ranges.json.

Each numeric hyper-parameter is set to some values and validated alone, as a fit begins (``_validate_params``); words are those of its constraints.

Usage: python3 make_parameter_ranges.py
"""

import json
import pathlib
import re
import warnings

import sklearn.experimental.enable_halving_search_cv  # noqa: F401
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.utils import all_estimators
from sklearn.utils._param_validation import InvalidParameterError, Options, validate_parameter_constraints

warnings.filterwarnings("ignore")
NAMES = """LinearRegression Ridge RidgeCV Lasso LassoCV ElasticNet ElasticNetCV BayesianRidge HuberRegressor PoissonRegressor GammaRegressor TweedieRegressor DummyRegressor LogisticRegression
LogisticRegressionCV RidgeClassifier RidgeClassifierCV LinearSVC LinearSVR SGDClassifier SGDRegressor Perceptron PassiveAggressiveClassifier PassiveAggressiveRegressor GaussianNB MultinomialNB
BernoulliNB ComplementNB LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis DummyClassifier StandardScaler MinMaxScaler RobustScaler MaxAbsScaler Normalizer SimpleImputer OneHotEncoder
OrdinalEncoder Binarizer PolynomialFeatures PowerTransformer QuantileTransformer KBinsDiscretizer SplineTransformer VarianceThreshold SelectKBest SelectPercentile SelectFpr SelectFdr SelectFwe
SelectFromModel RFE RFECV SequentialFeatureSelector CountVectorizer TfidfVectorizer TfidfTransformer HashingVectorizer ColumnTransformer CalibratedClassifierCV""".split()
# How the fit goes about it and what Kiln says another way: copies, printing, threads, warm starts (FitFrom), orders of arrays, types, files and bytes instead of texts.
ABSENT = {"copy", "copy_X", "verbose", "n_jobs", "warm_start", "order", "dtype", "input", "encoding", "decode_error"}
VALUES = [-1, 0, 0.5, 1, 1.5, 2, 101]
OTHER = {"LinearSVC": "linear-svc", "LinearSVR": "linear-svr", "GaussianNB": "gaussian-nb", "MultinomialNB": "multinomial-nb", "BernoulliNB": "bernoulli-nb", "ComplementNB": "complement-nb",
         "KBinsDiscretizer": "k-bins-discretizer", "SelectKBest": "select-k-best", "RFE": "rfe", "RFECV": "rfecv", "CalibratedClassifierCV": "calibrated-classifier"}


def kebab(name):
    if name in OTHER:
        return OTHER[name]
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def takes(constraint, name, value, owner):
    try:
        validate_parameter_constraints({name: constraint}, {name: value}, owner)
        return True
    except InvalidParameterError:
        return False


def words(constraint):
    if constraint == "no_validation":
        return []
    return sorted(word for part in (constraint if isinstance(constraint, list) else [constraint]) if isinstance(part, Options) for word in part.options if isinstance(word, str))


def of(cls):
    described = {}
    for name, constraint in cls._parameter_constraints.items():
        if constraint == "no_validation" or name in ABSENT:
            continue
        numbers = [value for value in VALUES if takes(constraint, name, value, cls.__name__)]
        entry = {}
        if numbers and "boolean" not in constraint:
            entry["numbers"] = numbers
        if words(constraint) and name != "scoring":
            entry["words"] = words(constraint)
        if entry:
            described[name] = entry
    return described


if __name__ == "__main__":
    classes = dict(all_estimators())
    classes.update(HashingVectorizer=HashingVectorizer, ColumnTransformer=ColumnTransformer)
    ranges = {kebab(name): of(classes[name]) for name in NAMES if hasattr(classes[name], "_parameter_constraints")}
    path = pathlib.Path(__file__).with_name("parameter_ranges.json")
    lines = [f"{json.dumps(name)}: {json.dumps(of_one, sort_keys=True)}" for name, of_one in sorted(ranges.items())]
    path.write_text('{"values": ' + json.dumps(VALUES) + ',\n"estimators": {\n' + ",\n".join(lines) + "\n}}\n")
