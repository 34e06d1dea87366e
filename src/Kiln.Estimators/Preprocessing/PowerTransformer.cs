using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Which family of powers makes features normal.</summary>
public enum PowerMethod
{
    /// <summary>For all numbers (Yeo and Johnson 2000).</summary>
    YeoJohnson,

    /// <summary>For positive numbers (Box and Cox 1964).</summary>
    BoxCox,
}

/// <summary>
/// Raises each feature to a power that makes it as normal as can be (scikit-learn: <c>PowerTransformer</c>): the λ of greatest likelihood, found by Brent's method. Missing
/// values (NaN) are left out and stay missing.
/// </summary>
public sealed record PowerTransformer : FeatureTransformer
{
    internal static readonly ParameterSet<PowerTransformer> Table = new ParameterSet<PowerTransformer>("power-transformer", "each feature to a power that makes it normal")
        .Choice("method", e => e.Method, (e, v) => e with { Method = v }, "the family of powers", ("yeo-johnson", PowerMethod.YeoJohnson), ("box-cox", PowerMethod.BoxCox))
        .Flag("standardize", e => e.Standardize, (e, v) => e with { Standardize = v }, "whether mean 0 and variance 1 follow");

    /// <summary>The family of powers; Yeo and Johnson's by default.</summary>
    public PowerMethod Method { get; init; } = PowerMethod.YeoJohnson;

    /// <summary>Whether the results get mean 0 and variance 1; true by default.</summary>
    public bool Standardize { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override PowerTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.NotSparse(Name, x, allowMissing: true);
        var lambdas = new double[samples.Columns];
        CheckPositive(samples);
        ColumnQuantiles.Run(samples, (c, values) =>
        {
            cancellation.ThrowIfCancellationRequested();
            lambdas[c] = Lambda(values);
        });
        var powers = Standardize ? Powers.Transform(samples, lambdas, Method) : null;
        cancellation.ThrowIfCancellationRequested();
        if (powers?.Values.IndexOfAny(double.PositiveInfinity, double.NegativeInfinity) is >= 0 and var large)
        {
            throw Overflow.OfColumn(Name, samples, large % samples.Columns, "the powers");
        }

        var scaler = powers is null ? null : new StandardScaler().Fit(Name, null, powers, null);
        return new(this, FeatureLayout.Of(x), lambdas, scaler);
    }

    internal void CheckPositive(Features x)
    {
        if (Method != PowerMethod.BoxCox)
        {
            return;
        }

        for (var i = 0; i < x.Values.Length; i++)
        {
            if (x.Values[i] <= 0)
            {
                throw Inputs.AtFault(Name, x, i, "the method box-cox takes positive numbers; yeo-johnson takes all");
            }
        }
    }

    /// <summary>The λ of greatest likelihood: −n/2 · log var(transformed) + (λ − 1) Σ log of the derivative's base.</summary>
    private double Lambda(ReadOnlySpan<double> values)
    {
        if (values.Length == 0)
        {
            return double.NaN;
        }

        var logs = Powers.Logs(values, Method);
        var sum = TensorPrimitives.Sum<double>(logs);
        var powers = new double[values.Length];
        return BrentMinimum.Find(lambda =>
        {
            Powers.OfLogs(logs, lambda, Method, powers);
            var mean = TensorPrimitives.Sum<double>(powers) / powers.Length;
            TensorPrimitives.Subtract(powers, mean, powers);
            var variance = TensorPrimitives.SumOfSquares<double>(powers) / powers.Length;
            return variance < 2.2250738585072014e-308 ? double.PositiveInfinity : (powers.Length / 2.0 * Math.Log(variance)) - ((lambda - 1) * sum);
        }, -2, 2);
    }
}

/// <summary>Fitted powers.</summary>
public sealed class PowerTransformerModel : FeatureTransformerModel
{
    private readonly PowerTransformer _estimator;
    private readonly double[] _lambdas;
    private readonly StandardScalerModel? _scaler;
    private readonly double[]? _means;
    private readonly double[]? _scales;

    internal PowerTransformerModel(PowerTransformer estimator, FeatureLayout layout, double[] lambdas, StandardScalerModel? scaler)
        : base(estimator, layout) => (_estimator, _lambdas, _scaler, _means, _scales) = (estimator, lambdas, scaler, scaler?.Means.ToArray(), scaler?.Scales.ToArray());

    /// <summary>The λ of each feature.</summary>
    public ReadOnlyMemory<double> Lambdas => _lambdas;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = Inputs.NotSparse(Estimator.Name, Align(x), allowMissing: true);
        _estimator.CheckPositive(samples);
        return Powers.Transform(samples, _lambdas, _estimator.Method, _means, _scales);
    }

    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        var samples = Inputs.NotSparse(Estimator.Name, Align(x), allowMissing: true);
        return Powers.Inverse(_scaler?.InverseTransform(samples) ?? samples, _lambdas, _estimator.Method);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("lambdas", _lambdas);
        if (_scaler is not null)
        {
            writer.Model("scaler", _scaler);
        }
    }

    internal static PowerTransformerModel Read(ModelReader reader)
    {
        var estimator = reader.EstimatorAs<PowerTransformer>();
        return new(estimator, reader.Layout, reader.Numbers("lambdas", reader.Layout.Count), estimator.Standardize ? reader.Model<StandardScalerModel>("scaler") : null) { Warnings = reader.Warnings };
    }
}
