namespace Kiln.Estimators;

/// <summary>Fitted means of the target by category.</summary>
public sealed class TargetEncoderModel : FeatureTransformerModel
{
    private readonly CategorySet[] _sets;
    private readonly double[][][] _encodings;
    private readonly double[] _means;
    private readonly string[] _names;

    internal TargetEncoderModel(TargetEncoder estimator, FeatureLayout layout, CategorySet[] sets, double[][][] encodings, double[] means, Target? classes)
        : base(estimator, layout)
    {
        (_sets, _encodings, _means, Classes) = (sets, encodings, means, classes);
        _names = means.Length == 1
            ? [.. InputNames]
            : [.. InputNames.SelectMany(name => Enumerable.Range(0, means.Length).Select(k => $"{name}_{classes!.TextAt(k)}"))];
    }

    /// <summary>The classes of the target, ascending; null of a target of numbers.</summary>
    public Target? Classes { get; }

    /// <summary>The mean of the target, of several classes of each: what unknown categories become.</summary>
    public ReadOnlyMemory<double> TargetMean => _means;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <summary>The encodings of a feature's categories.</summary>
    /// <param name="feature">The feature's number.</param>
    /// <param name="output">The class's number, of more than two classes; 0 otherwise.</param>
    public ReadOnlyMemory<double> Encodings(int feature, int output = 0) => _encodings[output][feature];

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = CategoryColumns.Given(Estimator.Name, Align(x));
        var width = _names.Length;
        var result = FeaturesMarshal.Rent(samples.Rows, width, FeatureNames is null && _means.Length == 1 ? null : _names, out var values);
        NumberedBlocks.Run(samples.Rows, 2 * width, (_, from, to) =>
        {
            var codes = new int[to - from];
            for (var c = 0; c < _sets.Length; c++)
            {
                _sets[c].Encode(Estimator.Name, samples, c, from, to, codes);
                for (var output = 0; output < _means.Length; output++)
                {
                    var (encodings, mean, at) = (_encodings[output][c], _means[output], (from * width) + (c * _means.Length) + output);
                    foreach (var code in codes)
                    {
                        values[at] = code < 0 ? mean : encodings[code];
                        at += width;
                    }
                }
            }
        });
        return result;
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        CategoryColumns.Write(writer, _sets);
        writer.Numbers("means", _means);
        for (var output = 0; output < _means.Length; output++)
        {
            for (var c = 0; c < _sets.Length; c++)
            {
                writer.Numbers($"output{output}.{PipelineFit.Key(c)}", _encodings[output][c]);
            }
        }

        if (Classes is not null)
        {
            writer.Target("classes", Classes);
        }
    }

    internal static TargetEncoderModel Read(ModelReader reader)
    {
        var (sets, means) = (CategoryColumns.Read(reader), reader.Numbers("means"));
        var encodings = means.Select((_, output) => sets.Select((set, c) => reader.Numbers($"output{output}.{PipelineFit.Key(c)}", set.Count)).ToArray()).ToArray();
        var classes = reader.Has("classes") || reader.Has("classes.ends") ? reader.Target("classes") : null;
        return means.Length == 1 || classes?.Count == means.Length
            ? new(reader.EstimatorAs<TargetEncoder>(), reader.Layout, sets, encodings, means, classes) { Warnings = reader.Warnings }
            : throw reader.Damaged($"{means.Length} outputs of {classes?.Count ?? 0} classes");
    }

    internal int CategoryCount(int feature) => _sets[feature].Count;
}
