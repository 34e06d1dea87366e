using System.Globalization;

using Kiln.Data;

namespace Kiln.Cli;

/// <summary>
/// What is said of columns that are text although most of their values are numbers. A few bad cells would turn a thousand numbers into a thousand categories, so
/// nine numbers in ten make it an error; below that it may be meant, and is told.
/// </summary>
internal static class MixedColumns
{
    private const double FewWords = 0.1;

    /// <summary>Looks at the features of a training table.</summary>
    /// <exception cref="UserException">A column holds a few words among numbers.</exception>
    public static void Check(Features x, Action<string> warn)
    {
        foreach (var mixed in x.Table?.Columns.OfType<TextColumn>().Select(column => column.Mixed).OfType<MixedValues>() ?? [])
        {
            if (mixed.HasDecimalCommas)
            {
                warn($"{mixed}: one column for each of its values. Read it as numbers with --decimal , (or say that text is meant: --text {Quoted(mixed.Column)})");
                continue;
            }

            if (mixed.Words > FewWords * (mixed.Words + mixed.Numbers))
            {
                warn($"{mixed}: one column for each of its values. If the others are wrong, correct them; --text {Quoted(mixed.Column)} or --drop {Quoted(mixed.Column)} says what is meant.");
                continue;
            }

            throw new UserException(string.Create(CultureInfo.InvariantCulture,
                $"{mixed.Source}: line {mixed.Line}, column '{mixed.Column}': \"{mixed.ShownWord}\" is no number, and {Numbers.Count(mixed.Numbers)} of the column's {Numbers.Count(mixed.Numbers + mixed.Words)} values are. ")
                + $"Correct the cell, or empty it if the value is missing; or take the column as text (--text {Quoted(mixed.Column)}), or leave it out (--drop {Quoted(mixed.Column)}).");
        }
    }

    private static string Quoted(string name) => name.Any(char.IsWhiteSpace) ? $"\"{name}\"" : name;
}
