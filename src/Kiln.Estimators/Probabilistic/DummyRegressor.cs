using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Predicts one number without a look at the features: what any other regressor has to beat (scikit-learn: <c>DummyRegressor</c>).</summary>
public sealed record DummyRegressor : Regressor
{
    internal static readonly ParameterSet<DummyRegressor> Table = new ParameterSet<DummyRegressor>("dummy-regressor", "predicts one number without a look at the features")
        .Choice("strategy", e => e.Strategy, (e, v) => e with { Strategy = v }, "what to predict",
            ("mean", DummyValue.Mean), ("median", DummyValue.Median), ("quantile", DummyValue.Quantile), ("constant", DummyValue.Constant))
        .Numbers("constant", e => e.Constant, (e, v) => e with { Constant = v }, "the number, for each output, that the strategy constant predicts")
        .OptionalNumber("quantile", e => e.Quantile, (e, v) => e with { Quantile = v }, "the quantile, 0 to 1, that the strategy quantile predicts");

    /// <summary>What to predict; the mean by default.</summary>
    public DummyValue Strategy { get; init; }

    /// <summary>The number that the strategy constant predicts, one for each output; null by default.</summary>
    public double[]? Constant { get; init; }

    /// <summary>The quantile, 0 to 1, that the strategy quantile predicts; null by default.</summary>
    public double? Quantile { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(Quantile is null or (>= 0 and <= 1), Name, "quantile", Quantile, "a number from 0 to 1, or none");
        Require.Together(Strategy != DummyValue.Quantile || Quantile is not null, Name, "quantile", Quantile, "a number from 0 to 1 with the strategy quantile");
        Require.Together(Strategy != DummyValue.Constant || Constant is not null, Name, "constant", Constant, "numbers, one for each output, with the strategy constant");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(DummyRegressor? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override DummyRegressorModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var samples = Inputs.Numbers(Name, x);
        var targets = Inputs.Values(Name, samples, y);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        var values = new double[y.Outputs];
        if (Strategy == DummyValue.Constant)
        {
            Require.That(Constant?.Length == y.Outputs, Name, "constant", Constant is null ? null : ParameterText.Of(Constant), $"{y.Outputs} numbers, one for each output");
            return new(this, FeatureLayout.Of(x), Constant!);
        }

        for (var output = 0; output < values.Length; output++)
        {
            var column = new double[y.Count];
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = targets[(row * y.Outputs) + output];
            }

            values[output] = Strategy switch
            {
                DummyValue.Mean => sampleWeights is null
                    ? TensorPrimitives.Sum<double>(column) / column.Length
                    : TensorPrimitives.Dot<double>(column, sampleWeights) / TensorPrimitives.Sum<double>(sampleWeights),
                DummyValue.Median => At(column, sampleWeights, 0.5),
                _ => At(column, sampleWeights, Quantile!.Value),
            };
        }

        return new(this, FeatureLayout.Of(x), values);
    }

    /// <summary>Without weights between neighbors in proportion; with them the first value at which the summed weights reach the share, as in scikit-learn.</summary>
    private static double At(double[] values, double[]? weights, double share)
    {
        if (weights is null)
        {
            Array.Sort(values);
            var place = share * (values.Length - 1);
            var low = (int)Math.Floor(place);
            var high = Math.Min(low + 1, values.Length - 1);
            return values[low] + ((place - low) * (values[high] - values[low]));
        }

        var order = weights.ToArray();
        Array.Sort(values, order);
        var (wanted, sum) = (share * TensorPrimitives.Sum<double>(order), 0.0);
        wanted = wanted == 0 ? double.Epsilon : wanted;
        for (var i = 0; i < values.Length; i++)
        {
            sum += order[i];
            if (sum >= wanted)
            {
                return values[i];
            }
        }

        return values[^1];
    }
}
