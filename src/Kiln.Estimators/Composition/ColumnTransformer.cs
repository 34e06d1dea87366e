namespace Kiln.Estimators;

/// <summary>
/// Different transformers for different columns, their results side by side (scikit-learn: <c>ColumnTransformer</c>, <c>make_column_transformer</c>). Columns are
/// chosen by name, number, kind or pattern; a column may go to several parts; the <see cref="Remainder"/> is what no part took.
/// </summary>
/// <example>
/// <code>
/// new ColumnTransformer(
///     ("numbers", new Pipeline(new SimpleImputer { Strategy = ImputationStrategy.Median }, new StandardScaler()), ColumnChoice.Numbers),
///     ("place", new OneHotEncoder { HandleUnknown = UnknownCategories.Ignore }, "ocean_proximity"))
/// </code>
/// </example>
public sealed record ColumnTransformer : FeatureTransformer
{
    internal static readonly ParameterSet<ColumnTransformer> Table = new ParameterSet<ColumnTransformer>("column-transformer", "different transformers for different columns")
        .Steps("transformers", e => e.Steps, (e, v) => e with { Steps = v }, "the parts, each with its columns")
        .Estimator<FeatureTransformer>("remainder", e => e.Remainder, (e, v) => e with { Remainder = v }, "what becomes of columns no part takes: drop, passthrough or a transformer")
        .Number("sparse_threshold", e => e.SparseThreshold, (e, v) => e with { SparseThreshold = v }, "the result is sparse where a part is and less than this share is not 0")
        .Numbers("transformer_weights", e => e.TransformerWeights, (e, v) => e with { TransformerWeights = v }, "what each part's result is multiplied by")
        .Flag("verbose_feature_names_out", e => e.VerboseFeatureNamesOut, (e, v) => e with { VerboseFeatureNamesOut = v }, "whether names begin with that of the part");

    /// <summary>A column transformer without parts yet.</summary>
    public ColumnTransformer()
    {
    }

    /// <summary>Parts with names.</summary>
    /// <param name="parts">For each its name, its transformer and its columns.</param>
    public ColumnTransformer(params (string Name, FeatureTransformer Transformer, ColumnChoice Columns)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Steps = [.. parts.Select(part => new EstimatorStep(part.Name, part.Transformer, part.Columns))];
    }

    /// <summary>Parts that are called as their transformers.</summary>
    /// <param name="parts">For each its transformer and its columns.</param>
    public ColumnTransformer(params (FeatureTransformer Transformer, ColumnChoice Columns)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Steps = EstimatorStep.Named(parts.Select(part => ((Estimator)part.Transformer, (ColumnChoice?)part.Columns)));
    }

    /// <summary>The parts; those without columns take all.</summary>
    public IReadOnlyList<EstimatorStep> Steps { get; init; } = [];

    /// <summary>What becomes of the columns that no part takes: <see cref="DropColumns"/> by default, <see cref="Passthrough"/>, or any transformer.</summary>
    public FeatureTransformer Remainder { get; init; } = new DropColumns();

    /// <summary>Where a part returns sparse features, all are sparse if less than this share of the result is not 0; 0.3 by default.</summary>
    public double SparseThreshold { get; init; } = 0.3;

    /// <summary>What the result of each part is multiplied by; null by default.</summary>
    public double[]? TransformerWeights { get; init; }

    /// <summary>Whether the names that come out begin with the part's name and "__"; true by default. Without, they have to differ by themselves.</summary>
    public bool VerboseFeatureNamesOut { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        StepList.Check(Name, Steps, Parameters);
        Require.Share(Name, "sparse_threshold", SparseThreshold);
        PartWeights.Check(Name, TransformerWeights, Steps.Count);
        StepList.CheckParameters(Steps);
        Remainder.CheckParameters();
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(ColumnTransformer? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override ColumnTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        (ColumnTransformerModel)FitTransform(x, y, sampleWeights, cancellation).Model;

    /// <inheritdoc/>
    public override (FeatureTransformerModel Model, Features X) FitTransform(
        Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        Inputs.NotEmpty(Name, x);

        // Columns without names go to the parts under their numbers here, so that what comes out says which one it was made of.
        var names = FeatureLayout.Of(x).NamesOrNumbers;
        var (models, results, nonZero) = (new List<ColumnPart>(), new List<Features>(), 0.0);
        foreach (var (step, columns, weight) in Parts(x))
        {
            cancellation.ThrowIfCancellationRequested();
            var (model, result) = StepList.Transformer(Name, step).FitTransform(FeatureColumns.Take(x, columns, names), y, cancellation: cancellation);
            models.Add(new(step.Name, columns, weight, model));
            results.Add(PartWeights.Apply(Name, result, weight));
            nonZero += result.Kind == FeaturesKind.Sparse ? result.Sparse!.StoredCount : (double)result.Rows * result.Columns;
        }

        var all = results.Sum(result => (double)result.Rows * result.Columns);
        var sparse = results.Exists(result => result.Kind == FeaturesKind.Sparse) && nonZero / all < SparseThreshold;
        var fitted = new ColumnTransformerModel(this, FeatureLayout.Of(x), [.. models], sparse);
        return (fitted, FeatureColumns.Beside(results, x.Rows, sparse, fitted.OutputNames));
    }

    /// <inheritdoc/>
    protected internal override EstimatorParameter FindParameter(string name) =>
        StepList.Has(Steps, name)
            ? StepList.AsParameter(Steps, StepList.Find(Name, Steps, name), (owner, steps) => (ColumnTransformer)owner with { Steps = steps })
            : base.FindParameter(name);

    /// <summary>The parts that have columns to work on, the remainder last.</summary>
    private IEnumerable<(EstimatorStep Step, int[] Columns, double Weight)> Parts(Features x)
    {
        var taken = new bool[x.Columns];
        for (var i = 0; i < Steps.Count; i++)
        {
            var columns = (Steps[i].Columns ?? ColumnChoice.All).Find(Name, x);
            Array.ForEach(columns, c => taken[c] = true);
            if (columns.Length > 0 && Steps[i].Estimator is not DropColumns)
            {
                yield return (Steps[i], columns, TransformerWeights?[i] ?? 1);
            }
        }

        int[] rest = [.. Enumerable.Range(0, x.Columns).Where(c => !taken[c])];
        if (rest.Length > 0 && Remainder is not DropColumns)
        {
            yield return (new("remainder", Remainder), rest, 1);
        }
    }
}
