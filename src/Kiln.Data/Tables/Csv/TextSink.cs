using System.Buffers;
using System.Text;

namespace Kiln.Data;

/// <summary>
/// Takes words. Few different ones are the common case: each is kept once, and rows hold its number. Where most differ (names, comments) rows hold the
/// strings themselves.
/// </summary>
internal sealed class TextSink : ColumnSink
{
    // As many different words may a column have before it is asked whether most of them differ.
    private const int ManyLevels = 4096;
    private const int OnStack = 512;

    private static readonly FieldWords s_commas = new(new CsvOptions { DecimalPoint = ',', MissingWords = [] });

    private readonly FieldWords _words;
    private readonly int[] _codes;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _levels = [];
    private string?[]? _plain;
    private int _next;

    public TextSink(string name, FieldWords words, int rows)
        : base(name)
    {
        (_words, _codes) = (words, new int[rows]);
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override bool Add(ReadOnlySpan<byte> field)
    {
        if (_words.IsMissing(field))
        {
            AddMissing();
            return true;
        }

        char[]? rented = null;
        var most = Encoding.UTF8.GetMaxCharCount(field.Length);
        var room = most <= OnStack ? stackalloc char[OnStack] : rented = ArrayPool<char>.Shared.Rent(most);
        var text = room[..Encoding.UTF8.GetChars(field, room)];
        if (_plain is not null)
        {
            _plain[_next++] = text.ToString();
        }
        else
        {
            _codes[_next++] = NumberOf(text);
            if (_levels.Count > ManyLevels && _levels.Count > _next / 2)
            {
                KeepStrings();
            }
        }

        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return true;
    }

    /// <summary>How many of the values are numbers, how many are words, and how many of the words would be numbers if the comma stood before the fraction; missing ones are none of these.</summary>
    public (int Numbers, int Words, int Commas) Count()
    {
        var (numbers, words, commas) = (0, 0, 0);
        if (_plain is not null)
        {
            foreach (var text in _plain.OfType<string>())
            {
                Add(IsNumber(text, _words), 1, text);
            }
        }
        else
        {
            var times = new int[_levels.Count];
            foreach (var code in _codes)
            {
                if (code >= 0)
                {
                    times[code]++;
                }
            }

            for (var level = 0; level < times.Length; level++)
            {
                Add(IsNumber(_levels[level], _words), times[level], _levels[level]);
            }
        }

        return (numbers, words, commas);

        void Add(bool isNumber, int count, string text)
        {
            numbers += isNumber ? count : 0;
            words += isNumber ? 0 : count;
            commas += !isNumber && text.Contains(',', StringComparison.Ordinal) && IsNumber(text, s_commas) ? count : 0;
        }
    }

    /// <summary>The column; one that holds nothing but "true" and "false" is of numbers, 1 and 0.</summary>
    /// <param name="mixed">Why it is text, where most of its values are numbers.</param>
    public Column Finish(MixedValues? mixed)
    {
        if (_plain is not null)
        {
            return new TextColumn(Name, _plain) { Mixed = mixed };
        }

        if (_levels.Count > 0 && _levels.TrueForAll(IsFlag))
        {
            var values = Array.ConvertAll(_codes, code => code < 0 ? double.NaN : bool.Parse(_levels[code]) ? 1.0 : 0);
            return new NumberColumn(Name, values, isFlags: true);
        }

        return TextColumn.FromCodes(Name, _codes, [.. _levels], mixed);
    }

    private static bool IsNumber(string text, FieldWords reading)
    {
        Span<byte> bytes = stackalloc byte[OnStack];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var length) && reading.TryRead(bytes[..length], out _);
    }

    private static bool IsFlag(string word) => word is "true" or "false" or "True" or "False" or "TRUE" or "FALSE";

    private void AddMissing()
    {
        if (_plain is not null)
        {
            _plain[_next++] = null;
        }
        else
        {
            _codes[_next++] = -1;
        }
    }

    private int NumberOf(ReadOnlySpan<char> text)
    {
        if (!_lookup.TryGetValue(text, out var number))
        {
            number = _levels.Count;
            _levels.Add(text.ToString());
            _numbers.Add(_levels[number], number);
        }

        return number;
    }

    private void KeepStrings()
    {
        _plain = new string?[_codes.Length];
        for (var row = 0; row < _next; row++)
        {
            _plain[row] = _codes[row] < 0 ? null : _levels[_codes[row]];
        }

        _levels.Clear();
        _numbers.Clear();
    }
}
