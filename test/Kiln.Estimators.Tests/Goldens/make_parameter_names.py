"""The names of all hyper-parameters in scikit-learn 1.2.1 (``get_params``): writes parameter_names.json. ParameterNameTests says of each where Kiln has it.

Usage: python3 make_parameter_names.py
"""

import json
import pathlib

import sklearn
import sklearn.experimental.enable_halving_search_cv  # noqa: F401
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV, RandomizedSearchCV  # noqa: F401
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import all_estimators

from make_parameter_ranges import NAMES, kebab

assert sklearn.__version__ == "1.2.1"
OTHERS = {"transformed-target-regressor": TransformedTargetRegressor, "function-transformer": FunctionTransformer, "pipeline": Pipeline, "feature-union": FeatureUnion,
          "grid-search": GridSearchCV, "randomized-search": RandomizedSearchCV, "halving-grid-search": HalvingGridSearchCV, "halving-random-search": HalvingRandomSearchCV}

if __name__ == "__main__":
    classes = dict(all_estimators())
    classes.update(HashingVectorizer=HashingVectorizer, ColumnTransformer=ColumnTransformer)
    names = {kebab(name): classes[name]._get_param_names() for name in NAMES}
    names.update({name: cls._get_param_names() for name, cls in OTHERS.items()})
    lines = [f"{json.dumps(name)}: {json.dumps(of_one)}" for name, of_one in sorted(names.items())]
    pathlib.Path(__file__).with_name("parameter_names.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
