using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>What a ridge makes least.</summary>
internal static class RidgeObjective
{
    /// <summary>‖A w − b‖² + α ‖w‖².</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="output">Which b.</param>
    /// <param name="alpha">α.</param>
    /// <param name="w">(columns,).</param>
    public static double Of(CentredSamples samples, int output, double alpha, ReadOnlySpan<double> w)
    {
        var rest = new double[samples.Rows];
        samples.Times(w, rest);
        TensorPrimitives.Subtract(rest, samples.Target(output), rest);
        return TensorPrimitives.SumOfSquares<double>(rest) + (alpha * TensorPrimitives.SumOfSquares(w));
    }
}
