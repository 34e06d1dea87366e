using System.Text.Json;

namespace Kiln.Estimators;

/// <summary>Says in plain words where text is no JSON.</summary>
internal static class JsonFault
{
    /// <summary>"line 3, character 5: 'x' is an invalid start of a value": what the parser says, with its place as editors count it.</summary>
    public static string Describe(JsonException error)
    {
        var message = error.Message;
        foreach (var end in (ReadOnlySpan<string>)[" Path:", " LineNumber:"])
        {
            var at = message.IndexOf(end, StringComparison.Ordinal);
            message = at < 0 ? message : message[..at];
        }

        message = message.TrimEnd('.', ' ');
        return error is { LineNumber: { } line, BytePositionInLine: { } column } ? $"line {line + 1}, character {column + 1}: no valid JSON: {message}" : $"no valid JSON: {message}";
    }
}
