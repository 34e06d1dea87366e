namespace Kiln.Data;

/// <summary>
/// The five row filters of PNG (W3C PNG specification, section 9): each byte is stored as its difference, modulo 256, from a prediction
/// made of the byte to its left (a), the one above (b) and the one above left (c). Bytes outside the image count as zero. "Left" is the
/// same sample of the pixel before: <c>distance</c> bytes away, 1 where pixels are smaller than a byte.
/// </summary>
internal static class PngFilter
{
    internal const int Count = 5;

    /// <summary>Turns a filtered row into samples, in place.</summary>
    /// <returns>False when <paramref name="filter"/> is not a filter.</returns>
    internal static bool Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (var i = distance; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }

                return true;
            case 2:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += above[i];
                }

                return true;
            case 3:
                for (var i = 0; i < row.Length; i++)
                {
                    var left = i >= distance ? row[i - distance] : 0;
                    row[i] += (byte)((left + above[i]) >> 1);
                }

                return true;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += i >= distance ? Paeth(row[i - distance], above[i], above[i - distance]) : above[i];
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>Filters a row of samples into <paramref name="filtered"/>.</summary>
    internal static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i >= distance ? row[i - distance] : (byte)0;
            var aboveLeft = i >= distance ? above[i - distance] : (byte)0;
            var prediction = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) >> 1,
                4 => Paeth(left, above[i], aboveLeft),
                _ => 0,
            };
            filtered[i] = (byte)(row[i] - prediction);
        }
    }

    /// <summary>The neighbour closest to left + above − aboveLeft; ties go to left, then above.</summary>
    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var byLeft = Math.Abs(above - aboveLeft);
        var byAbove = Math.Abs(left - aboveLeft);
        var byAboveLeft = Math.Abs(left + above - 2 * aboveLeft);
        return byLeft <= byAbove && byLeft <= byAboveLeft ? left : byAbove <= byAboveLeft ? above : aboveLeft;
    }
}
