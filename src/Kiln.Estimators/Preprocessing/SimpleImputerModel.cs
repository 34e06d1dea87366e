namespace Kiln.Estimators;

/// <summary>What a column's missing values are filled with.</summary>
/// <param name="Number">The number, for columns of numbers.</param>
/// <param name="Text">The text, for columns of text; otherwise null.</param>
/// <param name="IsEmpty">Whether the column had no value in the fit.</param>
/// <param name="HadMissing">Whether the column had missing values in the fit.</param>
internal readonly record struct ColumnFill(double Number, string? Text, bool IsEmpty, bool HadMissing);

/// <summary>Fitted values to fill with.</summary>
public sealed class SimpleImputerModel : FeatureTransformerModel
{
    private readonly SimpleImputer _estimator;
    private readonly ColumnFill[] _fills;
    private readonly int[] _kept;
    private readonly int[] _indicated;
    private readonly string[] _names;

    internal SimpleImputerModel(SimpleImputer estimator, FeatureLayout layout, ColumnFill[] fills)
        : base(estimator, layout)
    {
        (_estimator, _fills) = (estimator, fills);
        var keepAll = estimator.KeepEmptyFeatures || estimator.Strategy == ImputationStrategy.Constant;
        _kept = [.. Enumerable.Range(0, fills.Length).Where(c => keepAll || !fills[c].IsEmpty)];
        _indicated = estimator.AddIndicator ? [.. Enumerable.Range(0, fills.Length).Where(c => fills[c].HadMissing)] : [];
        _names = [.. _kept.Select(c => InputNames[c]), .. _indicated.Select(c => $"missingindicator_{InputNames[c]}")];
    }

    /// <summary>The number each feature's missing values become; NaN for text, and for features that had no value.</summary>
    public ReadOnlyMemory<double> Statistics => Array.ConvertAll(_fills, fill => fill.Number);

    /// <summary>The text each feature's missing values become; null for numbers.</summary>
    public IReadOnlyList<string?> StatisticTexts => Array.ConvertAll(_fills, fill => fill.Text);

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = _estimator.Given(Inputs.NotEmpty(Estimator.Name, Align(x)));
        return samples.Kind switch
        {
            FeaturesKind.Table => FillTable(samples.Table!),
            FeaturesKind.Sparse => FillSparse(samples),
            _ => FillRows(samples),
        };
    }

    /// <summary>Puts the missing values back where the indicators say so. Features without an indicator stay as they are, and features that were left out are missing.</summary>
    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!_estimator.AddIndicator)
        {
            throw new NotSupportedException($"{Estimator.Name}: the way back needs indicators of what was missing; set add_indicator to true");
        }

        var samples = Inputs.Dense(Estimator.Name, x, allowMissing: true);
        if (samples.Columns != _names.Length)
        {
            throw new DatasetException($"{Estimator.Name}: {Plural.Given(samples.Columns, "feature")}; its result has {_names.Length}");
        }

        var values = new double[checked(samples.Rows * FeatureCount)];
        values.AsSpan().Fill(_estimator.MissingValues);
        for (var row = 0; row < samples.Rows; row++)
        {
            var from = samples.Row(row);
            var to = values.AsSpan(row * FeatureCount, FeatureCount);
            for (var i = 0; i < _kept.Length; i++)
            {
                to[_kept[i]] = from[i];
            }

            for (var i = 0; i < _indicated.Length; i++)
            {
                to[_indicated[i]] = from[_kept.Length + i] != 0 ? _estimator.MissingValues : to[_indicated[i]];
            }
        }

        return Features.Dense(values, samples.Rows, FeatureCount, FeatureNames);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("fills", Array.ConvertAll(_fills, fill => fill.Number));
        writer.Texts("texts", Array.ConvertAll(_fills, fill => fill.Text ?? string.Empty));
        writer.Integers("kinds", Array.ConvertAll(_fills, fill => (fill.Text is null ? 0 : 1) + (fill.IsEmpty ? 2 : 0) + (fill.HadMissing ? 4 : 0)));
    }

    internal static SimpleImputerModel Read(ModelReader reader)
    {
        var n = reader.Layout.Count;
        var (numbers, texts, kinds) = (reader.Numbers("fills", n), reader.Texts("texts"), reader.Integers("kinds", n));
        return new(reader.EstimatorAs<SimpleImputer>(), reader.Layout,
            [.. numbers.Select((number, c) => new ColumnFill(number, (kinds[c] & 1) == 0 ? null : texts[c], (kinds[c] & 2) != 0, (kinds[c] & 4) != 0))])
        {
            Warnings = reader.Warnings,
        };
    }

    private Features FillRows(Features x)
    {
        if (double.IsNaN(_estimator.MissingValues) && _kept.Length == x.Columns && _indicated.Length == 0)
        {
            var fills = Array.ConvertAll(_fills, fill => fill.Number);
            return ColumnMap.Run<FillA>(Estimator.Name, x, fills, fills);
        }

        var width = _names.Length;
        var names = FeatureNames is null && _indicated.Length == 0 && _kept.Length == x.Columns ? null : _names;
        var result = FeaturesMarshal.Rent(x.Rows, width, names, out var values);
        NumberedBlocks.Run(x.Rows, x.Columns, (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var source = x.Row(row);
                var target = values.AsSpan(row * width, width);
                for (var i = 0; i < _kept.Length; i++)
                {
                    var value = source[_kept[i]];
                    target[i] = _estimator.IsMissing(value) ? _fills[_kept[i]].Number : value;
                }

                for (var i = 0; i < _indicated.Length; i++)
                {
                    target[_kept.Length + i] = _estimator.IsMissing(source[_indicated[i]]) ? 1 : 0;
                }
            }
        });
        return result;
    }

    private Features FillSparse(Features x)
    {
        var filled = Features.Of(x.Sparse!.Map((value, c) => _estimator.IsMissing(value) ? _fills[c].Number : value), x.Names);
        var kept = _kept.Length == x.Columns ? filled : FeatureColumns.Take(filled, _kept);
        if (_indicated.Length == 0)
        {
            return Features.Of(kept.Sparse!, FeatureNames is null && _kept.Length == x.Columns ? null : _names);
        }

        var marks = FeatureColumns.Take(x.Sparse!.Map(value => _estimator.IsMissing(value) ? 1 : 0), _indicated);
        return FeatureColumns.Beside([kept, marks], x.Rows, sparse: true, _names);
    }

    private Table FillTable(Table table)
    {
        var columns = _kept.Select(c => Filled(table.Columns[c], _fills[c]));
        var marks = _indicated.Select((c, i) => new NumberColumn(_names[_kept.Length + i], [.. Enumerable.Range(0, table.RowCount).Select(row => IsMissing(table.Columns[c], row) ? 1.0 : 0)]));
        return new([.. columns, .. marks]);
    }

    private bool IsMissing(Column column, int row) => column is NumberColumn numbers ? _estimator.IsMissing(numbers.Values[row]) : column.IsMissing(row);

    private Column Filled(Column column, ColumnFill fill)
    {
        if (column is NumberColumn numbers)
        {
            return fill.Text is null
                ? new NumberColumn(column.Name, Array.ConvertAll(numbers.Values.ToArray(), value => _estimator.IsMissing(value) ? fill.Number : value))
                : throw new DatasetException($"{Estimator.Name}: column '{column.Name}' was text in the fit and holds numbers now");
        }

        return fill.Text is null
            ? throw new DatasetException($"{Estimator.Name}: column '{column.Name}' held numbers in the fit and is text now")
            : new TextColumn(column.Name, Array.ConvertAll(((TextColumn)column).Values.ToArray(), value => value ?? fill.Text));
    }
}
