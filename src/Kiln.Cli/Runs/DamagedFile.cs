using System.Text.Json;

using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>Says of a file that cannot be read which one it is, where it is damaged and what to do.</summary>
internal static class DamagedFile
{
    /// <summary>The message.</summary>
    /// <param name="error">What reading it threw.</param>
    /// <param name="remedy">What to do: a sentence.</param>
    public static string Describe(FileFormatException error, string remedy)
    {
        if (error.InnerException is not JsonException broken || error.Path.Length == 0)
        {
            // Which argument of which method was at fault says nothing to a user of the command.
            var message = error.InnerException is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : error.Message;
            return $"{LibraryMessages.Translate(message)} {remedy}";
        }

        return Describe(error.Path, broken, remedy);
    }

    /// <summary>The message for a file that is no JSON.</summary>
    /// <param name="file">The file.</param>
    /// <param name="broken">What reading it threw.</param>
    /// <param name="remedy">What to do: a sentence.</param>
    public static string Describe(string file, JsonException broken, string remedy)
    {
        var path = Invocation.PathToType(file);
        return new FileInfo(file) is { Exists: true, Length: 0 }
            ? $"{path} is damaged: the file is empty. {remedy}"
            : $"{path} is damaged: it stops being JSON{Place(broken)}. {remedy}";
    }

    private static string Place(JsonException broken) =>
        broken is { LineNumber: { } line, BytePositionInLine: { } column } ? $" in line {line + 1}, at byte {column + 1}" : "";
}
