namespace Kiln.Estimators;

/// <summary>Memory that one thread uses for one text after another.</summary>
internal sealed class TextBuffers
{
    private char[] _lower = new char[1024];
    private char[] _text = new char[1024];
    private char[] _padded = new char[64];
    private (int Start, int End)[] _words = new (int, int)[256];
    private int[] _starts = new int[1024];
    private int _length;
    private int _count;

    /// <summary>The words, each followed by a blank.</summary>
    public char[] Text => _text;

    /// <summary>Where the words stand.</summary>
    public ReadOnlySpan<(int Start, int End)> Words => _words.AsSpan(0, _count);

    /// <summary>Room for a text in small letters.</summary>
    public char[] Lower(int length) => Grown(ref _lower, length);

    /// <summary>Begins a list of words that are not longer together than the text they come from.</summary>
    public void Begin(int length)
    {
        Grown(ref _text, (2 * length) + 2);
        (_length, _count) = (0, 0);
    }

    /// <summary>One more word.</summary>
    public void Append(ReadOnlySpan<char> word)
    {
        if (_count == _words.Length)
        {
            Array.Resize(ref _words, 2 * _count);
        }

        Grown(ref _text, _length + word.Length + 1);
        word.CopyTo(_text.AsSpan(_length));
        _words[_count++] = (_length, _length + word.Length);
        _length += word.Length + 1;
        _text[_length - 1] = ' ';
    }

    /// <summary>One more word by its place in the text it comes from.</summary>
    public void Mark(int start, int end)
    {
        if (_count == _words.Length)
        {
            Array.Resize(ref _words, 2 * _count);
        }

        _words[_count++] = (start, end);
    }

    /// <summary>A word with a blank at either end.</summary>
    public ReadOnlySpan<char> Padded(ReadOnlySpan<char> word)
    {
        var padded = Grown(ref _padded, word.Length + 2);
        padded[0] = padded[word.Length + 1] = ' ';
        word.CopyTo(padded.AsSpan(1));
        return padded.AsSpan(0, word.Length + 2);
    }

    /// <summary>Where the characters (code points) begin, and the end.</summary>
    public ReadOnlySpan<int> CharacterStarts(ReadOnlySpan<char> text)
    {
        if (_starts.Length <= text.Length)
        {
            _starts = new int[2 * (text.Length + 1)];
        }

        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            _starts[count++] = i;
            i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 1 : 0;
        }

        _starts[count] = text.Length;
        return _starts.AsSpan(0, count + 1);
    }

    private static char[] Grown(ref char[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, 2 * length);
        }

        return buffer;
    }
}
