using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kiln.Estimators;

/// <summary>Says in plain words where text is no JSON.</summary>
internal static class JsonFault
{
    // What the parser says of the commonest slips is meant for who calls it.
    private static readonly (string Said, string Plain)[] s_slips =
    [
        ("JSON object contains a trailing comma", "there is a comma before the closing brace"),
        ("JSON array contains a trailing comma", "there is a comma before the closing bracket"),
        ("depth to be zero", "it ends before all braces and brackets are closed"),
        ("does not contain any JSON tokens", "it is empty"),
    ];

    /// <summary>"line 3, column 5: no valid JSON: 'x' is an invalid start of a value": what the parser says, with its place as editors count it.</summary>
    /// <param name="error">What the parser threw.</param>
    /// <param name="text">The text; null where it is not at hand, and the column counts bytes then.</param>
    public static string Describe(JsonException error, string? text = null)
    {
        var message = error.Message;
        foreach (var end in (ReadOnlySpan<string>)[" Path:", " LineNumber:"])
        {
            var at = message.IndexOf(end, StringComparison.Ordinal);
            message = at < 0 ? message : message[..at];
        }

        message = message.TrimEnd('.', ' ');
        message = Array.Find(s_slips, slip => message.Contains(slip.Said, StringComparison.Ordinal)).Plain ?? message;
        return error is { LineNumber: { } line, BytePositionInLine: { } bytes }
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {Characters(text, line, bytes) + 1}: no valid JSON: {message}")
            : $"no valid JSON: {message}";
    }

    private static long Characters(string? text, long line, long bytes)
    {
        var lines = text?.Split('\n') ?? [];
        return line < lines.Length && Encoding.UTF8.GetBytes(lines[line]) is var utf8 && bytes <= utf8.Length ? Encoding.UTF8.GetCharCount(utf8, 0, (int)bytes) : bytes;
    }
}
