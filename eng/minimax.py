"""Prints the polynomial coefficients of src/Kiln.Numerics/Elementwise/LaneMath*.cs.

Each function is fitted by interpolation at Chebyshev nodes in 60-digit arithmetic, which is within a small factor of
the best polynomial; the printed error is the largest relative error of the fitted expression on a dense grid.
Needs mpmath. Usage: python3 eng/minimax.py
"""
from mpmath import mp, mpf, exp, log, erf, erfc, sqrt, sin, cos, tan, asin, atan, pi, chebyfit, polyval

mp.dps = 60


def show(name, f, interval, degree, whole, exact):
    """Fits f by a polynomial and measures whole(x, p(x)) against exact(x)."""
    a, b = mpf(interval[0]), mpf(interval[1])
    p = chebyfit(f, [a, b], degree + 1)
    worst = mpf(0)
    for i in range(1, 2000):
        x = a + (b - a) * i / 2000
        e = exact(x)
        if e != 0:
            worst = max(worst, abs(whole(x, polyval(p, x)) / e - 1))
    print(f"// {name}: degree {degree}, relative error {mp.nstr(worst, 3)} = 2^{mp.nstr(log(worst, 2), 4)}")
    print(",\n".join(mp.nstr(c, 19) for c in p))


def near_zero(f, series, at):
    """f, replaced by its Taylor series where f itself would be 0/0."""
    return lambda x: series(x) if abs(x) < at else f(x)


ln2 = log(mpf(2))
small = mpf(10) ** -12

# expm1(r) = r + r² P(r) for |r| ≤ ln2 / 2 (a little more, for the rounding of the reduction)
expm1_p = near_zero(lambda r: (exp(r) - 1 - r) / r**2, lambda r: mpf(1) / 2 + r / 6 + r**2 / 24 + r**3 / 120, small)
for degree in (5, 11):
    show("expm1", expm1_p, (-ln2 / 2 * mpf("1.001"), ln2 / 2 * mpf("1.001")), degree,
         lambda r, p: r + r * r * p, lambda r: exp(r) - 1)

# 2^r = 1 + r P(r) for |r| ≤ 1/2 (SoftmaxExponential)
exp2_p = near_zero(lambda r: (2**r - 1) / r, lambda r: ln2 + ln2**2 * r / 2, small)
for degree in (5, 10):
    show("exp2", exp2_p, (-0.5, 0.5), degree, lambda r, p: 1 + r * p, lambda r: 2**r)

# log((1 + s) / (1 - s)) = 2 s + s z P(z), z = s², for the mantissa in [√½, √2]
log_p = near_zero(lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z,
                  lambda z: mpf(2) / 3 + 2 * z / 5 + 2 * z**2 / 7, small)
zmax = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
for degree in (3, 7):
    show("log", log_p, (0, zmax), degree, lambda z, p: 2 + z * p,
         near_zero(lambda z: log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z), lambda z: 2 + 2 * z / 3 + 2 * z * z / 5, small))

# erf(x) = x P(x²) for |x| ≤ 1
erf_p = near_zero(lambda z: erf(sqrt(z)) / sqrt(z), lambda z: 2 / sqrt(pi) * (1 - z / 3 + z * z / 10), small)
for degree in (7, 13):
    show("erf", erf_p, (0, 1), degree, lambda z, p: p, erf_p)

# erfc(a) = exp(-a²) P(t) / (1 + 2 a), t = (a - k) / (a + k), for 0 ≤ a ≤ limit (beyond, erfc is zero in the format).
# The map to t is that of J. L. Schonfelder, Chebyshev expansions for the error and related functions, Math. Comp. 32 (1978).
def scaled_erfc(k):
    def f(t):
        a = k * (1 + t) / (1 - t)
        return exp(a * a) * erfc(a) * (1 + 2 * a)
    return f


for k, limit, degree in ((3, mpf("10.5"), 10), (4, mpf("27.5"), 24)):
    show(f"erfc, k = {k}", scaled_erfc(mpf(k)), (-1, (limit - k) / (limit + k)), degree,
         lambda t, p: p, scaled_erfc(mpf(k)))

# sin(r) = r + r³ P(r²) and cos(r) = 1 - r²/2 + r⁴ P(r²) for |r| ≤ π/4 (a little more, for the rounding of the reduction)
zmax = (pi / 4 * mpf("1.001")) ** 2
sin_p = near_zero(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: mpf(-1) / 6 + z / 120 - z * z / 5040, small)
for degree in (3, 6):
    show("sin", sin_p, (0, zmax), degree, lambda z, p: 1 + z * p, lambda z: sin(sqrt(z)) / sqrt(z))
cos_p = near_zero(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: mpf(1) / 24 - z / 720 + z * z / 40320, mpf(10) ** -9)
for degree in (2, 6):
    show("cos", cos_p, (0, zmax), degree, lambda z, p: 1 - z / 2 + z * z * p, lambda z: cos(sqrt(z)))

# atan(z) = z + z w P(w), w = z², for |z| ≤ tan(π/8)
atan_p = near_zero(lambda w: (atan(sqrt(w)) / sqrt(w) - 1) / w, lambda w: mpf(-1) / 3 + w / 5 - w * w / 7, small)
zmax = (tan(pi / 8) * mpf("1.001")) ** 2
for degree in (5, 11):
    show("atan", atan_p, (0, zmax), degree, lambda w, p: 1 + w * p, near_zero(lambda w: atan(sqrt(w)) / sqrt(w), lambda w: 1 - w / 3 + w * w / 5, small))

# asin(s) = s + s w P(w), w = s², for |s| ≤ 1/2
asin_p = near_zero(lambda w: (asin(sqrt(w)) / sqrt(w) - 1) / w, lambda w: mpf(1) / 6 + 3 * w / 40 + 15 * w * w / 336, small)
for degree in (5, 13):
    show("asin", asin_p, (0, mpf("0.2501")), degree, lambda w, p: 1 + w * p, near_zero(lambda w: asin(sqrt(w)) / sqrt(w), lambda w: 1 + w / 6 + 3 * w * w / 40, small))

# The same P as for log, split for LaneMath.PowerInTwoParts: P(z) = 2/3 + z Q(z) with 2/3 in two parts.
pow_q = near_zero(lambda z: ((log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z - mpf(2) / 3) / z, lambda z: mpf(2) / 5 + 2 * z / 7 + 2 * z**2 / 9, mpf(10) ** -8)
zmax = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
show("pow", pow_q, (0, zmax), 9, lambda z, p: 2 + z * (mpf(2) / 3 + z * p),
     near_zero(lambda z: log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z), lambda z: 2 + 2 * z / 3 + 2 * z * z / 5, mpf(10) ** -10))

# π/2 in parts of 11 bits for float32, of 33 bits for float64
for bits, parts in ((11, 4), (33, 3)):
    rest = pi / 2
    for i in range(parts):
        scale = mpf(2) ** (bits - 1 - int(mp.floor(log(rest, 2))))
        part = mp.floor(rest * scale) / scale if i < parts - 1 else rest
        print(f"// half pi, {bits} bits, part {i + 1}: {mp.nstr(part, 40) if i < parts - 1 else mp.nstr(part, 19)}")
        rest -= part

# Tables of 16 polynomials for AVX-512 (GaussianTables.cs): f(i/4 + u) for |u| ≤ 1/8, i = 0 to 15, one row per power of u, the highest first.
def table(name, f, degree, relative):
    half = mpf(1) / 8
    rows, worst = [], mpf(0)
    for i in range(16):
        c = mpf(i) / 4
        p = chebyfit(lambda u: f(c + u), [-half, half], degree + 1)
        for j in range(201):
            u = (mpf(j) / 100 - 1) * half
            worst = max(worst, abs(polyval(p, u) - f(c + u)) / (f(c + u) if relative else 1))
        rows.append(p)
    print(f"// {name}: degree {degree}, {'relative' if relative else 'absolute'} error {mp.nstr(worst, 3)}")
    for k in range(degree + 1):
        print(f"// u^{degree - k}")
        print(", ".join(mp.nstr(rows[i][k], 10) + "f" for i in range(16)))


def upper_tail(a):
    return erfc(a / sqrt(mpf(2))) / 2


table("Φ(−a)", upper_tail, 6, True)
table("Φ(−a) − a φ(a)", lambda a: upper_tail(a) - a * exp(-a * a / 2) / sqrt(2 * pi), 5, False)
