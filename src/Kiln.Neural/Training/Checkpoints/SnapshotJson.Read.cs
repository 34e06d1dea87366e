using System.Globalization;
using System.Text.Json;

namespace Kiln.Neural;

/// <summary>Reading the JSON of a snapshot. Everything that is missing or of the wrong kind throws <see cref="FileFormatException"/>.</summary>
internal static partial class SnapshotJson
{
    internal static Snapshot Read(
        string path,
        ReadOnlyMemory<byte> utf8,
        IReadOnlyDictionary<string, Tensor> parameters,
        IReadOnlyDictionary<string, Tensor> optimizer,
        IReadOnlyDictionary<string, Tensor> callbackTensors)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            JsonElement root = document.RootElement;
            CheckFormat(path, root);
            JsonElement running = root.GetProperty("running");
            JsonElement random = root.GetProperty("random");
            return new Snapshot
            {
                Epoch = NotNegative(root.GetProperty("epoch").GetInt32()),
                Batch = NotNegative(root.GetProperty("batch").GetInt32()),
                Step = NotNegative(root.GetProperty("step").GetInt64()),
                Settings = ToDictionary(root.GetProperty("settings"), e => e.GetString() ?? throw new FormatException("a setting is null")),
                LossSum = ReadDouble(running.GetProperty("loss_sum")),
                LossCount = NotNegative(running.GetProperty("loss_count").GetInt64()),
                EpochSeconds = ReadDouble(running.GetProperty("epoch_seconds")),
                Metrics = ToDictionary(running.GetProperty("metrics"), ReadDoubles),
                History = ReadHistory(root.GetProperty("history")),
                Callbacks = ToDictionary(root.GetProperty("callbacks"), e => ReadState(e, callbackTensors)),
                Random = new RandomScopeState(
                    RandomKey.Parse(random.GetProperty("key").GetString() ?? string.Empty),
                    ToDictionary(random.GetProperty("draws"), e => NotNegative(e.GetInt64()))),
                StopReason = root.TryGetProperty("stop_reason", out JsonElement reason) ? reason.GetString() : null,
                Parameters = parameters,
                Optimizer = optimizer,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException and not FileFormatException
            or OverflowException or ArgumentException)
        {
            throw new FileFormatException(path, $"not the state of a training run: {e.Message}", e);
        }
    }

    private static void CheckFormat(string path, JsonElement root)
    {
        if (root.GetProperty("format").GetString() != Format)
        {
            throw new FileFormatException(path, $"expected \"format\": \"{Format}\"");
        }

        int version = root.GetProperty("version").GetInt32();
        if (version != Version)
        {
            throw new FileFormatException(
                path, $"written in version {version} of the format, this program reads version {Version}; resume with the version of Kiln that wrote it");
        }
    }

    private static History ReadHistory(JsonElement element)
    {
        Dictionary<string, double[]> columns = ToDictionary(element, ReadDoubles);
        int epochs = columns.Count == 0 ? 0 : columns.Values.First().Length;
        var history = new History();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            int row = epoch;
            history.Add(columns.Select(c => KeyValuePair.Create(c.Key, c.Value.Length == epochs
                ? c.Value[row]
                : throw new FormatException("the columns of the history differ in length"))));
        }

        return history;
    }

    private static SavedState ReadState(JsonElement element, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var state = new SavedState();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            JsonElement value = property.Value;
            state.Put(property.Name, value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number when value.GetRawText().AsSpan().IndexOfAny('.', 'E', 'e') < 0 => value.GetInt64(),
                JsonValueKind.Object when value.TryGetProperty("tensor", out JsonElement key) =>
                    tensors.TryGetValue(key.GetString() ?? string.Empty, out Tensor? tensor)
                        ? tensor
                        : throw new FormatException($"there is no tensor '{key}' for '{property.Name}'"),
                _ => ReadDouble(value),
            });
        }

        return state;
    }

    private static double[] ReadDoubles(JsonElement element) => [.. element.EnumerateArray().Select(ReadDouble)];

    private static double ReadDouble(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? double.Parse(element.GetProperty("number").GetString() ?? string.Empty, NumberStyles.Float, CultureInfo.InvariantCulture)
        : element.GetDouble();

    private static Dictionary<string, T> ToDictionary<T>(JsonElement element, Func<JsonElement, T> read) =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => read(p.Value), StringComparer.Ordinal);

    private static T NotNegative<T>(T value)
        where T : System.Numerics.INumber<T> => value >= T.Zero ? value : throw new FormatException($"{value} must not be negative");
}
