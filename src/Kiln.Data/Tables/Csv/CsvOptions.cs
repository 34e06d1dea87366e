using System.Text;

namespace Kiln.Data;

/// <summary>How comma-separated text is read. The defaults find out by themselves what a file does not say.</summary>
public sealed record CsvOptions
{
    /// <summary>The words that are read as a missing value unless others are set: those of pandas, and "?".</summary>
    public static IReadOnlyList<string> DefaultMissingWords { get; } =
    [
        "", "?", "NA", "N/A", "n/a", "<NA>", "#N/A", "#N/A N/A", "#NA", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
    ];

    /// <summary>What stands between two values; null to find out: comma, semicolon, tab or vertical bar.</summary>
    public char? Separator { get; init; }

    /// <summary>
    /// Whether the first line names the columns; null to find out: it does when a column of numbers begins with a word, or when the file is all text and
    /// the first line has no empty and no repeated word. Without names the columns are x0, x1, ….
    /// </summary>
    public bool? Header { get; init; }

    /// <summary>
    /// How the bytes are text; null to find out: the byte order mark, else UTF-16 by its zero bytes, else UTF-8, and Latin-1 where that is not valid. Bytes that are no text in the
    /// encoding given here, or in the one that its byte order mark says, are an error that names line and column.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>What stands before the fraction of a number; "." by default, "," in much of Europe.</summary>
    public char DecimalPoint { get; init; } = '.';

    /// <summary>The words that are read as a missing value (NaN, or null in a column of text); spaces around them do not count.</summary>
    public IReadOnlyList<string> MissingWords { get; init; } = DefaultMissingWords;

    /// <summary>Lines that begin with it are passed over; within a line it is text. Null, for no such lines, by default.</summary>
    public char? Comment { get; init; }

    /// <summary>The columns to read, and their order in the table; null for all, as in the file.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Columns not to read; none by default.</summary>
    public IReadOnlyCollection<string> SkippedColumns { get; init; } = [];

    /// <summary>Columns whose values have to be numbers: a word in one is an error that names its line, and not a column of text.</summary>
    public IReadOnlyCollection<string> NumberColumns { get; init; } = [];

    /// <summary>Columns that are text even where all their values are numbers: post codes, identifiers.</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>At most so many rows are read; all by default.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>The longest line, in bytes, that is believed; 16 MiB by default. It is what a quotation mark that is never closed may cost.</summary>
    public int MaxLineBytes { get; init; } = 16 << 20;

    /// <summary>Opens the file of a path, from its beginning each time; null for the disk. It is for files that lie elsewhere: in an archive, or a pipe's bytes kept for a second reading.</summary>
    public Func<string, Stream>? Open { get; init; }

    /// <summary>Is told how far reading has come, some ten times a second.</summary>
    public IProgress<CsvProgress>? Progress { get; init; }
}
