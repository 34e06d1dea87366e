using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>What can be fitted, and with which parameters.</summary>
internal static class EstimatorListView
{
    private const int Gap = 2;
    private const int Narrowest = 24;
    private const int WidestName = 40;

    /// <summary>How a transformer is used from the command line: with the estimator it prepares features for.</summary>
    private const string StepsExample = "steps=standard-scaler,ridge";

    /// <summary>Shows all estimators, those that predict before those that prepare features for them; or one with its parameters.</summary>
    public static int Show(Screen screen, string? name)
    {
        var entries = name is null ? [.. EstimatorCatalog.All.OrderBy(entry => entry.Name, StringComparer.Ordinal)] : (EstimatorEntry[])[EstimatorSettings.Find(name)];
        var (predictors, transformers) = (Array.FindAll(entries, Predicts), Array.FindAll(entries, entry => !Predicts(entry)));
        if (screen.Json is not null)
        {
            foreach (var entry in predictors.Concat(transformers))
            {
                Write(screen, entry);
            }

            return ExitCodes.Good;
        }

        if (name is null)
        {
            var width = entries.Max(entry => entry.Name.Length);
            ShowAll(screen, predictors, width);
            screen.Line();
            screen.Paragraph(
                $"Transformers prepare features and predict nothing. They are steps of a pipeline: {Invocation.CommandLine("fit", "pipeline", "--set", StepsExample)} …; in C#, "
                + "new Pipeline(new StandardScaler(), new Ridge()). Those of text, and different ones for different columns (column-transformer), are for C# alone: this command makes columns of text one-hot.");
            screen.Line();
            ShowAll(screen, transformers, width);
            screen.Line();
            screen.Paragraph($"What the parameters of one mean: {Invocation.CommandLine("fit", predictors[0].Name, "--list")}");
            return ExitCodes.Good;
        }

        ShowParameters(screen, entries[0]);
        return ExitCodes.Good;
    }

    /// <summary>How a transformer is used.</summary>
    private static string Use(EstimatorEntry entry) => entry.Create() is TextVectorizer or ColumnTransformer
        ? "A transformer, for pipelines in C#: new Pipeline(…)"
        : $"A transformer, a step of a pipeline: {Invocation.CommandLine("fit", "pipeline", "--set", StepsExample)} …, or in C# new Pipeline(new StandardScaler(), new Ridge())";

    private static bool Predicts(EstimatorEntry entry) => entry.Create() is Predictor;

    private static void ShowAll(Screen screen, EstimatorEntry[] entries, int width)
    {
        foreach (var entry in entries)
        {
            Entry(screen, entry.Name, width, entry.Summary);
            var parameters = string.Join(" ", entry.Parameters.Parameters.Where(parameter => parameter.Kind != ParameterKind.Code)
                .Select(parameter => $"{parameter.Name}={ParameterText.Of(entry.Parameters.DefaultOf(parameter))}"));
            if (parameters.Length > 0)
            {
                Entry(screen, "", width, parameters);
            }
        }
    }

    /// <summary>Each parameter with its default, what it does, and on a line below what it takes.</summary>
    private static void ShowParameters(Screen screen, EstimatorEntry entry)
    {
        screen.Paragraph($"{entry.Name}: {entry.Summary}. {(Predicts(entry) ? "" : $"{Use(entry)}. ")}Each parameter with its default:");
        var shown = entry.Parameters.Parameters.Where(parameter => parameter.Kind != ParameterKind.Code)
            .Select(parameter => (Left: $"  {parameter.Name}={ParameterText.Of(entry.Parameters.DefaultOf(parameter))}", Parameter: parameter)).ToList();
        var width = shown.Count == 0 ? 0 : shown.Where(p => p.Left.Length <= WidestName).Select(p => p.Left.Length).DefaultIfEmpty(WidestName).Max();
        foreach (var (left, parameter) in shown)
        {
            Entry(screen, left, width, parameter.Summary);
            Entry(screen, "", width, Values(parameter));
        }
    }

    /// <summary>A name, and text beside it: on a terminal wrapped between words and indented, elsewhere one line.</summary>
    private static void Entry(Screen screen, string left, int width, string text)
    {
        var room = screen.IsLive ? Math.Max(Narrowest, screen.Text.Profile.Width - width - Gap - 1) : int.MaxValue;
        foreach (var line in Screen.Wrap(text, room).Split('\n'))
        {
            screen.Line($"{left.PadRight(width)}{new string(' ', Gap)}{line}");
            left = "";
        }
    }

    private static string Values(EstimatorParameter parameter)
    {
        var values = parameter.Kind switch
        {
            ParameterKind.Choice => string.Join(" | ", parameter.Choices),
            ParameterKind.Number => "number",
            ParameterKind.Integer => "whole number",
            ParameterKind.Flag => "true | false",
            ParameterKind.Numbers => "numbers, as 1,2,3",
            ParameterKind.Texts => "words, as a,b,c",
            ParameterKind.Estimator => "an estimator",
            _ => "text",
        };
        return parameter.IsOptional ? $"{values} | none" : values;
    }

    private static void Write(Screen screen, EstimatorEntry entry) => screen.Json!.Write("estimator", json =>
    {
        json.WriteString("name", entry.Name);
        json.WriteString("role", Predicts(entry) ? "predictor" : "transformer");
        json.WriteString("summary", entry.Summary);
        if (!Predicts(entry))
        {
            json.WriteString("use", Use(entry));
        }

        json.WriteStartArray("parameters");
        foreach (var parameter in entry.Parameters.Parameters.Where(parameter => parameter.Kind != ParameterKind.Code))
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteString("kind", parameter.Kind.ToString().ToLowerInvariant());
            json.WriteString("default", ParameterText.Of(entry.Parameters.DefaultOf(parameter)));
            json.WriteBoolean("optional", parameter.IsOptional);
            if (parameter.Choices.Count > 0)
            {
                json.WriteStartArray("choices");
                foreach (var choice in parameter.Choices)
                {
                    json.WriteStringValue(choice);
                }

                json.WriteEndArray();
            }

            json.WriteString("summary", parameter.Summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
