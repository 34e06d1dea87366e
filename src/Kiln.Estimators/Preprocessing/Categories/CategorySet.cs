using System.Buffers;
using System.Globalization;

namespace Kiln.Estimators;

/// <summary>
/// The categories of one feature: numbers or texts in ascending order, a missing value (NaN, null) as the last. Knows the code of a value: its place.
/// </summary>
internal sealed class CategorySet
{
    // Whole numbers that lie this near together are looked up in a table instead of a dictionary.
    private const int WidestTable = 1 << 16;

    private readonly double[]? _numbers;
    private readonly string?[]? _texts;
    private readonly Dictionary<string, int>? _textCodes;
    private readonly Dictionary<double, int>? _numberCodes;
    private readonly int[]? _table;
    private readonly double _least;
    private readonly int _missing = -1;
    private readonly CategoryNumbers _written;

    private CategorySet(double[] numbers, CategoryNumbers written)
    {
        (_numbers, _written) = (numbers, written);
        Count = numbers.Length;
        var present = Count > 0 && double.IsNaN(numbers[^1]) ? Count - 1 : Count;
        _missing = present < Count ? present : -1;
        if (present > 0 && Array.TrueForAll(numbers[..present], v => v == Math.Floor(v)) && numbers[..present].Max() - numbers[..present].Min() < WidestTable)
        {
            _least = numbers[..present].Min();
            _table = new int[(int)(numbers[..present].Max() - _least) + 1];
            Array.Fill(_table, -1);
            for (var i = 0; i < present; i++)
            {
                _table[(int)(numbers[i] - _least)] = i;
            }

            return;
        }

        _numberCodes = new(present);
        for (var i = 0; i < present; i++)
        {
            _numberCodes[numbers[i]] = i;
        }
    }

    private CategorySet(string?[] texts)
    {
        _texts = texts;
        Count = texts.Length;
        _textCodes = new(Count, StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            if (texts[i] is { } text)
            {
                _textCodes[text] = i;
            }
            else
            {
                _missing = i;
            }
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Whether they are texts.</summary>
    public bool AreTexts => _texts is not null;

    /// <summary>The code of missing values; −1 where they are no category.</summary>
    public int Missing => _missing;

    /// <summary>Whether they came as integers.</summary>
    public bool AreIntegers => _written == CategoryNumbers.Integers;

    public static CategorySet Of(double[] numbers, CategoryNumbers written) => new(numbers, written);

    public static CategorySet Of(string?[] texts) => new(texts);

    /// <summary>The categories that one feature has.</summary>
    public static CategorySet Fit(Features x, int column)
    {
        if (x.Kind == FeaturesKind.Table)
        {
            return x.Table!.Columns[column] is NumberColumn numbers ? new(Distinct(numbers.Values, 0, 1), WrittenAs(x, column)) : new(Distinct(((TextColumn)x.Table.Columns[column]).Values));
        }

        return new(Distinct(x.Values, column, x.Columns), WrittenAs(x, column));
    }

    /// <summary>What the numbers of a feature are in their names.</summary>
    public static CategoryNumbers WrittenAs(Features x, int column) =>
        x.Table?.Columns[column] is NumberColumn { IsFlags: true } ? CategoryNumbers.Flags : x.AreIntegers(column) ? CategoryNumbers.Integers : CategoryNumbers.Floats;

    /// <summary>The text of a category, as Python writes it: 3.0 of a float, 3 of an integer, True of a truth, a missing value as "nan".</summary>
    public string NameOf(int code) => _texts is not null ? _texts[code] ?? "nan"
        : _written == CategoryNumbers.Flags && !double.IsNaN(_numbers![code]) ? (_numbers[code] == 0 ? "False" : "True")
        : PythonNumber.Text(_numbers![code], AreIntegers);

    /// <summary>A category as a number; NaN for text.</summary>
    public double NumberOf(int code) => _numbers is null ? double.NaN : _numbers[code];

    /// <summary>A column of the numbers that codes stand for; those below 0 are missing.</summary>
    public NumberColumn Numbers(string name, int[] codes) => new(name, Array.ConvertAll(codes, code => code < 0 ? double.NaN : NumberOf(code)), _written == CategoryNumbers.Flags)
    {
        AreIntegers = AreIntegers && !Array.Exists(codes, code => code < 0),
    };

    /// <summary>A category as text; null for numbers and missing ones.</summary>
    public string? TextOf(int code) => _texts?[code];

    /// <summary>The code of a category by its text; −1 where there is none.</summary>
    public int Find(string name)
    {
        for (var code = 0; code < Count; code++)
        {
            if (NameOf(code) == name || (_numbers is not null && double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.Equals(_numbers[code])))
            {
                return code;
            }
        }

        return -1;
    }

    /// <summary>The codes of a feature's values; −1 for a value that is no category.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Dense features or a table.</param>
    /// <param name="column">The feature.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">The row behind the last.</param>
    /// <param name="codes">The result; the code of row i stands at (i − from) · step.</param>
    /// <param name="step">How far apart the codes stand.</param>
    public void Encode(string owner, Features x, int column, int from, int to, Span<int> codes, int step = 1)
    {
        if (x.Kind != FeaturesKind.Table)
        {
            Numbers(owner, x, column);
            Encode(x.Values[(from * x.Columns)..(to * x.Columns)], column, x.Columns, codes, step);
        }
        else if (x.Table!.Columns[column] is NumberColumn numbers)
        {
            Numbers(owner, x, column);
            Encode(numbers.Values[from..to], 0, 1, codes, step);
        }
        else if (_textCodes is null)
        {
            throw new DatasetException($"{owner}: {x.NameOf(column)} held numbers in the fit and is text now");
        }
        else
        {
            Encode(((TextColumn)x.Table.Columns[column]).Values[from..to], codes, step);
        }
    }

    /// <summary>All codes of a feature.</summary>
    public int[] Encode(string owner, Features x, int column)
    {
        var codes = new int[x.Rows];
        NumberedBlocks.Run(x.Rows, 4, (_, from, to) => Encode(owner, x, column, from, to, codes.AsSpan(from)));
        return codes;
    }

    public void Write(ModelWriter writer, string name)
    {
        writer.Flag(name + ".text", AreTexts);
        if (_numbers is not null)
        {
            writer.Numbers(name, _numbers);
            writer.Flag(name + ".integers", AreIntegers);
            writer.Flag(name + ".flags", _written == CategoryNumbers.Flags);
        }
        else
        {
            // A missing text is always the last.
            writer.Flag(name + ".missing", _missing >= 0);
            writer.Texts(name, Array.ConvertAll(_texts!, text => text ?? string.Empty));
        }
    }

    public static CategorySet Read(ModelReader reader, string name)
    {
        if (!reader.Flag(name + ".text"))
        {
            // Models of before this was kept named whole numbers as integers.
            var numbers = reader.Numbers(name);
            return new(numbers, reader.Has(name + ".flags") && reader.Flag(name + ".flags") ? CategoryNumbers.Flags
                : (reader.Has(name + ".integers") ? reader.Flag(name + ".integers") : Array.TrueForAll(numbers, v => v == Math.Floor(v))) ? CategoryNumbers.Integers : CategoryNumbers.Floats);
        }

        string?[] texts = reader.Texts(name);
        if (reader.Flag(name + ".missing"))
        {
            texts = texts.Length == 0 ? throw reader.Damaged($"'{name}' is empty") : [.. texts[..^1], null];
        }

        return new(texts);
    }

    private static double[] Distinct(ReadOnlySpan<double> values, int first, int step)
    {
        var (count, missing) = (0, false);
        var (least, most, whole) = (double.PositiveInfinity, double.NegativeInfinity, true);
        for (var i = first; i < values.Length; i += step)
        {
            // NaN is neither less nor more.
            var value = values[i];
            least = value < least ? value : least;
            most = value > most ? value : most;
            whole &= value == Math.Floor(value) | double.IsNaN(value);
            missing |= double.IsNaN(value);
            count++;
        }

        var found = new List<double>();
        if (whole && least <= most && most - least < WidestTable)
        {
            var seen = new bool[(int)(most - least) + 1];
            for (var i = first; i < values.Length; i += step)
            {
                if (!double.IsNaN(values[i]))
                {
                    seen[(int)(values[i] - least)] = true;
                }
            }

            for (var i = 0; i < seen.Length; i++)
            {
                if (seen[i])
                {
                    found.Add(least + i + 0.0); // −0 and 0 are the same category.
                }
            }
        }
        else
        {
            var room = ArrayPool<double>.Shared.Rent(count);
            count = 0;
            for (var i = first; i < values.Length; i += step)
            {
                room[count] = values[i] + 0.0;
                count += double.IsNaN(values[i]) ? 0 : 1;
            }

            var sorted = room.AsSpan(0, count);
            FloatSort.Ascending(sorted);
            for (var i = 0; i < count; i++)
            {
                if (i == 0 || sorted[i] != sorted[i - 1])
                {
                    found.Add(sorted[i]);
                }
            }

            ArrayPool<double>.Shared.Return(room);
        }

        return missing ? [.. found, double.NaN] : [.. found];
    }

    private static string?[] Distinct(ReadOnlySpan<string?> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var missing = false;
        foreach (var value in values)
        {
            if (value is null)
            {
                missing = true;
            }
            else
            {
                seen.Add(value);
            }
        }

        var sorted = seen.ToArray();
        Array.Sort(sorted, CodePointComparer.Instance);
        return missing ? (string?[])[.. sorted, null] : sorted;
    }

    private void Numbers(string owner, Features x, int column)
    {
        if (_numbers is null)
        {
            throw new DatasetException($"{owner}: {x.NameOf(column)} was text in the fit and holds numbers now");
        }
    }

    private void Encode(ReadOnlySpan<double> values, int first, int step, Span<int> codes, int codeStep)
    {
        var at = 0;
        if (_table is not null)
        {
            for (var i = first; i < values.Length; i += step, at += codeStep)
            {
                // NaN fails the comparison, and so does what is beyond the table.
                var place = values[i] - _least;
                codes[at] = place >= 0 && place < _table.Length
                    ? (int)place is var whole && whole == place ? _table[whole] : -1
                    : double.IsNaN(place) ? _missing : -1;
            }

            return;
        }

        for (var i = first; i < values.Length; i += step, at += codeStep)
        {
            codes[at] = double.IsNaN(values[i]) ? _missing : _numberCodes!.TryGetValue(values[i], out var code) ? code : -1;
        }
    }

    private void Encode(ReadOnlySpan<string?> values, Span<int> codes, int step)
    {
        for (var i = 0; i < values.Length; i++)
        {
            codes[i * step] = values[i] is not { } text ? _missing : _textCodes!.TryGetValue(text, out var code) ? code : -1;
        }
    }
}
