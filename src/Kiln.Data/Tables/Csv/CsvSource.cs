using System.Text;
using CsvHelper;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// A file, or bytes in memory, that can be read from its beginning more than once; plain or gzip, which is noticed by the first two bytes.
/// </summary>
internal sealed class CsvSource
{
    private const int SniffBytes = 4096;
    private const int BufferSize = 1 << 18;

    private readonly Func<Stream> _open;

    private CsvSource(string name, Func<Stream> open) => (Name, _open) = (name, open);

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    /// <summary>A file, which is opened for each reading. A pipe gives its bytes but once, and they are kept in memory.</summary>
    public static CsvSource OfFile(string path, CsvOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[]? kept = null;
        return new(path, () =>
        {
            if (kept is not null)
            {
                return new MemoryStream(kept, writable: false);
            }

            var file = options.Open?.Invoke(path) ?? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            if (file.CanSeek)
            {
                return file;
            }

            using (file)
            {
                kept = All(file);
            }

            return new MemoryStream(kept, writable: false);
        });
    }

    public static CsvSource OfBytes(byte[] bytes, string name) => new(name, () => new MemoryStream(bytes, writable: false));

    /// <summary>What a stream still holds: read where it stands when it can go back, otherwise kept in memory first.</summary>
    public static CsvSource OfStream(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return OfBytes(All(stream), name);
    }

    /// <summary>Opens it once more.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="separator">The separator; null to find out.</param>
    /// <param name="encoding">The encoding; null for UTF-8 or what the byte order mark says.</param>
    public CsvPass Open(CsvOptions options, char? separator, Encoding? encoding)
    {
        var mark = CsvEncoding.Mark(encoding);
        var isMarked = mark.Length > 0 && Head(mark.Length).AsSpan().SequenceEqual(mark);
        var raw = _open();
        var data = IsGzip(raw) ? new WholeGzip(raw) : raw;
        data.ReadExactly(isMarked ? mark : []);

        var reader = CsvReader.Create(data, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = separator,
            Encoding = CsvEncoding.Marking(encoding),
            CommentPrefix = options.Comment,
            MaxRecordSize = options.MaxLineBytes,
            BufferSize = BufferSize,
            TrackLineNumbers = true,
            TrimWhitespace = true,
        });
        return new CsvPass(this, reader, raw);
    }

    /// <summary>
    /// The encoding where the first bytes show it: UTF-8 and UTF-16 by their byte order marks (then it has a preamble), and UTF-16 without one by a zero in every other byte of its ASCII
    /// letters; null where they do not.
    /// </summary>
    public Encoding? GuessEncoding()
    {
        var bytes = Head(SniffBytes);
        foreach (var marked in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            // The mark of UTF-32 begins with that of UTF-16: of that the parser sees to.
            if (bytes.AsSpan().StartsWith(marked.Preamble) && !bytes.AsSpan().StartsWith(Encoding.UTF32.Preamble))
            {
                return marked;
            }
        }

        var (even, odd) = (0, 0);
        var count = bytes.Length & ~1;
        for (var i = 0; i < count; i += 2)
        {
            even += bytes[i] == 0 ? 1 : 0;
            odd += bytes[i + 1] == 0 ? 1 : 0;
        }

        // A few zeros on the other side are letters of other scripts, or units that are no text.
        return (even, odd) switch
        {
            _ when odd > count / 4 && 8 * even <= odd => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            _ when even > count / 4 && 8 * odd <= even => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            _ => null,
        };
    }

    public FileFormatException Damaged(Exception e) => new(Name, "the gzip data are damaged or cut short; fetch the file again", e);

    /// <summary>The first bytes; fewer where there are no more.</summary>
    private byte[] Head(int count)
    {
        using var raw = _open();
        using var data = IsGzip(raw) ? new WholeGzip(raw) : raw;
        var bytes = new byte[count];
        try
        {
            return bytes[..data.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private static byte[] All(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static bool IsGzip(Stream raw)
    {
        var isGzip = raw.ReadByte() == 0x1F && raw.ReadByte() == 0x8B;
        raw.Position = 0;
        return isGzip;
    }
}
