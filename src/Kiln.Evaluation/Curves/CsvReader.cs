using System.Text;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// Splits CSV text into rows of fields (RFC 4180): quoted fields may hold commas, line breaks and doubled quotes; lines end in LF, CRLF or
/// CR.
/// </summary>
internal sealed class CsvReader(string text, string path)
{
    private int _at;
    private int _nextLine = 1;

    /// <summary>The line on which the row last read begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next row that is not blank; null at the end.</summary>
    /// <exception cref="FileFormatException">A quoted field does not end, or more follows it.</exception>
    public List<string>? ReadRow()
    {
        while (_at < text.Length)
        {
            Line = _nextLine;
            var fields = new List<string>();
            do
            {
                fields.Add(ReadField());
            }
            while (Take(','));

            EndLine();
            if (fields.Count > 1 || fields[0].Length > 0)
            {
                return fields;
            }
        }

        return null;
    }

    private string ReadField()
    {
        if (!Take('"'))
        {
            var start = _at;
            while (_at < text.Length && text[_at] is not (',' or '\n' or '\r'))
            {
                _at++;
            }

            return text[start.._at];
        }

        var field = new StringBuilder();
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == '"' && !Take('"'))
            {
                return _at == text.Length || text[_at] is ',' or '\n' or '\r'
                    ? field.ToString()
                    : throw new FileFormatException(path, $"line {Line}: text follows the closing quote of a field");
            }

            _nextLine += c == '\n' ? 1 : 0;
            field.Append(c);
        }

        throw new FileFormatException(path, $"line {Line}: a quoted field does not end; the file may be cut off");
    }

    private void EndLine()
    {
        if (Take('\r') | Take('\n'))
        {
            _nextLine++;
        }
    }

    private bool Take(char c)
    {
        var taken = _at < text.Length && text[_at] == c;
        _at += taken ? 1 : 0;
        return taken;
    }
}
