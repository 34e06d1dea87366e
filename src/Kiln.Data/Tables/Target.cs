using System.Globalization;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// What an estimator learns to predict, and what it predicts: one value for each sample, or a row of several outputs. Values are numbers, integers or text;
/// class labels may be any of them. Arrays, tensors and columns convert by themselves.
/// </summary>
public sealed partial class Target
{
    private readonly double[]? _numbers;
    private readonly long[]? _integers;
    private readonly string[]? _texts;

    private Target(TargetKind kind, int values, int outputs)
    {
        if (outputs < 1 || values % outputs != 0)
        {
            throw new DatasetException($"target: {values} values do not make rows of {outputs} outputs");
        }

        (Kind, Count, Outputs) = (kind, values / outputs, outputs);
    }

    private Target(double[] values, int outputs)
        : this(TargetKind.Numbers, values.Length, outputs) => _numbers = values;

    private Target(long[] values, int outputs)
        : this(TargetKind.Integers, values.Length, outputs) => _integers = values;

    private Target(string[] values)
        : this(TargetKind.Text, values.Length, 1) => _texts = values;

    /// <summary>Where the first word stands among numbers, when the values are a column of a file that became text by it.</summary>
    private MixedValues? Mixed { get; init; }

    /// <summary>What the values are.</summary>
    public TargetKind Kind { get; }

    /// <summary>How many samples.</summary>
    public int Count { get; }

    /// <summary>How many values each sample has; 1 in most cases.</summary>
    public int Outputs { get; }

    /// <summary>Numbers; the array is kept, not copied.</summary>
    /// <param name="values">samples × outputs values, row after row.</param>
    /// <param name="outputs">Values for each sample; 1 by default.</param>
    public static Target Of(double[] values, int outputs = 1)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values, outputs);
    }

    /// <summary>Integers; the array is kept, not copied.</summary>
    /// <param name="values">samples × outputs values, row after row.</param>
    /// <param name="outputs">Values for each sample; 1 by default.</param>
    public static Target Of(long[] values, int outputs = 1)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values, outputs);
    }

    /// <summary>Class labels; the array is kept, not copied.</summary>
    /// <param name="values">One for each sample.</param>
    /// <exception cref="DatasetException">A label is missing (null).</exception>
    public static Target Of(string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var missing = Array.FindIndex(values, v => v is null);
        return missing < 0
            ? new(values)
            : throw new DatasetException("target", missing, "the label", "is missing; drop the samples without one");
    }

    /// <summary>A tensor (samples,) or (samples, outputs): integers and bool stay integers, floating-point types become float64.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="DatasetException">It has another rank.</exception>
    public static Target Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank is not (1 or 2))
        {
            throw new DatasetException($"target: a tensor of shape {tensor.Shape} was given; expected (samples,) or (samples, outputs)");
        }

        var outputs = tensor.Rank == 1 ? 1 : Math.Max(1, tensor.Shape[1]);
        return tensor.DType.IsFloatingPoint()
            ? new(tensor.Detach().To(DType.Float64).ToArray<double>(), outputs)
            : new(tensor.Detach().To(DType.Int64).ToArray<long>(), outputs);
    }

    /// <summary>A column of a table: numbers stay numbers (whole ones become integers), text becomes labels.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="DatasetException">A value is missing.</exception>
    public static Target Of(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        for (var row = 0; row < column.Count; row++)
        {
            if (column.IsMissing(row))
            {
                throw new DatasetException("target", row, $"column '{column.Name}'", $"is missing, as {column.MissingCount} of {column.Count} values are; drop those rows");
            }
        }

        if (column is not NumberColumn numbers)
        {
            var texts = (TextColumn)column;
            return new(Array.ConvertAll(texts.Values.ToArray(), text => text!)) { Mixed = texts.Mixed };
        }

        var values = numbers.Values.ToArray();
        return Array.TrueForAll(values, v => v == Math.Floor(v) && Math.Abs(v) < 1L << 53)
            ? new(Array.ConvertAll(values, v => (long)v), 1)
            : new(values, 1);
    }

    /// <summary>The values as float64, row after row, (samples × outputs): the stored array where it holds numbers, otherwise a copy.</summary>
    /// <param name="owner">Who asks, for the error; "target" by default.</param>
    /// <exception cref="DatasetException">The values are text.</exception>
    public ReadOnlySpan<double> Numbers(string owner = "target") => Kind switch
    {
        TargetKind.Numbers => _numbers,
        TargetKind.Integers => Array.ConvertAll(_integers!, v => (double)v),
        _ => throw NoNumbers(owner),
    };

    /// <summary>The values as integers, row after row.</summary>
    /// <param name="owner">Who asks, for the error; "target" by default.</param>
    /// <exception cref="DatasetException">A value is text or not whole.</exception>
    public ReadOnlySpan<long> Integers(string owner = "target")
    {
        if (Kind == TargetKind.Integers)
        {
            return _integers;
        }

        var numbers = Numbers(owner);
        var whole = new long[numbers.Length];
        for (var i = 0; i < whole.Length; i++)
        {
            whole[i] = numbers[i] == Math.Floor(numbers[i]) && Math.Abs(numbers[i]) < 1L << 53
                ? (long)numbers[i]
                : throw new DatasetException(string.Create(CultureInfo.InvariantCulture, $"{owner}: value {i} of the target is {numbers[i]}; whole numbers are expected"));
        }

        return whole;
    }

    /// <summary>The values as text, row after row; numbers are written so that they read back the same.</summary>
    public IReadOnlyList<string> Texts() => Kind switch
    {
        TargetKind.Text => _texts!,
        TargetKind.Integers => Array.ConvertAll(_integers!, v => v.ToString(CultureInfo.InvariantCulture)),
        _ => Array.ConvertAll(_numbers!, v => v.ToString("R", CultureInfo.InvariantCulture)),
    };

    /// <summary>Some samples, in the order given; one may come more than once.</summary>
    /// <param name="rows">Their numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public Target Take(ReadOnlySpan<int> rows)
    {
        RowNumbers.Check("target", rows, Count);
        return Kind switch
        {
            TargetKind.Numbers => new(Gather(_numbers!, rows), Outputs),
            TargetKind.Integers => new(Gather(_integers!, rows), Outputs),
            _ => new(Gather(_texts!, rows)) { Mixed = Mixed },
        };
    }

    /// <summary>Some samples, in the order given; one may come more than once.</summary>
    /// <param name="rows">Their numbers, as a split gives them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public Target Take(RowIndices rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (Outputs > 1 || !rows.AreRuns)
        {
            return Take(rows.Span);
        }

        rows.Check("target", Count);
        return Kind switch
        {
            TargetKind.Numbers => new(rows.Of<double>(_numbers!), Outputs),
            TargetKind.Integers => new(rows.Of<long>(_integers!), Outputs),
            _ => new(rows.Of<string>(_texts!)) { Mixed = Mixed },
        };
    }

    /// <summary>A tensor (samples,) or (samples, outputs): float64, or int64 of integers.</summary>
    /// <exception cref="DatasetException">The values are text.</exception>
    public Tensor ToTensor()
    {
        Shape shape = Outputs == 1 ? [Count] : [Count, Outputs];
        return Kind == TargetKind.Integers ? Tensor.From(_integers!, shape) : Tensor.From(Numbers(), shape);
    }

    /// <summary>Count, outputs and kind.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"target of {Count} {Kind.ToString().ToLowerInvariant()}{(Outputs == 1 ? string.Empty : $" × {Outputs}")}");

    /// <summary>Names the first value that is no number: among a thousand numbers that is the one to look for.</summary>
    private DatasetException NoNumbers(string owner)
    {
        if (Mixed is { HasDecimalCommas: true } commas)
        {
            return new(string.Create(CultureInfo.InvariantCulture,
                $"{owner}: the target '{commas.Column}' is text, because \"{commas.ShownWord}\" in line {commas.Line} of {commas.Source} has a decimal comma; set CsvOptions.DecimalPoint to ',' when reading it"));
        }

        if (Mixed is { } mixed)
        {
            return new(string.Create(CultureInfo.InvariantCulture,
                $"{owner}: the target '{mixed.Column}' is text, because \"{mixed.ShownWord}\" in line {mixed.Line} of {mixed.Source} is no number; {mixed.Numbers} of its {mixed.Numbers + mixed.Words} values are. ")
                + "Correct the cell or drop its row, or take a classifier when these are classes");
        }

        var numbers = _texts!.Count(IsNumber);
        var row = numbers < _texts!.Length ? Array.FindIndex(_texts, text => !IsNumber(text)) : 0;
        var share = numbers > 0 && numbers < _texts.Length ? string.Create(CultureInfo.InvariantCulture, $"; {numbers} of its {_texts.Length} values are numbers") : string.Empty;
        return _texts.Length == 0
            ? new(Said(string.Empty))
            : new(Said(string.Create(CultureInfo.InvariantCulture, $" (row {row}: \"{_texts[row]}\"{share})"))) { Row = row, Reason = Said($" (\"{_texts[row]}\"{share})") };

        string Said(string example) => $"{owner}: the target is text{example}; numbers are expected. Is it a classification?";
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private T[] Gather<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var taken = GC.AllocateUninitializedArray<T>(rows.Length * Outputs);
        if (Outputs == 1)
        {
            for (var i = 0; i < taken.Length; i++)
            {
                taken[i] = values[rows[i]];
            }

            return taken;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            values.AsSpan(rows[i] * Outputs, Outputs).CopyTo(taken.AsSpan(i * Outputs));
        }

        return taken;
    }
}
