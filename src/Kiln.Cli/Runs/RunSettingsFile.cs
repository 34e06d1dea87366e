using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>Reads and writes <see cref="RunSettings"/> as JSON.</summary>
internal static class RunSettingsFile
{
    private const string Format = "kiln-run";
    private const int Version = 1;
    private const int MaximumBytes = 1 << 20;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes the settings, atomically.</summary>
    public static void Write(string path, RunSettings settings) => AtomicFile.WriteAllText(path, Text(settings));

    /// <summary>Writes the settings to a file that must not exist yet; of several processes that try, one does.</summary>
    /// <returns>Whether this one did; otherwise the file is as it was.</returns>
    /// <exception cref="IOException">It cannot be written; none is left.</exception>
    public static bool TryCreate(string path, RunSettings settings)
    {
        FileStream claimed;
        try
        {
            claimed = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }

        try
        {
            using (claimed)
            {
                claimed.Write(Encoding.UTF8.GetBytes(Text(settings)));
                claimed.Flush(flushToDisk: true);
            }

            return true;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static string Text(RunSettings settings)
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["version"] = Version,
            ["kiln"] = Machine.Version,
            ["name"] = settings.Name,
            ["data"] = DataKinds.NameOf(settings.Data),
        };
        if (settings.DataFolder is not null)
        {
            json["data_dir"] = settings.DataFolder;
        }

        if (settings.TrainSize is { } trainSize)
        {
            json["train_size"] = trainSize;
        }

        if (settings.TestSize is { } testSize)
        {
            json["test_size"] = testSize;
        }

        json["seed"] = settings.Seed;
        json["epochs"] = settings.Epochs;
        json["batch_size"] = settings.BatchSize;
        json["learning_rate"] = settings.LearningRate;
        return json.ToJsonString(s_indented) + "\n";
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="FileFormatException">It is no such file; the message names the property.</exception>
    public static RunSettings Read(string path)
    {
        if (new FileInfo(path).Length > MaximumBytes)
        {
            throw new FileFormatException(path, "too large for the settings of a run");
        }

        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path)) is not JsonObject json || Text(json, "format") != Format)
            {
                throw new FileFormatException(path, $"not the settings of a run: \"format\": \"{Format}\" is missing");
            }

            if (Whole(json, "version", 1) is not Version and var version)
            {
                throw new FileFormatException(path, $"version {version} of the format; this kiln reads version {Version}");
            }

            var data = Text(json, "data");
            var defaults = new RunSettings { Name = Text(json, "name") };
            return defaults with
            {
                Data = DataKinds.Parse(data) ?? throw new FileFormatException($"data: expected one of {string.Join(", ", DataKinds.Names)}, found '{data}'"),
                DataFolder = json.ContainsKey("data_dir") ? Text(json, "data_dir") : null,
                TrainSize = json.ContainsKey("train_size") ? Whole(json, "train_size", 1) : null,
                TestSize = json.ContainsKey("test_size") ? Whole(json, "test_size", 1) : null,
                Seed = Whole(json, "seed", 0),
                Epochs = Whole(json, "epochs", 1),
                BatchSize = Whole(json, "batch_size", 1),
                LearningRate = Number(json, "learning_rate"),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException || error is FileFormatException { Path: "" or null })
        {
            throw new FileFormatException(path, error.Message, error);
        }
    }

    private static string Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw new FileFormatException($"{name}: expected a text");

    private static int Whole(JsonObject json, string name, int least) =>
        json[name] is JsonValue value && value.TryGetValue(out int number) && number >= least
            ? number
            : throw new FileFormatException($"{name}: expected a whole number of {least} or more");

    private static double Number(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) && number > 0
            ? number
            : throw new FileFormatException($"{name}: expected a number above 0");
}
