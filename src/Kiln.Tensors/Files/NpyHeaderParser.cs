using System.Globalization;

namespace Kiln.Tensors;

/// <summary>
/// Reads the Python dictionary literal of an .npy header: exactly the keys <c>descr</c> (a string), <c>fortran_order</c> (True or
/// False) and <c>shape</c> (a tuple of integers), in any order. Nothing is evaluated.
/// </summary>
internal ref struct NpyHeaderParser
{
    private const int MaximumRank = 32; // as in NumPy
    private readonly ReadOnlySpan<char> _text;
    private readonly string _name;
    private int _at;

    internal NpyHeaderParser(string text, string name)
    {
        _text = text;
        _name = name;
    }

    internal NpyHeader Parse()
    {
        string? descriptor = null;
        bool? fortran = null;
        List<int>? sizes = null;
        Expect('{');
        while (!Accept('}'))
        {
            var key = String();
            Expect(':');
            switch (key)
            {
                case "descr" when descriptor is null:
                    descriptor = Descriptor();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = Boolean();
                    break;
                case "shape" when sizes is null:
                    sizes = Tuple();
                    break;
                default:
                    throw Wrong("the keys 'descr', 'fortran_order' and 'shape', once each");
            }

            if (!Accept(','))
            {
                Expect('}');
                break;
            }
        }

        SkipSpace();
        if (_at < _text.Length || descriptor is null || fortran is null || sizes is null)
        {
            throw Wrong("a dictionary with 'descr', 'fortran_order' and 'shape' and nothing after it");
        }

        var (format, bigEndian) = NpyTypes.Parse(descriptor, _name);
        return new(format, bigEndian, fortran.Value, MakeShape(sizes));
    }

    private readonly Shape MakeShape(List<int> sizes)
    {
        try
        {
            return new Shape([.. sizes]);
        }
        catch (ShapeException e)
        {
            throw new FileFormatException(_name, e.Message, e);
        }
    }

    private string Descriptor()
    {
        SkipSpace();
        return _at < _text.Length && _text[_at] == '['
            ? throw new FileFormatException(_name, "the npy file holds records (a structured type); save each field as an array of its own")
            : String();
    }

    private string String()
    {
        SkipSpace();
        var quote = _at < _text.Length ? _text[_at] : '\0';
        if (quote is not ('\'' or '"'))
        {
            throw Wrong("a string");
        }

        var length = _text[(_at + 1)..].IndexOf(quote);
        if (length < 0)
        {
            throw Wrong("a string that ends");
        }

        var value = _text.Slice(_at + 1, length).ToString();
        _at += length + 2;
        return value;
    }

    private bool Boolean()
    {
        SkipSpace();
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (_text[_at..].StartsWith(word, StringComparison.Ordinal))
            {
                _at += word.Length;
                return value;
            }
        }

        throw Wrong("True or False");
    }

    private List<int> Tuple()
    {
        var sizes = new List<int>();
        Expect('(');
        while (!Accept(')'))
        {
            sizes.Add(Integer());
            if (sizes.Count > MaximumRank)
            {
                throw Wrong($"a shape of at most {MaximumRank} axes");
            }

            if (!Accept(','))
            {
                if (sizes.Count == 1)
                {
                    throw Wrong("a comma after a shape's only size");
                }

                Expect(')');
                break;
            }
        }

        return sizes;
    }

    private int Integer()
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        if (!int.TryParse(_text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            _at = start;
            throw Wrong($"a size from 0 to {int.MaxValue}");
        }

        // Python 2 wrote long integers with a suffix.
        Accept('L');
        return size;
    }

    private bool Accept(char c)
    {
        SkipSpace();
        if (_at < _text.Length && _text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Expect(char c)
    {
        if (!Accept(c))
        {
            throw Wrong($"'{c}'");
        }
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t' or '\r')
        {
            _at++;
        }
    }

    private readonly FileFormatException Wrong(string expected)
    {
        var near = _text[Math.Min(_at, _text.Length)..];
        near = near.Length > 20 ? near[..20] : near;
        return new(_name, $"npy header: expected {expected} at character {_at}, found '{near}'");
    }
}
