namespace Kiln.Data;

/// <summary>Columns below one another.</summary>
internal static class ColumnJoin
{
    /// <summary>One column of all the values.</summary>
    /// <exception cref="DatasetException">Some are numbers and some are text.</exception>
    public static Column Below(Column[] parts)
    {
        if (Array.TrueForAll(parts, part => part is NumberColumn))
        {
            var values = new double[checked(parts.Sum(part => part.Count))];
            var next = 0;
            foreach (var part in parts)
            {
                ((NumberColumn)part).Values.CopyTo(values.AsSpan(next));
                next += part.Count;
            }

            return new NumberColumn(parts[0].Name, values, Array.TrueForAll(parts, part => ((NumberColumn)part).IsFlags))
            {
                AreIntegers = Array.TrueForAll(parts, part => ((NumberColumn)part).AreIntegers),
            };
        }

        if (!Array.TrueForAll(parts, part => part is TextColumn))
        {
            throw new DatasetException($"table: column '{parts[0].Name}' is of numbers in one table and text in another");
        }

        return new TextColumn(parts[0].Name, [.. parts.SelectMany(part => ((TextColumn)part).Values.ToArray())]);
    }
}
