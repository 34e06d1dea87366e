using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The checks every fit and prediction begins with: one place, so that every estimator says the same of the same mistake.</summary>
internal static class Inputs
{
    /// <summary>Dense, finite numbers, at least one row and one column.</summary>
    /// <exception cref="DatasetException">They are not.</exception>
    public static Features Dense(string owner, Features x, bool allowMissing = false) => Numbers(owner, x, allowMissing).ToDense(owner);

    /// <summary>Features of any kind, at least one row and one column.</summary>
    /// <exception cref="DatasetException">There are none.</exception>
    public static Features NotEmpty(string owner, Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rows > 0 && x.Columns > 0
            ? x
            : throw new DatasetException($"{owner}: {Plural.Of(x.Rows, "sample")} of {Plural.Of(x.Columns, "feature")} were given; at least one of each is needed");
    }

    /// <summary>Dense or sparse finite numbers, at least one row and one column.</summary>
    /// <exception cref="DatasetException">They are not.</exception>
    public static Features Numbers(string owner, Features x, bool allowMissing = false)
    {
        x = NotEmpty(owner, x).ToNumbers(owner);
        CheckFinite(owner, x, allowMissing);
        return x;
    }

    /// <summary>Dense or sparse numbers, at least one row and one column, not looked at yet: for kernels that find NaN and infinity on their way (<see cref="CheckFinite"/>).</summary>
    /// <exception cref="DatasetException">There are none, or a column is text.</exception>
    public static Features Unchecked(string owner, Features x) => NotEmpty(owner, x).ToNumbers(owner);

    /// <summary>Dense, finite numbers; sparse samples are refused, because what comes out would not be sparse and could be far larger than what was given.</summary>
    /// <exception cref="DatasetException">They are sparse, or not finite.</exception>
    public static Features NotSparse(string owner, Features x, bool allowMissing = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Kind == FeaturesKind.Sparse
            ? throw new DatasetException($"{owner}: the samples are sparse, and it takes dense ones only; call ToDense() if they fit in memory")
            : Numbers(owner, x, allowMissing);
    }

    /// <summary>As many targets as samples.</summary>
    /// <exception cref="DatasetException">The numbers differ.</exception>
    public static void Same(string owner, Features x, Target y)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rows != y.Count)
        {
            throw new DatasetException($"{owner}: {Plural.Of(x.Rows, "sample")} but {Plural.Of(y.Count, "target")} were given; one target for each sample is expected");
        }
    }

    /// <summary>The target as finite numbers, (samples × outputs).</summary>
    /// <exception cref="DatasetException">It is text, holds NaN or infinity, or has another length.</exception>
    public static ReadOnlySpan<double> Values(string owner, Features x, Target y)
    {
        Same(owner, x, y);
        var values = y.Numbers(owner);
        if (!AllFinite(values))
        {
            var at = FirstBad(values, allowMissing: false);
            var advice = double.IsNaN(values[at]) ? "drop the samples without a target" : "an infinite target cannot be learned; clip it or drop the sample";
            throw new DatasetException(owner, at / y.Outputs, "the target", string.Create(CultureInfo.InvariantCulture, $"is {values[at]}; {advice}")) { Value = values[at] };
        }

        return values;
    }

    /// <summary>The target as classes.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">Their labels.</param>
    /// <param name="least">How many different classes there must be.</param>
    /// <exception cref="DatasetException">There are too few classes, or the target is one of real numbers.</exception>
    public static (Target Classes, int[] Codes) Classes(string owner, Features x, Target y, int least = 2)
    {
        Same(owner, x, y);
        if (y.Kind == TargetKind.Numbers)
        {
            var values = Values(owner, x, y);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] != Math.Floor(values[i]))
                {
                    throw new DatasetException(owner, i, "the target", string.Create(CultureInfo.InvariantCulture,
                        $"is {values[i]}; a classifier expects class labels (integers or text). For numbers take a regressor"))
                    {
                        Value = values[i],
                    };
                }
            }
        }

        var classes = y.Distinct(out var codes);
        return classes.Count >= least
            ? (classes, codes)
            : throw new DatasetException($"{owner}: all samples are of the class '{classes.TextAt(0)}'; at least {least} classes are needed");
    }

    /// <summary>Weights that are as many as samples, finite, not negative and not all zero; null stays null.</summary>
    /// <exception cref="DatasetException">They are not.</exception>
    public static double[]? Weights(string owner, double[]? weights, int rows) => Weights(owner, weights, rows, anyAbove: true);

    /// <summary>Weights that are as many as samples, finite and not negative; null stays null.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="rows">How many samples.</param>
    /// <param name="anyAbove">Whether one has to be above 0; a part that comes after others may weigh nothing.</param>
    /// <exception cref="DatasetException">They are not.</exception>
    public static double[]? Weights(string owner, double[]? weights, int rows, bool anyAbove)
    {
        if (weights is null)
        {
            return null;
        }

        if (weights.Length != rows)
        {
            throw new DatasetException($"{owner}: {Plural.Given(weights.Length, "sample weight")} for {Plural.Of(rows, "sample")}");
        }

        var any = false;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new DatasetException(owner, i, "the weight", string.Create(CultureInfo.InvariantCulture, $"is {weights[i]}; expected 0 or more")) { Value = weights[i] };
            }

            any |= weights[i] > 0;
        }

        return any || !anyAbove ? weights : throw new DatasetException($"{owner}: all sample weights are 0");
    }

    /// <summary>For estimators that have no use for weights.</summary>
    /// <exception cref="NotSupportedException">Weights were given.</exception>
    public static void NoWeights(string owner, double[]? weights)
    {
        if (weights is not null)
        {
            throw new NotSupportedException($"{owner}: it takes no sample weights");
        }
    }

    /// <summary>Whether all values are finite.</summary>
    public static bool AllFinite(ReadOnlySpan<double> values) => NotFinite.None(values);

    /// <summary>Whether all values of dense features are finite, looked at by all threads: one alone does not read as fast as memory gives.</summary>
    private static bool AllFinite(Features x)
    {
        var strange = 0;
        NumberedBlocks.Run(x.Rows, x.Columns, (_, from, to) =>
        {
            if (!AllFinite(FeaturesMarshal.GetSpan(x)[(from * x.Columns)..(to * x.Columns)]))
            {
                Volatile.Write(ref strange, 1);
            }
        });
        return strange == 0;
    }

    /// <summary>The values that are stored of dense or sparse samples, row after row; keep these alive beyond the span.</summary>
    public static ReadOnlySpan<double> Stored(Features x) => x.Kind == FeaturesKind.Sparse ? x.Sparse!.Values : FeaturesMarshal.GetSpan(x);

    /// <summary>The largest magnitude of the values; 0 of sparse samples that store none.</summary>
    public static double Largest(Features x)
    {
        var stored = Stored(x);
        var largest = stored.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(stored));
        GC.KeepAlive(x);
        return largest;
    }

    /// <summary>Throws when a value is infinite, or NaN where that is not allowed.</summary>
    /// <exception cref="DatasetException">One is; the message names its place.</exception>
    public static void CheckFinite(string owner, Features x, bool allowMissing)
    {
        var values = Stored(x);
        var areFinite = x.Kind == FeaturesKind.Sparse ? AllFinite(values) : AllFinite(x);
        GC.KeepAlive(x);
        if (areFinite)
        {
            return;
        }

        var at = FirstBad(values, allowMissing);
        GC.KeepAlive(x);
        if (at < 0)
        {
            return;
        }

        throw AtFault(owner, x, at, double.IsNaN(values[at]) ? "fill missing values first (a simple imputer), or drop those rows" : "infinities cannot be learned from; clip or drop them");
    }

    /// <summary>The error about one value of dense or sparse samples: which it is, where it stands, and what to do about it.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">The samples.</param>
    /// <param name="at">The number of the value among those stored.</param>
    /// <param name="advice">What is expected, or what to do.</param>
    public static DatasetException AtFault(string owner, Features x, int at, string advice)
    {
        var value = Stored(x)[at];
        GC.KeepAlive(x);
        var (row, column) = x.Kind == FeaturesKind.Sparse ? Place(x.Sparse!, at) : (at / x.Columns, at % x.Columns);
        return new(owner, row, x.NameOf(column), string.Create(CultureInfo.InvariantCulture, $"is {value}; {advice}")) { Column = column, Value = value };
    }

    private static int FirstBad(ReadOnlySpan<double> values, bool allowMissing)
    {
        var start = 0;
        if (allowMissing)
        {
            // Samples with missing values are the rule here: whole lanes without an infinity are passed over.
            for (; start <= values.Length - Vector<double>.Count; start += Vector<double>.Count)
            {
                if (Vector.EqualsAny(Vector.Abs(new Vector<double>(values[start..])), new Vector<double>(double.PositiveInfinity)))
                {
                    break;
                }
            }
        }

        for (var i = start; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) && !(allowMissing && double.IsNaN(values[i])))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where the value of a sparse matrix stands.</summary>
    internal static (int Row, int Column) Place(SparseMatrix matrix, int at)
    {
        var row = 0;
        while (matrix.RowStarts[row + 1] <= at)
        {
            row++;
        }

        return (row, matrix.ColumnIndices[at]);
    }
}
