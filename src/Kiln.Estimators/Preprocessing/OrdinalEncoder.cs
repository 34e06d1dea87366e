namespace Kiln.Estimators;

/// <summary>What an ordinal encoder makes of a category that was not there in the fit.</summary>
public enum UnknownOrdinals
{
    /// <summary>An error that names it.</summary>
    Error,

    /// <summary>The number <see cref="OrdinalEncoder.UnknownValue"/>.</summary>
    UseEncodedValue,
}

/// <summary>A number for each category of each feature: 0, 1, 2, … (scikit-learn: <c>OrdinalEncoder</c>). Takes text and numbers; missing values stay missing unless told otherwise.</summary>
public sealed record OrdinalEncoder : FeatureTransformer
{
    internal static readonly ParameterSet<OrdinalEncoder> Table = new ParameterSet<OrdinalEncoder>("ordinal-encoder", "a number for each category")
        .OptionalText("categories", e => e.Categories?.ToString(), (e, v) => e with { Categories = v is null or "auto" ? null : CategoryList.Parse(v) }, "the categories of each feature as a JSON list of lists; none for those that are there")
        .Choice("handle_unknown", e => e.HandleUnknown, (e, v) => e with { HandleUnknown = v }, "what becomes of unknown categories",
            ("error", UnknownOrdinals.Error), ("use_encoded_value", UnknownOrdinals.UseEncodedValue))
        .OptionalNumber("unknown_value", e => e.UnknownValue, (e, v) => e with { UnknownValue = v }, "the number of unknown categories")
        .Number("encoded_missing_value", e => e.EncodedMissingValue, (e, v) => e with { EncodedMissingValue = v }, "the number of missing values");

    /// <summary>The categories of each feature; null (those that are there, ascending) by default.</summary>
    public CategoryList? Categories { get; init; }

    /// <summary>What becomes of categories that were not there in the fit; an error by default.</summary>
    public UnknownOrdinals HandleUnknown { get; init; } = UnknownOrdinals.Error;

    /// <summary>The number of unknown categories: whole or NaN, and none of the codes; null by default.</summary>
    public double? UnknownValue { get; init; }

    /// <summary>The number of missing values; NaN by default.</summary>
    public double EncodedMissingValue { get; init; } = double.NaN;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        var use = HandleUnknown == UnknownOrdinals.UseEncodedValue;
        Require.That(UnknownValue is null || double.IsNaN(UnknownValue.Value) || UnknownValue == Math.Floor(UnknownValue.Value), Name, "unknown_value", UnknownValue, "a whole number, NaN or none");
        Require.Together(use == UnknownValue is not null, Name, "unknown_value", UnknownValue,
            use ? "a whole number or NaN with handle_unknown use_encoded_value" : "none unless handle_unknown is use_encoded_value");
    }

    /// <inheritdoc/>
    public override OrdinalEncoderModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = CategoryColumns.Given(Name, x);
        var sets = CategoryColumns.Fit(Name, samples, Categories, HandleUnknown == UnknownOrdinals.Error);
        foreach (var set in sets)
        {
            Require.That(!(UnknownValue >= 0 && UnknownValue < set.Count), Name, "unknown_value", UnknownValue, "a number that is no category's");
            Require.That(set.Missing < 0 || !(EncodedMissingValue >= 0 && EncodedMissingValue < set.Count), Name, "encoded_missing_value", EncodedMissingValue, "a number that is no category's");
        }

        return new(this, FeatureLayout.Of(x), sets);
    }
}

/// <summary>Fitted categories.</summary>
public sealed class OrdinalEncoderModel : FeatureTransformerModel
{
    private readonly OrdinalEncoder _estimator;
    private readonly CategorySet[] _sets;

    internal OrdinalEncoderModel(OrdinalEncoder estimator, FeatureLayout layout, CategorySet[] sets)
        : base(estimator, layout) => (_estimator, _sets) = (estimator, sets);

    /// <summary>The categories of each feature as text, in the order of their codes.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Categories => [.. _sets.Select(set => (IReadOnlyList<string>)[.. Enumerable.Range(0, set.Count).Select(set.NameOf)])];

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = CategoryColumns.Given(Estimator.Name, Align(x));
        var features = _sets.Length;
        var result = FeaturesMarshal.Rent(samples.Rows, features, FeatureNames, out var values);
        var unknown = 0;
        NumberedBlocks.Run(samples.Rows, 2 * features, (_, from, to) =>
        {
            var strange = 0;
            var codes = System.Buffers.ArrayPool<int>.Shared.Rent(to - from);
            for (var c = 0; c < features; c++)
            {
                _sets[c].Encode(Estimator.Name, samples, c, from, to, codes);
                for (var i = 0; i < to - from; i++)
                {
                    var code = codes[i];
                    values[((from + i) * features) + c] = code < 0 ? _estimator.UnknownValue ?? double.NaN : code == _sets[c].Missing ? _estimator.EncodedMissingValue : code;
                    strange |= code;
                }
            }

            System.Buffers.ArrayPool<int>.Shared.Return(codes);
            Interlocked.Or(ref unknown, strange);
        });
        if (unknown < 0 && _estimator.HandleUnknown == UnknownOrdinals.Error)
        {
            for (var c = 0; c < features; c++)
            {
                CategoryColumns.Refuse(Estimator.Name, samples, c, _sets[c].Encode(Estimator.Name, samples, c));
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, Align(x), allowMissing: true);
        var columns = new Column[_sets.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var codes = new int[samples.Rows];
            for (var row = 0; row < codes.Length; row++)
            {
                codes[row] = CodeOf(samples.Row(row)[c], c, row);
            }

            var set = _sets[c];
            columns[c] = set.AreTexts
                ? new TextColumn(InputNames[c], Array.ConvertAll(codes, code => code < 0 ? null : set.TextOf(code)))
                : set.Numbers(InputNames[c], codes);
        }

        return columns.All(column => column is NumberColumn) && FeatureNames is null
            ? Features.Dense(Features.Of(new Table(columns)).ToDense().Values.ToArray(), samples.Rows, columns.Length)
            : new Table(columns);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer) => CategoryColumns.Write(writer, _sets);

    internal static OrdinalEncoderModel Read(ModelReader reader) => new(reader.EstimatorAs<OrdinalEncoder>(), reader.Layout, CategoryColumns.Read(reader)) { Warnings = reader.Warnings };

    private int CodeOf(double value, int feature, int row)
    {
        var set = _sets[feature];
        if (set.Missing >= 0 && value.Equals(_estimator.EncodedMissingValue))
        {
            return set.Missing;
        }

        if (_estimator.UnknownValue is { } unknown && value.Equals(unknown))
        {
            return -1;
        }

        return value >= 0 && value < set.Count
            ? (int)value
            : throw new DatasetException(Estimator.Name, row, $"feature {InputNames[feature]}", $"is {PythonNumber.Text(value, whole: true)}, which is no category's number") { Column = feature, Value = value };
    }
}
