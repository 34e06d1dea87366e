using System.Security.Cryptography;
using System.Text.Json;

namespace Kiln.Cli.Tests;

/// <summary>What tests ask about a finished run of the program.</summary>
internal static class RunOfTheProgram
{
    /// <summary>Settings with which a run takes a second or two.</summary>
    public static string[] Quick { get; } = ["--train-size", "400", "--test-size", "100", "--epochs", "1", "--batch-size", "32"];

    /// <summary>The objects on standard output, each line one.</summary>
    public static IReadOnlyList<JsonElement> Json(this Finished run) => [.. run.OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The only object of a type.</summary>
    public static JsonElement Json(this Finished run, string type) =>
        run.Json().Where(line => line.GetProperty("type").GetString() == type).ShouldHaveSingleItem();

    /// <summary>The commands printed to be pasted.</summary>
    public static IReadOnlyList<string> CommandsToPaste(this Finished run) =>
        [.. run.OutputLines.Select(line => line.Trim()).Where(line => line.StartsWith(KilnProcess.Command, StringComparison.Ordinal))];

    /// <summary>Whether a run has saved a checkpoint.</summary>
    public static bool HasCheckpoint(string run) =>
        Directory.Exists(Path.Combine(run, "checkpoints")) && Directory.EnumerateDirectories(Path.Combine(run, "checkpoints"), "step-*").Any();
    /// <summary>A fingerprint of the trained parameters.</summary>
    public static string Parameters(string run) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(run, "model.safetensors"))));
}
