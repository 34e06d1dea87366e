using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Stochastic average gradients for a ridge: SAG (M. Schmidt, N. Le Roux and F. Bach, "Minimizing finite sums with the stochastic average gradient", 2013) and
/// SAGA (A. Defazio, F. Bach and S. Lacoste-Julien 2014), on ½ mean s (y − x·w)² + α/(2n) ‖w‖². The gradient of a sample is its residual times itself, so one
/// number for each sample remembers it. Stops when no coefficient moved by more than the tolerance times the largest in one pass.
/// </summary>
internal static class RidgeAverageGradient
{
    /// <summary>Solves for one output; returns the passes made.</summary>
    public static int Solve(
        CentredSamples samples, int output, double alpha, bool isSaga, uint seed, double tolerance, int most, Span<double> w, CancellationToken cancellation)
    {
        w.Clear();
        var (rows, n) = (samples.Rows, samples.Columns);
        var a = samples.ToRows();
        var b = samples.Target(output);
        var decay = alpha / rows;
        var largest = 0.0;
        for (var row = 0; row < rows; row++)
        {
            largest = Math.Max(largest, TensorPrimitives.SumOfSquares<double>(a.AsSpan(row * n, n)));
        }

        // The step sizes of scikit-learn: 1/L, and of SAGA 1/(2L + min(2nμ, L)).
        var lipschitz = largest + decay;
        var step = isSaga ? 1 / ((2 * lipschitz) + Math.Min(2 * rows * decay, lipschitz)) : 1 / lipschitz;
        var (memory, isSeen, sum, gradient, before) = (new double[rows], new bool[rows], new double[n], new double[n], new double[n]);
        var seen = 0;
        var random = new RandomState(seed);
        for (var pass = 1; pass <= most; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            w.CopyTo(before);
            for (var draw = 0; draw < rows; draw++)
            {
                var row = (int)random.RandInt(rows);
                var values = a.AsSpan(row * n, n);
                var residual = TensorPrimitives.Dot(values, w) - b[row];
                seen += isSeen[row] ? 0 : 1;
                isSeen[row] = true;
                var change = residual - memory[row];
                memory[row] = residual;
                if (isSaga)
                {
                    // The new gradient less the remembered one, and the mean of those remembered before.
                    TensorPrimitives.Multiply(sum, 1.0 / seen, gradient);
                    TensorPrimitives.MultiplyAdd(values, change, gradient, gradient);
                    TensorPrimitives.MultiplyAdd(values, change, sum, sum);
                }
                else
                {
                    TensorPrimitives.MultiplyAdd(values, change, sum, sum);
                    TensorPrimitives.Multiply(sum, 1.0 / seen, gradient);
                }

                TensorPrimitives.Multiply(w, 1 - (step * decay), w);
                TensorPrimitives.MultiplyAdd(gradient, -step, w, w);
            }

            TensorPrimitives.Subtract(w, before, before);
            var size = TensorPrimitives.MaxMagnitude<double>(w);
            var moved = Math.Abs(TensorPrimitives.MaxMagnitude<double>(before));
            if (moved <= tolerance * Math.Abs(size))
            {
                return Math.Min(pass, most - 1);
            }
        }

        return most;
    }
}
