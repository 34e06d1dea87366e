using System.Globalization;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kiln.Cli;

/// <summary>
/// A confusion matrix in the terminal: a row per true class, a column per predicted class, right answers on green and mistakes on red,
/// the stronger the larger their share of the row. Without colors the counts alone tell the same.
/// </summary>
internal static class ConfusionMatrixView
{
    /// <summary>Beyond this many classes a matrix no longer fits a terminal.</summary>
    public const int MostClasses = 20;

    // Names up to this length head a column; with longer ones the classes are numbered, and the rows say which is which.
    private const int LongestColumnName = 5;

    /// <summary>Builds the view.</summary>
    /// <param name="counts">How often the class of the row was predicted as the class of the column; square.</param>
    /// <param name="classNames">A name per class.</param>
    public static IRenderable Create(long[,] counts, IReadOnlyList<string> classNames)
    {
        var classes = counts.GetLength(0);
        var grid = new Grid();
        grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(0).PadRight(1));
        for (var column = 0; column < classes; column++)
        {
            grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(0).PadRight(0));
        }

        grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(2).PadRight(0));
        var dim = new Style(Color.Grey);
        var (rows, columns) = Headings(classNames);
        var width = Width(counts, columns);
        grid.AddRow([new Text("true ╲ predicted", dim), .. columns.Select(name => new Text(Cell(name, width), dim)), new Text("recall", dim)]);
        for (var row = 0; row < classes; row++)
        {
            var total = RowTotal(counts, row);
            var cells = new List<IRenderable> { new Text(rows[row], dim) };
            for (var column = 0; column < classes; column++)
            {
                var count = counts[row, column];
                cells.Add(new Text(Cell(count == 0 ? "·" : Plain(count), width), Shade(count, total, row == column)));
            }

            cells.Add(new Text(total == 0 ? "–" : Numbers.Percent((double)counts[row, row] / total, 1)));
            grid.AddRow([.. cells]);
        }

        return grid;
    }

    private static (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns) Headings(IReadOnlyList<string> names) =>
        names.All(name => name.Length <= LongestColumnName)
            ? (names, names)
            : ([.. names.Select((name, index) => $"{name} {Plain(index)}")], [.. names.Select((_, index) => Plain(index))]);

    private static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    // A leading space keeps the numbers apart, while neighboring backgrounds meet. Ten classes of four digits fit 80 columns.
    private static string Cell(string text, int width) => " " + text.PadLeft(width);

    private static int Width(long[,] counts, IReadOnlyList<string> columns)
    {
        var width = columns.Max(name => name.Length);
        foreach (var count in counts)
        {
            width = Math.Max(width, Plain(count).Length);
        }

        return width;
    }

    private static long RowTotal(long[,] counts, int row)
    {
        var total = 0L;
        for (var column = 0; column < counts.GetLength(1); column++)
        {
            total += counts[row, column];
        }

        return total;
    }

    private static Style Shade(long count, long total, bool right)
    {
        if (count == 0)
        {
            return new Style(Color.Grey);
        }

        var share = (double)count / total;
        if (right)
        {
            // Perfect rows are deep green, weak ones pale towards yellow.
            return new Style(Color.White, Blend((120, 110, 0), (0, 105, 45), (share - 0.5) * 2));
        }

        // Mistakes are rare where it matters, so a few percent of a row already show.
        return new Style(Color.White, Blend((70, 25, 25), (190, 30, 30), share * 10));
    }

    private static Color Blend((int R, int G, int B) from, (int R, int G, int B) to, double amount)
    {
        var t = Math.Clamp(amount, 0, 1);
        byte Mix(int a, int b) => (byte)Math.Round(a + ((b - a) * t));
        return new Color(Mix(from.R, to.R), Mix(from.G, to.G), Mix(from.B, to.B));
    }
}
