using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// min ‖b − A·w‖² + damp² ‖w‖² by products with A and Aᵀ alone (C. C. Paige and M. A. Saunders, "LSQR: an algorithm for sparse linear equations and sparse
/// least squares", ACM TOMS 8, 1982), with the paper's stopping rules. Begun at zero it comes to the solution of smallest norm.
/// </summary>
internal static class Lsqr
{
    /// <summary>Solves for one output.</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="output">Which b.</param>
    /// <param name="damp">The root of the ridge's α; 0 for plain least squares.</param>
    /// <param name="tolerance">How exact A and b are, relatively: the paper's ATOL and BTOL.</param>
    /// <param name="error">How far the solution may be from the exact one, relatively: stops too when ‖Aᵀr‖ times the paper's estimate of ‖(AᵀA)⁻¹‖ is below. It bounds
    /// that once the steps have come to the small directions of A; of such as are 1e-8 of the largest it may not know yet. 0 leaves it to the paper's rules.</param>
    /// <param name="conditionLimit">Stops when the condition of A seems to be more; the paper's CONLIM.</param>
    /// <param name="maxIterations">The most steps; null for twice the number of features.</param>
    /// <param name="w">Takes the solution.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Steps made.</returns>
    public static int Solve(
        CentredSamples samples, int output, double damp, double tolerance, double error, double conditionLimit, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        w.Clear();

        // β u of the paper, which is divided by β where it is used.
        var u = samples.Target(output).ToArray();
        var (v, next) = (new double[w.Length], new double[w.Length]);
        var bNorm = TensorPrimitives.Norm<double>(u);
        var (beta, alpha) = (bNorm, 0.0);
        if (beta > 0)
        {
            samples.TransposedTimes(u, v);
            alpha = TensorPrimitives.Norm<double>(v) / beta;
        }

        if (alpha * beta == 0)
        {
            return 0;
        }

        TensorPrimitives.Multiply(v, 1 / (alpha * beta), v);
        var direction = v.ToArray();
        var (rhoBar, phiBar) = (alpha, beta);
        var (aNorm, ddNorm, residual2, xxNorm, z) = (0.0, 0.0, 0.0, 0.0, 0.0);
        var (cos2, sin2) = (-1.0, 0.0);
        var most = maxIterations ?? 2 * w.Length;
        for (var iteration = 1; iteration <= most; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();

            // The next step of the bidiagonalization: β u = A v − α u, α v = Aᵀ u − β v.
            beta = samples.Bidiagonalize(v, alpha / beta, u, next);
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
            var norm = Math.Sqrt((phiBar * phiBar) + residual2);
            var epsilon = double.BitIncrement(1) - 1;
            var slope = alpha * Math.Abs(sin * phi);
            var gradient = slope / ((aNorm * norm) + epsilon);
            var inverseCondition = 1 / ((aNorm * Math.Sqrt(ddNorm)) + epsilon);
            var fit = norm / bNorm;
            if (fit <= tolerance + (tolerance * aNorm * wNorm / bNorm) || gradient <= tolerance || slope * ddNorm <= error * wNorm || inverseCondition <= 1 / conditionLimit
                || 1 + inverseCondition <= 1 || 1 + gradient <= 1 || 1 + (fit / (1 + (aNorm * wNorm / bNorm))) <= 1)
            {
                return iteration;
            }
        }

        return most;
    }
}
