namespace Kiln.Estimators;

/// <summary>One fitted part of a column transformer.</summary>
internal sealed record ColumnPart(string Name, int[] Columns, double Weight, FeatureTransformerModel Model);

/// <summary>Fitted transformers for different columns.</summary>
public sealed class ColumnTransformerModel : FeatureTransformerModel
{
    private readonly ColumnPart[] _parts;
    private readonly bool _sparse;
    private readonly string[] _names;

    internal ColumnTransformerModel(ColumnTransformer estimator, FeatureLayout layout, ColumnPart[] parts, bool sparse)
        : base(estimator, layout)
    {
        (_parts, _sparse) = (parts, sparse);
        _names = [.. parts.SelectMany(part => part.Model.OutputNames.Select(name => estimator.VerboseFeatureNamesOut ? $"{part.Name}__{name}" : name))];
        Warnings = PipelineFit.Warnings([.. parts.Select(part => part.Name)], parts.Select(part => part.Model));
        if (!estimator.VerboseFeatureNamesOut && _names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DatasetException($"{estimator.Name}: two columns would be called '{twice.Key}'; leave verbose_feature_names_out true to tell them apart");
        }
    }

    /// <summary>The names of the parts that took columns, the remainder last.</summary>
    public IReadOnlyList<string> PartNames => Array.ConvertAll(_parts, part => part.Name);

    /// <summary>Whether the result is sparse.</summary>
    public bool IsSparse => _sparse;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <summary>A fitted part.</summary>
    /// <param name="part">Its name.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists the near ones.</exception>
    public FeatureTransformerModel this[string part] =>
        _parts[StepList.Find(Estimator.Name, [.. _parts.Select(p => new EstimatorStep(p.Name, p.Model.Estimator))], part)].Model;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, CancellationToken.None);

    /// <inheritdoc/>
    public override Features Transform(Features x, CancellationToken cancellation)
    {
        var samples = Align(x);
        var names = Layout.Names is null ? InputNames : samples.Names;
        var results = Array.ConvertAll(_parts, part => PartWeights.Apply(Estimator.Name, part.Model.Transform(FeatureColumns.Take(samples, part.Columns, names), cancellation), part.Weight));
        return FeatureColumns.Beside(results, samples.Rows, _sparse, _names);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Flag("sparse", _sparse);
        writer.Texts("parts", PartNames);
        writer.Numbers("weights", Array.ConvertAll(_parts, part => part.Weight));
        for (var i = 0; i < _parts.Length; i++)
        {
            writer.Integers($"{PipelineFit.Key(i)}.columns", _parts[i].Columns);
            writer.Model(PipelineFit.Key(i), _parts[i].Model);
        }
    }

    internal static ColumnTransformerModel Read(ModelReader reader)
    {
        var names = reader.Texts("parts");
        var weights = reader.Numbers("weights", names.Length);
        var parts = new ColumnPart[names.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var columns = reader.Integers($"{PipelineFit.Key(i)}.columns");
            if (columns.Any(c => c < 0 || c >= reader.Layout.Count))
            {
                throw reader.Damaged($"part '{names[i]}' takes columns that are not there");
            }

            parts[i] = new(names[i], columns, weights[i], reader.Model<FeatureTransformerModel>(PipelineFit.Key(i)));
        }

        return new(reader.EstimatorAs<ColumnTransformer>(), reader.Layout, parts, reader.Flag("sparse"));
    }
}
