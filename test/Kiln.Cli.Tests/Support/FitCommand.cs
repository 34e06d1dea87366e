using System.Globalization;

namespace Kiln.Cli.Tests;

/// <summary>Small tables, and fits of them by the command.</summary>
internal static class FitCommand
{
    /// <summary>A table of two columns of numbers and their target; some cells of the first can be given.</summary>
    public static void Numbers(string path, int rows, params (int Row, string Cell)[] cells)
    {
        var other = cells.ToDictionary(cell => cell.Row, cell => cell.Cell);
        File.WriteAllText(path, "a,b,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{(other.TryGetValue(i, out var cell) ? cell : $"{Math.Sin(i):R}")},{i % 7},{(2 * Math.Sin(i)) + (i % 7):R}\n"))));
    }

    /// <summary>A row for each letter, which is its class; the feature tells them apart but for some noise.</summary>
    public static void Classes(string path, string classes) => File.WriteAllText(path, "a,kind\n" + string.Concat(classes.Select((kind, i) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind - 'a' + (2 * Math.Sin(i * i)):R},{kind}\n"))));

    /// <summary>A logistic regression of such a table.</summary>
    public static Finished Classify(string train, params string[] options) => Run(["fit", "logistic-regression", "--train", train, "--target", "kind", .. options]);

    /// <summary>A ridge of the table of numbers.</summary>
    public static Finished Fit(string train, params string[] options) => Run(["fit", "ridge", "--train", train, "--target", "y", .. options]);

    /// <summary>The command in this process.</summary>
    public static Finished Run(params string[] arguments) => InProcess.Run(arguments);
}
