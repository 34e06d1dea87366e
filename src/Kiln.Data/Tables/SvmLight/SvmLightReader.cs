using System.Buffers.Text;
using System.Globalization;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Reads svmlight text line by line.</summary>
internal sealed class SvmLightReader(string name, SvmLightOptions options)
{
    private readonly List<double> _targets = [];
    private readonly List<long> _queries = [];
    private readonly List<int> _starts = [0];
    private readonly List<int> _columns = [];
    private readonly List<double> _values = [];
    private long _line;
    private int _least = int.MaxValue;
    private int _most = -1;

    public SvmLightData Read(Stream stream)
    {
        // Lines are cut out of a buffer that grows to the longest of them.
        var buffer = new byte[1 << 16];
        var kept = 0;
        while (true)
        {
            var count = stream.Read(buffer.AsSpan(kept));
            var text = buffer.AsSpan(0, kept + count);
            while (text.IndexOf((byte)'\n') is >= 0 and var end)
            {
                Line(text[..end]);
                text = text[(end + 1)..];
            }

            if (count == 0)
            {
                Line(text);
                return Finish();
            }

            kept = text.Length;
            text.CopyTo(buffer);
            if (kept == buffer.Length)
            {
                if (kept >= options.MaxLineBytes)
                {
                    throw Bad($"is longer than {options.MaxLineBytes} bytes; SvmLightOptions.MaxLineBytes allows more");
                }

                Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, 2L * buffer.Length));
            }
        }
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        _line++;
        var comment = line.IndexOf((byte)'#');
        line = (comment < 0 ? line : line[..comment]).Trim(" \t\r"u8);
        if (line.IsEmpty)
        {
            return;
        }

        _targets.Add(Number(Word(ref line), "the target"));
        var last = -1;
        while (!line.IsEmpty)
        {
            var word = Word(ref line);
            var colon = word.IndexOf((byte)':');
            if (colon < 0)
            {
                throw Bad($"has \"{Show(word)}\"; expected COLUMN:VALUE");
            }

            if (word[..colon].SequenceEqual("qid"u8))
            {
                Query(word[(colon + 1)..]);
                continue;
            }

            var column = Whole(word[..colon], "a column number");
            if (column is < 0 or > int.MaxValue - 1)
            {
                throw Bad($"has column {column}; expected 0 to {int.MaxValue - 1}");
            }

            if (column <= last)
            {
                throw Bad($"has column {column} after {last}; the columns of a line ascend");
            }

            last = (int)column;
            _least = Math.Min(_least, last);
            _most = Math.Max(_most, last);
            _columns.Add(last);
            _values.Add(Number(word[(colon + 1)..], $"the value of column {column}"));
        }

        _starts.Add(_columns.Count);
    }

    private void Query(ReadOnlySpan<byte> text)
    {
        if (_queries.Count >= _targets.Count)
        {
            throw Bad("has two qid");
        }

        if (_queries.Count < _targets.Count - 1)
        {
            throw Bad("has a qid, and a line before it has none");
        }

        _queries.Add(Whole(text, "the qid"));
    }

    private SvmLightData Finish()
    {
        if (_queries.Count > 0 && _queries.Count != _targets.Count)
        {
            throw new FileFormatException(name, $"{_queries.Count} of {_targets.Count} lines have a qid; all or none need one");
        }

        var shift = options.ZeroBased ?? _least == 0 ? 0 : 1;
        if (shift == 1 && _least == 0)
        {
            throw new FileFormatException(name, "a column is numbered 0, and the numbers were said to begin with 1 (ZeroBased = false)");
        }

        if (_columns.Count == 0)
        {
            shift = 0;
        }

        var most = _most - shift + 1;
        var columns = options.Columns ?? Math.Max(most, 0);
        if (columns < most)
        {
            throw new FileFormatException(name, $"column {_most} comes, and only {columns} were said to be there (Columns)");
        }

        var indices = _columns.ToArray();
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] -= shift;
        }

        var targets = _targets.ToArray();
        return new(
            new SparseMatrix([.. _starts], indices, [.. _values], columns),
            Array.TrueForAll(targets, v => v == Math.Floor(v) && Math.Abs(v) < 1L << 53) ? Target.Of(Array.ConvertAll(targets, v => (long)v)) : Target.Of(targets),
            _queries.Count == 0 ? null : [.. _queries]);
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? line : line[..end];
        line = end < 0 ? [] : line[end..].TrimStart(" \t"u8);
        return word;
    }

    private double Number(ReadOnlySpan<byte> text, string what) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Bad($"has \"{Show(text)}\" as {what}; expected a number");

    private long Whole(ReadOnlySpan<byte> text, string what) =>
        Utf8Parser.TryParse(text, out long value, out var read) && read == text.Length ? value : throw Bad($"has \"{Show(text)}\" as {what}; expected a whole number");

    private FileFormatException Bad(string what) => new(name, $"line {_line} {what}");

    private static string Show(ReadOnlySpan<byte> text)
    {
        var shown = System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)]);
        return text.Length > 40 ? shown + "…" : shown;
    }
}
