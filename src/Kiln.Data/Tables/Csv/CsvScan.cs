using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// The first look at a file: counts its rows, so that arrays are made once and of the right size, sees that all have as many fields, and looks at some
/// rows for header and types. It finds line and field ends but reads no numbers, which makes it some eight times as fast as reading.
/// </summary>
internal static class CsvScan
{
    /// <summary>The part of the work that scanning is, for progress.</summary>
    public const double Share = 0.12;

    private const int Sampled = 1000;
    private const int ShownText = 40;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="FileFormatException">It is no table; the message names the line.</exception>
    public static CsvLayout Run(CsvSource source, CsvOptions options, CancellationToken cancellation)
    {
        var encoding = options.Encoding ?? source.GuessEncoding();
        var separator = options.Separator ?? Spaces(source, options, encoding);
        return Run(source, options, separator, encoding, cancellation)
            // What is not UTF-8 is read as Latin-1, in which every byte is a letter.
            ?? Run(source, options, separator, Encoding.Latin1, cancellation)!;
    }

    /// <summary>
    /// A space, where a line that has no other separator is several numbers with a space between them: the first line, or the second where the first has as many words.
    /// </summary>
    private static char? Spaces(CsvSource source, CsvOptions options, Encoding? encoding)
    {
        using var pass = source.Open(options, null, encoding);
        var words = new FieldWords(options);
        var above = 0;
        for (var line = 0; line < 2 && pass.Read() && pass.Reader.FieldCount == 1; line++)
        {
            var parts = pass.Reader.GetString(0).Split(' ');
            if (parts.Length > 1 && (line == 0 || parts.Length == above)
                && Array.TrueForAll(parts, part => words.TryRead(Encoding.UTF8.GetBytes(part), out var value) && !double.IsNaN(value)))
            {
                return ' ';
            }

            above = parts.Length;
        }

        return null;
    }

    private static CsvLayout? Run(CsvSource source, CsvOptions options, char? separator, Encoding? encoding, CancellationToken cancellation)
    {
        using var pass = source.Open(options, separator, encoding);
        if (!pass.Read())
        {
            throw new FileFormatException(source.Name, "the file is empty; a table has at least one line");
        }

        var reader = pass.Reader;
        var words = new FieldWords(options);
        var first = new string[reader.FieldCount];
        var firstIsNumber = new bool[first.Length];
        for (var column = 0; column < first.Length; column++)
        {
            first[column] = reader.GetString(column);
            firstIsNumber[column] = words.TryRead(reader.GetSpan(column), out _) && !FieldWords.Trim(reader.GetSpan(column)).IsEmpty;
        }

        var (seen, mayBeNumbers) = (new bool[first.Length], new bool[first.Length]);
        var firstWords = new FirstWord?[first.Length];
        Array.Fill(mayBeNumbers, true);
        long records = 1;
        long open;
        do
        {
            if (encoding is not null)
            {
                CsvEncoding.Check(source, options, encoding, reader, records == 1 || options.Header == false || !firstIsNumber.Contains(false) ? null : first);
            }
            else if (!Utf8.IsValid(reader.RawRecord))
            {
                return null;
            }

            if (records > 1)
            {
                CheckCount(source, pass, first.Length);
                if (records <= Sampled)
                {
                    Sample(pass, words, seen, mayBeNumbers, firstWords);
                }
            }

            open = OpenQuotation(reader);
            if (pass.IsTimeToReport(cancellation))
            {
                options.Progress?.Report(new CsvProgress(pass.Fraction * Share, records, null));
            }
        }
        while (records++ <= options.MaxRows && pass.Read());

        records--;
        if (open > 0 && records <= options.MaxRows)
        {
            throw NeverClosed(source, open);
        }

        var hasHeader = options.Header ?? LooksLikeHeader(first, firstIsNumber, seen, mayBeNumbers);
        var rows = Math.Min(records - (hasHeader ? 1 : 0), options.MaxRows);
        if (rows > Array.MaxLength)
        {
            throw new FileFormatException(source.Name, string.Create(CultureInfo.InvariantCulture, $"{rows} rows are more than a table holds; set MaxRows"));
        }

        if (!hasHeader)
        {
            for (var column = 0; column < first.Length; column++)
            {
                if (!firstIsNumber[column] && !words.IsMissing(Encoding.UTF8.GetBytes(first[column].Trim())))
                {
                    mayBeNumbers[column] = false;
                    firstWords[column] = new FirstWord(1, first[column]);
                }
            }
        }

        return new CsvLayout(reader.Separator, encoding, hasHeader, Names(first, hasHeader), hasHeader ? Array.ConvertAll(first, name => name.Trim()) : Names(first, false), (int)rows, mayBeNumbers, firstWords);
    }

    private static void CheckCount(CsvSource source, CsvPass pass, int expected)
    {
        var count = pass.Reader.FieldCount;
        if (count == expected)
        {
            return;
        }

        if (OpenQuotation(pass.Reader) is > 0 and var open)
        {
            throw NeverClosed(source, open);
        }

        var text = pass.Reader.GetString(0);
        text = text.Length > ShownText ? text[..ShownText] + "…" : text;
        throw new FileFormatException(source.Name, $"line {pass.Reader.LineNumber} (\"{text}\"{(count > 1 ? " …" : string.Empty)}) has {count} {(count == 1 ? "field" : "fields")}, the first line has {expected}. "
            + $"The fields are separated by '{pass.Reader.Separator}'; a value that holds one stands in quotation marks");
    }

    /// <summary>The line on which the quotation mark of a record's last field opens where none closes it, as may be in the last record of a file; 0 of any other.</summary>
    private static long OpenQuotation(CsvReader reader)
    {
        var field = reader.GetRawSpan(reader.FieldCount - 1);
        var text = field.TrimStart((byte)' ');
        if (!text.StartsWith("\""u8))
        {
            return 0;
        }

        // Two marks one behind the other stand for one in the text; a mark alone is the end.
        for (text = text[1..]; text.IndexOf((byte)'"') is >= 0 and var at; text = text[(at + 2)..])
        {
            if (at + 1 == text.Length || text[at + 1] != (byte)'"')
            {
                return 0;
            }
        }

        return reader.LineNumber + reader.RawRecord[..^field.Length].Count((byte)'\n');
    }

    private static FileFormatException NeverClosed(CsvSource source, long line) => new(source.Name, string.Create(CultureInfo.InvariantCulture,
        $"line {line}: the quotation mark opened on this line is never closed, so that the rest of the file is one value; close it, or take it away"));

    private static void Sample(CsvPass pass, FieldWords words, bool[] seen, bool[] mayBeNumbers, FirstWord?[] firstWords)
    {
        for (var column = 0; column < seen.Length; column++)
        {
            var field = pass.Reader.GetSpan(column);
            if (mayBeNumbers[column])
            {
                mayBeNumbers[column] = words.TryRead(field, out var value);
                seen[column] |= !double.IsNaN(value);
                if (!mayBeNumbers[column])
                {
                    firstWords[column] = new FirstWord(pass.Reader.LineNumber, pass.Reader.GetString(column));
                }
            }
        }
    }

    /// <summary>
    /// A word above numbers names them. A file without numbers has a header when its first line could be one, as nearly all have; a first line that is
    /// all numbers is data.
    /// </summary>
    private static bool LooksLikeHeader(string[] first, bool[] firstIsNumber, bool[] seen, bool[] mayBeNumbers)
    {
        var anyNumbers = false;
        for (var column = 0; column < first.Length; column++)
        {
            if (mayBeNumbers[column] && seen[column])
            {
                anyNumbers = true;
                if (!firstIsNumber[column] && first[column].Trim().Length > 0)
                {
                    return true;
                }
            }
        }

        return !anyNumbers && !firstIsNumber.Contains(true) && first.All(name => name.Trim().Length > 0)
            && first.Distinct(StringComparer.Ordinal).Count() == first.Length;
    }

    private static string[] Names(string[] first, bool hasHeader)
    {
        var names = new string[first.Length];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var column = 0; column < names.Length; column++)
        {
            var name = hasHeader ? first[column].Trim() : string.Create(CultureInfo.InvariantCulture, $"x{column}");
            if (name.Length == 0)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"unnamed_{column}");
            }

            // A second "a" is "a.1", as pandas calls it.
            names[column] = name;
            for (var number = 1; !taken.Add(names[column]); number++)
            {
                names[column] = string.Create(CultureInfo.InvariantCulture, $"{name}.{number}");
            }
        }

        return names;
    }
}
