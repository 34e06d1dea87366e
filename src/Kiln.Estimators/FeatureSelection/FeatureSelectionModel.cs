namespace Kiln.Estimators;

/// <summary>Fitted choice of features: what every selector returns.</summary>
public sealed class FeatureSelectionModel : FeatureTransformerModel
{
    private readonly int[] _kept;
    private readonly double[] _scores;
    private readonly double[] _pValues;
    private readonly int[] _ranking;
    private readonly string[] _names;
    private readonly bool _takesMissing;

    internal FeatureSelectionModel(Estimator estimator, FeatureLayout layout, int[] kept, double[]? scores = null, double[]? pValues = null, int[]? ranking = null)
        : base(estimator, layout)
    {
        (_kept, _scores, _pValues, _ranking) = (kept, scores ?? [], pValues ?? [], ranking ?? []);
        _names = Array.ConvertAll(kept, c => InputNames[c]);
        _takesMissing = estimator is VarianceThreshold;
    }

    /// <summary>The numbers of the features that stay, ascending.</summary>
    public IReadOnlyList<int> Support => _kept;

    /// <summary>The score of each feature: variance, test statistic, information or importance; empty where there is none.</summary>
    public ReadOnlyMemory<double> Scores => _scores;

    /// <summary>The p-value of each feature; empty where there is none.</summary>
    public ReadOnlyMemory<double> PValues => _pValues;

    /// <summary>The rank of each feature, 1 for those that stay (recursive elimination); empty otherwise.</summary>
    public IReadOnlyList<int> Ranking => _ranking;

    /// <summary>The mean cross-validated score for each number of features that was tried, most features last; empty without cross-validation.</summary>
    public IReadOnlyList<double> CrossValidationScores { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <inheritdoc/>
    public override Features Transform(Features x) => FeatureColumns.Take(Inputs.Numbers(Estimator.Name, Align(x), _takesMissing), _kept);

    /// <summary>Puts the features back in their places; those left out are 0.</summary>
    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, x, _takesMissing);
        if (samples.Columns != _kept.Length)
        {
            throw new DatasetException($"{Estimator.Name}: {Plural.Given(samples.Columns, "feature")}; its result has {_kept.Length}");
        }

        var values = new double[checked(samples.Rows * FeatureCount)];
        for (var row = 0; row < samples.Rows; row++)
        {
            for (var i = 0; i < _kept.Length; i++)
            {
                values[(row * FeatureCount) + _kept[i]] = samples.Row(row)[i];
            }
        }

        return Features.Dense(values, samples.Rows, FeatureCount, FeatureNames);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Integers("kept", _kept);
        writer.Numbers("scores", _scores);
        writer.Numbers("p_values", _pValues);
        writer.Integers("ranking", _ranking);
        writer.Numbers("cross_validation", [.. CrossValidationScores]);
    }

    internal static FeatureSelectionModel Read(ModelReader reader)
    {
        var kept = reader.Integers("kept");
        return kept.All(c => c >= 0 && c < reader.Layout.Count)
            ? new(reader.Fitted, reader.Layout, kept, reader.Numbers("scores"), reader.Numbers("p_values"), reader.Integers("ranking"))
            {
                Warnings = reader.Warnings,
                CrossValidationScores = reader.Numbers("cross_validation"),
            }
            : throw reader.Damaged("it keeps features that are not there");
    }
}
