using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The columns of A that vary, the longest first.</summary>
/// <param name="Features">How many columns there are in all.</param>
/// <param name="Order">Which of them vary.</param>
/// <param name="Lengths">‖a‖ of each of these.</param>
/// <param name="Offsets">How many times as long each of these was before its mean was taken: as much larger than of others is the rounding that its numbers were given with.</param>
internal sealed record ColumnLengths(int Features, int[] Order, double[] Lengths, double[] Offsets)
{
    // Less than that is within what the number of columns is taken to add up to.
    private const double MostOffset = 10;

    // A combination of columns that is shorter than two roundings of them as they were given says nothing: its coefficients would be so large that rounding of a prediction is more than it
    // explains.
    private const double TwoRoundings = 2 * Float64.Epsilon;

    /// <summary>Whether they are about of one length.</summary>
    public bool AreAlike => RidgeScales.Unlike(Array.ConvertAll(Lengths, length => 1 / length)) is null;

    /// <summary>Whether they are about of one length and none is small beside its mean: rounding is the same for all of them.</summary>
    public bool ArePlain => AreAlike && Array.TrueForAll(Offsets, offset => offset <= MostOffset);

    /// <summary>What rounding in orthogonal factors leaves of a column that comes twice, of the largest singular value.</summary>
    /// <param name="rows">Rows factored.</param>
    /// <param name="columns">Columns factored.</param>
    public static double Noise(int rows, int columns) => (Math.Min(rows, columns) + (2 * Math.Sqrt(Math.Max(rows, columns)))) * Float64.Epsilon;

    /// <summary>The most that the rounding of the samples comes to in columns of one length.</summary>
    public double Rounding => Offsets.Length == 0 ? 0 : TwoRoundings * TensorPrimitives.Max<double>(Offsets);

    /// <summary>What it comes to in a combination of columns of one length.</summary>
    /// <param name="direction">How much of each.</param>
    public double RoundingAlong(ReadOnlySpan<double> direction)
    {
        var sum = 0.0;
        for (var i = 0; i < Offsets.Length; i++)
        {
            sum += direction[i] * Offsets[i] * direction[i] * Offsets[i];
        }

        return TwoRoundings * Math.Sqrt(sum);
    }

    public static ColumnLengths Of(CentredSamples samples)
    {
        var squares = samples.SquaredNorms();
        int[] order = [.. Enumerable.Range(0, squares.Length).Where(i => squares[i] > 0).OrderByDescending(i => squares[i])];
        return new(
            squares.Length,
            order,
            Array.ConvertAll(order, i => Math.Sqrt(squares[i])),
            Array.ConvertAll(order, i => Math.Sqrt(1 + (samples.TotalWeight * samples.XMeans[i] * samples.XMeans[i] / squares[i]))));
    }

    /// <summary>(columns that vary, outputs) as (outputs, features), with 0 for the others.</summary>
    public double[] ByOutput(ReadOnlySpan<double> coefficients, int outputs)
    {
        var all = new double[outputs * Features];
        for (var i = 0; i < Order.Length; i++)
        {
            for (var output = 0; output < outputs; output++)
            {
                all[(output * Features) + Order[i]] = coefficients[(i * outputs) + output];
            }
        }

        return all;
    }
}
