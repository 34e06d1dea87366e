using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>A ridge with more features than samples: w = Aᵀ (AAᵀ + αI)⁻¹ b.</summary>
internal static class RidgeDual
{
    // How far predictions and coefficients may be off, relative to the largest.
    private const double MostError = 1e-10;

    /// <summary>(outputs, features), or null: the matrix is not positive definite, or its rounding is more than a ridge's last digits.</summary>
    public static double[]? Solve(CentredSamples samples, ReadOnlySpan<double> alphas, CancellationToken cancellation)
    {
        var (rows, n, outputs) = (samples.Rows, samples.Columns, samples.Outputs);
        var a = samples.ToRows();
        var products = new double[rows * rows];
        MatMul.Multiply(rows, rows, n, a, n, false, a, n, true, products, rows);
        var (coefficients, norm) = (new double[outputs * n], SymmetricNorm.Of(products, rows));
        var (factor, dual) = (new double[rows * rows], new double[rows]);
        for (var output = 0; output < outputs; output++)
        {
            if (output == 0 || alphas[output] != alphas[output - 1])
            {
                products.CopyTo(factor, 0);
                for (var i = 0; i < rows; i++)
                {
                    factor[(i * rows) + i] += alphas[output];
                }

                try
                {
                    Cholesky.Factor<double>(rows, factor, rows, cancellation);
                }
                catch (LinearAlgebraException)
                {
                    return null;
                }
            }

            samples.Target(output).CopyTo(dual);
            Cholesky.Solve<double>(rows, 1, factor, rows, dual, 1);
            var w = coefficients.AsSpan(output * n, n);
            for (var row = 0; row < rows; row++)
            {
                TensorPrimitives.MultiplyAdd(a.AsSpan(row * n, n), dual[row], w, w);
            }

            // What rounding of AAᵀ makes of a solution d is as if b were off by ε ‖AAᵀ‖ ‖d‖: along a singular value σ predictions are then off by σ² / (σ² + α) times that, no more than
            // all of it, and coefficients by σ / (σ² + α), no more than 1 / 2√α.
            var error = Float64.Epsilon * norm * TensorPrimitives.Norm<double>(dual);
            if (!(error <= MostError * TensorPrimitives.Norm(samples.Target(output)) && error <= MostError * 2 * Math.Sqrt(alphas[output]) * TensorPrimitives.Norm<double>(w)) && error > 0)
            {
                return null;
            }
        }

        return coefficients;
    }
}
