using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Where the knots of splines stand.</summary>
public enum SplineKnots
{
    /// <summary>Equally far apart between the smallest and the largest value.</summary>
    Uniform,

    /// <summary>At quantiles.</summary>
    Quantile,
}

/// <summary>What splines are beyond the outer knots.</summary>
public enum SplineExtrapolation
{
    /// <summary>As at the outer knot.</summary>
    Constant,

    /// <summary>An error.</summary>
    Error,

    /// <summary>The polynomials go on.</summary>
    Continue,

    /// <summary>Straight lines go on.</summary>
    Linear,

    /// <summary>The splines begin anew.</summary>
    Periodic,
}

/// <summary>
/// Each feature as the values of B-splines: smooth bumps side by side that add up to 1 (scikit-learn: <c>SplineTransformer</c>; C. de Boor, A Practical Guide to Splines,
/// 1978). A linear model of them is a smooth curve of the feature.
/// </summary>
public sealed record SplineTransformer : FeatureTransformer
{
    // Far beyond what float64 tells apart: the time of a value grows with the square of the degree.
    private const int MaxDegree = 1000;

    internal static readonly ParameterSet<SplineTransformer> Table = new ParameterSet<SplineTransformer>("spline-transformer", "each feature as the values of B-splines")
        .Integer("n_knots", e => e.KnotCount, (e, v) => e with { KnotCount = v }, "how many knots")
        .Integer("degree", e => e.Degree, (e, v) => e with { Degree = v }, "the degree of the polynomials")
        .Choice("knots", e => e.Knots, (e, v) => e with { Knots = v }, "where the knots stand", ("uniform", SplineKnots.Uniform), ("quantile", SplineKnots.Quantile))
        .Choice("extrapolation", e => e.Extrapolation, (e, v) => e with { Extrapolation = v }, "what splines are beyond the outer knots",
            ("constant", SplineExtrapolation.Constant), ("error", SplineExtrapolation.Error), ("continue", SplineExtrapolation.Continue), ("linear", SplineExtrapolation.Linear),
            ("periodic", SplineExtrapolation.Periodic))
        .Flag("include_bias", e => e.IncludeBias, (e, v) => e with { IncludeBias = v }, "whether the last spline of each feature stays");

    /// <summary>How many knots, at least 2; 5 by default.</summary>
    public int KnotCount { get; init; } = 5;

    /// <summary>The degree of the polynomials, 0 to 1000; 3 by default.</summary>
    public int Degree { get; init; } = 3;

    /// <summary>Where the knots stand; equally far apart by default.</summary>
    public SplineKnots Knots { get; init; } = SplineKnots.Uniform;

    /// <summary>What splines are beyond the outer knots; as at these by default.</summary>
    public SplineExtrapolation Extrapolation { get; init; } = SplineExtrapolation.Constant;

    /// <summary>Whether the last spline of each feature stays, without which the columns do not add up to 1; true by default.</summary>
    public bool IncludeBias { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.Between(Name, "n_knots", KnotCount, 2, Require.MostValues);
        Require.Between(Name, "degree", Degree, 0, MaxDegree);
        Require.Together(Extrapolation != SplineExtrapolation.Periodic || KnotCount > Degree, Name, "degree", Degree, "less than n_knots with periodic splines");
    }

    /// <summary>
    /// Finds the knots. With weights, quantiles are weighted ones, each a value of the feature: the first up to which the weights reach the share; between the smallest and the
    /// largest value those without weight do not count.
    /// </summary>
    /// <inheritdoc/>
    public override SplineTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var samples = Inputs.NotSparse(Name, x);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        var knots = new double[samples.Columns][];
        ColumnQuantiles.Run(samples, (c, values) => knots[c] = Knots == SplineKnots.Quantile ? QuantileKnots(values, sampleWeights) : UniformKnots(values, sampleWeights));
        for (var c = 0; c < knots.Length; c++)
        {
            // The knots beyond the outer ones stand as far apart as those, and splines divide by the distances of several.
            if (!double.IsFinite((knots[c][^1] - knots[c][0]) * (Degree + 2)))
            {
                throw Overflow.OfColumn(Name, samples, c, "the distance between the knots");
            }

            for (var i = 1; i < KnotCount; i++)
            {
                if (!(knots[c][i] > knots[c][i - 1]))
                {
                    throw new DatasetException(string.Create(CultureInfo.InvariantCulture,
                        $"{Name}: two knots of {x.NameOf(c)} fall on {knots[c][i]}: the feature is constant there; leave it out, or take fewer or uniform knots"));
                }
            }
        }

        return new(this, FeatureLayout.Of(x), knots);
    }

    private double[] UniformKnots(ReadOnlySpan<double> values, double[]? weights)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var row = 0; row < values.Length; row++)
        {
            if (weights is null || weights[row] > 0)
            {
                (low, high) = (Math.Min(low, values[row]), Math.Max(high, values[row]));
            }
        }

        var knots = new double[KnotCount];
        for (var i = 0; i < KnotCount; i++)
        {
            knots[i] = i == KnotCount - 1 ? high : low + (i * ((high - low) / (KnotCount - 1)));
        }

        return knots;
    }

    private double[] QuantileKnots(Span<double> values, double[]? weights)
    {
        // The weights up to each value, ascending.
        var reached = weights?.ToArray() ?? [];
        if (weights is null)
        {
            FloatSort.Ascending(values);
        }
        else
        {
            values.Sort(reached.AsSpan());
            for (var i = 1; i < reached.Length; i++)
            {
                reached[i] += reached[i - 1];
            }
        }

        var knots = new double[KnotCount];
        for (var i = 0; i < KnotCount; i++)
        {
            var share = i == KnotCount - 1 ? 1 : i * (1.0 / (KnotCount - 1));
            // In percent and back, for the rounding of the reference.
            knots[i] = weights is null ? ColumnQuantiles.Of(values, share) : ColumnQuantiles.Weighted(values, reached, 100 * share / 100);
        }

        return knots;
    }
}
