namespace Kiln.Data;

/// <summary>Picture files that can be read one by one, from many threads.</summary>
internal abstract class PictureFiles
{
    /// <summary>Where the files come from, for messages.</summary>
    internal abstract string Source { get; }

    /// <summary>The files' paths within the source, parts separated by slashes.</summary>
    internal abstract IReadOnlyList<string> Names { get; }

    /// <summary>The bytes of a file, good until this thread reads the next.</summary>
    internal abstract ReadOnlySpan<byte> Read(int index);

    /// <summary>Whether a name is that of a picture.</summary>
    internal static bool IsPicture(string name) =>
        Path.GetExtension(name).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";

    /// <summary>Names of archives as paths: slashes, and no "./" in front.</summary>
    internal static string Normalize(string name)
    {
        name = name.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal))
        {
            name = name[2..];
        }

        return name.TrimStart('/');
    }
}
