using System.Buffers.Binary;
using System.IO.Compression;

namespace Kiln.Data;

/// <summary>
/// Unpacks gzip and notices when the end is missing. <see cref="GZipStream"/> takes data that stop in the middle for a regular end, which would be a table with
/// fewer rows. The last four bytes of a gzip file are its unpacked length (RFC 1952); they are compared with what came out. A file of several members one after
/// the other has only the last one's length there, and is let pass.
/// </summary>
internal sealed class WholeGzip(Stream raw) : Stream
{
    private static ReadOnlySpan<byte> MemberStart => [0x1F, 0x8B, 0x08];

    private readonly GZipStream _unpacked = new(raw, CompressionMode.Decompress);
    private uint _length;
    private bool _checked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Unpacks some more.</summary>
    /// <exception cref="InvalidDataException">The data are damaged or stop in the middle.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = _unpacked.Read(buffer);
        _length = unchecked(_length + (uint)count);
        if (count == 0 && buffer.Length > 0 && !_checked)
        {
            _checked = true;
            CheckEnd();
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            raw.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckEnd()
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        raw.Position = Math.Max(0, raw.Length - end.Length);
        if (raw.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) < end.Length
            || (BinaryPrimitives.ReadUInt32LittleEndian(end) != _length && !HasSecondMember()))
        {
            throw new InvalidDataException("the end is missing");
        }
    }

    private bool HasSecondMember()
    {
        raw.Position = MemberStart.Length;
        var buffer = new byte[1 << 16];
        var kept = 0;
        while (raw.Read(buffer.AsSpan(kept)) is > 0 and var count)
        {
            var seen = buffer.AsSpan(0, kept + count);
            if (seen.IndexOf(MemberStart) >= 0)
            {
                return true;
            }

            kept = Math.Min(MemberStart.Length - 1, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
