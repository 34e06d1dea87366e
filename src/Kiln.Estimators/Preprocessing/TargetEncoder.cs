namespace Kiln.Estimators;

/// <summary>What kind of target a target encoder learns from.</summary>
public enum TargetType
{
    /// <summary>As the target says: text and at most two whole numbers are classes, other numbers are numbers; several whole numbers are classes if they are integers.</summary>
    Auto,

    /// <summary>Numbers.</summary>
    Continuous,

    /// <summary>Two classes.</summary>
    Binary,

    /// <summary>Several classes: a column for each of them and each feature.</summary>
    Multiclass,
}

/// <summary>
/// Each category as the mean of the target of its samples, drawn towards the mean of all the more, the rarer the category is (scikit-learn from 1.3: <c>TargetEncoder</c>;
/// Micci-Barreca 2001). <c>FitTransform</c> encodes each sample by what the other folds say, so that a sample's own target does not leak into its features;
/// it differs from <c>Fit</c> and then <c>Transform</c>.
/// </summary>
public sealed record TargetEncoder : FeatureTransformer
{
    internal static readonly ParameterSet<TargetEncoder> Table = new ParameterSet<TargetEncoder>("target-encoder", "each category as the mean of its target")
        .OptionalText("categories", e => e.Categories?.ToString(), (e, v) => e with { Categories = v is null or "auto" ? null : CategoryList.Parse(v) }, "the categories of each feature as a JSON list of lists; none for those that are there")
        .Choice("target_type", e => e.TargetType, (e, v) => e with { TargetType = v }, "what kind of target",
            ("auto", TargetType.Auto), ("continuous", TargetType.Continuous), ("binary", TargetType.Binary), ("multiclass", TargetType.Multiclass))
        .OptionalNumber("smooth", e => e.Smooth, (e, v) => e with { Smooth = v }, "how many samples the mean of all counts as; none for an estimate by variances (auto)")
        .Integer("cv", e => e.Folds, (e, v) => e with { Folds = v }, "how many folds")
        .Flag("shuffle", e => e.Shuffle, (e, v) => e with { Shuffle = v }, "whether the folds are drawn at random")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    /// <summary>The categories of each feature; null (those that are there) by default.</summary>
    public CategoryList? Categories { get; init; }

    /// <summary>What kind of target; found out by default.</summary>
    public TargetType TargetType { get; init; } = TargetType.Auto;

    /// <summary>How many samples the mean of all counts as beside a category's own; null by default ("auto"): the empirical Bayes estimate from the variances.</summary>
    public double? Smooth { get; init; }

    /// <summary>How many folds <c>FitTransform</c> encodes in; 5 by default.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Whether the folds are drawn at random; true by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the folds; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(Smooth is null or >= 0, Name, "smooth", Smooth, "0 or more, or none");
        Require.AtLeast(Name, "cv", Folds, 2);
    }

    /// <inheritdoc/>
    public override TargetEncoderModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default) => Learn(x, y, sampleWeights).Model;

    /// <inheritdoc/>
    public override (FeatureTransformerModel Model, Features X) FitTransform(
        Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var (model, codes, targets, rows) = Learn(x, y, sampleWeights);
        var folds = model.Classes is { } classes
            ? new StratifiedKFold(Folds, Shuffle, Shuffle ? Seed : 0).Split(rows, y!.CodesAmong(classes))
            : new KFold(Folds, Shuffle, Shuffle ? Seed : 0).Split(rows);
        var outputs = targets.Length;
        var width = codes.Length * outputs;
        var values = new double[checked(rows * width)];
        foreach (var (train, test) in folds)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var output = 0; output < outputs; output++)
            {
                for (var c = 0; c < codes.Length; c++)
                {
                    var (encodings, mean) = TargetMeans.Of(codes[c], model.CategoryCount(c), targets[output], train, Smooth);
                    foreach (var row in test)
                    {
                        values[(row * width) + (c * outputs) + output] = codes[c][row] < 0 ? mean : encodings[codes[c][row]];
                    }
                }
            }
        }

        return (model, Features.Dense(values, rows, width, model.OutputNames));
    }

    private (TargetEncoderModel Model, int[][] Codes, double[][] Targets, int Rows) Learn(Features x, Target? y, double[]? sampleWeights)
    {
        Inputs.NoWeights(Name, sampleWeights);
        CheckParameters();
        var samples = CategoryColumns.Given(Name, x);
        var target = y ?? throw new DatasetException($"{Name}: a target is needed; give y");
        Inputs.Same(Name, samples, target);
        var sets = CategoryColumns.Fit(Name, samples, Categories, refuseUnknown: false);
        var codes = Array.ConvertAll(Enumerable.Range(0, sets.Length).ToArray(), c => sets[c].Encode(Name, samples, c));
        var (classes, targets) = Targets(samples, target);
        int[] all = [.. Enumerable.Range(0, samples.Rows)];
        var encodings = new double[targets.Length][][];
        var means = new double[targets.Length];
        for (var output = 0; output < targets.Length; output++)
        {
            encodings[output] = new double[sets.Length][];
            for (var c = 0; c < sets.Length; c++)
            {
                (encodings[output][c], means[output]) = TargetMeans.Of(codes[c], sets[c].Count, targets[output], all, Smooth);
            }
        }

        return (new TargetEncoderModel(this, FeatureLayout.Of(x), sets, encodings, means, classes), codes, targets, samples.Rows);
    }

    /// <summary>The target as numbers: itself, 0 and 1 for the second of two classes, or 0 and 1 for each of several.</summary>
    private (Target? Classes, double[][] Targets) Targets(Features x, Target y)
    {
        var type = TargetType;
        if (type == TargetType.Auto)
        {
            type = y.Kind == TargetKind.Numbers && Inputs.Values(Name, x, y).ToArray().Any(v => v != Math.Floor(v)) ? TargetType.Continuous : TargetType.Multiclass;
        }

        if (type == TargetType.Continuous)
        {
            return (null, [Inputs.Values(Name, x, y).ToArray()]);
        }

        var (classes, codes) = Inputs.Classes(Name, x, y);
        if (type == TargetType.Binary && classes.Count != 2)
        {
            throw new DatasetException($"{Name}: target_type is binary, and the target has {classes.Count} classes");
        }

        return (classes, classes.Count == 2
            ? [Array.ConvertAll(codes, code => (double)code)]
            : [.. Enumerable.Range(0, classes.Count).Select(k => Array.ConvertAll(codes, code => code == k ? 1.0 : 0))]);
    }
}
