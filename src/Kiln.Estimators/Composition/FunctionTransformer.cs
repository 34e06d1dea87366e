namespace Kiln.Estimators;

/// <summary>A function of the features as a step (scikit-learn: <c>FunctionTransformer</c>); without one the features as they are. A function cannot be saved.</summary>
public sealed record FunctionTransformer : FeatureTransformer
{
    internal static readonly ParameterSet<FunctionTransformer> Table = new ParameterSet<FunctionTransformer>("function-transformer", "a function of the features")
        .Code("func", e => e.Function, (e, v) => e with { Function = v }, "the function; none for the features as they are")
        .Code("inverse_func", e => e.Inverse, (e, v) => e with { Inverse = v }, "the function that leads back")
        .Flag("validate", e => e.Validate, (e, v) => e with { Validate = v }, "whether the samples have to be finite numbers")
        .Flag("accept_sparse", e => e.AcceptSparse, (e, v) => e with { AcceptSparse = v }, "whether sparse samples pass where validate checks them")
        .Flag("check_inverse", e => e.CheckInverse, (e, v) => e with { CheckInverse = v }, "whether the fit warns when the inverse does not lead back")
        .Code("feature_names_out", e => e.OutputNames, (e, v) => e with { OutputNames = v }, "a function of the names that gives those of the result", forFitAlone: true);

    /// <summary>A function transformer.</summary>
    public FunctionTransformer()
    {
    }

    /// <summary>A function of each value.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inverse">The one that leads back, or null.</param>
    public FunctionTransformer(Func<double, double> function, Func<double, double>? inverse = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = x => Each(x, function);
        Inverse = inverse is null ? null : x => Each(x, inverse);
    }

    /// <summary>The function of all features; it returns as many rows. Null by default: the features as they are.</summary>
    public Func<Features, Features>? Function { get; init; }

    /// <summary>The function that leads back; null by default.</summary>
    public Func<Features, Features>? Inverse { get; init; }

    /// <summary>Whether samples are checked to be finite numbers before the function sees them; false by default.</summary>
    public bool Validate { get; init; }

    /// <summary>Whether sparse samples pass where <see cref="Validate"/> checks them; false by default.</summary>
    public bool AcceptSparse { get; init; }

    /// <summary>
    /// The names of the result, by those of the samples (scikit-learn: <c>feature_names_out</c>): as many as the result has features. Null by default: the names that the function gives
    /// its result; without any those of the samples where there are as many, otherwise x0, x1, ….
    /// </summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<string>>? OutputNames { get; init; }

    /// <summary>Whether the fit warns when the inverse does not lead back; true by default.</summary>
    public bool CheckInverse { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override FunctionTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        x = Checked(Inputs.NotEmpty(Name, x));
        var result = Function?.Invoke(x) ?? x;
        if (result.Rows != x.Rows)
        {
            throw new DatasetException($"{Name}: the function returned {result.Rows} rows for {x.Rows} samples; one row for each is expected");
        }

        var layout = FeatureLayout.Of(x);
        var names = OutputNames is not null ? NamesOf(layout, result.Columns) : result.Names ?? (result.Columns == x.Columns ? layout : new FeatureLayout(result.Columns)).NamesOrNumbers;
        return new(this, layout, names) { Warnings = LeadsBack(x, result) ? [] : ["the inverse function does not lead back to the samples of the fit"] };
    }

    /// <summary>The samples, checked where that was asked for.</summary>
    internal Features Checked(Features x) => !Validate ? x
        : x.Kind == FeaturesKind.Sparse && !AcceptSparse ? throw new DatasetException($"{Name}: the samples are sparse, and validate=true does not pass them; set accept_sparse, or make them dense")
        : Inputs.Numbers(Name, x);

    private IReadOnlyList<string> NamesOf(FeatureLayout layout, int columns)
    {
        var names = OutputNames!(layout.NamesOrNumbers);
        return names?.Count == columns ? names : throw new DatasetException($"{Name}: feature_names_out gave {names?.Count ?? 0} names; the function returned {columns} features");
    }

    private static Features Each(Features x, Func<double, double> function)
    {
        var dense = x.ToDense("function-transformer");
        return Features.Dense(Array.ConvertAll(dense.Values.ToArray(), value => function(value)), x.Rows, x.Columns, x.Names);
    }

    private bool LeadsBack(Features x, Features result)
    {
        if (!CheckInverse || Function is null || Inverse is null || x.Kind != FeaturesKind.Dense)
        {
            return true;
        }

        var before = x.Values;
        var after = Inverse(result).ToDense(Name).Values;
        if (before.Length != after.Length)
        {
            return false;
        }

        for (var i = 0; i < before.Length; i++)
        {
            if (Math.Abs(before[i] - after[i]) > 1e-7 + (1e-9 * Math.Abs(before[i])))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A function of the features.</summary>
public sealed class FunctionTransformerModel : FeatureTransformerModel
{
    private readonly FunctionTransformer _estimator;

    internal FunctionTransformerModel(FunctionTransformer estimator, FeatureLayout layout, IReadOnlyList<string> names)
        : base(estimator, layout) => (_estimator, OutputNames) = (estimator, names);

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames { get; }

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = _estimator.Checked(Align(x));
        var result = _estimator.Function?.Invoke(samples) ?? samples;
        return _estimator.OutputNames is null || result.Columns != OutputNames.Count ? result : Named(result);
    }

    private Features Named(Features result) => result.Kind switch
    {
        FeaturesKind.Dense => Features.Dense(result.Values.ToArray(), result.Rows, result.Columns, OutputNames),
        FeaturesKind.Sparse => Features.Of(result.Sparse!, OutputNames),
        _ => result,
    };

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => _estimator.Function is null ? x : _estimator.Inverse?.Invoke(x) ?? base.InverseTransform(x);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Texts("output_names", OutputNames);
    }

    internal static FunctionTransformerModel Read(ModelReader reader) =>
        new(reader.EstimatorAs<FunctionTransformer>(), reader.Layout, reader.Texts("output_names")) { Warnings = reader.Warnings };
}
