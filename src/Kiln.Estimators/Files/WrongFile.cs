using System.Text;

namespace Kiln.Estimators;

/// <summary>Says what a file is that was taken for a model: people pass the table, a pickle, or weights of a network.</summary>
internal static class WrongFile
{
    private const int Looked = 40;

    /// <summary>The error for a file that is no safetensors file.</summary>
    public static FileFormatException Explain(string path, FileFormatException error)
    {
        var bytes = new byte[Looked];
        using (var file = File.OpenRead(path))
        {
            bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }

        return Kind(bytes) is { } kind
            ? new(path, $"{kind}, and no model as Model.Save writes them (safetensors)", error)
            : error;
    }

    private static string? Kind(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return "the file is empty";
        }

        if (bytes.StartsWith("PK"u8))
        {
            return "a zip archive, such as .npz or PyTorch's .pt";
        }

        if (bytes.Length > 1 && bytes[0] == 0x80 && bytes[1] is >= 2 and <= 5)
        {
            return "a Python pickle, which Kiln never runs";
        }

        // The first eight bytes of safetensors are a length: of a file of less than 4 GB the last four of them are 0, and no letter is.
        return bytes.ContainsAnyInRange((byte)0, (byte)8) ? null : $"the file is text (it begins \"{Line(bytes)}\")";
    }

    private static string Line(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd('\uFFFD') + (end < 0 ? "…" : string.Empty);
    }
}
