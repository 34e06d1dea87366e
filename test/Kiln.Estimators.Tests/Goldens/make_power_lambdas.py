"""The λ of greatest likelihood of some columns, with 700 digits, for PowerTransformerTests: python3 make_power_lambdas.py

The likelihoods are those of Box and Cox (1964) and of Yeo and Johnson (2000); nothing of scikit-learn or of Kiln is used.
"""
import mpmath as mp

mp.mp.dps = 700  # powers of 1e5^-120 beside the 1 that is taken away
COLUMNS = {
    "near a thousand": [1000, 1010, 1025, 1003, 1050, 1120, 1001, 1033],
    "near ten thousand": [1e4 + v for v in (0, 30, 250, 9, 1600, 70, 510, 4)],
    "wide": [0.001, 0.2, 3, 50, 700, 4, 0.07, 12000],
    "below zero": [-5000, -5400, -5050, -6600, -5200, -5810],
    "both signs": [-3, 1.5, 0.2, -0.7, 12, 4, 0, -1],
    "an outlier": [-1e5, 0.1, 0.5, 1, 2, 0.3, 0.7],
}


def power(x, lam):
    if x >= 0:
        return mp.log1p(x) if lam == 0 else mp.expm1(lam * mp.log1p(x)) / lam
    return -mp.log1p(-x) if lam == 2 else -mp.expm1((2 - lam) * mp.log1p(-x)) / (2 - lam)


def minus(xs, lam, box):
    ys = [mp.expm1(lam * mp.log(x)) / lam if lam else mp.log(x) for x in xs] if box else [power(x, lam) for x in xs]
    mean = mp.fsum(ys) / len(ys)
    variance = mp.fsum((y - mean) ** 2 for y in ys) / len(ys)
    logs = [mp.log(x) if box else mp.sign(x) * mp.log1p(abs(x)) for x in xs]
    return mp.mpf(len(xs)) / 2 * mp.log(variance) - (lam - 1) * mp.fsum(logs)


def best(xs, box):
    a, b = mp.mpf(-120), mp.mpf(120)  # golden sections: the likelihood has one maximum
    ratio = (mp.sqrt(5) - 1) / 2
    for _ in range(100):
        c, d = b - ratio * (b - a), a + ratio * (b - a)
        a, b = (a, d) if minus(xs, c, box) < minus(xs, d, box) else (c, b)
    return a


for name, values in COLUMNS.items():
    xs = [mp.mpf(float(v)) for v in values]
    print(f"{name}: yeo-johnson {mp.nstr(best(xs, False), 12)}" + (f", box-cox {mp.nstr(best(xs, True), 12)}" if min(xs) > 0 else ""))
