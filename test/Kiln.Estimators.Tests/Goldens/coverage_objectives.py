"""What iterative solvers minimize, written down plainly; Coverage/CoverageObjectives.cs says the same in C#."""
import numpy as np


def squared(model, x, y):
    return y - np.asarray(x @ model.coef_).ravel() - model.intercept_


def elastic(alpha, l1_ratio, model, x, y):
    w = model.coef_
    return (squared(model, x, y) ** 2).mean() / 2 + alpha * l1_ratio * np.abs(w).sum() + alpha * (1 - l1_ratio) / 2 * (w @ w)


def deviance(y, raw, power, log):
    """Half the deviance, without what depends on the target alone."""
    mean = np.exp(raw) if log else raw
    if power == 0:
        return 0.5 * (mean - y) ** 2
    if power == 1:
        return mean - y * np.log(mean)
    if power == 2:
        return np.log(mean) + y / mean
    return mean ** (2 - power) / (2 - power) - y * mean ** (1 - power) / (1 - power)


def penalty(model, w):
    name = model.penalty or "none"
    l1, l2 = {"none": (0, 0), "l1": (1, 0), "l2": (0, 1)}.get(name) or (model.l1_ratio, 1 - model.l1_ratio)
    return l1 * np.abs(w).sum() + l2 / 2 * (w * w).sum()


def against_rest(model, x, y):
    """Scores and signs of one class against the rest, a column each; of two classes the second alone."""
    scores = np.asarray(x @ model.coef_.T) + model.intercept_
    kinds = np.unique(y)
    return scores, np.stack([np.where(y == k, 1.0, -1.0) for k in (kinds[1:] if len(kinds) == 2 else kinds)], axis=1)


def logistic(model, x, y, strength=None):
    c = model.C if strength is None else strength
    kinds = np.unique(y)
    softmax = model.solver != "liblinear" and model.multi_class != "ovr" and (len(kinds) > 2 or model.multi_class == "multinomial") and model.solver != "newton-cholesky"
    if softmax:
        w, b = model.coef_, model.intercept_
        if len(kinds) == 2:
            w, b = np.concatenate([-w, w]), np.concatenate([-b, b])
        scores = np.asarray(x @ w.T) + b
        top = scores.max(axis=1)
        loss = np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top - scores[np.arange(len(y)), np.searchsorted(kinds, y)]
        return c * loss.sum() + penalty(model, w)
    scores, signs = against_rest(model, x, y)
    total = c * np.logaddexp(0, -signs * scores).sum()
    for k, w in enumerate(model.coef_):
        total += penalty(model, np.append(w, model.intercept_[k] / model.intercept_scaling) if model.solver == "liblinear" else w)
    return total


def support(model, x, y):
    scores, signs = against_rest(model, x, y)
    gaps = np.maximum(0, 1 - signs * scores)
    w = np.concatenate([model.coef_, model.intercept_[:, None]], axis=1)
    return model.C * (gaps if model.loss == "hinge" else gaps ** 2).sum() + (np.abs(w).sum() if model.penalty == "l1" else 0.5 * (w * w).sum())


def objective(name, model, x, y):
    if name == "linear-regression":
        return (squared(model, x, y) ** 2).sum()
    if name in ("lasso", "elastic-net"):
        return elastic(model.alpha, 1.0 if name == "lasso" else model.l1_ratio, model, x, y)
    if name in ("lasso-cv", "elastic-net-cv"):
        return elastic(model.alpha_, 1.0 if name == "lasso-cv" else model.l1_ratio_, model, x, y)
    if name == "huber-regressor":
        rest, s, e = np.abs(squared(model, x, y)), model.scale_, model.epsilon
        return np.where(rest > e * s, s + 2 * e * rest - s * e * e, s + rest**2 / s).sum() + model.alpha * model.coef_ @ model.coef_
    if name in ("poisson-regressor", "gamma-regressor", "tweedie-regressor"):
        power = {"poisson-regressor": 1, "gamma-regressor": 2}.get(name, getattr(model, "power", 0))
        log = name != "tweedie-regressor" or model.link == "log" or (model.link == "auto" and power > 0)
        raw = np.asarray(x @ model.coef_).ravel() + model.intercept_
        return deviance(y, raw, power, log).mean() + 0.5 * model.alpha * model.coef_ @ model.coef_
    if name == "logistic-regression":
        return logistic(model, x, y)
    if name == "logistic-regression-cv":
        return logistic(model, x, y, strength=model.C_[0])
    if name == "linear-svc":
        return support(model, x, y)
    if name == "linear-svr":
        excess = np.maximum(0, np.abs(squared(model, x, y)) - model.epsilon)
        return model.C * (excess if model.loss == "epsilon_insensitive" else excess**2).sum() + 0.5 * (model.coef_ @ model.coef_ + float(np.sum(model.intercept_)) ** 2)
    raise ValueError(name)
