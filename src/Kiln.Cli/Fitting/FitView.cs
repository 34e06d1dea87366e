using System.Globalization;
using System.Text.Json;

using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Shows what came of a fit, to people and to programs.</summary>
internal static class FitView
{
    private const int ShownCoefficients = 12;
    private const int ShownCandidates = 5;

    /// <summary>Scores and coefficients.</summary>
    public static void Show(Screen screen, FitResult result)
    {
        screen.Line($"  train  {ScoreText.OfAll(result.Train, result.Data)}");
        if (result is { Test: not null, TestData: not null })
        {
            screen.Line($"  test   {ScoreText.OfAll(result.Test, result.TestData)}");
        }

        if (result.CrossValidation is { } folds)
        {
            screen.Line($"  cv     {ScoreText.Of(folds, result.Model.ScoreName)}");
            foreach (var warning in folds.Warnings)
            {
                screen.Warn(warning);
            }
        }

        if (result.Model is ISearchModel { Results: var found })
        {
            Candidates(screen, found, result.Model.ScoreName, result.Settings);
        }

        if (ModelParts.PositiveClass(result.Model) is { } positive)
        {
            screen.Line($"  positive class: {Printable.Name(positive)}{(ModelParts.Linear(result.Model) is null ? "" : "; a coefficient above 0 speaks for it")}");
        }

        if (ModelParts.Linear(result.Model) is { } linear)
        {
            Coefficients(screen, result, linear);
        }

        screen.Json?.Write("fit", json => Write(json, result));
    }

    /// <summary>What was written, and what to do next.</summary>
    public static void Close(Screen screen, FitResult result)
    {
        var settings = result.Settings;
        if (settings.Predictions is not null)
        {
            screen.Line($"predictions of {settings.Test ?? settings.Train}: {settings.Predictions}");
        }

        if (settings.Report is not null)
        {
            screen.Line($"the report: {settings.Report}");
        }

        if (settings.Out is not null)
        {
            screen.Line($"the model: {settings.Out}");
            screen.Line($"  {Invocation.CommandLine("predict", settings.Out, "--input", PipedTables.Typed(settings.Test ?? settings.Train), "--output", "predictions.csv")}");
        }
    }

    private static void Candidates(Screen screen, SearchResults found, string score, FitSettings settings)
    {
        foreach (var candidate in found.Candidates.OrderBy(c => c.Ranks[found.Metric]).Take(ShownCandidates))
        {
            screen.Line($"  cv     {score} {ScoreText.Of(candidate.MeanTest(found.Metric))}  {FitSearch.Described(candidate, settings)}");
        }

        if (found.Candidates.Count > ShownCandidates)
        {
            screen.Line($"         … and {found.Candidates.Count - ShownCandidates} more");
        }
    }

    private static void Coefficients(Screen screen, FitResult result, ILinearModel linear)
    {
        var coefficients = linear.Coefficients;
        var names = ModelParts.FeatureNames(result.Model, coefficients.Shape[^1]).Select(Printable.Name).ToArray();
        var values = coefficients.ToArray<double>();
        if (coefficients.Rank == 2 && coefficients.Shape[0] > 1)
        {
            screen.Line($"  {coefficients.Shape[0]} × {coefficients.Shape[1]} coefficients{(result.Settings.Scale ? " of scaled columns" : "")} (--json shows them)");
            return;
        }

        if (result.Settings.Scale)
        {
            screen.Line("  coefficients of scaled columns:");
        }

        var width = names.Max(name => name.Length);
        foreach (var i in Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i])).Take(ShownCoefficients))
        {
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"  {names[i].PadRight(width)}  {values[i],12:G6}"));
        }

        screen.Line(string.Create(CultureInfo.InvariantCulture, $"  {"intercept".PadRight(width)}  {linear.Intercept.ToArray<double>()[0],12:G6}")
            + (values.Length > ShownCoefficients ? $"   ({values.Length - ShownCoefficients} smaller left out)" : ""));
    }

    private static void Write(Utf8JsonWriter json, FitResult result)
    {
        var (model, settings) = (result.Model, result.Settings);
        json.WriteString("estimator", settings.Estimator);
        json.WriteStartObject("parameters");
        var fitted = ModelParts.Last(model).Estimator;
        foreach (var parameter in fitted.Parameters.Where(parameter => parameter.Kind != ParameterKind.Code))
        {
            Value(json, parameter.Name, parameter.Get(fitted));
        }

        json.WriteEndObject();
        json.WriteString("target", settings.Target);
        json.WriteNumber("rows", result.Data.X.Rows);
        json.WriteStartArray("features");
        foreach (var name in result.Data.X.Names ?? [])
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        if (model is ClassificationModel { Classes: var classes })
        {
            json.WriteStartArray("classes");
            foreach (var text in classes.Texts())
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        if (ModelParts.PositiveClass(model) is { } positive)
        {
            json.WriteString("positive_class", positive);
        }

        json.WriteBoolean("scaled", settings.Scale);
        if (ModelParts.Linear(model) is { } linear)
        {
            var coefficients = linear.Coefficients;
            json.WriteStartArray("coefficient_names");
            foreach (var name in ModelParts.FeatureNames(model, coefficients.Shape[^1]))
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            Rows(json, "coefficients", coefficients.ToArray<double>(), coefficients.Rank == 2 ? coefficients.Shape[1] : 0);
            Rows(json, "intercept", linear.Intercept.ToArray<double>(), 0);
        }

        json.WriteStartObject("scores");
        Scores(json, "train", result.Train);
        if (result.Test is not null)
        {
            Scores(json, "test", result.Test);
        }

        json.WriteEndObject();
        if (result.CrossValidation is { } folds)
        {
            json.WriteStartObject("cross_validation");
            json.WriteString("metric", model.ScoreName);
            Rows(json, "scores", folds.Scores, 0);
            json.WriteFinite("mean", folds.Mean);
            json.WriteFinite("std", folds.StandardDeviation);
            json.WriteEndObject();
        }

        if (model is ISearchModel { Results: var found })
        {
            Write(json, found, model.ScoreName, settings);
        }

        json.WriteStartObject("seconds");
        json.WriteNumber("read", result.Data.Reading.TotalSeconds);
        json.WriteNumber("fit", result.Fitting.TotalSeconds);
        json.WriteNumber("score", result.Scoring.TotalSeconds);
        json.WriteEndObject();
        json.WriteStartArray("warnings");
        foreach (var warning in model.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SearchResults found, string metric, FitSettings settings)
    {
        json.WriteStartObject("search");
        json.WriteString("metric", metric);
        json.WriteNumber("best_index", found.BestIndex);
        json.WriteFinite("best_score", found.Best.MeanTest(found.Metric));
        json.WriteStartArray("candidates");
        foreach (var candidate in found.Candidates)
        {
            json.WriteStartObject();
            json.WriteStartObject("parameters");
            foreach (var (name, value) in candidate.Parameters)
            {
                Value(json, FitSearch.Typed(name, settings), value);
            }

            json.WriteEndObject();
            Rows(json, "scores", candidate.TestScores[found.Metric], 0);
            json.WriteFinite("mean", candidate.MeanTest(found.Metric));
            json.WriteNumber("rank", candidate.Ranks[found.Metric]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Scores(Utf8JsonWriter json, string of, IReadOnlyList<(string Name, double Value)> scores)
    {
        json.WriteStartObject(of);
        foreach (var (name, value) in scores)
        {
            json.WriteFinite(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>One list of numbers, or with a width a list of rows.</summary>
    private static void Rows(Utf8JsonWriter json, string name, double[] values, int width)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < values.Length; i++)
        {
            if (width > 0 && i % width == 0)
            {
                json.WriteStartArray();
            }

            if (double.IsFinite(values[i]))
            {
                json.WriteNumberValue(values[i]);
            }
            else
            {
                json.WriteNullValue();
            }

            if (width > 0 && (i + 1) % width == 0)
            {
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case long whole:
                json.WriteNumber(name, whole);
                break;
            case int small:
                json.WriteNumber(name, small);
                break;
            case double number:
                json.WriteFinite(name, number);
                break;
            default:
                json.WriteString(name, ParameterText.Of(value));
                break;
        }
    }
}
