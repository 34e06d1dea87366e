using System.Globalization;
using System.IO.Compression;
using System.Text;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// The text form of sparse samples that libsvm, liblinear and SVMlight read: a line for each sample, <c>TARGET [qid:N] COLUMN:VALUE …</c>, "#" begins a comment
/// (scikit-learn: <c>load_svmlight_file</c>, <c>dump_svmlight_file</c>).
/// </summary>
public static class SvmLight
{
    /// <summary>Reads a file, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="FileFormatException">A line is none of the form; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SvmLightData Read(string path, SvmLightOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(file, options, path);
    }

    /// <summary>Reads bytes, plain or gzip.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="FileFormatException">A line is none of the form; the message names it.</exception>
    public static SvmLightData Read(byte[] bytes, SvmLightOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var memory = new MemoryStream(bytes, writable: false);
        return Read(memory, options, "svmlight");
    }

    /// <summary>Writes a file, all or nothing; gzip when the name ends in ".gz". Numbers are written so that they read back the same.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">Their targets, numbers.</param>
    /// <param name="zeroBased">Whether the first column is 0 (default) or 1.</param>
    /// <param name="queries">The query of each sample, for ranking; null for none.</param>
    /// <exception cref="DatasetException">The numbers of samples differ, or the target is text.</exception>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public static void Write(string path, SparseMatrix x, Target y, bool zeroBased = true, IReadOnlyList<long>? queries = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, file =>
        {
            using var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null;
            Write(gzip ?? file, x, y, zeroBased, queries);
        });
    }

    /// <summary>Writes to a stream, as UTF-8.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">Their targets, numbers; several outputs are separated by commas.</param>
    /// <param name="zeroBased">Whether the first column is 0 (default) or 1.</param>
    /// <param name="queries">The query of each sample; null for none.</param>
    /// <exception cref="DatasetException">The numbers of samples differ, or the target is text.</exception>
    public static void Write(Stream stream, SparseMatrix x, Target y, bool zeroBased = true, IReadOnlyList<long>? queries = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.RowCount != y.Count || (queries is not null && queries.Count != y.Count))
        {
            throw new DatasetException($"svmlight: {x.RowCount} samples, {y.Count} targets{(queries is null ? string.Empty : $" and {queries.Count} queries")}; one of each is needed");
        }

        var numbers = y.Numbers("svmlight").ToArray();
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        for (var row = 0; row < x.RowCount; row++)
        {
            for (var output = 0; output < y.Outputs; output++)
            {
                writer.Write(output == 0 ? string.Empty : ",");
                writer.Write(numbers[(row * y.Outputs) + output].ToString("R", CultureInfo.InvariantCulture));
            }

            if (queries is not null)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $" qid:{queries[row]}"));
            }

            for (var i = x.RowStarts[row]; i < x.RowStarts[row + 1]; i++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $" {x.ColumnIndices[i] + (zeroBased ? 0 : 1)}:{x.Values[i]:R}"));
            }

            writer.WriteLine();
        }
    }

    private static SvmLightData Read(Stream file, SvmLightOptions? options, string name)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        try
        {
            using Stream? gzip = isGzip ? new WholeGzip(file) : null;
            return new SvmLightReader(name, options ?? new()).Read(gzip ?? file);
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(name, "the gzip data are damaged or cut short; fetch the file again", e);
        }
    }
}
