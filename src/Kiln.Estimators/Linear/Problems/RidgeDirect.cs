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

    private readonly double[] _sizes = Array.ConvertAll(samples.SquaredNorms(), square => 1 / Math.Sqrt(square + alpha));
    private RidgeCholesky? _factors;
    private (double[] Coefficients, double Objective)? _found;
    private bool _isDoubtful;

    /// <summary>Whether the objective at w is near the least one; null where it is not worth while to know, or what is found is no better than w.</summary>
    /// <param name="w">(columns,).</param>
    /// <param name="steps">Products with A and Aᵀ made so far.</param>
    public bool? IsNear(ReadOnlySpan<double> w, int steps)
    {
        var (here, noise) = (double.NaN, Rounding * TensorPrimitives.SumOfSquares(samples.Target(output)));
        if (_found is null && Factors(steps) is { } factors)
        {
            // Its excess over the least one is gᵀ(AᵀA + αI)⁻¹g: where that is little there is no need of the solution.
            here = RidgeObjective.Of(samples, output, alpha, w);
            var excess = Step(factors, w, new double[w.Length]);
            if (excess <= (near * (here - excess)) + noise)
            {
                return true;
            }
        }

        if ((_found ??= Find(steps)) is not { } found)
        {
            return null;
        }

        here = double.IsNaN(here) ? RidgeObjective.Of(samples, output, alpha, w) : here;
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
        var (rows, n) = ((long)samples.Rows, (long)samples.Columns);
        if (Factors(steps) is { } factors)
        {
            return Measured(Normal(factors));
        }

        if (n <= rows && !_isDoubtful)
        {
            return null;
        }

        var least = Math.Min(rows, n);
        var most = Affordable(steps) * (_isDoubtful ? Doubtful : 1);
        if ((rows + n) * least > MostElements || Orthogonal * (rows + n) * least * least > most)
        {
            return null;
        }

        return Measured(RidgeFactors.Solve(samples, output, [alpha], cancellation));
    }

    /// <summary>Multiplications that are little beside those of the steps.</summary>
    private long Affordable(int steps) => Math.Max(Little, Faster * 2 * steps * samples.Work);

    /// <summary>The factors of AᵀA + αI with its diagonal made ones; null with more features than samples, where they are not worth while, and where they are in doubt.</summary>
    private RidgeCholesky? Factors(int steps)
    {
        var (rows, n) = ((long)samples.Rows, (long)samples.Columns);
        var products = samples.IsSparse ? samples.Work * samples.Work / rows : rows * n * n / 2;
        if (_factors is not null || n > rows || _isDoubtful || n * n > MostElements || products + (n * n * n / 2) > Affordable(steps))
        {
            return _factors;
        }

        _factors = Inputs.AllFinite(_sizes) ? RidgeCholesky.Of(samples.SharedGram(cancellation).Gram, (int)n, alpha, _sizes, cancellation) : null;

        // Columns that depend on each other take very many steps, and the last ones may take nothing long before the end.
        _isDoubtful = _factors is null;
        return _factors;
    }

    private (double[] Coefficients, double Objective) Measured(double[] w) => (w, Inputs.AllFinite(w) ? RidgeObjective.Of(samples, output, alpha, w) : double.PositiveInfinity);

    private double[] Normal(RidgeCholesky factors)
    {
        var (w, step) = (new double[samples.Columns], new double[samples.Columns]);
        for (var i = 0; i < MostRefinements; i++)
        {
            var gain = Step(factors, w, step);
            TensorPrimitives.Add(w, step, w);
            if (gain <= Rounding * TensorPrimitives.SumOfSquares(samples.Target(output)))
            {
                break;
            }
        }

        return w;
    }

    /// <summary>Newton's step from w. Returns what it takes from the objective.</summary>
    private double Step(RidgeCholesky factors, ReadOnlySpan<double> w, double[] step)
    {
        samples.TransposedResidual(output, w, step);
        TensorPrimitives.MultiplyAdd(w, -alpha, step, step);
        TensorPrimitives.Multiply(step, _sizes, step);
        var slope = step.ToArray();
        factors.Solve(step);
        var gain = TensorPrimitives.Dot<double>(slope, step);
        TensorPrimitives.Multiply(step, _sizes, step);
        return gain;
    }
}
