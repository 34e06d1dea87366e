using System.Formats.Tar;
using System.IO.Compression;
using Kiln.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Kiln.Data;

/// <summary>
/// The pictures of a tar archive. Nothing is unpacked to the disk, so that names in the archive, whatever they are, name nothing outside. Of a
/// plain archive only the places of its files are kept, and each is read when it is asked for; of a compressed one the picture files are
/// kept in memory.
/// </summary>
internal sealed class TarPictures : PictureFiles
{
    /// <summary>Files that are kept are collected in pieces of this size: fewer objects than one array each.</summary>
    private const int PieceBytes = 1 << 24;

    [ThreadStatic]
    private static byte[]? t_buffer;

    private readonly List<string> _names = [];
    private readonly List<(long Offset, int Length, byte[]? Piece)> _places = [];
    private readonly ImageFolderOptions _options;

    // Closed by its finalizer with the data set: nobody has to call Dispose.
    private readonly SafeFileHandle? _file;
    private byte[] _piece = [];
    private int _used;
    private long _kept;

    internal TarPictures(string path, ImageFolderOptions options)
    {
        (Source, _options) = (path, options);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            Span<byte> magic = stackalloc byte[2];
            var compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            if (compressed)
            {
                using var gzip = new GZipStream(file, CompressionMode.Decompress);
                ReadEntries(gzip, keep: true);
            }
            else
            {
                ReadEntries(file, keep: false);
                _file = File.OpenHandle(path);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException and not FileFormatException)
        {
            throw new FileFormatException(path, "the archive is damaged, cut short, or neither tar nor tar.gz", e);
        }
    }

    internal override string Source { get; }

    internal override IReadOnlyList<string> Names => _names;

    internal override ReadOnlySpan<byte> Read(int index)
    {
        var (offset, length, piece) = _places[index];
        return piece is null
            ? FolderPictures.ReadAt(_file!, offset, length, Source, ref t_buffer)
            : piece.AsSpan((int)offset, length);
    }

    private void ReadEntries(Stream stream, bool keep)
    {
        using var reader = new TarReader(stream, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !IsPicture(entry.Name))
            {
                continue;
            }

            if (entry.Length > Math.Min(_options.MaxFileBytes, Array.MaxLength))
            {
                throw new FileFormatException(
                    Source, $"'{entry.Name}' has {entry.Length} bytes, more than the limit of {_options.MaxFileBytes} (ImageFolderOptions.MaxFileBytes)");
            }

            _names.Add(Normalize(entry.Name));
            _places.Add(keep ? Keep(entry) : (entry.DataOffset, (int)entry.Length, null));
        }
    }

    private (long Offset, int Length, byte[]? Piece) Keep(TarEntry entry)
    {
        var length = (int)entry.Length;
        _kept += length;
        if (_kept > _options.MaxMemoryBytes)
        {
            throw new FileFormatException(
                Source, $"the pictures of the compressed archive take more than {_options.MaxMemoryBytes} bytes of memory; unpack it with gunzip, since "
                + "a plain tar archive is read as needed, or raise ImageFolderOptions.MaxMemoryBytes");
        }

        // An entry may announce more than there is: what it announces is read in parts before memory is taken for the whole.
        if (length > PieceBytes / 4)
        {
            return (0, length, ReadLarge(entry, length));
        }

        if (_piece.Length - _used < length)
        {
            (_piece, _used) = (new byte[PieceBytes], 0);
        }

        var place = (_used, length, _piece);
        entry.DataStream?.ReadExactly(_piece, _used, length);
        _used += length;
        return place;
    }

    private static byte[] ReadLarge(TarEntry entry, int length)
    {
        using var whole = new MemoryStream();
        entry.DataStream!.CopyTo(whole);
        return whole.Length == length ? whole.ToArray() : throw new EndOfStreamException();
    }
}
