using System.Globalization;
using System.Text.Json;

namespace Kiln.Neural;

/// <summary>
/// The part of a snapshot that is not tensors, as JSON for people and programs. Doubles are written so that they read back to the bit,
/// always with a point or an exponent, which tells them from integers; what JSON has no numbers for is a string in an object.
/// </summary>
internal static partial class SnapshotJson
{
    internal const int Version = 1;

    private const string Format = "kiln training checkpoint";

    /// <summary>Writes the JSON, and hands out the tensors that callbacks saved, by the names the JSON gives them.</summary>
    internal static void Write(Snapshot snapshot, Stream stream, Dictionary<string, Tensor> callbackTensors)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteNumber("epoch", snapshot.Epoch);
        json.WriteNumber("batch", snapshot.Batch);
        json.WriteNumber("step", snapshot.Step);
        json.WriteStartObject("settings");
        foreach ((string name, string value) in snapshot.Settings)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("running");
        WriteDouble(json, "loss_sum", snapshot.LossSum);
        json.WriteNumber("loss_count", snapshot.LossCount);
        WriteDouble(json, "epoch_seconds", snapshot.EpochSeconds);
        json.WriteStartObject("metrics");
        foreach ((string name, double[] state) in snapshot.Metrics)
        {
            WriteDoubles(json, name, state);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("random");
        json.WriteString("key", snapshot.Random.Key.ToString());
        json.WriteStartObject("draws");
        foreach ((string purpose, long draws) in snapshot.Random.Draws.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(purpose, draws);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("history");
        foreach (string column in snapshot.History.Columns)
        {
            WriteDoubles(json, column, snapshot.History[column]);
        }

        json.WriteEndObject();
        WriteCallbacks(json, snapshot, callbackTensors);
        if (snapshot.StopReason is { } reason)
        {
            json.WriteString("stop_reason", reason);
        }

        json.WriteEndObject();
    }

    private static void WriteCallbacks(Utf8JsonWriter json, Snapshot snapshot, Dictionary<string, Tensor> tensors)
    {
        json.WriteStartObject("callbacks");
        foreach ((string callback, SavedState state) in snapshot.Callbacks)
        {
            json.WriteStartObject(callback);
            foreach ((string name, object value) in state.Values)
            {
                switch (value)
                {
                    case long integer:
                        json.WriteNumber(name, integer);
                        break;
                    case double number:
                        WriteDouble(json, name, number);
                        break;
                    case string text:
                        json.WriteString(name, text);
                        break;
                    default:
                        string key = $"{callback}/{name}";
                        tensors.Add(key, (Tensor)value);
                        json.WriteStartObject(name);
                        json.WriteString("tensor", key);
                        json.WriteEndObject();
                        break;
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteDoubles(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            WriteDouble(json, value);
        }

        json.WriteEndArray();
    }

    private static void WriteDouble(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        WriteDouble(json, value);
    }

    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            json.WriteStartObject();
            json.WriteString("number", text);
            json.WriteEndObject();
            return;
        }

        json.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text, skipInputValidation: true);
    }
}
