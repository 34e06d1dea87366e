namespace Kiln.Estimators;

/// <summary>The columns of one feature's categories.</summary>
/// <param name="Categories">The categories.</param>
/// <param name="Infrequent">Which of them share the last column; null where none does.</param>
/// <param name="Dropped">The column (counted before any is dropped) that is left out; −1 for none.</param>
/// <param name="Columns">For each category its column among those that are there; −1 for the one left out.</param>
/// <param name="Width">How many columns there are.</param>
internal sealed record OneHotColumns(CategorySet Categories, bool[]? Infrequent, int Dropped, int[] Columns, int Width)
{
    public const string InfrequentName = "infrequent_sklearn";

    public static OneHotColumns Of(CategorySet categories, bool[]? infrequent, int dropped)
    {
        var frequent = infrequent is null ? categories.Count : infrequent.Count(rare => !rare);
        var columns = new int[categories.Count];
        var next = 0;
        for (var code = 0; code < columns.Length; code++)
        {
            var column = infrequent?[code] == true ? frequent : next++;
            columns[code] = column == dropped ? -1 : dropped >= 0 && column > dropped ? column - 1 : column;
        }

        return new(categories, infrequent, dropped, columns, frequent + (infrequent is null ? 0 : 1) - (dropped < 0 ? 0 : 1));
    }

    /// <summary>The column of infrequent categories; −1 where there is none.</summary>
    public int InfrequentColumn => Infrequent is null ? -1 : Columns[Array.IndexOf(Infrequent, true)];

    /// <summary>The category that a column stands for; −1 for the infrequent ones together.</summary>
    public int CategoryOf(int column)
    {
        var code = Array.IndexOf(Columns, column);
        return Infrequent?[code] == true ? -1 : code;
    }

    /// <summary>The category left out; −1 for the infrequent ones together, −2 where none is.</summary>
    public int DroppedCategory => Dropped < 0 ? -2 : CategoryOf(-1);

    public string NameOf(int column) => CategoryOf(column) is >= 0 and var code ? Categories.NameOf(code) : InfrequentName;
}
