namespace Kiln.Estimators;

/// <summary>The one column of text that vectorizers learn from.</summary>
internal static class TextInput
{
    /// <summary>The texts of the one column.</summary>
    /// <exception cref="DatasetException">There are other columns, the column holds numbers, or a text is missing.</exception>
    public static string?[] Of(string owner, Features x)
    {
        Inputs.NotEmpty(owner, x);
        if (x.Kind != FeaturesKind.Table || x.Columns != 1 || x.Table!.Columns[0] is not TextColumn column)
        {
            var numbers = x.Kind == FeaturesKind.Table ? x.Table!.Columns.FirstOrDefault(c => c is NumberColumn) : null;
            throw new DatasetException(x.Columns > 1
                ? $"{owner}: {x.Columns} columns were given; one column of text is expected. Choose it with a column transformer"
                    + (numbers is null ? string.Empty : $" (column '{numbers.Name}' holds numbers)")
                : $"{owner}: {x.NameOf(0)} holds numbers; a column of text is expected");
        }

        var texts = column.Values.ToArray();
        var missing = Array.IndexOf(texts, null);
        return missing < 0 ? texts : throw new DatasetException(owner, missing, "the text", "is missing; fill it first (a simple imputer of the strategy constant), or drop the row");
    }
}
