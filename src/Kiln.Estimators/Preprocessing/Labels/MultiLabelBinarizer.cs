namespace Kiln.Estimators;

/// <summary>Sets of labels, several for each sample, as a column of 0 and 1 for each class, and back (scikit-learn: <c>MultiLabelBinarizer</c>).</summary>
public sealed class MultiLabelBinarizer
{
    private readonly string[] _classes;
    private readonly Dictionary<string, int> _codes;

    private MultiLabelBinarizer(string[] classes)
    {
        _classes = classes;
        _codes = new(classes.Length, StringComparer.Ordinal);
        for (var i = 0; i < classes.Length; i++)
        {
            if (!_codes.TryAdd(classes[i], i))
            {
                throw new ArgumentException($"multi-label binarizer: class '{classes[i]}' comes twice", nameof(classes));
            }
        }
    }

    /// <summary>The classes, in the order of the columns.</summary>
    public IReadOnlyList<string> Classes => _classes;

    /// <summary>Learns the classes, ascending, of sets of labels.</summary>
    /// <param name="labels">For each sample its labels.</param>
    public static MultiLabelBinarizer Fit(IEnumerable<IEnumerable<string>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new([.. labels.SelectMany(set => set).Distinct(StringComparer.Ordinal).Order(CodePointComparer.Instance)]);
    }

    /// <summary>Takes the classes as they are given.</summary>
    /// <param name="classes">The classes, in the order of the columns.</param>
    /// <exception cref="ArgumentException">A class comes twice.</exception>
    public static MultiLabelBinarizer Of(params string[] classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return new([.. classes]);
    }

    /// <summary>The columns, (samples, classes), sparse.</summary>
    /// <param name="labels">For each sample its labels.</param>
    /// <exception cref="DatasetException">A label is none of the classes.</exception>
    public Features Transform(IEnumerable<IEnumerable<string>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var (starts, columns) = (new List<int> { 0 }, new List<int>());
        foreach (var set in labels)
        {
            columns.AddRange(set.Select(label => _codes.TryGetValue(label, out var code)
                ? code
                : throw new DatasetException("multi-label binarizer", starts.Count - 1, $"label '{label}'", $"is none of the classes; {NearNames.Hint(label, _classes, "they are")}")).Distinct().Order());
            starts.Add(columns.Count);
        }

        var ones = new double[columns.Count];
        ones.AsSpan().Fill(1);
        return Features.Of(new SparseMatrix([.. starts], [.. columns], ones, _classes.Length), _classes);
    }

    /// <summary>The labels of each sample: the classes whose column is not 0.</summary>
    /// <param name="columns">What <see cref="Transform"/> returned.</param>
    /// <exception cref="DatasetException">There is another number of columns.</exception>
    public IReadOnlyList<IReadOnlyList<string>> InverseTransform(Features columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Columns != _classes.Length)
        {
            throw new DatasetException($"multi-label binarizer: {columns.Columns} columns were given; there are {_classes.Length} classes");
        }

        var dense = columns.ToDense("multi-label binarizer");
        var sets = new List<IReadOnlyList<string>>(dense.Rows);
        for (var row = 0; row < dense.Rows; row++)
        {
            var set = new List<string>();
            for (var c = 0; c < _classes.Length; c++)
            {
                if (dense.Row(row)[c] != 0)
                {
                    set.Add(_classes[c]);
                }
            }

            sets.Add(set);
        }

        return sets;
    }
}
