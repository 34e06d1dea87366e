using System.IO.Compression;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Comma-separated text, plain or gzip: separator, header, encoding, types and missing values are found out, quotation marks are those of RFC 4180. A type
/// is that of the whole column: one word among a million numbers makes it a column of text. The file is read twice (once to count and to look), so that
/// every array is made once; a table of numbers takes 8 bytes a value and nothing besides.
/// </summary>
public static class Csv
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FileFormatException">It is no table; the message names file, line and column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Table Read(string path, CsvOptions? options = null, CancellationToken cancellation = default) =>
        CsvTables.Read(CsvSource.OfFile(path, options ?? new()), options ?? new(), cancellation);

    /// <summary>Reads what a stream still holds; it is kept in memory as it is until the table stands.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FileFormatException">It is no table; the message names line and column.</exception>
    public static Table Read(Stream stream, CsvOptions? options = null, CancellationToken cancellation = default) =>
        CsvTables.Read(CsvSource.OfStream(stream, "csv"), options ?? new(), cancellation);

    /// <summary>Reads bytes in memory.</summary>
    /// <param name="bytes">The text, plain or gzip.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <exception cref="FileFormatException">They are no table; the message names line and column.</exception>
    public static Table Read(byte[] bytes, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return CsvTables.Read(CsvSource.OfBytes(bytes, "csv"), options ?? new(), CancellationToken.None);
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">Lines of values.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <exception cref="FileFormatException">It is no table; the message names line and column.</exception>
    public static Table Parse(string text, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(System.Text.Encoding.UTF8.GetBytes(text), options);
    }

    /// <summary>
    /// Reads a file as what an estimator learns from. Where every column but the target is of numbers they go straight into one matrix, row after row,
    /// 8 bytes a value; otherwise the features are a table.
    /// </summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="target">The column to predict; the others are the features.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FileFormatException">It is no table; the message names file, line and column.</exception>
    /// <exception cref="DatasetException">There is no column of that name, or it has missing values, or another feature has the target's name.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (Features X, Target Y) ReadSupervised(string path, string target, CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var (x, y) = CsvTables.ReadFeatures(CsvSource.OfFile(path, options ?? new()), target, options ?? new(), cancellation);
        return (x, y!);
    }

    /// <summary>Reads a file as features alone, as <see cref="ReadSupervised"/> does: what predictions are made of.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FileFormatException">It is no table; the message names file, line and column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Features ReadFeatures(string path, CsvOptions? options = null, CancellationToken cancellation = default) =>
        CsvTables.ReadFeatures(CsvSource.OfFile(path, options ?? new()), null, options ?? new(), cancellation).X;

    /// <summary>The line of a file in which a row of its table stands, for messages about the row: rows count from 0, lines from 1, and a header is a line.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <param name="row">The row.</param>
    /// <param name="options">How it was read; null to find out.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="FileFormatException">It is no table.</exception>
    public static long LineOf(string path, int row, CsvOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        var source = CsvSource.OfFile(path, options ?? new());
        return CsvTables.LineOf(source, options ?? new(), CsvScan.Run(source, options ?? new(), CancellationToken.None), row);
    }

    /// <summary>Writes a table with a header, all or nothing; gzip when the name ends in ".gz". Numbers are written so that they read back the same.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="separator">What stands between two values; a comma by default.</param>
    /// <param name="cancellation">Stops it; the old file is unchanged.</param>
    /// <exception cref="FileWriteException">The folder is missing or not writable, or the disk is full; the old file is unchanged.</exception>
    public static void Write(Table table, string path, char separator = ',', CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, file =>
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                Write(table, file, separator, cancellation);
                return;
            }

            using var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
            Write(table, gzip, separator, cancellation);
        });
    }

    /// <summary>Writes a table with a header to a stream, as UTF-8.</summary>
    /// <param name="table">The table.</param>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="separator">What stands between two values; a comma by default.</param>
    /// <param name="cancellation">Stops it within a few thousand rows.</param>
    public static void Write(Table table, Stream stream, char separator = ',', CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(stream);
        CsvWriting.Write(table, stream, separator, cancellation);
    }
}
