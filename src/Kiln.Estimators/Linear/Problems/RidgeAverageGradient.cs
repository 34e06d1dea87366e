using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Stochastic average gradients for a ridge: SAG (M. Schmidt, N. Le Roux and F. Bach, "Minimizing finite sums with the stochastic average gradient", 2013) and
/// SAGA (A. Defazio, F. Bach and S. Lacoste-Julien 2014), on ½ mean s (y − x·w)² + α/(2n) ‖w‖². The gradient of a sample is its residual times itself, so one
/// number for each sample remembers it. Stops when no coefficient moved by more than the tolerance times the largest in one pass, and passes no longer lower the objective.
/// </summary>
/// <remarks>
/// One step size serves all columns, that of the largest: with no more features than samples the steps are made on columns of one size (<see cref="RidgeScales"/>). Where a thousand
/// passes do not come to an end, or one that is near the minimum for certain (<see cref="RidgeGap"/>), those of <see cref="RidgeLsqr"/> do, unless the passes were counted by who asked.
/// </remarks>
internal static class RidgeAverageGradient
{
    // Of the objective, relative.
    private const double Gap = 1e-8;

    /// <summary>Solves for one output; returns the passes made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(
        CentredSamples samples, RidgeAverageRows rows, int output, double alpha, RidgeAverageOptions options, Span<double> w, CancellationToken cancellation)
    {
        w.Clear();
        var n = samples.Columns;
        var (a, decay) = (rows.Of(alpha, out var scales, out var sizes, cancellation), new double[n]);
        Array.Fill(decay, alpha / samples.Rows);
        if (sizes is not null)
        {
            TensorPrimitives.Multiply(decay, sizes, decay);
            TensorPrimitives.Multiply(decay, sizes, decay);
        }

        // With an intercept these are not scikit-learn's steps, which may come nearer to the minimum than they were asked to.
        var near = RidgeGap.Nearness(options.Tolerance, isTheirs: false);
        var gap = new RidgeGap(samples, alpha, scales, near, cancellation);
        var direct = new RidgeDirect(samples, output, alpha, near, cancellation);
        var end = new Passes(a, samples.Target(output).ToArray(), decay, options, IsNear).Run(w, cancellation);
        if (sizes is not null)
        {
            TensorPrimitives.Multiply(w, sizes, w);
        }

        if (end.Converged || options.MaxIterations is not null || direct.Finish(w, end.Steps))
        {
            return (end.Steps, end.Converged || options.MaxIterations is null);
        }

        // What the passes found may still be lower.
        var passed = w.ToArray();
        var (steps, converged) = RidgeLsqr.Solve(samples, output, alpha, options.Tolerance, null, w, cancellation);
        var (before, after) = (RidgeObjective.Of(samples, output, alpha, passed), RidgeObjective.Of(samples, output, alpha, w));
        if (before < after)
        {
            passed.CopyTo(w);
            converged &= after <= before * (1 + near);
        }

        return (end.Steps + steps, converged);

        bool? IsNear(ReadOnlySpan<double> z, int passes)
        {
            var (point, gradient) = (z.ToArray(), new double[n]);
            if (sizes is not null)
            {
                TensorPrimitives.Multiply(point, sizes, point);
            }

            samples.TransposedResidual(output, point, gradient);
            TensorPrimitives.MultiplyAdd(point, -alpha, gradient, gradient);
            if (scales is not null)
            {
                TensorPrimitives.Multiply(gradient, scales, gradient);
            }

            var objective = RidgeObjective.Of(samples, output, alpha, point);
            return gap.IsNear(TensorPrimitives.SumOfSquares<double>(gradient), objective, passes) ? true : direct.IsNear(point, passes);
        }
    }

    /// <summary>Whether the objective is near the least one, for certain; null where nobody knows.</summary>
    private delegate bool? Nearness(ReadOnlySpan<double> w, int passes);

    /// <summary>The passes over rows a and targets b, with a penalty of its own for each column.</summary>
    private sealed class Passes(double[] a, double[] b, double[] decay, RidgeAverageOptions options, Nearness isNear)
    {
        private readonly double[] _memory = new double[b.Length];
        private readonly bool[] _isSeen = new bool[b.Length];
        private readonly double[] _sum = new double[decay.Length];
        private readonly double[] _gradient = new double[decay.Length];
        private readonly RandomState _random = new(options.Seed);
        private int _seen;

        public (int Steps, bool Converged) Run(Span<double> w, CancellationToken cancellation)
        {
            var step = Step();
            var (shrink, before) = (new double[w.Length], new double[w.Length]);
            TensorPrimitives.Multiply(decay, -step, shrink);
            TensorPrimitives.Add(shrink, 1, shrink);
            var (objective, gain) = (double.NaN, double.NaN);
            for (var pass = 1; pass <= options.MaxPasses; pass++)
            {
                cancellation.ThrowIfCancellationRequested();
                w.CopyTo(before);
                Pass(w, step, shrink);
                TensorPrimitives.Subtract(w, before, before);
                if (Math.Abs(TensorPrimitives.MaxMagnitude<double>(before)) > options.Tolerance * Math.Abs(TensorPrimitives.MaxMagnitude<double>(w)))
                {
                    continue;
                }

                // Each pass takes away about the same share of what is left: the shares of the passes to come are a geometric series.
                var (last, value) = (gain, Objective(w));
                gain = Math.Abs(objective - value);
                objective = value;
                var share = Math.Min(gain / last, 0.999);
                if (gain > 1e-14 * value && (gain > Gap * value || gain * share / (1 - share) > Gap * value))
                {
                    continue;
                }

                // Passes that creep take no more away either. Where they were counted by who asked there is nobody else to ask.
                var verdict = isNear(w, pass);
                if (verdict == true || options.MaxIterations is null || verdict is null)
                {
                    return (pass, verdict ?? options.MaxIterations is not null);
                }
            }

            return (options.MaxPasses, false);
        }

        // The step sizes of scikit-learn: 1/L, and of SAGA 1/(2L + min(2nμ, L)).
        private double Step()
        {
            var (largest, rows) = (0.0, b.Length);
            for (var row = 0; row < rows; row++)
            {
                largest = Math.Max(largest, TensorPrimitives.SumOfSquares<double>(a.AsSpan(row * decay.Length, decay.Length)));
            }

            var lipschitz = largest + TensorPrimitives.Max<double>(decay);
            return options.IsSaga ? 1 / ((2 * lipschitz) + Math.Min(2 * rows * TensorPrimitives.Min<double>(decay), lipschitz)) : 1 / lipschitz;
        }

        private void Pass(Span<double> w, double step, double[] shrink)
        {
            var n = w.Length;
            for (var draw = 0; draw < b.Length; draw++)
            {
                var row = (int)_random.RandInt(b.Length);
                var values = a.AsSpan(row * n, n);
                var residual = TensorPrimitives.Dot(values, w) - b[row];
                _seen += _isSeen[row] ? 0 : 1;
                _isSeen[row] = true;
                var change = residual - _memory[row];
                _memory[row] = residual;
                if (options.IsSaga)
                {
                    // The new gradient less the remembered one, and the mean of those remembered before.
                    TensorPrimitives.Multiply(_sum, 1.0 / _seen, _gradient);
                    TensorPrimitives.MultiplyAdd(values, change, _gradient, _gradient);
                    TensorPrimitives.MultiplyAdd(values, change, _sum, _sum);
                }
                else
                {
                    TensorPrimitives.MultiplyAdd(values, change, _sum, _sum);
                    TensorPrimitives.Multiply(_sum, 1.0 / _seen, _gradient);
                }

                TensorPrimitives.Multiply(w, shrink, w);
                TensorPrimitives.MultiplyAdd(_gradient, -step, w, w);
            }
        }

        /// <summary>Mean (b − a·w)² + Σ decay w².</summary>
        private double Objective(ReadOnlySpan<double> w)
        {
            var (sum, n) = (0.0, w.Length);
            for (var row = 0; row < b.Length; row++)
            {
                var rest = TensorPrimitives.Dot(a.AsSpan(row * n, n), w) - b[row];
                sum += rest * rest;
            }

            sum /= b.Length;
            for (var i = 0; i < n; i++)
            {
                sum += decay[i] * w[i] * w[i];
            }

            return sum;
        }
    }
}
