using Kiln.Data;

namespace Kiln.Cli;

/// <summary>Which columns of the training table were numbers and which were text; every later table has to agree.</summary>
/// <param name="Numbers">Columns of numbers.</param>
/// <param name="Texts">Columns of text.</param>
internal sealed record ColumnKinds(IReadOnlyList<string> Numbers, IReadOnlyList<string> Texts)
{
    /// <summary>The kinds of some features.</summary>
    public static ColumnKinds Of(Features x)
    {
        if (x.Table is not { } table)
        {
            return new(x.Names ?? [], []);
        }

        return new([.. table.Columns.OfType<NumberColumn>().Select(column => column.Name)], [.. table.Columns.OfType<TextColumn>().Select(column => column.Name)]);
    }

    /// <summary>The options with which another table is read: these columns and no other, each of its kind.</summary>
    public CsvOptions Apply(CsvOptions reading) => reading with
    {
        Columns = [.. Numbers, .. Texts],
        NumberColumns = Numbers,
        TextColumns = Texts,
        SkippedColumns = [],
    };
}
