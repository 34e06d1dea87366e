using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Neural;

/// <summary>
/// A saved model: a folder of <c>config.json</c> (which modules) and <c>model.safetensors</c> (their parameters by path).
/// </summary>
/// <remarks>
/// Each file is replaced atomically, and the two together as well: when the configuration changes, the new one is first written
/// beside the old as <c>config.next.json</c>; the rename of the weights, which carry the configuration's hash, decides which of the two
/// counts; and only then does the new configuration take its place. A kill at any moment leaves the old model or the new one.
/// </remarks>
internal static class ModelFiles
{
    internal const string ConfigName = "config.json";
    internal const string WeightsName = "model.safetensors";

    private const string NextConfigName = "config.next.json";
    private const string HashKey = "kiln.config_sha256";
    private const string Format = "kiln-module";
    private const int Version = 1;
    private const int MaximumConfigBytes = 16 << 20;
    private const int MaximumDepth = 128;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    internal static void Save(Module module, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        byte[] config = Encoding.UTF8.GetBytes(Describe(module));
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileWriteException(folder, $"the folder cannot be made: {error.Message}", error);
        }

        string configPath = Path.Combine(folder, ConfigName);
        string nextPath = Path.Combine(folder, NextConfigName);
        string weightsPath = Path.Combine(folder, WeightsName);
        bool same = File.Exists(configPath) && File.ReadAllBytes(configPath).AsSpan().SequenceEqual(config);
        if (!same)
        {
            AtomicFile.WriteAllBytes(File.Exists(weightsPath) ? nextPath : configPath, config);
        }

        WeightFiles.Save(module, weightsPath, new Dictionary<string, string>(StringComparer.Ordinal) { [HashKey] = Hash(config) });
        if (!same && File.Exists(nextPath))
        {
            File.Move(nextPath, configPath, overwrite: true);
        }
        else
        {
            File.Delete(nextPath);
        }
    }

    internal static Module Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{folder}: there is no such folder; a saved model is a folder with {ConfigName} and {WeightsName}");
        }

        string weightsPath = Path.Combine(folder, WeightsName);
        if (!File.Exists(weightsPath))
        {
            throw new FileNotFoundException($"{weightsPath}: the parameters are missing; a saved model has {ConfigName} and {WeightsName}", weightsPath);
        }

        using SafeTensorsFile weights = SafeTensors.Open(weightsPath);
        (string path, byte[] config) = FindConfig(folder, weights);
        Module module;
        using (LoadingScope.Enter(weights.Names.Sum(name => (long)weights.ShapeOf(name).ElementCount)))
        {
            module = Build(path, config);
        }

        WeightFiles.Load(module, weights);
        return module;
    }

    private static string Describe(Module module)
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["version"] = Version,
            ["module"] = ModuleRegistry.Write(module, "module", new HashSet<Module>(ReferenceEqualityComparer.Instance)),
        };
        return json.ToJsonString(s_indented) + "\n";
    }

    internal static Module Build(string path, byte[] config)
    {
        try
        {
            var node = JsonNode.Parse(
                config, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false }) as JsonObject;
            if (node?["format"] is not JsonValue format || !format.TryGetValue(out string? name) || name != Format)
            {
                throw new FileFormatException($"not the configuration of a saved model: \"format\": \"{Format}\" is missing");
            }

            if (node["version"] is not JsonValue version || !version.TryGetValue(out int number) || number != Version)
            {
                throw new FileFormatException(
                    $"version {node["version"]?.ToJsonString() ?? "(none)"} of the format; this Kiln reads version {Version}");
            }

            return ModuleRegistry.Read(node["module"], "module");
        }
        catch (Exception error) when (error is FileFormatException or JsonException or InvalidOperationException)
        {
            // JsonNode reports text that is not Unicode as an invalid operation, when it is first looked at.
            throw new FileFormatException(path, error.Message, error);
        }
    }

    private static (string Path, byte[] Config) FindConfig(string folder, SafeTensorsFile weights)
    {
        string nextPath = Path.Combine(folder, NextConfigName);
        if (File.Exists(nextPath) && weights.Metadata.TryGetValue(HashKey, out string? hash))
        {
            byte[] next = Read(nextPath);
            if (Hash(next) == hash)
            {
                return (nextPath, next);
            }
        }

        string configPath = Path.Combine(folder, ConfigName);
        return File.Exists(configPath)
            ? (configPath, Read(configPath))
            : throw new FileNotFoundException($"{configPath}: the configuration is missing; a saved model has {ConfigName} and {WeightsName}", configPath);
    }

    private static byte[] Read(string path)
    {
        long length = new FileInfo(path).Length;
        return length <= MaximumConfigBytes
            ? File.ReadAllBytes(path)
            : throw new FileFormatException(path, $"a configuration of {length} bytes; at most {MaximumConfigBytes} are read");
    }

    private static string Hash(byte[] config) => Convert.ToHexStringLower(SHA256.HashData(config));
}
