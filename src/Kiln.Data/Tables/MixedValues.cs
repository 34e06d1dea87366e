using System.Globalization;

namespace Kiln.Data;

/// <summary>
/// Why a column read from a file is text although most of its values are numbers: the first word among them and where it stands. One bad cell is the
/// common cause; codes such as "113803" and "A/5 21171" in one column are the other.
/// </summary>
/// <param name="Source">The file.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Line">The line of the file in which the word stands, counted from 1.</param>
/// <param name="Word">The first value that is no number.</param>
/// <param name="Numbers">How many values are numbers.</param>
/// <param name="Words">How many are not; missing values are neither.</param>
public sealed record MixedValues(string Source, string Column, long Line, string Word, int Numbers, int Words)
{
    private const int ShownText = 40;

    /// <summary>The word as messages show it: cut where it is long.</summary>
    public string ShownWord => Word.Length > ShownText ? Word[..ShownText] + "…" : Word;

    /// <summary>
    /// Whether all words are numbers with a decimal comma, in a file whose values have something else between them: with <see cref="CsvOptions.DecimalPoint"/> ','
    /// (pandas: <c>decimal=","</c>) the column is of numbers.
    /// </summary>
    public bool HasDecimalCommas { get; init; }

    /// <summary>File, line, column and cell: <c>train.csv: line 502, column 'a': "abc" is no number, as 999 of its 1000 values are, so the column is text</c>.</summary>
    public override string ToString() => HasDecimalCommas
        ? string.Create(CultureInfo.InvariantCulture, $"{Source}: line {Line}, column '{Column}': \"{ShownWord}\" has a decimal comma, which is not read as one, so the column is text")
        : string.Create(CultureInfo.InvariantCulture,
        $"{Source}: line {Line}, column '{Column}': \"{ShownWord}\" is no number, as {Numbers} of its {Numbers + Words} values are, so the column is text");
}
