using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// The least squares problem of some samples and targets: A = S (X − 1·x̄ᵀ) and b = S (y − ȳ), with S the roots of the sample weights and x̄, ȳ the weighted
/// means (zero without an intercept). The samples are neither copied nor made dense: means and weights are applied on the way.
/// </summary>
internal sealed partial class CentredSamples
{
    private CentredSamples(Features x, double[]? weights, double[] xMeans, double[] yMeans, double[] targets, bool isCentred)
    {
        (X, Weights, XMeans, YMeans, Targets, IsCentred) = (x, weights, xMeans, yMeans, targets, isCentred);
        Roots = weights is null ? null : Array.ConvertAll(weights, Math.Sqrt);
        TotalWeight = weights is null ? x.Rows : TensorPrimitives.Sum<double>(weights);
    }

    /// <summary>The samples as they were given, dense or sparse.</summary>
    public Features X { get; }

    /// <summary>The weight of each sample, or null.</summary>
    public double[]? Weights { get; }

    /// <summary>The roots of the weights, or null.</summary>
    public double[]? Roots { get; }

    /// <summary>The sum of the weights, or the number of samples.</summary>
    public double TotalWeight { get; }

    /// <summary>The mean of each feature; zeros without an intercept.</summary>
    public double[] XMeans { get; }

    /// <summary>The mean of each output; zeros without an intercept.</summary>
    public double[] YMeans { get; }

    /// <summary>b, one output after the other: (outputs, samples).</summary>
    public double[] Targets { get; }

    /// <summary>Whether means were taken away.</summary>
    public bool IsCentred { get; }

    public int Rows => X.Rows;

    public int Columns => X.Columns;

    public int Outputs => YMeans.Length;

    public bool IsSparse => X.Kind == FeaturesKind.Sparse;

    /// <summary>Multiplications of one pass over the samples.</summary>
    public long Work => IsSparse ? X.Sparse!.StoredCount + X.Rows : (long)X.Rows * X.Columns;

    /// <summary>b of one output.</summary>
    public ReadOnlySpan<double> Target(int output) => Targets.AsSpan(output * Rows, Rows);

    /// <summary>Takes the means of samples and targets. The means tell whether all samples are finite; without them a pass of its own does.</summary>
    /// <param name="owner">Whose the samples are, for the error.</param>
    /// <param name="x">Dense or sparse samples, not checked yet.</param>
    /// <param name="y">(samples, outputs).</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="weights">Sample weights or null.</param>
    /// <param name="center">Whether an intercept is learned.</param>
    /// <exception cref="DatasetException">A sample is not finite, or their sums are not.</exception>
    public static CentredSamples Checked(string owner, Features x, ReadOnlySpan<double> y, int outputs, double[]? weights, bool center)
    {
        var problem = Of(x, y, outputs, weights, center);
        if (!center || !Inputs.AllFinite(problem.XMeans))
        {
            Inputs.CheckFinite(owner, x, allowMissing: false);
        }

        return problem.WithFiniteMeans(owner);
    }

    /// <summary>This problem, unless sums of its samples, which are finite themselves, overflowed.</summary>
    /// <param name="owner">Whose the samples are, for the error.</param>
    /// <exception cref="DatasetException">They did.</exception>
    public CentredSamples WithFiniteMeans(string owner)
    {
        _owner = owner;
        return Inputs.AllFinite(XMeans) ? this : throw Overflow.Of(owner, X, "the sums of the features");
    }

    /// <summary>Takes the means of samples and targets.</summary>
    /// <param name="x">Dense or sparse samples.</param>
    /// <param name="y">(samples, outputs).</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="weights">Sample weights or null.</param>
    /// <param name="center">Whether an intercept is learned.</param>
    public static CentredSamples Of(Features x, ReadOnlySpan<double> y, int outputs, double[]? weights, bool center)
    {
        var total = weights is null ? x.Rows : TensorPrimitives.Sum<double>(weights);
        var (xMeans, yMeans) = (new double[x.Columns], new double[outputs]);
        if (center)
        {
            SumRows(x, weights, xMeans);
            TensorPrimitives.Divide(xMeans, total, xMeans);
        }

        var targets = new double[y.Length];
        for (var output = 0; output < outputs; output++)
        {
            var target = targets.AsSpan(output * x.Rows, x.Rows);
            for (var row = 0; row < target.Length; row++)
            {
                target[row] = y[(row * outputs) + output];
            }

            if (center)
            {
                yMeans[output] = (weights is null ? TensorPrimitives.Sum<double>(target) : TensorPrimitives.Dot(target, weights)) / total;
                TensorPrimitives.Subtract(target, yMeans[output], target);
            }

            if (weights is not null)
            {
                for (var row = 0; row < target.Length; row++)
                {
                    target[row] *= Math.Sqrt(weights[row]);
                }
            }
        }

        return new(x, weights, xMeans, yMeans, targets, center);
    }

    /// <summary>ȳ − x̄·w for each output.</summary>
    /// <param name="coefficients">(outputs, features).</param>
    public double[] Intercept(ReadOnlySpan<double> coefficients)
    {
        var intercept = new double[Outputs];
        for (var output = 0; output < intercept.Length; output++)
        {
            intercept[output] = YMeans[output] - TensorPrimitives.Dot(XMeans, coefficients.Slice(output * Columns, Columns));
        }

        return intercept;
    }

    private static void SumRows(Features x, double[]? weights, Span<double> sums)
    {
        if (x.Sparse is { } sparse)
        {
            RowBlocks.Sum(x.Rows, sparse.StoredCount, sums, (start, end, partial) =>
            {
                var starts = sparse.RowStarts;
                var columns = sparse.ColumnIndices;
                var values = sparse.Values;
                for (var row = start; row < end; row++)
                {
                    var weight = weights?[row] ?? 1;
                    for (var i = starts[row]; i < starts[row + 1]; i++)
                    {
                        partial[columns[i]] += weight * values[i];
                    }
                }
            });
        }
        else if (weights is null && x.Columns <= ColumnFold.MostColumns)
        {
            ColumnFold.Run<SumTerms>(x, new double[x.Columns]).First.CopyTo(sums);
        }
        else
        {
            AddRows(x, weights, sums);
        }
    }

    /// <summary>Σ s x of dense samples. Some rows are read side by side, so that the sums of wide ones are read and written once for all of them.</summary>
    private static unsafe void AddRows(Features x, double[]? weights, Span<double> sums)
    {
        const int Panel = 8;
        var n = x.Columns;
        double[] ones = [1, 1, 1, 1, 1, 1, 1, 1];

        // Few blocks of wide rows: each has sums of its own.
        RowBlocks.Sum(x.Rows, (long)x.Rows * n / (n > ColumnFold.MostColumns ? 8 : 1), sums, (start, end, partial) =>
        {
            fixed (double* values = FeaturesMarshal.GetSpan(x), factors = weights ?? ones, to = partial)
            {
                for (var row = start; row < end; row += Panel)
                {
                    DenseTile.AddTransposed(weights is null ? factors : factors + row, values + ((nint)row * n), Math.Min(Panel, end - row), n, to);
                }
            }
        });
        GC.KeepAlive(x);
    }
}
