using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>
/// What comes before the estimator: text columns become one column for each category (one-hot; a category that the fit did not see is none of them), columns of
/// numbers are standardized where --scale asks for it, and missing values are filled where there are any (with the median; of text, with the most frequent).
/// </summary>
internal static class Preparation
{
    /// <summary>The estimator, in a pipeline where it needs one.</summary>
    public static Predictor Wrap(Predictor estimator, Features x, bool scale, Action<string> tell)
    {
        if (x.Table is not { } table)
        {
            var missing = Missing(x);
            Estimator?[] steps = [missing == 0 ? null : new SimpleImputer { Strategy = ImputationStrategy.Median }, scale ? new StandardScaler() : null];
            Tell(tell, missing, []);
            return Array.TrueForAll(steps, step => step is null) ? estimator : new Pipeline([.. steps.OfType<Estimator>(), estimator]);
        }

        var numbers = table.Columns.OfType<NumberColumn>().ToArray();
        var texts = table.Columns.OfType<TextColumn>().ToArray();
        var parts = new List<(string, FeatureTransformer, ColumnChoice)>();
        if (numbers.Length > 0)
        {
            parts.Add(("numbers", OfNumbers(Array.Exists(numbers, column => column.MissingCount > 0), scale), ColumnChoice.Named([.. numbers.Select(column => column.Name)])));
        }

        FeatureTransformer encoder = new OneHotEncoder { HandleUnknown = UnknownCategories.Ignore };
        if (Array.Exists(texts, column => column.MissingCount > 0))
        {
            encoder = new Pipeline(new SimpleImputer { Strategy = ImputationStrategy.MostFrequent }, encoder);
        }

        parts.Add(("text", encoder, ColumnChoice.Named([.. texts.Select(column => column.Name)])));
        Tell(tell, table.Columns.Sum(column => (long)column.MissingCount), texts);
        return new Pipeline(("columns", new ColumnTransformer([.. parts]) { VerboseFeatureNamesOut = false }), (estimator.Name, estimator));
    }

    /// <summary>What was done to the columns, for a reader of the fit's page; nothing where they went in as they were.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Described(Features x, bool scale)
    {
        var texts = x.Table?.Columns.OfType<TextColumn>().ToArray() ?? [];
        var missing = x.Table?.Columns.Sum(column => (long)column.MissingCount) ?? Missing(x);
        if (texts.Length > 0)
        {
            yield return new("one-hot", OneHot(texts, column => column.Name));
        }

        if (missing > 0)
        {
            yield return new("filled", Filled(missing));
        }

        if (scale)
        {
            yield return new("scaled", "columns of numbers, to mean 0 and variance 1");
        }
    }

    private static FeatureTransformer OfNumbers(bool missing, bool scale) => (missing, scale) switch
    {
        (true, true) => new Pipeline(new SimpleImputer { Strategy = ImputationStrategy.Median }, new StandardScaler()),
        (true, false) => new SimpleImputer { Strategy = ImputationStrategy.Median },
        (false, true) => new StandardScaler(),
        _ => new Passthrough(),
    };

    private static long Missing(Features x)
    {
        var count = 0L;
        foreach (var value in x.Values)
        {
            count += double.IsNaN(value) ? 1 : 0;
        }

        return count;
    }

    private static void Tell(Action<string> tell, long missing, TextColumn[] texts)
    {
        if (texts.Length > 0)
        {
            tell("one-hot: " + OneHot(texts, column => Printable.Name(column.Name)));
        }

        if (missing > 0)
        {
            tell(Filled(missing));
        }
    }

    private static string OneHot(TextColumn[] texts, Func<TextColumn, string> name) => string.Join(", ", texts.Select(column => $"{name(column)} ({Numbers.Count(column.Levels.Count, "category", "categories")})"));

    private static string Filled(long missing) =>
        $"{Numbers.Count(missing)} missing {(missing == 1 ? "value is" : "values are")} filled: numbers with the column's median, text with its most frequent category";
}
