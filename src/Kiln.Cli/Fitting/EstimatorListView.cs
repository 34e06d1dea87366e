using Kiln.Estimators;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary>What can be fitted, and with which parameters.</summary>
internal static class EstimatorListView
{
    /// <summary>Shows all estimators that predict, or one with its parameters.</summary>
    public static int Show(Screen screen, string? name)
    {
        var entries = name is null
            ? EstimatorCatalog.All.Where(entry => entry.Create() is Predictor).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToArray()
            : [EstimatorSettings.Find(name)];
        if (screen.Json is not null)
        {
            foreach (var entry in entries)
            {
                Write(screen, entry);
            }

            return ExitCodes.Good;
        }

        if (name is null)
        {
            var width = entries.Max(entry => entry.Name.Length);
            foreach (var entry in entries)
            {
                screen.Line($"{entry.Name.PadRight(width)}  {entry.Summary}");
                var parameters = string.Join(" ", entry.Parameters.Parameters.Where(parameter => parameter.Kind != ParameterKind.Code)
                    .Select(parameter => $"{parameter.Name}={ParameterText.Of(entry.Parameters.DefaultOf(parameter))}"));
                screen.Line($"{new string(' ', width)}  {parameters}");
            }

            screen.Line();
            screen.Paragraph($"What the parameters of one mean: {Invocation.CommandLine("fit", entries[0].Name, "--list")}");
            return ExitCodes.Good;
        }

        screen.Line($"{entries[0].Name}: {entries[0].Summary}");
        var table = new Spectre.Console.Table().Border(TableBorder.None).AddColumns("parameter", "default", "values", "");
        foreach (var parameter in entries[0].Parameters.Parameters.Where(parameter => parameter.Kind != ParameterKind.Code))
        {
            table.AddRow(
                Markup.Escape(parameter.Name), Markup.Escape(ParameterText.Of(entries[0].Parameters.DefaultOf(parameter))), Markup.Escape(Values(parameter)),
                Markup.Escape(parameter.Summary));
        }

        screen.Text.Write(table);
        return ExitCodes.Good;
    }

    private static string Values(EstimatorParameter parameter)
    {
        var values = parameter.Kind switch
        {
            ParameterKind.Choice => string.Join("|", parameter.Choices),
            ParameterKind.Number => "number",
            ParameterKind.Integer => "whole number",
            ParameterKind.Flag => "true|false",
            ParameterKind.Numbers => "numbers, as 1,2,3",
            ParameterKind.Texts => "words, as a,b,c",
            ParameterKind.Estimator => "an estimator",
            _ => "text",
        };
        return parameter.IsOptional ? $"{values}|none" : values;
    }

    private static void Write(Screen screen, EstimatorEntry entry) => screen.Json!.Write("estimator", json =>
    {
        json.WriteString("name", entry.Name);
        json.WriteString("summary", entry.Summary);
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
