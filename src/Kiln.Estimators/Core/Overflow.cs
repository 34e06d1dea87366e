using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>What is said when finite samples lead to numbers beyond the range: their squares or products overflowed, and a model of NaN or infinities would predict nothing.</summary>
internal static class Overflow
{
    /// <summary>Throws unless what a fit has learned is finite.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Its samples, dense or sparse, all finite.</param>
    /// <param name="coefficients">What was learned.</param>
    /// <param name="intercept">The intercepts.</param>
    /// <exception cref="DatasetException">It is not; the message names the column with the largest values.</exception>
    public static void Check(string owner, Features x, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> intercept)
    {
        if (!Inputs.AllFinite(coefficients) || !Inputs.AllFinite(intercept))
        {
            throw Of(owner, x, "the coefficients");
        }
    }

    /// <summary>Throws unless what a fit has learned is finite.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Its samples, dense or sparse, all finite.</param>
    /// <param name="y">Its targets, all finite.</param>
    /// <param name="coefficients">What was learned.</param>
    /// <param name="intercept">The intercepts.</param>
    /// <exception cref="DatasetException">It is not; the message names the target where its values are the largest, and otherwise the column with the largest.</exception>
    public static void Check(string owner, Features x, ReadOnlySpan<double> y, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> intercept)
    {
        if (Inputs.AllFinite(coefficients) && Inputs.AllFinite(intercept))
        {
            return;
        }

        var target = Math.Abs(TensorPrimitives.MaxMagnitude(y));
        if (target > Inputs.Largest(x))
        {
            throw new DatasetException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{owner}: the coefficients overflowed with targets as large as {target}; divide the target by its size first"));
        }

        throw Of(owner, x, "the coefficients");
    }

    /// <summary>Throws where sums of squares of the samples overflow: no method that goes by curvature has anything to go by then.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Its samples, dense or sparse, all finite.</param>
    /// <exception cref="DatasetException">They do; the message names the column with the largest values.</exception>
    public static void CheckSquares(string owner, Features x)
    {
        var sum = TensorPrimitives.SumOfSquares(Inputs.Stored(x));
        GC.KeepAlive(x);

        // A distance from a mean may be twice as long as the sample.
        if (!double.IsFinite(4 * sum * x.Rows))
        {
            throw Of(owner, x, "the squares of the features");
        }
    }

    /// <summary>The error of one column that is too large to be scaled.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Its samples.</param>
    /// <param name="column">The column.</param>
    /// <param name="what">What of it overflowed.</param>
    public static DatasetException OfColumn(string owner, Features x, int column, string what) =>
        new($"{owner}: {what} of {x.NameOf(column)} overflowed; divide it by its size first (max-abs-scaler)") { Column = column };

    /// <summary>Throws where values that came of finite samples are infinite.</summary>
    /// <param name="owner">The transformer's name.</param>
    /// <param name="x">Its samples, dense or sparse.</param>
    /// <param name="result">What came of them; where it is one value of each, that value is told.</param>
    /// <param name="allowMissing">Whether NaN may be there.</param>
    /// <param name="what">What of them overflowed.</param>
    public static void CheckResult(string owner, Features x, Features result, bool allowMissing, string what)
    {
        var values = Inputs.Stored(result);
        if (NotFinite.None(values))
        {
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsInfinity(values[i]) || (!allowMissing && double.IsNaN(values[i])))
            {
                GC.KeepAlive(result);
                throw values.Length == Inputs.Stored(x).Length
                    ? Inputs.AtFault(owner, x, i, $"{what} overflowed; it is too large beside the values that were fitted")
                    : Of(owner, x, what);
            }
        }

        GC.KeepAlive(result);
    }

    /// <summary>The error of samples whose sums or squares overflow.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Its samples, dense or sparse.</param>
    /// <param name="what">What overflowed.</param>
    public static DatasetException Of(string owner, Features x, string what) =>
        OfLargest(owner, x, $"{what} overflowed with such large values. Divide the features by their size first (max-abs-scaler)");

    /// <summary>An error that tells of the largest value.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Its samples, dense or sparse.</param>
    /// <param name="what">What happened, and what to do about it.</param>
    public static DatasetException OfLargest(string owner, Features x, string what)
    {
        // Missing values are not the largest ones, although a search for these would stop at them.
        var values = Inputs.Stored(x);
        var (at, largest) = (0, -1.0);
        for (var i = 0; i < values.Length; i++)
        {
            (at, largest) = Math.Abs(values[i]) > largest ? (i, Math.Abs(values[i])) : (at, largest);
        }

        GC.KeepAlive(x);
        return Inputs.AtFault(owner, x, at, what);
    }
}
