using System.Globalization;
using System.Text;

namespace Kiln.Estimators.Tests;

/// <summary>The coverage table of docs/accuracy.md: a line for each estimator, a column for each data set, the biggest deviation seen in each cell.</summary>
internal static class CoverageTable
{
    public const string Begin = "<!-- coverage: begin -->", End = "<!-- coverage: end -->";
    private static readonly string[] s_sets = ["iris", "wine", "breast_cancer", "diabetes", "digits", "california", "dense", "sparse", "collinear", "scaled", "texts"];

    public static string Document => Path.Combine(Root(), "docs", "accuracy.md");

    /// <summary>The lines of the table between its two marks, as the document has them.</summary>
    public static string Written(string document)
    {
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        return begin < 0 || end < begin ? string.Empty : document[begin..end];
    }

    /// <summary>The document with the table of these runs.</summary>
    public static string With(
        string document, IEnumerable<(CoverageCase Case, IReadOnlyList<CoverageDeviation> Seen)> runs, IEnumerable<(CoverageFunction Function, CoverageDeviation Seen)> functions)
    {
        var all = runs.ToList();
        var text = new StringBuilder();
        text.Append(Begin).Append("\n\nModels and preparation with one right answer: the biggest deviation of any result, relative to the number or to 1 where that is larger.\n\n");
        Append(text, all.Where(run => !run.Case.IsIterative));
        text.Append("\nIterative solvers, at scikit-learn's tolerance and at tight ones: the most by which an objective is above scikit-learn's, relative; negative where all are below.\n\n");
        Append(text, all.Where(run => run.Case.IsIterative));
        var others = functions.ToLookup(run => run.Function.Family);
        text.Append("\nMetrics, plain and weighted and of every average, of scores made from each set: the biggest deviation, as above.\n\n");
        Append(text, "metric", s_sets[..^1], others["metrics"]);
        text.Append("\nSplits: the numbers of the samples of all parts, with the labels and groups of each set. Where there is 0 all of them are the same.\n\n");
        Append(text, "split", s_sets[..^1], others["splits"]);
        text.Append("\nSynthetic data of the same seed, of 30, 100 and 2,000 samples: the biggest deviation of any number.\n\n");
        Append(text, "generator", [.. CoverageSynthetic.Sizes.Keys], others["synthetic"]);
        return document.Replace(Written(document), text.Append('\n').ToString(), StringComparison.Ordinal);
    }

    private static void Append(StringBuilder text, string kind, string[] columns, IEnumerable<(CoverageFunction Function, CoverageDeviation Seen)> runs)
    {
        text.Append("| ").Append(kind).Append(" | ").AppendJoin(" | ", columns.Select(column => column.Replace('_', ' '))).Append(" |\n|---|").Insert(text.Length, "---|", columns.Length).Append('\n');
        foreach (var function in runs.GroupBy(run => run.Function.Name))
        {
            var sets = function.ToLookup(run => run.Function.Data);
            text.Append("| ").Append(function.Key).Append(" | ").AppendJoin(" | ", columns.Select(column => Cell([.. sets[column].Select(run => run.Seen)]))).Append(" |\n");
        }
    }

    private static void Append(StringBuilder text, IEnumerable<(CoverageCase Case, IReadOnlyList<CoverageDeviation> Seen)> runs)
    {
        text.Append("| estimator | ").AppendJoin(" | ", s_sets.Select(set => set.Replace('_', ' '))).Append(" |\n|---|").Insert(text.Length, "---|", s_sets.Length).Append('\n');
        foreach (var estimator in runs.GroupBy(run => run.Case.Name))
        {
            var sets = estimator.ToLookup(run => run.Case.Data.Split('/')[0] is var set && set is "sst2" or "ocean" ? "texts" : set);
            text.Append("| `").Append(estimator.Key).Append("` | ").AppendJoin(" | ", s_sets.Select(set => Cell([.. sets[set].SelectMany(run => run.Seen)]))).Append(" |\n");
        }
    }

    /// <summary>The biggest deviation; with * where scikit-learn's own movement allows more than the bar, with † where some result has no value to compare.</summary>
    private static string Cell(CoverageDeviation[] seen)
    {
        if (seen.Length == 0)
        {
            return "–";
        }

        var marks = (seen.Any(one => one.Tolerance > CoverageCase.Bar && one.Key != "objective") ? "\\*" : string.Empty) + (seen.Any(one => one.IsUnstable) ? "†" : string.Empty);
        double[] values = [.. seen.Where(one => !one.IsUnstable).Select(one => one.Deviation)];
        return values.Length == 0 ? marks : values.Max().ToString(values.Max() == 0 ? "0" : "0e-0", CultureInfo.InvariantCulture) + marks;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kiln.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} has Kiln.slnx");
        }

        return folder.FullName;
    }
}
