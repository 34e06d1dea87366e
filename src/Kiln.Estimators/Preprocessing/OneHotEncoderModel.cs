using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Fitted categories and their columns.</summary>
public sealed class OneHotEncoderModel : FeatureTransformerModel
{
    private readonly OneHotEncoder _estimator;
    private readonly OneHotColumns[] _columns;
    private readonly int[] _starts;
    private readonly string[] _names;

    internal OneHotEncoderModel(OneHotEncoder estimator, FeatureLayout layout, OneHotColumns[] columns)
        : base(estimator, layout)
    {
        (_estimator, _columns) = (estimator, columns);
        _starts = new int[columns.Length + 1];
        for (var c = 0; c < columns.Length; c++)
        {
            _starts[c + 1] = _starts[c] + columns[c].Width;
        }

        _names = [.. columns.SelectMany((column, c) => Enumerable.Range(0, column.Width).Select(i => $"{InputNames[c]}_{column.NameOf(i)}"))];
    }

    /// <summary>The categories of each feature as text, in the order of their codes.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Categories =>
        [.. _columns.Select(column => (IReadOnlyList<string>)[.. Enumerable.Range(0, column.Categories.Count).Select(column.Categories.NameOf)])];

    /// <summary>The infrequent categories of each feature as text; null for a feature without.</summary>
    public IReadOnlyList<IReadOnlyList<string>?> InfrequentCategories =>
        [.. _columns.Select(column => column.Infrequent is null ? null : (IReadOnlyList<string>)[.. Enumerable.Range(0, column.Categories.Count).Where(i => column.Infrequent[i]).Select(column.Categories.NameOf)])];

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = CategoryColumns.Given(Estimator.Name, Align(x));
        var features = _columns.Length;
        var places = LargeArray.Uninitialized<int>(checked(samples.Rows * features));
        var absent = 0;
        NumberedBlocks.Run(samples.Rows, 4 * features, (_, from, to) =>
        {
            var block = places.AsSpan(from * features, (to - from) * features);
            var missing = 0;
            for (var c = 0; c < features; c++)
            {
                _columns[c].Categories.Encode(Estimator.Name, samples, c, from, to, block[c..], features);
                missing += ToPlaces(block[c..], features, _columns[c], _starts[c]);
            }

            Interlocked.Add(ref absent, missing);
        });
        if (absent > 0 && _estimator.HandleUnknown == UnknownCategories.Error)
        {
            RefuseUnknown(samples);
        }

        return _estimator.SparseOutput ? Sparse(places, samples.Rows, absent) : Dense(places, samples.Rows);
    }

    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var samples = Inputs.Numbers(Estimator.Name, x);
        if (samples.Columns != _starts[^1])
        {
            throw new DatasetException($"{Estimator.Name}: {Plural.Given(samples.Columns, "feature")}; its result has {_starts[^1]}");
        }

        var names = InputNames;
        var dense = samples.ToDense();
        var columns = new Column[_columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var categories = new int[samples.Rows];
            for (var row = 0; row < categories.Length; row++)
            {
                categories[row] = CategoryAt(dense.Row(row)[_starts[c].._starts[c + 1]], c, row);
            }

            columns[c] = Decoded(names[c], _columns[c], categories);
        }

        var table = new Table(columns);
        return columns.All(column => column is NumberColumn) && FeatureNames is null ? Features.Dense(Features.Of(table).ToDense().Values.ToArray(), samples.Rows, columns.Length) : table;
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        CategoryColumns.Write(writer, Array.ConvertAll(_columns, column => column.Categories));
        writer.Integers("dropped", Array.ConvertAll(_columns, column => column.Dropped));
        for (var c = 0; c < _columns.Length; c++)
        {
            if (_columns[c].Infrequent is { } infrequent)
            {
                writer.Integers($"{PipelineFit.Key(c)}.infrequent", Array.ConvertAll(infrequent, rare => rare ? 1 : 0));
            }
        }
    }

    internal static OneHotEncoderModel Read(ModelReader reader)
    {
        var sets = CategoryColumns.Read(reader);
        var dropped = reader.Integers("dropped", sets.Length);
        var columns = sets.Select((set, c) => OneHotColumns.Of(
            set, reader.Has($"{PipelineFit.Key(c)}.infrequent") ? Array.ConvertAll(reader.Integers($"{PipelineFit.Key(c)}.infrequent", set.Count), rare => rare != 0) : null, dropped[c]));
        return new(reader.EstimatorAs<OneHotEncoder>(), reader.Layout, [.. columns]) { Warnings = reader.Warnings };
    }

    /// <summary>Codes become columns of the result; −1 for none, −2 for unknown. Returns how many have no column.</summary>
    private int ToPlaces(Span<int> codes, int step, OneHotColumns columns, int start)
    {
        var unknown = _estimator.HandleUnknown == UnknownCategories.InfrequentIfExist && columns.Infrequent is not null ? columns.InfrequentColumn : -2;
        var absent = 0;
        for (var i = 0; i < codes.Length; i += step)
        {
            var column = codes[i] < 0 ? unknown : columns.Columns[codes[i]];
            absent += column < 0 ? 1 : 0;
            codes[i] = column < 0 ? column : column + start;
        }

        return absent;
    }

    private Features Sparse(int[] places, int rows, int absent)
    {
        var starts = new int[rows + 1];
        var features = _columns.Length;
        if (absent == 0)
        {
            for (var row = 1; row <= rows; row++)
            {
                starts[row] = row * features;
            }
        }
        else
        {
            var kept = new int[places.Length - absent];
            var count = 0;
            for (var row = 0; row < rows; row++)
            {
                foreach (var place in places.AsSpan(row * features, features))
                {
                    if (place >= 0)
                    {
                        kept[count++] = place;
                    }
                }

                starts[row + 1] = count;
            }

            places = kept;
        }

        var ones = LargeArray.Uninitialized<double>(places.Length);
        ones.AsSpan().Fill(1);
        return Features.Of(new SparseMatrix(starts, places, ones, _starts[^1]), _names);
    }

    private Features Dense(int[] places, int rows)
    {
        var width = _starts[^1];
        var values = new double[checked(rows * width)];
        NumberedBlocks.Run(rows, Math.Max(1, width), (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                foreach (var place in places.AsSpan(row * _columns.Length, _columns.Length))
                {
                    if (place >= 0)
                    {
                        values[(row * width) + place] = 1;
                    }
                }
            }
        });
        return Features.Dense(values, rows, width, _names);
    }

    private void RefuseUnknown(Features x)
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            CategoryColumns.Refuse(Estimator.Name, x, c, _columns[c].Categories.Encode(Estimator.Name, x, c));
        }
    }

    /// <summary>The category of one feature in one row: the largest value's; of zeros the one left out; −1 for the infrequent ones, −2 for none.</summary>
    private int CategoryAt(ReadOnlySpan<double> values, int feature, int row)
    {
        var columns = _columns[feature];
        if (values.IsEmpty || (values.IndexOfAnyExcept(0) < 0 && columns.Dropped >= 0))
        {
            return columns.DroppedCategory;
        }

        if (values.IndexOfAnyExcept(0) < 0)
        {
            return _estimator.HandleUnknown == UnknownCategories.Error
                ? throw new DatasetException($"{Estimator.Name}: the columns of feature {InputNames[feature]} are all 0 in sample {row}, which stands for no category")
                : columns.Infrequent is not null && _estimator.HandleUnknown == UnknownCategories.InfrequentIfExist ? -1 : -2;
        }

        return columns.CategoryOf(System.Numerics.Tensors.TensorPrimitives.IndexOfMax(values));
    }

    private static Column Decoded(string name, OneHotColumns columns, int[] categories)
    {
        var set = columns.Categories;
        return set.AreTexts || categories.Contains(-1)
            ? new TextColumn(name, Array.ConvertAll(categories, code => code switch
            {
                -1 => OneHotColumns.InfrequentName,
                -2 => null,
                _ => set.AreTexts ? set.TextOf(code) : set.NameOf(code),
            }))
            : set.Numbers(name, categories);
    }
}
