namespace Kiln.Estimators;

/// <summary>What encoders of categories do alike with all features.</summary>
internal static class CategoryColumns
{
    /// <summary>Features whose values can be categories: tables of numbers and text as they are, numbers dense.</summary>
    public static Features Given(string owner, Features x)
    {
        Inputs.NotEmpty(owner, x);
        if (x.Kind == FeaturesKind.Sparse)
        {
            throw new DatasetException($"{owner}: the samples are sparse, and categories are taken from dense ones or tables; call ToDense()");
        }

        if (x.Kind == FeaturesKind.Table)
        {
            for (var c = 0; c < x.Columns; c++)
            {
                if (x.Table!.Columns[c] is NumberColumn numbers)
                {
                    CheckFinite(owner, x, numbers.Values, c);
                }
            }

            return x;
        }

        Inputs.CheckFinite(owner, x, allowMissing: true);
        return x;
    }

    /// <summary>The categories of all features: those given by hand, or those that are there.</summary>
    /// <exception cref="DatasetException">A value is none of the categories given by hand and unknown ones are an error.</exception>
    public static CategorySet[] Fit(string owner, Features x, CategoryList? given, bool refuseUnknown)
    {
        if (given is not null && given.Count != x.Columns)
        {
            throw new ArgumentException($"{owner}: categories were given for {given.Count} features; the samples have {x.Columns}");
        }

        var sets = new CategorySet[x.Columns];
        NumberedBlocks.Each(sets.Length, c => sets[c] = given is null ? CategorySet.Fit(x, c) : given.Of(owner, c, CategorySet.WrittenAs(x, c)));
        if (given is not null && refuseUnknown)
        {
            for (var c = 0; c < sets.Length; c++)
            {
                Refuse(owner, x, c, sets[c].Encode(owner, x, c), "the categories that were given");
            }
        }

        return sets;
    }

    /// <summary>Throws for the first value without a code.</summary>
    public static void Refuse(string owner, Features x, int column, ReadOnlySpan<int> codes, string where = "the fit")
    {
        var row = codes.IndexOf(-1);
        if (row >= 0)
        {
            throw new DatasetException(owner, row, x.NameOf(column), $"is {TextAt(x, row, column)}, which is not among the categories of {where}; set handle_unknown to let unknown categories pass")
            {
                Column = column,
            };
        }
    }

    public static void Write(ModelWriter writer, CategorySet[] sets)
    {
        for (var c = 0; c < sets.Length; c++)
        {
            sets[c].Write(writer, PipelineFit.Key(c));
        }
    }

    public static CategorySet[] Read(ModelReader reader) => reader.Each(reader.Layout.Count, c => CategorySet.Read(reader, PipelineFit.Key(c)));

    private static string TextAt(Features x, int row, int column) => x.Kind != FeaturesKind.Table
        ? PythonNumber.Text(x.Row(row)[column], whole: true)
        : x.Table!.Columns[column].TextAt(row) is not { } text ? "missing"
        : x.Table.Columns[column] is TextColumn ? $"\"{text}\"" : text;

    private static void CheckFinite(string owner, Features x, ReadOnlySpan<double> values, int column)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (double.IsInfinity(values[row]))
            {
                throw new DatasetException(owner, row, x.NameOf(column), "is infinite; infinities cannot be learned from; clip or drop them") { Column = column, Value = values[row] };
            }
        }
    }
}
