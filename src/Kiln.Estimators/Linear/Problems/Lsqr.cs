using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// min ‖b − A·w‖² + damp² ‖w‖² by products with A and Aᵀ alone (C. C. Paige and M. A. Saunders, "LSQR: an algorithm for sparse linear equations and sparse
/// least squares", ACM TOMS 8, 1982), with the paper's stopping rules. Begun at zero it comes to the solution of smallest norm.
/// </summary>
internal static class Lsqr
{
    /// <summary>Solves for one b.</summary>
    /// <param name="matrix">A, or A·D.</param>
    /// <param name="b">(samples,).</param>
    /// <param name="rules">When to end.</param>
    /// <param name="w">Takes the solution, of A's columns.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Steps made, and whether a rule ended them before there were too many.</returns>
    public static (int Steps, bool Converged) Solve(LsqrMatrix matrix, ReadOnlySpan<double> b, LsqrRules rules, Span<double> w, CancellationToken cancellation)
    {
        var end = Run(matrix, b, rules, w, cancellation);
        matrix.ToColumns(w);
        return end;
    }

    private static (int Steps, bool Converged) Run(LsqrMatrix matrix, ReadOnlySpan<double> b, LsqrRules rules, Span<double> w, CancellationToken cancellation)
    {
        w.Clear();

        // u of the paper comes as β u, which is divided by β where it is used.
        var damp = matrix.Damp;
        var (v, next) = (new double[w.Length], new double[w.Length]);
        var bNorm = matrix.Begin(b);
        var (beta, alpha) = (bNorm, 0.0);
        if (beta > 0)
        {
            matrix.First(v);
            alpha = TensorPrimitives.Norm<double>(v) / beta;
        }

        if (alpha * beta == 0)
        {
            return (0, true);
        }

        TensorPrimitives.Multiply(v, 1 / (alpha * beta), v);
        var direction = v.ToArray();
        var (rhoBar, phiBar) = (alpha, beta);
        var (aNorm, ddNorm, residual2, xxNorm, z) = (0.0, 0.0, 0.0, 0.0, 0.0);
        var (cos2, sin2) = (-1.0, 0.0);
        var gains = new StepGains();
        for (var iteration = 1; iteration <= rules.MaxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();

            // The next step of the bidiagonalization: β u = A v − α u, α v = Aᵀ u − β v.
            beta = matrix.Step(v, alpha / beta, next);
            if (beta > 0)
            {
                aNorm = Math.Sqrt((aNorm * aNorm) + (alpha * alpha) + (beta * beta) + (damp * damp));
                TensorPrimitives.Multiply(next, 1 / beta, next);
                TensorPrimitives.MultiplyAdd(v, -beta, next, v);
                alpha = TensorPrimitives.Norm<double>(v);
                if (alpha > 0)
                {
                    TensorPrimitives.Multiply(v, 1 / alpha, v);
                }
            }

            // A rotation takes the damping out of the bidiagonal matrix, another its subdiagonal.
            var rhoBar1 = Math.Sqrt((rhoBar * rhoBar) + (damp * damp));
            var psi = damp > 0 ? damp / rhoBar1 * phiBar : 0;
            phiBar = damp > 0 ? rhoBar / rhoBar1 * phiBar : phiBar;
            rhoBar1 = damp > 0 ? rhoBar1 : rhoBar;
            var rho = double.Hypot(rhoBar1, beta);
            var (cos, sin) = (rhoBar1 / rho, beta / rho);
            var theta = sin * alpha;
            rhoBar = -cos * alpha;
            var phi = cos * phiBar;
            phiBar = sin * phiBar;

            ddNorm += TensorPrimitives.SumOfSquares<double>(direction) / (rho * rho);
            TensorPrimitives.MultiplyAdd(direction, phi / rho, w, w);
            TensorPrimitives.MultiplyAdd(direction, -theta / rho, v, direction);

            // A rotation from the right gives the norm of the solution.
            var rhs = phi - (sin2 * rho * z);
            var gammaBar = -cos2 * rho;
            var wNorm = Math.Sqrt(xxNorm + (rhs / gammaBar * (rhs / gammaBar)));
            var gamma = double.Hypot(gammaBar, theta);
            (cos2, sin2, z) = (gammaBar / gamma, theta / gamma, rhs / gamma);
            xxNorm += z * z;

            residual2 += psi * psi;
            gains.Add(phi * phi);
            var norm = Math.Sqrt((phiBar * phiBar) + residual2);
            var slope = alpha * Math.Abs(sin * phi);
            var gradient = slope / ((aNorm * norm) + Float64.Epsilon);
            var inverseCondition = 1 / ((aNorm * Math.Sqrt(ddNorm)) + Float64.Epsilon);
            var fit = norm / bNorm;
            var isExact = slope * slope * ddNorm <= rules.Gap * norm * norm;
            if ((isExact && (fit <= rules.Tolerance + (rules.Tolerance * aNorm * wNorm / bNorm) || gradient <= rules.Tolerance))
                || slope * ddNorm <= rules.Error * wNorm || inverseCondition <= 1 / rules.ConditionLimit)
            {
                var verdict = rules.Judge?.Invoke(slope, norm, iteration, w) ?? LsqrVerdict.Near;
                var isSettled = verdict == LsqrVerdict.Unknown && gains.Late <= rules.Gap * norm * norm;
                if (verdict is LsqrVerdict.Near or LsqrVerdict.Hopeless || isSettled)
                {
                    return (iteration, verdict != LsqrVerdict.Hopeless);
                }
            }

            // Rounding says no more.
            if (1 + inverseCondition <= 1 || 1 + gradient <= 1 || 1 + (fit / (1 + (aNorm * wNorm / bNorm))) <= 1)
            {
                return (iteration, rules.Judge?.Invoke(slope, norm, iteration, w) is not (LsqrVerdict.Far or LsqrVerdict.Hopeless));
            }
        }

        return (rules.MaxIterations, false);
    }
}
