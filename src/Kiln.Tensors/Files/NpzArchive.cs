using System.IO.Compression;

namespace Kiln.Tensors;

/// <summary>An .npz archive opened for reading, whose directory has been checked against its size.</summary>
/// <remarks>
/// What an archive claims is bounded before any memory is taken: deflate cannot shrink data by more than 1032 to 1, so an entry that
/// claims more lies; entries that share compressed bytes (how bombs beat that ratio) add up to more than the file.
/// </remarks>
internal sealed class NpzArchive : IDisposable
{
    private const string Extension = ".npy";
    private const int DeflateRatio = 1032;
    private readonly ZipArchive _archive;
    private readonly string _name;
    private readonly OrderedDictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private NpzArchive(ZipArchive archive, string name)
    {
        _archive = archive;
        _name = name;
    }

    internal IReadOnlyList<string> Names => [.. _entries.Keys];

    internal static NpzArchive Open(Stream stream, string name, long maximumBytes)
    {
        var opened = new NpzArchive(new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true), name);
        try
        {
            opened.Check(stream.Length, maximumBytes);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    internal Tensor Read(string array)
    {
        if (!_entries.TryGetValue(array, out var entry))
        {
            throw new KeyNotFoundException($"{_name}: has no array '{array}'; it holds {string.Join(", ", _entries.Keys.Take(20))}");
        }

        var name = $"{_name}[{array}]";
        using var contents = new ChecksumStream(entry.Open());
        var header = NpyHeader.Read(contents, name);
        var tensor = Npy.ReadElements(contents, header, entry.Length - contents.Count, name);
        if (contents.Count != entry.Length || contents.ReadByte() >= 0)
        {
            throw new FileFormatException(name, $"the array takes {contents.Count} bytes, the archive says {entry.Length}");
        }

        return contents.Crc == entry.Crc32
            ? tensor
            : throw new FileFormatException(name, $"the contents' checksum is {contents.Crc:x8}, the archive says {entry.Crc32:x8}; the file is damaged");
    }

    public void Dispose() => _archive.Dispose();

    private void Check(long fileBytes, long maximumBytes)
    {
        long compressed = 0, total = 0;
        foreach (var entry in _archive.Entries)
        {
            var name = entry.FullName;
            if (!name.EndsWith(Extension, StringComparison.Ordinal))
            {
                throw new FileFormatException(_name, $"the archive holds '{name}'; expected arrays only, with names that end in {Extension}");
            }

            if (!_entries.TryAdd(name[..^Extension.Length], entry))
            {
                throw new FileFormatException(_name, $"the archive holds '{name}' twice");
            }

            if (entry.CompressedLength < 0 || entry.Length < 0 || entry.Length / DeflateRatio > entry.CompressedLength + 1)
            {
                throw new FileFormatException(
                    _name, $"'{name}' claims to unpack from {entry.CompressedLength} to {entry.Length} bytes, more than deflate can do");
            }

            compressed = checked(compressed + entry.CompressedLength);
            total = checked(total + entry.Length);
        }

        if (compressed > fileBytes)
        {
            throw new FileFormatException(_name, $"the entries claim {compressed} compressed bytes, the file has {fileBytes}");
        }

        if (total > maximumBytes)
        {
            throw new FileFormatException(
                _name, $"the arrays take {total} bytes unpacked, at most {maximumBytes} are allowed; raise maximumBytes if the file is trusted");
        }
    }

    /// <summary>Counts and checks what is read through it.</summary>
    private sealed class ChecksumStream(Stream inner) : Stream
    {
        internal long Count { get; private set; }

        internal uint Crc { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Crc = Crc32.Append(Crc, buffer[..read]);
            Count += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
