using System.Diagnostics;
using CsvHelper;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>One reading of a file from beginning to end; turns the errors of the parser into ones that name file and line, and reports progress.</summary>
internal sealed class CsvPass(CsvSource source, CsvReader reader, Stream raw) : IDisposable
{
    // Looked at once in so many records: a clock costs more than a record.
    private const int RecordsBetweenReports = 4096;

    private static readonly TimeSpan s_betweenReports = TimeSpan.FromMilliseconds(100);

    private readonly long _length = Math.Max(1, raw.Length);
    private long _lastReport = Stopwatch.GetTimestamp();
    private long _records;

    /// <summary>The parser, standing on a record.</summary>
    public CsvReader Reader => reader;

    /// <summary>How much of the file has been read, 0 to 1.</summary>
    public double Fraction => raw.CanRead ? Math.Min(1, (double)raw.Position / _length) : 1;

    /// <summary>Goes to the next record.</summary>
    /// <exception cref="FileFormatException">The bytes are no such text.</exception>
    public bool Read()
    {
        try
        {
            return reader.Read();
        }
        catch (InvalidDataException e)
        {
            throw source.Damaged(e);
        }
        catch (CsvFormatException e)
        {
            throw new FileFormatException(source.Name, $"line {Math.Max(1, e.LineNumber)}: {e.Message.Replace(nameof(CsvReaderOptions.MaxRecordSize), $"{nameof(CsvOptions)}.{nameof(CsvOptions.MaxLineBytes)}", StringComparison.Ordinal)} Is there a quotation mark that is never closed?", e);
        }
    }

    /// <summary>Whether it is time to report and to look for a cancellation.</summary>
    public bool IsTimeToReport(CancellationToken cancellation)
    {
        if (++_records % RecordsBetweenReports != 0)
        {
            return false;
        }

        cancellation.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(_lastReport) < s_betweenReports)
        {
            return false;
        }

        _lastReport = Stopwatch.GetTimestamp();
        return true;
    }

    public void Dispose() => reader.Dispose();
}
