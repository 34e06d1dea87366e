using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

using Kiln.Estimators;
using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>
/// The folder of a fitted estimator: model.safetensors (the model with its settings) and fit.json (target and kinds of columns, for reading tables to
/// predict from).
/// </summary>
internal sealed class FittedFolder : IDisposable
{
    private const string Model = "model.safetensors";
    private const string Settings = "fit.json";
    private const string Format = "kiln-fit";
    private const string Checksum = "model_sha256";
    private const int Version = 1;

    private readonly string? _made;
    private bool _begun;
    private bool _saved;

    private FittedFolder(string path, string? made = null) => (Path, _made) = (path, made);

    /// <summary>The folder, in full.</summary>
    public string Path { get; }

    /// <summary>The fit that the folder already held; null where there was none.</summary>
    public string? Earlier { get; private init; }

    /// <summary>Whether a folder holds a fitted estimator.</summary>
    public static bool Is(string path) => System.IO.File.Exists(System.IO.Path.Combine(path, Settings)) && !System.IO.File.Exists(System.IO.Path.Combine(path, "run.json"));

    /// <summary>Whether a path is one of the two files that a folder's fit is saved in.</summary>
    public static bool Owns(string folder, string path) => OutputPlace.Same(path, System.IO.Path.Combine(folder, Model)) || OutputPlace.Same(path, System.IO.Path.Combine(folder, Settings));

    /// <summary>
    /// Makes the folder, so that a place that cannot be written is found out before the fit. An earlier fit in it is replaced when the new one is saved; a folder
    /// that was made for a fit that fails goes again.
    /// </summary>
    /// <exception cref="UserException">Something else stands there, or it cannot be written.</exception>
    public static FittedFolder Create(string wanted)
    {
        var path = System.IO.Path.GetFullPath(wanted);
        if (System.IO.File.Exists(path))
        {
            throw new UserException($"--out {wanted}: this is a file; name a folder.");
        }

        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !Is(path))
        {
            throw new UserException($"--out {wanted}: the folder is not empty and holds no fitted estimator; choose another.");
        }

        var made = FirstMissing(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputPlace.Refused("--out", wanted, System.IO.Path.GetDirectoryName(made ?? path)!, error);
        }

        OutputPlace.Try("--out", wanted, path);
        return new(path, made) { Earlier = EarlierFit(path) };
    }

    /// <summary>Opens the folder of an earlier fit.</summary>
    public static FittedFolder Open(string path) => new(System.IO.Path.GetFullPath(path));

    /// <summary>Saves a model.</summary>
    public void Save(PredictorModel model, string target, ColumnKinds kinds)
    {
        _begun = true;
        model.Save(File(Model));
        var json = new JsonObject
        {
            ["format"] = Format,
            ["version"] = Version,
            [Checksum] = Sum(),
            ["estimator"] = model.Estimator.Name,
            ["target"] = target,
            ["numbers"] = new JsonArray([.. kinds.Numbers.Select(name => (JsonNode?)JsonValue.Create(name))]),
            ["texts"] = new JsonArray([.. kinds.Texts.Select(name => (JsonNode?)JsonValue.Create(name))]),
        };
        AtomicFile.WriteAllBytes(File(Settings), System.Text.Encoding.UTF8.GetBytes(json.ToJsonString() + "\n"));
        _saved = true;
    }

    /// <summary>Removes the folders that were made for a fit that was not saved, where nothing else has come into them.</summary>
    public void Dispose()
    {
        if (_begun && !_saved && Earlier is null)
        {
            // The first of the two files may be there without the second, which says what it is.
            Attempt(() => System.IO.File.Delete(File(Model)));
        }

        for (var path = _saved || _made is null ? null : Path; path is not null && path.Length >= _made!.Length; path = System.IO.Path.GetDirectoryName(path))
        {
            if (!Attempt(() => Directory.Delete(path)))
            {
                return; // Somebody else's file is in it.
            }
        }
    }

    /// <summary>Does something that may fail: the fit's own error is the one to report.</summary>
    private static bool Attempt(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads the model and the kinds of its columns.</summary>
    /// <exception cref="UserException">A file is damaged.</exception>
    public (PredictorModel Model, ColumnKinds Kinds) Load()
    {
        try
        {
            MustBeRegular(Settings);
            var json = JsonNode.Parse(System.IO.File.ReadAllText(File(Settings))) as JsonObject ?? throw new FormatException("it is no JSON object");
            CheckFormat(Text(json, "format"), VersionOf(json));
            ColumnKinds kinds = new(Names(json, "numbers"), Names(json, "texts"));
            if (!System.IO.File.Exists(File(Model)))
            {
                throw new UserException($"{Path}: {Settings} is there, but the model's file {Model} is missing. Put back a copy, or fit again with {Invocation.CommandLine("fit")} … --out.");
            }

            MustBeRegular(Model);
            if (Text(json, Checksum) is { } sum && !string.Equals(sum, Sum(), StringComparison.OrdinalIgnoreCase))
            {
                throw new UserException($"{File(Model)} is not the file that was saved: its checksum differs from the one in {Settings}, so it is damaged or of another fit. Put back a copy of both, or fit again with {Invocation.CommandLine("fit")} … --out.");
            }

            var model = Estimators.Model.Load(File(Model)) as PredictorModel ?? throw new UserException($"{File(Model)} holds a model that predicts nothing.");
            return (model, kinds);
        }
        catch (JsonException error)
        {
            throw new UserException(DamagedFile.Describe(File(Settings), error, $"Put back a copy, or fit again with {Invocation.CommandLine("fit")} … --out."), error);
        }
        catch (Exception error) when (error is ArgumentException or FormatException and not FileFormatException)
        {
            throw new UserException($"{File(Settings)} is damaged ({(error is ArgumentException ? "a name comes twice" : error.Message)}). Put back a copy, or fit again with {Invocation.CommandLine("fit")} … --out.", error);
        }
        catch (FileFormatException error)
        {
            throw new UserException(DamagedFile.Describe(error, "Put back a copy, or fit again."), error);
        }
    }

    /// <summary>A device or a pipe, also behind a link, may have no end.</summary>
    private void MustBeRegular(string name)
    {
        if (AtomicFile.IsDevice(File(name)) || (System.IO.File.ResolveLinkTarget(File(name), returnFinalTarget: true) is { } target && AtomicFile.IsDevice(target.FullName)))
        {
            throw new UserException($"{File(name)} is not a regular file. Put back a copy, or fit again with {Invocation.CommandLine("fit")} … --out.");
        }
    }

    /// <summary>The SHA-256 of the model's file: a bit that is turned over in a weight is still a weight, and nothing else would show it.</summary>
    private string Sum()
    {
        using var file = System.IO.File.OpenRead(File(Model));
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private void CheckFormat(string? format, int? version)
    {
        if (format != Format || version is not >= 1)
        {
            throw new UserException($"{File(Settings)} is not as {Invocation.CommandLine("fit")} writes it: expected \"format\": \"{Format}\" and \"version\": {Version}, "
                + $"found {(format is null ? "no format" : $"the format '{format}'")} and {(version is null ? "no version" : $"version {version}")}. Put back a copy, or fit again.");
        }

        if (version > Version)
        {
            throw new UserException($"{File(Settings)} is of version {version}, and this kiln reads up to version {Version}. Predict with a newer kiln, or fit again with this one.");
        }
    }

    /// <summary>The topmost folder of a path that does not exist; null where all do.</summary>
    private static string? FirstMissing(string path)
    {
        string? missing = null;
        for (var at = path; at is not null && !Directory.Exists(at); at = System.IO.Path.GetDirectoryName(at))
        {
            missing = at;
        }

        return missing;
    }

    private static string? EarlierFit(string path)
    {
        try
        {
            return Is(path) && !AtomicFile.IsDevice(System.IO.Path.Combine(path, Settings)) && JsonNode.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(path, Settings))) is JsonObject json
                ? $"an earlier fit ({json["estimator"]} for '{json["target"]}')"
                : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return "an earlier fit (damaged)"; // An argument: a name that comes twice.
        }
    }

    private static string? Text(JsonObject json, string key) =>
        json[key] is not { } node ? null : node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new FormatException($"\"{key}\" is no text");

    private static int? VersionOf(JsonObject json) =>
        json["version"] is not { } node ? null : node is JsonValue value && value.TryGetValue<int>(out var version) ? version : throw new FormatException("\"version\" is no whole number");

    private static string[] Names(JsonObject json, string key)
    {
        var list = json[key] as JsonArray ?? throw new FormatException(json.ContainsKey(key) ? $"\"{key}\" is no list of columns" : $"\"{key}\", a list of columns, is missing");
        return [.. list.Select((node, i) => node is JsonValue value && value.TryGetValue<string>(out var name) ? name : throw new FormatException($"\"{key}\": item {i + 1} of the list is no column's name"))];
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
