using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Estimators;

/// <summary>What a search found, in a model's file: the parameters as JSON, scores and times as arrays.</summary>
internal static class SearchResultsFile
{
    public static void Write(ModelWriter writer, SearchResults results)
    {
        writer.Integer("best_index", results.BestIndex);
        writer.Text("metric", results.Metric);
        writer.Texts("search_warnings", results.Warnings);
        writer.Texts("candidates", [.. results.Candidates.Select(candidate => Json(candidate.Parameters).ToJsonString())]);
        writer.Texts("scorers", [.. results.Candidates[0].TestScores.Keys]);
        writer.Integers("iterations", [.. results.Candidates.Select(candidate => candidate.Iteration)]);
        writer.Integers("resources", [.. results.Candidates.Select(candidate => candidate.Resources)]);
        writer.Numbers("fit_seconds", [.. results.Candidates.SelectMany(candidate => candidate.FitTimes.Select(time => time.TotalSeconds))]);
        foreach (var scorer in results.Candidates[0].TestScores.Keys)
        {
            writer.Integers("ranks." + scorer, [.. results.Candidates.Select(candidate => candidate.Ranks[scorer])]);
            writer.Numbers("test." + scorer, [.. results.Candidates.SelectMany(candidate => candidate.TestScores[scorer])]);
            writer.Numbers("train." + scorer, [.. results.Candidates.SelectMany(candidate => candidate.TrainScores.TryGetValue(scorer, out var scores) ? scores : [])]);
        }
    }

    public static SearchResults Read(ModelReader reader)
    {
        var parameters = reader.Texts("candidates");
        var count = parameters.Length;
        var best = reader.Count("best_index");
        var (iterations, resources, times) = (reader.Integers("iterations", count), reader.Integers("resources", count), reader.Numbers("fit_seconds"));
        if (count == 0 || best >= count || times.Length % count != 0)
        {
            throw reader.Damaged($"{count} candidates, of which the best is {best}");
        }

        var scorers = reader.Texts("scorers");
        var tests = scorers.ToDictionary(scorer => scorer, scorer => reader.Numbers("test." + scorer, times.Length), StringComparer.Ordinal);
        var ranks = scorers.ToDictionary(scorer => scorer, scorer => reader.Integers("ranks." + scorer, count), StringComparer.Ordinal);
        var trains = scorers.Select(scorer => (scorer, Scores: reader.Numbers("train." + scorer))).Where(train => train.Scores.Length == times.Length)
            .ToDictionary(train => train.scorer, train => train.Scores, StringComparer.Ordinal);
        var splits = times.Length / count;
        var candidates = new SearchCandidate[count];
        for (var i = 0; i < count; i++)
        {
            var (from, to) = (i * splits, (i + 1) * splits);
            candidates[i] = new(
                Values(parameters[i], reader),
                tests.ToDictionary(pair => pair.Key, pair => pair.Value[from..to], StringComparer.Ordinal),
                trains.ToDictionary(pair => pair.Key, pair => pair.Value[from..to], StringComparer.Ordinal),
                Array.ConvertAll(times[from..to], TimeSpan.FromSeconds),
                ranks.ToDictionary(pair => pair.Key, pair => pair.Value[i], StringComparer.Ordinal),
                iterations[i],
                resources[i]);
        }

        return new(candidates, best, reader.Text("metric") ?? ModelScorer.Default.Name, reader.Texts("search_warnings"));
    }

    private static JsonObject Json(IReadOnlyDictionary<string, object?> parameters) =>
        new(parameters.Select(parameter => KeyValuePair.Create(parameter.Key, EstimatorJson.Node(SearchSpaceJson.Plain(parameter.Value)))));

    private static SortedDictionary<string, object?> Values(string json, ModelReader reader)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: new() { MaxDepth = 64 }) as JsonObject ?? throw reader.Damaged("a candidate is no JSON object");
            var values = new SortedDictionary<string, object?>(CodePointComparer.Instance);
            foreach (var (name, value) in node)
            {
                values[name] = EstimatorJson.Value(value, name, 0);
            }

            return values;
        }
        catch (Exception e) when (e is JsonException or FormatException and not FileFormatException)
        {
            throw reader.Damaged($"a candidate cannot be read: {e.Message}");
        }
    }
}
