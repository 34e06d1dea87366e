namespace Kiln.Data;

/// <content>To and from files.</content>
public sealed partial class Table
{
    /// <summary>Reads comma-separated text, plain or gzip; see <see cref="Csv"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null to find out.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="Kiln.Tensors.FileFormatException">It is no table; the message names file, line and column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Table ReadCsv(string path, CsvOptions? options = null, CancellationToken cancellation = default) => Csv.Read(path, options, cancellation);

    /// <summary>Writes comma-separated text with a header, all or nothing; gzip when the name ends in ".gz".</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="separator">What stands between two values; a comma by default.</param>
    /// <param name="cancellation">Stops it; the old file is unchanged.</param>
    /// <exception cref="Kiln.Tensors.FileWriteException">The folder is missing or not writable, or the disk is full.</exception>
    public void WriteCsv(string path, char separator = ',', CancellationToken cancellation = default) => Csv.Write(this, path, separator, cancellation);
}
