using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Data;

/// <summary>
/// Brings the rows of a component to the picture's width and height. Where a component has half as many samples across, down or both, a new
/// sample is three parts the nearest old one and one part the next (a triangle filter), rounded up and down in turn, as libjpeg-turbo
/// does by default; other ratios repeat samples.
/// </summary>
internal sealed class JpegUpsampling
{
    /// <summary>Room behind the last sample, so that whole registers may be read and written.</summary>
    private const int Slack = 32;

    private readonly byte[][] _rows = [[], [], [], []];
    private ushort[] _sums = [];

    /// <summary>Row <paramref name="y"/> of the picture in component number <paramref name="index"/>.</summary>
    /// <returns>At least the picture's width of samples, rounded up to a multiple of eight.</returns>
    internal ReadOnlySpan<byte> Row(JpegFrame frame, int index, int y)
    {
        var component = frame.Components[index];
        var (halfAcross, halfDown) = (component.Across * 2 == frame.MaxAcross, component.Down * 2 == frame.MaxDown);
        var (allAcross, allDown) = (component.Across == frame.MaxAcross, component.Down == frame.MaxDown);
        if (allAcross && allDown)
        {
            return Source(component, y);
        }

        var row = Room(index, frame.Width);
        if (halfAcross && allDown && component.Width > 2)
        {
            AcrossOnly(Source(component, y), component.Width, row);
        }
        else if (halfAcross && halfDown && component.Width > 2)
        {
            AcrossAndDown(Source(component, y / 2), Source(component, Next(component, y)), component.Width, row);
        }
        else if (allAcross && halfDown)
        {
            DownOnly(Source(component, y / 2), Source(component, Next(component, y)), component.Width, 1 + (y & 1), row);
        }
        else
        {
            Repeat(Source(component, y * component.Down / frame.MaxDown), component.Across, frame.MaxAcross, row[..frame.Width]);
        }

        return row;
    }

    /// <summary>Lets go of buffers that are too large to be kept.</summary>
    internal void Trim(int maxBytes)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i] = _rows[i].Length > maxBytes ? [] : _rows[i];
        }

        _sums = _sums.Length > maxBytes ? [] : _sums;
    }

    private static ReadOnlySpan<byte> Source(JpegComponent component, int row) => component.Samples.AsSpan(row * component.Stride, component.Stride);

    /// <summary>The old row that a new one is next to, beside the one that it lies in; beyond the edge the last row again.</summary>
    private static int Next(JpegComponent component, int y) => Math.Clamp(y / 2 + ((y & 1) == 0 ? -1 : 1), 0, component.Height - 1);

    private static void DownOnly(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int count, int bias, Span<byte> row)
    {
        for (var i = 0; i < count; i++)
        {
            row[i] = (byte)((3 * near[i] + far[i] + bias) >> 2);
        }
    }

    private static void Repeat(ReadOnlySpan<byte> source, int across, int maxAcross, Span<byte> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            row[x] = source[x * across / maxAcross];
        }
    }

    private void AcrossOnly(ReadOnlySpan<byte> source, int count, Span<byte> row)
    {
        var sums = Sums(count);
        for (var i = 0; i < count; i++)
        {
            sums[i + 1] = source[i];
        }

        Across(sums, count, evenBias: 1, oddBias: 2, shift: 2, row);
    }

    private void AcrossAndDown(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int count, Span<byte> row)
    {
        // Eight samples at a time: rows are stored in multiples of eight, and what is read behind the last sample is not used.
        var sums = Sums(count);
        for (var i = 0; i < count; i += 8)
        {
            var nearest = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(near[i..])).AsByte());
            var next = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(far[i..])).AsByte());
            (nearest * 3 + next).CopyTo(sums[(i + 1)..]);
        }

        Across(sums, count, evenBias: 8, oddBias: 7, shift: 4, row);
    }

    /// <summary>
    /// Two new samples of each old one, whose value stands one place further in <paramref name="sums"/>. An even sample fills the low and an
    /// odd one the high byte of a 16-bit lane, which is the order they are stored in.
    /// </summary>
    private static void Across(Span<ushort> sums, int count, [ConstantExpected] ushort evenBias, [ConstantExpected] ushort oddBias, [ConstantExpected] int shift, Span<byte> row)
    {
        // Beyond the edges the first and last samples again.
        (sums[0], sums[count + 1]) = (sums[1], sums[count]);
        var pairs = MemoryMarshal.Cast<byte, ushort>(row);
        if (!BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < count; i++)
            {
                row[2 * i] = (byte)((3 * sums[i + 1] + sums[i] + evenBias) >> shift);
                row[2 * i + 1] = (byte)((3 * sums[i + 1] + sums[i + 2] + oddBias) >> shift);
            }

            return;
        }

        ref var source = ref MemoryMarshal.GetReference(sums[..(count + Slack / 2)]);
        ref var target = ref MemoryMarshal.GetReference(pairs[..((count + 7) & ~7)]);
        for (var i = 0; i < count; i += 8)
        {
            var middle = Vector128.LoadUnsafe(ref source, (nuint)(i + 1)) * 3;
            var even = Vector128.ShiftRightLogical(middle + Vector128.LoadUnsafe(ref source, (nuint)i) + Vector128.Create(evenBias), shift);
            var odd = Vector128.ShiftRightLogical(middle + Vector128.LoadUnsafe(ref source, (nuint)(i + 2)) + Vector128.Create(oddBias), shift);
            (even | Vector128.ShiftLeft(odd, 8)).StoreUnsafe(ref target, (nuint)i);
        }
    }

    private Span<ushort> Sums(int count)
    {
        if (_sums.Length < count + Slack)
        {
            _sums = new ushort[count + Slack];
        }

        return _sums;
    }

    private Span<byte> Room(int index, int width)
    {
        if (_rows[index].Length < width + Slack)
        {
            _rows[index] = new byte[width + Slack];
        }

        return _rows[index];
    }
}
