using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Finds bytes that are no text in the encoding that was asked for, or that a file's byte order mark says: read as "�", one of them would make a column of numbers a column of
/// text without a word.
/// </summary>
internal static class CsvEncoding
{
    /// <summary>What stands for bytes that are no text: a code point that Unicode keeps out of texts, so that it is seen when it comes.</summary>
    private const string Marker = "\uFDD0";

    private const int Utf8CodePage = 65001;
    private const int Latin1CodePage = 28591;
    private const int Utf16CodePage = 1200;
    private const int BigEndianCodePage = 1201;

    /// <summary>An encoding that reads the marker where bytes are no text; null stays null.</summary>
    public static Encoding? Marking(Encoding? encoding)
    {
        // UTF-8 is looked at as it stands, and of Latin-1 every byte is a letter.
        if (encoding is null or { CodePage: Utf8CodePage or Latin1CodePage })
        {
            return encoding;
        }

        var marking = (Encoding)encoding.Clone();
        marking.DecoderFallback = new DecoderReplacementFallback(Marker);
        return marking;
    }

    /// <summary>The byte order mark of UTF-16, which is not for the parser: it would read what follows in an encoding of its own, without the marker. Empty for others.</summary>
    public static byte[] Mark(Encoding? encoding) => encoding?.CodePage switch
    {
        Utf16CodePage => [0xFF, 0xFE],
        BigEndianCodePage => [0xFE, 0xFF],
        _ => [],
    };

    /// <summary>Sees that a record is text.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="encoding">How bytes are text.</param>
    /// <param name="reader">Stands on the record.</param>
    /// <param name="names">The names of the columns; null where none are known.</param>
    /// <exception cref="FileFormatException">It is not; the message names line and column.</exception>
    public static void Check(CsvSource source, CsvOptions options, Encoding encoding, CsvReader reader, string[]? names)
    {
        if (!IsBroken(reader.RawRecord))
        {
            return;
        }

        var column = 0;
        while (column < reader.FieldCount - 1 && !IsBroken(reader.GetRawSpan(column)))
        {
            column++;
        }

        var place = string.Create(CultureInfo.InvariantCulture, $"line {reader.LineNumber}, column ")
            + (names is not null && column < names.Length ? $"'{names[column].Trim()}'" : (column + 1).ToString(CultureInfo.InvariantCulture));
        throw new FileFormatException(source.Name, $"{place}: bytes that are no text in {encoding.WebName}{Shown(reader.GetRawSpan(column))}, which "
            + (options.Encoding is not null ? "was asked for" : encoding.Preamble.Length > 0 ? "the file's byte order mark says it is in" : "the file looks to be in")
            + ". Correct the value, or say what the file is in (CsvOptions.Encoding; Encoding.Latin1 takes every byte for a letter)");
    }

    private static bool IsBroken(ReadOnlySpan<byte> text) => !Utf8.IsValid(text) || text.IndexOf("\uFDD0"u8) >= 0;

    /// <summary>The first such byte of UTF-8; of what was converted nothing is left to show.</summary>
    private static string Shown(ReadOnlySpan<byte> field)
    {
        while (Rune.DecodeFromUtf8(field, out _, out var length) == OperationStatus.Done)
        {
            field = field[length..];
        }

        return field.IsEmpty ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" (0x{field[0]:X2})");
    }
}
