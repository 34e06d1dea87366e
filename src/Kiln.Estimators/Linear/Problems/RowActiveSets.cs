using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Active sets on A itself, with √α below it, by orthogonal factors of the columns at one length: where AᵀA has lost the digits that tell columns apart.</summary>
internal sealed class RowActiveSets : ActiveSetProblem
{
    private readonly int _rows;
    private readonly double _alpha;
    private readonly double[] _a;
    private readonly double[] _b;

    private RowActiveSets(int rows, double[] a, double[] b, double alpha, double[] sizes)
        : base(sizes, TensorPrimitives.Norm<double>(b)) => (_rows, _a, _b, _alpha) = (rows, a, b, alpha);

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="output">Which b.</param>
    /// <param name="alpha">α.</param>
    /// <param name="sizes">‖a‖ of each column, with √α below it.</param>
    public static RowActiveSets Of(CentredSamples samples, int output, double alpha, double[] sizes)
    {
        var rows = IndependentRows.Of(samples);
        var b = new double[rows.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            for (var row = 0; row < b.Length && sizes[i] == 0; row++)
            {
                rows.A[(row * sizes.Length) + i] = 0;
            }
        }

        for (var row = 0; row < b.Length; row++)
        {
            b[row] = rows.B[(row * samples.Outputs) + output];
        }

        return new(b.Length, rows.A, b, alpha, sizes);
    }

    /// <summary>The same problem on no more rows than there are columns, for many solutions.</summary>
    public RowActiveSets Reduced(CancellationToken cancellation)
    {
        var n = Sizes.Length;
        if (_rows <= n)
        {
            return this;
        }

        var (a, b) = UnlikeColumns.Triangle(_rows, n, 1, _a, _b, cancellation);
        return new(n, a, b, _alpha, Sizes);
    }

    /// <summary>The dual of a ridge, for no more than some hundred rows.</summary>
    public PositiveRidgeDual Dual() => new(_rows, _a, _b, Sizes.Length, _alpha);

    public override void Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        TensorPrimitives.Multiply(w, -_alpha, gradient);
        for (var row = 0; row < _rows; row++)
        {
            var own = _a.AsSpan(row * w.Length, w.Length);
            TensorPrimitives.MultiplyAdd(own, _b[row] - TensorPrimitives.Dot(own, w), gradient, gradient);
        }
    }

    public override double[]? Solve(int[] free, CancellationToken cancellation)
    {
        var (k, n) = (free.Length, Sizes.Length);
        var rows = _rows + (_alpha > 0 ? k : 0);
        var (chosen, target, solution) = (new double[rows * k], new double[rows], new double[k]);
        _b.CopyTo(target, 0);
        for (var j = 0; j < k; j++)
        {
            for (var row = 0; row < _rows; row++)
            {
                chosen[(row * k) + j] = _a[(row * n) + free[j]] / Sizes[free[j]];
            }

            if (_alpha > 0)
            {
                chosen[((_rows + j) * k) + j] = Math.Sqrt(_alpha) / Sizes[free[j]];
            }
        }

        // √α below the samples makes every column independent of the others, however little.
        if (LeastSquares.Solve(rows, k, 1, chosen, k, target, 1, solution.AsSpan(), 1, _alpha > 0 ? 0 : -1, cancellation) < k)
        {
            return null;
        }

        for (var j = 0; j < k; j++)
        {
            solution[j] /= Sizes[free[j]];
        }

        return solution;
    }
}
