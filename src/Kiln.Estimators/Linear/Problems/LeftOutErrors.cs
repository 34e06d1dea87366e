using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// The error of a sample left out is (bᵢ − Hᵢ·b) / (1 − Hᵢᵢ), H = A (AᵀA + αI)⁻¹ Aᵀ (and the intercept's share of it), so nothing is fitted anew (R. Rifkin and
/// R. Lippert, "Notes on Regularized Least Squares", MIT-CSAIL-TR-2007-025). With A = U Σ Vᵀ both parts are sums over the columns of U with the
/// factors α / (σ² + α): no difference of nearly equal numbers for a small α.
/// </summary>
/// <param name="samples">The problem.</param>
/// <param name="spectrum">Its singular values and vectors.</param>
internal sealed class LeftOutErrors(CentredSamples samples, RidgeSpectrum spectrum)
{
    private readonly double[] _projected = Projections(samples, spectrum);

    /// <summary>Uᵀb of an output, (rank,).</summary>
    public ReadOnlySpan<double> Projected(int output) => _projected.AsSpan(output * spectrum.Rank, spectrum.Rank);

    /// <summary>The errors of one output with one penalty.</summary>
    /// <param name="output">The output.</param>
    /// <param name="alpha">The penalty.</param>
    /// <param name="errors">Where the error of each sample goes, (samples,).</param>
    /// <returns>The mean of their squares.</returns>
    public double Of(int output, double alpha, Span<double> errors)
    {
        var (rank, k) = (spectrum.Rank, spectrum.Count);
        var values = spectrum.Values;
        var projected = Projected(output);
        var target = samples.Target(output);
        var (shares, parts, squares) = (new double[rank], new double[rank], new double[rank]);
        for (var j = 0; j < rank; j++)
        {
            shares[j] = alpha / ((values[j] * values[j]) + alpha);
            parts[j] = shares[j] * projected[j];
        }

        var sum = 0.0;
        for (var row = 0; row < target.Length; row++)
        {
            var line = spectrum.Left.AsSpan(row * k, rank);
            TensorPrimitives.Multiply(line, line, squares);
            var root = samples.Roots?[row] ?? 1;
            var intercept = samples.IsCentred ? root * root / samples.TotalWeight : 0;

            // What lies outside of A's columns, which a full set of them leaves nothing of but rounding.
            var isFull = rank + (samples.IsCentred ? 1 : 0) >= target.Length;
            var outside = isFull ? 0 : 1 - intercept - TensorPrimitives.Sum<double>(squares);
            var rest = isFull ? 0 : target[row] - TensorPrimitives.Dot(line, projected);
            var error = (rest + TensorPrimitives.Dot<double>(line, parts)) / (outside + TensorPrimitives.Dot<double>(squares, shares));
            errors[row] = error;
            sum += error * error;
        }

        return sum / target.Length;
    }

    private static double[] Projections(CentredSamples samples, RidgeSpectrum spectrum)
    {
        var (rank, k) = (spectrum.Rank, spectrum.Count);
        var projected = new double[samples.Outputs * rank];
        for (var output = 0; output < samples.Outputs; output++)
        {
            var sums = projected.AsSpan(output * rank, rank);
            var target = samples.Target(output);
            for (var row = 0; row < target.Length; row++)
            {
                TensorPrimitives.MultiplyAdd(spectrum.Left.AsSpan(row * k, rank), target[row], sums, sums);
            }
        }

        return projected;
    }
}
