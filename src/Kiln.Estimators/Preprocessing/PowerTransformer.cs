using System.Buffers;
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
/// <remarks>
/// Of columns that vary little beside their mean the likeliest λ may be in the hundreds. Standardized powers keep their digits there, where those of scikit-learn 1.2.1 may all become
/// 0; beyond the range of float64 λ is the nearest to the likeliest whose powers have a finite variance. Without <see cref="Standardize"/> large negative λ make
/// all powers of such a column the same number, −1 / λ. A column of one value keeps its scale, λ = 1, as in later versions of scikit-learn; in 1.2.1 its λ is whatever rounding
/// makes of it (Box and Cox's an error).
/// </remarks>
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
        CheckPositive(samples);
        var (lambdas, means, variances, counts) = (new double[samples.Columns], new double[samples.Columns], new double[samples.Columns], new double[samples.Columns]);
        var offsets = new double[samples.Columns];
        ColumnQuantiles.Run(samples, (c, values) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var likelihood = values.Length == 0 ? null : new PowerLikelihood(values, Method);
            lambdas[c] = likelihood?.Best() ?? double.NaN;
            if (Standardize)
            {
                offsets[c] = likelihood?.Offset(lambdas[c]) ?? 0;
                (means[c], variances[c], counts[c]) = Moments(values, lambdas[c], offsets[c]);
            }
        });
        cancellation.ThrowIfCancellationRequested();
        for (var c = 0; c < samples.Columns; c++)
        {
            if (counts[c] > 0 && !(double.IsFinite(means[c]) && double.IsFinite(variances[c])))
            {
                throw Overflow.OfColumn(Name, samples, c, "the powers");
            }
        }

        var layout = FeatureLayout.Of(x);
        var scaler = Standardize ? new StandardScalerModel(new StandardScaler(), layout, new ColumnMoments(means, variances, counts)) : null;
        return new(this, layout, lambdas, scaler, Array.TrueForAll(offsets, offset => offset == 0) ? null : offsets);
    }

    /// <summary>Mean and biased variance of one column's powers, which need no table of their own; with the correction for the rounding of the mean as in <see cref="ColumnMoments"/>.</summary>
    private (double Mean, double Variance, double Count) Moments(ReadOnlySpan<double> values, double lambda, double offset)
    {
        var room = ArrayPool<double>.Shared.Rent(values.Length);
        var powers = room.AsSpan(0, values.Length);
        new PowerMap([lambda], Method, null, null, [offset]).Run(values, powers);
        var mean = TensorPrimitives.Sum<double>(powers) / powers.Length;
        TensorPrimitives.Subtract(powers, mean, powers);
        var rest = TensorPrimitives.Sum<double>(powers);
        var variance = (TensorPrimitives.SumOfSquares<double>(powers) - (rest * rest / powers.Length)) / powers.Length;
        ArrayPool<double>.Shared.Return(room);
        return (mean, variance, values.Length);
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
}

/// <summary>Fitted powers.</summary>
public sealed class PowerTransformerModel : FeatureTransformerModel
{
    private readonly PowerTransformer _estimator;
    private readonly double[] _lambdas;
    private readonly StandardScalerModel? _scaler;
    private readonly double[]? _offsets;
    private readonly double[]? _means;
    private readonly double[]? _scales;

    internal PowerTransformerModel(PowerTransformer estimator, FeatureLayout layout, double[] lambdas, StandardScalerModel? scaler, double[]? offsets)
        : base(estimator, layout) => (_estimator, _lambdas, _scaler, _offsets, _means, _scales) = (estimator, lambdas, scaler, offsets, scaler?.Means.ToArray(), scaler?.Scales.ToArray());

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
        return Powers.Transform(samples, _lambdas, _estimator.Method, _means, _scales, _offsets);
    }

    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        var samples = Inputs.NotSparse(Estimator.Name, Align(x), allowMissing: true);
        return Powers.Inverse(_scaler?.InverseTransform(samples) ?? samples, _lambdas, _estimator.Method, _offsets);
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

        if (_offsets is not null)
        {
            writer.Numbers("offsets", _offsets);
        }
    }

    internal static PowerTransformerModel Read(ModelReader reader)
    {
        var estimator = reader.EstimatorAs<PowerTransformer>();
        var scaler = estimator.Standardize ? reader.Model<StandardScalerModel>("scaler") : null;
        var offsets = reader.Has("offsets") ? reader.Numbers("offsets", reader.Layout.Count) : null;
        return new(estimator, reader.Layout, reader.Numbers("lambdas", reader.Layout.Count), scaler, offsets) { Warnings = reader.Warnings };
    }
}
