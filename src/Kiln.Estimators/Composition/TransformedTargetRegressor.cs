namespace Kiln.Estimators;

/// <summary>
/// A regressor that learns a transformed target and predicts it turned back (scikit-learn: <c>TransformedTargetRegressor</c>): by functions of each value, such as
/// log and exp, or by any transformer with a way back.
/// </summary>
public sealed record TransformedTargetRegressor : Regressor
{
    internal static readonly ParameterSet<TransformedTargetRegressor> Table = new ParameterSet<TransformedTargetRegressor>(
            "transformed-target-regressor", "a regressor of a transformed target")
        .Estimator<Predictor>("regressor", e => e.Regressor, (e, v) => e with { Regressor = v }, "the regressor")
        .Estimator<FeatureTransformer>("transformer", e => e.Transformer, (e, v) => e with { Transformer = v }, "the transformer of the target")
        .Code("func", e => e.Function, (e, v) => e with { Function = v }, "a function of each value, in place of a transformer")
        .Code("inverse_func", e => e.Inverse, (e, v) => e with { Inverse = v }, "the function that leads back")
        .Flag("check_inverse", e => e.CheckInverse, (e, v) => e with { CheckInverse = v }, "whether the fit warns when the way back does not lead there");

    /// <summary>The regressor; <see cref="LinearRegression"/> by default.</summary>
    public Predictor Regressor { get; init; } = new LinearRegression();

    /// <summary>The transformer of the target, which has a way back; <see cref="Passthrough"/> by default.</summary>
    public FeatureTransformer Transformer { get; init; } = new Passthrough();

    /// <summary>A function of each value, in place of a transformer; it cannot be saved. Null by default.</summary>
    public Func<double, double>? Function { get; init; }

    /// <summary>The function that leads back; given with <see cref="Function"/>.</summary>
    public Func<double, double>? Inverse { get; init; }

    /// <summary>Whether the fit warns when the way back does not lead to the target; true by default.</summary>
    public bool CheckInverse { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        if ((Function is null) != (Inverse is null) || (Function is not null && Transformer is not Passthrough))
        {
            throw new ArgumentException($"{Name}: expected either a transformer, or both func and inverse_func");
        }

        Transformer.CheckParameters();
        Regressor.CheckParameters();
    }

    /// <inheritdoc/>
    public override TransformedTargetRegressionModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        ArgumentNullException.ThrowIfNull(x);
        var values = Inputs.Values(Name, Inputs.NotEmpty(Name, x), y).ToArray();
        Inputs.Weights(Name, sampleWeights, x.Rows);
        var transformer = Transformer.Fit(Features.Dense(values, y.Count, y.Outputs), cancellation: cancellation);
        var scale = new TargetScale(transformer, Function, Inverse);
        var turned = scale.Forward(values, y.Outputs);
        var model = Regressor.Fit(x, Target.Of(turned, y.Outputs), sampleWeights, cancellation);
        var back = CheckInverse ? scale.Back(turned, y.Outputs) : values;
        var leadsBack = back.Zip(values).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-7 + (1e-5 * Math.Abs(pair.Second)));
        return new(this, FeatureLayout.Of(x), model, scale)
        {
            Warnings = [.. model.Warnings, .. leadsBack ? Array.Empty<string>() : ["the way back from the transformed target does not lead to the target"]],
        };
    }
}

/// <summary>The way of a target there and back.</summary>
internal sealed record TargetScale(FeatureTransformerModel Transformer, Func<double, double>? Function, Func<double, double>? Inverse)
{
    public double[] Forward(double[] values, int outputs) => Function is null
        ? Transformer.Transform(Features.Dense(values, values.Length / outputs, outputs)).ToDense().Values.ToArray()
        : Array.ConvertAll(values, value => Function(value));

    public double[] Back(double[] values, int outputs) => Inverse is null
        ? Transformer.InverseTransform(Features.Dense(values, values.Length / outputs, outputs)).ToDense().Values.ToArray()
        : Array.ConvertAll(values, value => Inverse(value));
}

/// <summary>A fitted regressor of a transformed target.</summary>
public sealed class TransformedTargetRegressionModel : RegressionModel
{
    private readonly PredictorModel _model;
    private readonly TargetScale _scale;

    internal TransformedTargetRegressionModel(Estimator estimator, FeatureLayout layout, PredictorModel model, TargetScale scale)
        : base(estimator, layout) => (_model, _scale) = (model, scale);

    /// <summary>The fitted regressor, which predicts the transformed target.</summary>
    public PredictorModel Regressor => _model;

    /// <inheritdoc/>
    public override Target Predict(Features x)
    {
        var predicted = _model.Predict(Align(x));
        return Target.Of(_scale.Back(predicted.Numbers(Estimator.Name).ToArray(), predicted.Outputs), predicted.Outputs);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Model("regressor", _model);
        writer.Model("transformer", _scale.Transformer);
    }

    internal static TransformedTargetRegressionModel Read(ModelReader reader) => new(
        reader.Fitted, reader.Layout, reader.Model<PredictorModel>("regressor"), new(reader.Model<FeatureTransformerModel>("transformer"), null, null))
    {
        Warnings = reader.Warnings,
    };
}
