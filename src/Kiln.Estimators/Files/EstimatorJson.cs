using System.Globalization;
using System.Text.Json.Nodes;

namespace Kiln.Estimators;

/// <summary>An estimator as JSON: its name, and every parameter.</summary>
internal static class EstimatorJson
{
    private const int Deepest = 16;

    public static JsonObject Write(Estimator estimator)
    {
        var parameters = new JsonObject();
        foreach (var parameter in estimator.Parameters)
        {
            var value = parameter.Get(estimator);
            if (parameter.Kind != ParameterKind.Code)
            {
                parameters[parameter.Name] = Node(value);
            }
            else if (value is not null && !parameter.IsForFitAlone)
            {
                throw new NotSupportedException($"{estimator.Name}: {parameter.Name} is code, which no file can hold; save the models around it one by one");
            }
        }

        return new JsonObject { ["estimator"] = estimator.Name, ["parameters"] = parameters };
    }

    /// <summary>Reads an estimator.</summary>
    /// <exception cref="FileFormatException">It is not what <see cref="Write"/> makes.</exception>
    public static Estimator Read(JsonObject json, string path, int depth = 0)
    {
        try
        {
            if (depth > Deepest)
            {
                throw new FormatException($"estimators inside estimators more than {Deepest} deep");
            }

            var estimator = EstimatorCatalog.Find((string?)json["estimator"] ?? string.Empty).Create();
            foreach (var (name, node) in json["parameters"] as JsonObject ?? [])
            {
                estimator = estimator.With(name, Value(node, path, depth));
            }

            return estimator;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException and not FileFormatException)
        {
            throw new FileFormatException($"{path}: not a model as Kiln writes them: {e.Message}", e);
        }
    }

    internal static JsonNode? Node(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        long whole => JsonValue.Create(whole),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        string text => JsonValue.Create(text),
        double[] numbers => new JsonArray([.. numbers.Select(n => Node(n))]),
        string[] texts => new JsonArray([.. texts.Select(t => (JsonNode?)JsonValue.Create(t))]),
        Estimator estimator => Write(estimator),
        IReadOnlyList<EstimatorStep> steps => new JsonArray([.. steps.Select(step => (JsonNode?)WriteStep(step))]),
        _ => throw new NotSupportedException($"a parameter of type {value.GetType().Name} cannot be written"),
    };

    private static JsonObject WriteStep(EstimatorStep step)
    {
        var json = new JsonObject { ["name"] = step.Name, ["step"] = Write(step.Estimator) };
        if (step.Columns is not null)
        {
            json["columns"] = step.Columns.ToString();
        }

        return json;
    }

    private static EstimatorStep ReadStep(JsonObject json, string path, int depth) => new(
        (string?)json["name"] ?? throw new FormatException("a step has no name"),
        Read(json["step"] as JsonObject ?? throw new FormatException("a step has no estimator"), path, depth + 1),
        json["columns"] is JsonNode columns ? ColumnChoice.Parse((string)columns!) : null);

    internal static object? Value(JsonNode? node, string path, int depth) => node switch
    {
        null => null,
        JsonObject inner => Read(inner, path, depth + 1),
        JsonArray array when array.Count > 0 && array.All(item => item is JsonObject) => array.Select(item => ReadStep((JsonObject)item!, path, depth)).ToArray(),
        JsonArray array when array.All(item => item is JsonValue value && value.TryGetValue<string>(out _)) && array.Count > 0 => array.Select(item => (string)item!).ToArray(),
        JsonArray array => array.Select(item => Number(item!.AsValue())).ToArray(),
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<long>(out var whole) => whole,
        _ => Number(node.AsValue()),
    };

    private static double Number(JsonValue value) => value.TryGetValue<double>(out var number)
        ? number
        : double.Parse((string)value!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
