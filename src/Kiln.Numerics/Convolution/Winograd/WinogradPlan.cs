namespace Kiln.Numerics;

/// <summary>
/// A 3 × 3 convolution of stride 1 by F(2 × 2, 3 × 3): 16 products per 2 × 2 outputs and pair of channels where the direct form has 36.
/// Tiles are numbered over all images, row by row.
/// </summary>
/// <remarks>
/// <para>
/// Chosen for float32 only, when the shape says that the saved products pay for the maps (see <see cref="Suits"/>). The direct form remains for
/// float64, the type of those who want the last digit.
/// </para>
/// <para>
/// Rounding: the maps' coefficients are 0, ±1 and ½ only; a test holds the root mean square error below four roundings of the root of the summed
/// squares of all products. But it is relative to the largest numbers of the tile: an output beside a pixel that is 10⁶ times larger than its own
/// window loses those six digits, and an infinity or a NaN reaches all outputs of the tiles that see it.
/// </para>
/// </remarks>
internal unsafe struct WinogradPlan
{
    private const int FewestChannels = 16;

    // Lanes of the widest vector: the choice is the same on every processor.
    private const int Vector = 16;

    /// <summary>The convolution, of one plane.</summary>
    public Conv3DGeometry Geometry;

    /// <summary>Tiles down an image.</summary>
    public int TileRows;

    /// <summary>Tiles across an image.</summary>
    public int TileColumns;

    /// <summary>Tiles of all images.</summary>
    public int Count;

    /// <summary>
    /// Finds the tiles of a convolution that <see cref="Suits"/>. Where the output is pooled by windows of 2 × 2, a tile is a window, and a last row or column
    /// that no window covers needs none.
    /// </summary>
    public WinogradPlan(in Conv3DGeometry g, bool pooled = false)
    {
        Geometry = g;
        TileRows = (g.OutHeight + (pooled ? 0 : 1)) / 2;
        TileColumns = (g.OutWidth + (pooled ? 0 : 1)) / 2;
        Count = checked(g.Batch * TileRows * TileColumns);
    }

    /// <summary>Whether a convolution has the form and the shape for it.</summary>
    public static bool Suits<T>(in Conv3DGeometry g)
    {
        if (typeof(T) != typeof(float)
            || g.KernelHeight != 3 || g.KernelWidth != 3 || g.StrideHeight != 1 || g.StrideWidth != 1 || g.DilationHeight != 1 || g.DilationWidth != 1
            || g.Groups != 1 || g.InChannels < FewestChannels || g.OutChannels < FewestChannels
            || g.Depth != 1 || g.KernelDepth != 1 || g.PadFront != 0 || g.PadBack != 0 || g.OutputCount == 0)
        {
            return false;
        }

        // Multiply-adds, and for the maps what takes as long as so many: 40 cycles for 16 channels of a tile's input, 65 for its output; for each weight,
        // 300 more than the direct form needs to pack it. The maps take whole vectors, where the direct form takes the nearest half.
        var into = RoundedUp(g.InChannels, Vector);
        var outOf = RoundedUp(g.OutChannels, Vector);
        var tile = (16 * g.InChannels * outOf) + (40 * into) + (65 * outOf);
        var tiles = g.Batch * (double)((g.OutHeight + 1) / 2) * ((g.OutWidth + 1) / 2);
        var direct = g.Batch * TapsInside(ConvolutionAxes.Vertical(g)) * TapsInside(ConvolutionAxes.Horizontal(g)) * g.InChannels * RoundedUp(g.OutChannels, Vector / 2);
        return 1.2 * ((tiles * tile) + (300.0 * g.InChannels * outOf)) < direct;
    }

    /// <summary>The most tiles that are mapped at a time, a multiple of the kernels' rows: so many that their points leave room in the second-level cache.</summary>
    public static int BlockTiles(int channels, int rows) => Math.Clamp(7168 / Math.Max(1, channels) / rows * rows, rows, 4 * rows);

    /// <summary>Channels, padded to whole vectors and away from strides that share cache sets.</summary>
    public static int PaddedChannels(int channels, int lanes)
    {
        var padded = (channels + lanes - 1) / lanes * lanes;
        return padded % 128 == 0 ? padded + lanes : padded;
    }

    /// <summary>The image of a tile, and its place in it.</summary>
    public readonly (int Image, int Row, int Column) Place(int tile)
    {
        var row = tile / TileColumns;
        return (row / TileRows, row % TileRows, tile % TileColumns);
    }

    /// <summary>The 16 input pixels of a tile; those outside the image (or outside the rows that count) are replaced.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="x">The images.</param>
    /// <param name="firstRow">The first input row that counts.</param>
    /// <param name="endRow">The row after the last that counts.</param>
    /// <param name="outside">What stands for pixels outside.</param>
    /// <param name="pixels">Room for 16.</param>
    public readonly void InputPixels<T>(int tile, T* x, int firstRow, int endRow, T* outside, T** pixels)
        where T : unmanaged
    {
        var (image, tileRow, tileColumn) = Place(tile);
        var row = (2 * tileRow) - Geometry.PadTop;
        var column = (2 * tileColumn) - Geometry.PadLeft;
        nint channels = Geometry.InChannels;
        var from = x + (image * Geometry.InputImage) + (row * Geometry.InputRow) + (column * channels);
        for (var i = 0; i < 4; i++)
        {
            var inside = row + i >= firstRow && row + i < endRow;
            for (var j = 0; j < 4; j++)
            {
                pixels[(4 * i) + j] = inside && (uint)(column + j) < (uint)Geometry.Width ? from + (j * channels) : outside;
            }

            from += Geometry.InputRow;
        }
    }

    /// <summary>The 4 output pixels of a tile, null where the image ends.</summary>
    public readonly void OutputPixels<T>(int tile, T* y, T** pixels)
        where T : unmanaged
    {
        var (image, tileRow, tileColumn) = Place(tile);
        nint channels = Geometry.OutChannels;
        var at = y + (image * Geometry.OutputImage) + (2 * tileRow * Geometry.OutputRow) + (2 * tileColumn * channels);
        var right = (2 * tileColumn) + 1 < Geometry.OutWidth;
        var below = (2 * tileRow) + 1 < Geometry.OutHeight;
        pixels[0] = at;
        pixels[1] = right ? at + channels : null;
        pixels[2] = below ? at + Geometry.OutputRow : null;
        pixels[3] = right && below ? at + Geometry.OutputRow + channels : null;
    }

    private static double RoundedUp(int channels, int unit) => (channels + unit - 1) / unit * (double)unit;

    private static double TapsInside(in TapAxis axis)
    {
        var count = 0.0;
        for (var position = 0; position < axis.Out; position++)
        {
            var (low, high) = axis.Taps(position);
            count += high - low;
        }

        return count;
    }
}
