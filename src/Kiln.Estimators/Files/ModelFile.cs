using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Estimators;

/// <summary>A fitted model in one safetensors file: arrays as tensors, everything else as JSON under "kiln" in the metadata.</summary>
internal static class ModelFile
{
    public const string FileName = "model.safetensors";

    private const string Key = "kiln";
    private const string Format = "estimator";
    private const int Version = 1;
    private static readonly JsonDocumentOptions s_bounds = new() { MaxDepth = 64 };

    /// <summary>Writes a model, all or nothing.</summary>
    public static void Save(Model model, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var json = Describe(model, out var values);
        var writer = new ModelWriter(tensors, string.Empty, values);
        model.Write(writer);
        WriteLayout(model, writer);
        var root = new JsonObject { ["format"] = Format, ["version"] = Version, ["model"] = json };
        SafeTensors.Save(FileOf(path), tensors, [new(Key, root.ToJsonString())]);
    }

    /// <summary>Reads a model.</summary>
    public static Model Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = FileOf(path);
        using var file = Open(path);
        if (!file.Metadata.TryGetValue(Key, out var text))
        {
            throw new FileFormatException($"{path}: a safetensors file, but not one of a fitted estimator: its metadata has no '{Key}'. (Networks are read by Module.Load, other tensors by SafeTensors.Load)");
        }

        var root = Parse(text, path);
        var version = (root["version"] as JsonValue)?.TryGetValue<int>(out var v) == true ? v : 0;
        if ((root["format"] as JsonValue)?.TryGetValue<string>(out var format) != true || format != Format || version is < 1 or > Version)
        {
            throw new FileFormatException($"{path}: format '{root["format"]}' version {version}; this Kiln reads '{Format}' up to version {Version}");
        }

        return Read(root["model"] as JsonObject ?? throw new FileFormatException($"{path}: not a model as Kiln writes them: 'model' is missing"),
            file.LoadAll(), string.Empty, path, 0);
    }

    /// <summary>The estimator and its parameters, with an empty place for what was learned.</summary>
    internal static JsonObject Describe(Model model, out JsonObject values)
    {
        var json = EstimatorJson.Write(model.Estimator);
        json["learned"] = values = [];
        return json;
    }

    internal static void WriteLayout(Model model, ModelWriter writer)
    {
        writer.Integer("features", model.FeatureCount);
        if (model.FeatureNames is not null)
        {
            writer.Texts("feature_names", model.FeatureNames);
        }

        if (model.Warnings.Count > 0)
        {
            writer.Texts("warnings", model.Warnings);
        }
    }

    internal static Model Read(JsonObject json, IReadOnlyDictionary<string, Tensor> tensors, string prefix, string path, int depth)
    {
        var estimator = EstimatorJson.Read(json, path);
        var values = json["learned"] as JsonObject ?? throw new FileFormatException($"{path}: not a model as Kiln writes them: 'learned' is missing");
        try
        {
            return EstimatorCatalog.Find(estimator.Name).Read(new ModelReader(tensors, prefix, values, estimator, path, depth));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            throw new FileFormatException($"{path}: not a model as Kiln writes them: {e.Message}", e);
        }
    }

    private static JsonObject Parse(string text, string path)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: s_bounds) as JsonObject ?? throw new FileFormatException($"{path}: the model's description is no JSON object");
        }
        catch (JsonException e)
        {
            throw new FileFormatException($"{path}: the model's description: {JsonFault.Describe(e)}", e);
        }
    }

    private static SafeTensorsFile Open(string path)
    {
        try
        {
            return SafeTensors.Open(path);
        }
        catch (FileFormatException e)
        {
            throw WrongFile.Explain(path, e);
        }
    }

    private static string FileOf(string path) => Directory.Exists(path) ? Path.Combine(path, FileName) : path;
}
