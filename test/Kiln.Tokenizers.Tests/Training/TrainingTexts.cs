using System.IO.Compression;
using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>The texts that the goldens of training are made of; see the scripts in Goldens.</summary>
internal static class TrainingTexts
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public static string Path(string file)
    {
        var root = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"needs {file} in the folder that KILN_TEST_DATA names; the variable is not set");
        var path = System.IO.Path.Combine(root!, file);
        Assert.SkipUnless(File.Exists(path), $"needs {file} in the folder that KILN_TEST_DATA names");
        return path;
    }

    /// <summary>A file's bytes; those of a file that ends in .gz unpacked.</summary>
    public static byte[] Bytes(string file)
    {
        using var stream = File.OpenRead(Path(file));
        return file.EndsWith(".gz", StringComparison.Ordinal) ? All(new GZipStream(stream, CompressionMode.Decompress)) : All(stream);
    }

    /// <summary>Lines by the name that the goldens have for them.</summary>
    public static string[] Named(string name) => name switch
    {
        "shakespeare" => [.. Lines(Bytes("text/tinyshakespeare.txt"))],
        "multi30k" => [.. Lines(Bytes("multi30k/train.en.gz")), .. Lines(Bytes("multi30k/train.de.gz"))],
        _ => [.. Languages(), .. Lines(Bytes("zh/waimai_10k.csv")).Take(2000)],
    };

    private static List<string> Languages()
    {
        using var packed = ZipFile.OpenRead(Path("text/nltk_udhr.zip"));
        var lines = new List<string>();
        foreach (var entry in packed.Entries.Where(entry => entry.FullName.Contains("UTF8", StringComparison.Ordinal)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using var stream = entry.Open();
            lines.AddRange(Lines(All(stream)));
        }

        return lines;
    }

    private static IEnumerable<string> Lines(byte[] data)
    {
        string text;
        try
        {
            text = s_strict.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return [];
        }

        return text.Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim(' ')).Where(line => line.Length > 0 && !line.Any(IsOdd) && Encoding.UTF8.GetByteCount(line) < 4000);
    }

    private static bool IsOdd(char value) => value is < ' ' or (>= '\u007F' and <= '\u00A0') or '\u2028' or '\u2029' or '\u2585' or '\uFEFF';

    private static byte[] All(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
