using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// A ridge without steps, where that costs little beside those that an iterative solver made: it tells whether steps that seem to have come to their end have, and ends those that do not.
/// </summary>
/// <remarks>
/// By Cholesky factors of AᵀA + αI with its diagonal made ones, and refinement; where these are in doubt, and with more features than samples, by <see cref="RidgeFactors"/>.
/// </remarks>
/// <param name="samples">A and b.</param>
/// <param name="output">Which b.</param>
/// <param name="alpha">α.</param>
/// <param name="near">What counts as near, of the objective (<see cref="RidgeGap.Nearness"/>).</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class RidgeDirect(CentredSamples samples, int output, double alpha, double near, CancellationToken cancellation)
{
    // A product by blocks takes about a quarter of the time that one by a vector does, and orthogonal factors about twice that of a product; and what is little whatever the steps were.
    private const long Faster = 4;
    private const long Orthogonal = 2;
    private const long Doubtful = 8;
    private const long Little = 1 << 22;
    private const long MostElements = 1 << 25;

    private const int MostRefinements = 4;

    // Squares of residuals below this share of b's are rounding.
    private const double Rounding = 1e-28;

    private (double[] Coefficients, double Objective)? _found;
    private bool _isDoubtful;

    /// <summary>Whether the objective at w is near the least one; null where it is not worth while to know, or what is found is no better than w.</summary>
    /// <param name="w">(columns,).</param>
    /// <param name="steps">Products with A and Aᵀ made so far.</param>
    public bool? IsNear(ReadOnlySpan<double> w, int steps)
    {
        if ((_found ??= Find(steps)) is not { } found)
        {
            return null;
        }

        var (here, noise) = (RidgeObjective.Of(samples, output, alpha, w), Rounding * TensorPrimitives.SumOfSquares(samples.Target(output)));
        var most = 1 + near;
        return !(here <= (most * found.Objective) + noise) ? false : found.Objective > (most * here) + noise ? null : true;
    }

    /// <summary>Makes w the solution where it is not near it. Returns whether it is then.</summary>
    /// <param name="w">(columns,).</param>
    /// <param name="steps">Products with A and Aᵀ made so far.</param>
    public bool Finish(Span<double> w, int steps)
    {
        var isNear = IsNear(w, steps);
        if (isNear == false)
        {
            _found!.Value.Coefficients.CopyTo(w);
        }

        return isNear is not null;
    }

    private (double[] Coefficients, double Objective)? Find(int steps)
    {
        var (rows, n, most) = ((long)samples.Rows, (long)samples.Columns, Math.Max(Little, Faster * 2 * steps * samples.Work));
        var (least, products) = (Math.Min(rows, n), samples.IsSparse ? samples.Work * samples.Work / rows : rows * n * n / 2);
        if (n <= rows && !_isDoubtful)
        {
            if (n * n > MostElements || products + (n * n * n / 2) > most)
            {
                return null;
            }

            if (Normal() is { } normal)
            {
                return Measured(normal);
            }

            // Columns that depend on each other take very many steps, and the last ones may take nothing long before the end.
            _isDoubtful = true;
        }

        most *= _isDoubtful ? Doubtful : 1;
        if ((rows + n) * least > MostElements || Orthogonal * (rows + n) * least * least > most)
        {
            return null;
        }

        return Measured(RidgeFactors.Solve(samples, output, [alpha], cancellation));
    }

    private (double[] Coefficients, double Objective) Measured(double[] w) => (w, Inputs.AllFinite(w) ? RidgeObjective.Of(samples, output, alpha, w) : double.PositiveInfinity);

    private double[] Sizes() => Array.ConvertAll(samples.SquaredNorms(), square => 1 / Math.Sqrt(square + alpha));

    private double[]? Normal()
    {
        var (n, sizes) = (samples.Columns, Sizes());
        if (!Inputs.AllFinite(sizes) || RidgeCholesky.Of(samples.SharedGram(cancellation).Gram, n, alpha, sizes, cancellation) is not { } factors)
        {
            return null;
        }

        var (w, step) = (new double[n], new double[n]);
        for (var i = 0; i < MostRefinements; i++)
        {
            samples.TransposedResidual(output, w, step);
            TensorPrimitives.MultiplyAdd(w, -alpha, step, step);
            TensorPrimitives.Multiply(step, sizes, step);
            var slope = step.ToArray();
            factors.Solve(step);

            // What the step takes from the objective.
            var gain = TensorPrimitives.Dot<double>(slope, step);
            TensorPrimitives.Multiply(step, sizes, step);
            TensorPrimitives.Add(w, step, w);
            if (gain <= Rounding * TensorPrimitives.SumOfSquares(samples.Target(output)))
            {
                break;
            }
        }

        return w;
    }
}
