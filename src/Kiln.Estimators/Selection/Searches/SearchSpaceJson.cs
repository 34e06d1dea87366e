using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Estimators;

/// <summary>A search space as JSON, for files and the command line.</summary>
internal static class SearchSpaceJson
{
    private static readonly JsonDocumentOptions s_bounds = new() { MaxDepth = 64 };

    public static string Write(SearchSpace space) => space.Parts.Count == 1 ? Part(space.Parts[0]).ToJsonString() : new JsonArray([.. space.Parts.Select(Part)]).ToJsonString();

    public static SearchSpace Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonNode.Parse(json, documentOptions: s_bounds) switch
            {
                JsonObject one => Part(one),
                JsonArray several => SearchSpace.Any([.. several.Select(part => Part(part as JsonObject ?? throw new FormatException($"'{part}' is no object of lists")))]),
                var other => throw new FormatException($"'{other}' is neither an object of lists nor a list of such objects"),
            };
        }
        catch (JsonException e)
        {
            throw Wrong(JsonFault.Describe(e, json), e);
        }
        catch (ArgumentException e) when (e is not DatasetException && e.ParamName is "propertyName" or "key")
        {
            throw Wrong("a parameter comes twice", e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Wrong(e is ArgumentException { ParamName: not null } ? e.Message.Split(" (Parameter ")[0] : e.Message, e);
        }
    }

    private static FormatException Wrong(string what, Exception cause) =>
        new($"search space: {what}; expected JSON such as {{\"alpha\": [0.1, 1], \"l1_ratio\": {{\"uniform\": [0, 1]}}}}", cause);

    private static JsonObject Part(SearchSpace part)
    {
        var json = new JsonObject();
        foreach (var (name, choices) in part)
        {
            json[name] = choices is ParameterDistribution distribution
                ? new JsonObject { [distribution.Kind] = new JsonArray(EstimatorJson.Node(distribution.First), EstimatorJson.Node(distribution.Second)) }
                : new JsonArray([.. choices.Values!.Select(value => EstimatorJson.Node(Plain(value)))]);
        }

        return json;
    }

    private static SearchSpace Part(JsonObject json)
    {
        var space = new SearchSpace();
        foreach (var (name, node) in json)
        {
            space[name] = node switch
            {
                JsonArray { Count: 0 } => throw new FormatException($"the list for '{name}' is empty; give at least one value"),
                JsonArray values => ParameterChoices.From(values.Select(value => EstimatorJson.Value(value, name, 0))),
                JsonObject { Count: 1 } drawn when drawn.First().Value is JsonArray { Count: 2 } bounds =>
                    ParameterDistribution.Of(drawn.First().Key, (double)bounds[0]!, (double)bounds[1]!)
                    ?? throw new FormatException($"'{drawn.First().Key}' is no distribution; there are uniform, log_uniform, whole, normal, exponential"),
                _ => throw new FormatException($"'{name}' has neither a list of values nor a distribution with two numbers"),
            };
        }

        return space;
    }

    /// <summary>Whole numbers of any width, and floats, as the two types that files hold.</summary>
    internal static object? Plain(object? value) => value switch
    {
        int or uint or short or ushort or byte or sbyte => Convert.ToInt64(value, null),
        float number => (double)number,
        _ => value,
    };
}
