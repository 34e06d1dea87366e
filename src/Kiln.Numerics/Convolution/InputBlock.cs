using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The input pixels that one unit of a weight gradient reads, in place or copied: tile of channels after tile of channels, each (rows, columns, 16
/// elements). In place, the few channels of one tile lie a pixel apart, often a multiple of 512 bytes, and then fall into a few sets of the first-level cache.
/// </summary>
/// <remarks>
/// In output row i, tap row u, output column j and tap v, channel c of tile t is at Origin + i·OutRow + u·TapRow + j·Pixel + v·Tap + t·Tile + c, or
/// without the tile and with c counted from the group's first channel where Tile is 0.
/// </remarks>
internal unsafe struct InputBlock<T>
    where T : unmanaged
{
    private const int TileWidth = 16;

    /// <summary>Where output row 0, column 0 and tap 0 meet; need not exist.</summary>
    public T* Origin;

    /// <summary>From one output row to the next.</summary>
    public nint OutRow;

    /// <summary>From one row of taps to the next.</summary>
    public nint TapRow;

    /// <summary>From one output pixel to the next.</summary>
    public nint Pixel;

    /// <summary>From one tap to the next.</summary>
    public nint Tap;

    /// <summary>From one tile of channels to the next; 0 in place.</summary>
    public nint Tile;

    /// <summary>Room for a copy; 0 when units of this plan are read in place.</summary>
    public static nint Elements(in WeightGradientPlan<T> plan, int tileRows)
    {
        if (!Copies(plan))
        {
            return 0;
        }

        ref readonly var g = ref plan.Geometry;
        var outRows = (g.OutHeight / plan.UnitsPerPlane) + 1;
        var rows = Math.Min(g.Height, g.KernelHeight == 1 ? outRows : ((outRows - 1) * g.StrideHeight) + ((g.KernelHeight - 1) * g.DilationHeight) + 1);
        var columns = g.KernelWidth == 1 ? g.OutWidth : g.Width;
        return (nint)Tiles(g, tileRows) * rows * columns * TileWidth;
    }

    /// <summary>The input where it is.</summary>
    public static InputBlock<T> InPlace(in WeightGradientPlan<T> plan, T* x)
    {
        ref readonly var g = ref plan.Geometry;
        return new InputBlock<T>
        {
            Origin = x + (plan.Vertical.Offset * g.InputRow) + ((nint)plan.Horizontal.Offset * g.InChannels),
            OutRow = plan.Vertical.Stride * g.InputRow,
            TapRow = plan.Vertical.Dilation * g.InputRow,
            Pixel = (nint)plan.Horizontal.Stride * g.InChannels,
            Tap = (nint)plan.Horizontal.Dilation * g.InChannels,
        };
    }

    /// <summary>The rows that a unit reads, copied to <paramref name="to"/> where that pays.</summary>
    public static InputBlock<T> Take(in WeightGradientPlan<T> plan, in WeightGradientUnit<T> unit, T* x, int tileRows, T* to)
    {
        if (!Copies(plan))
        {
            return InPlace(plan, x);
        }

        ref readonly var g = ref plan.Geometry;
        ref readonly var vertical = ref plan.Vertical;
        ref readonly var horizontal = ref plan.Horizontal;

        // A window of one row or column skips what lies between its positions; any other is given all rows from the first to the last.
        var (firstRow, endRow) = vertical.Positions(0, unit.First, unit.End);
        var rowStep = vertical.Stride;
        var rowOrigin = (firstRow * vertical.Stride) + vertical.Offset;
        var rows = endRow - firstRow;
        if (g.KernelHeight > 1)
        {
            rowStep = 1;
            rowOrigin = Math.Max(0, (unit.First * vertical.Stride) + vertical.Offset);
            var last = ((unit.End - 1) * vertical.Stride) + vertical.Offset + ((g.KernelHeight - 1) * vertical.Dilation);
            rows = Math.Max(0, Math.Min(g.Height - 1, last) + 1 - rowOrigin);
        }

        var (firstColumn, endColumn) = horizontal.Positions(0, 0, horizontal.Out);
        var columnStep = horizontal.Stride;
        var columnOrigin = (firstColumn * horizontal.Stride) + horizontal.Offset;
        var columns = endColumn - firstColumn;
        if (g.KernelWidth > 1)
        {
            columnStep = 1;
            columnOrigin = 0;
            columns = g.Width;
        }

        var tiles = Tiles(g, tileRows);
        var row = (nint)columns * TileWidth;
        var tile = rows * row;
        for (var i = 0; i < rows; i++)
        {
            var from = x + ((rowOrigin + ((nint)i * rowStep)) * g.InputRow) + ((nint)columnOrigin * g.InChannels);
            for (var j = 0; j < columns; j++)
            {
                Spread(from, g.InChannels, tiles, plan.X + g.InputCount, to + (i * row) + (j * TileWidth), tile);
                from += (nint)columnStep * g.InChannels;
            }
        }

        var block = new InputBlock<T> { Tile = tile };
        if (g.KernelHeight > 1)
        {
            block.OutRow = vertical.Stride * row;
            block.TapRow = vertical.Dilation * row;
            block.Origin = to + ((vertical.Offset - rowOrigin) * row);
        }
        else
        {
            block.OutRow = row;
            block.Origin = to - (firstRow * row);
        }

        block.Pixel = g.KernelWidth > 1 ? horizontal.Stride * TileWidth : TileWidth;
        block.Tap = horizontal.Dilation * TileWidth;
        block.Origin += (g.KernelWidth > 1 ? horizontal.Offset : -firstColumn) * TileWidth;
        return block;
    }

    /// <summary>Whether the units of a plan are copied.</summary>
    public static bool Copies(in WeightGradientPlan<T> plan)
    {
        ref readonly var g = ref plan.Geometry;
        var pixelBytes = (long)g.InChannels * sizeof(T) * g.StrideWidth;
        return g.Groups == 1 && g.InChannels >= TileWidth && (pixelBytes >= 2048 || pixelBytes % 512 == 0);
    }

    private static int Tiles(in Conv3DGeometry g, int tileRows) => (g.InChannels + tileRows - 1) / tileRows;

    // The channels of one pixel, cut into tiles as evenly as the kernel's loop cuts them. A copy of constant size is a register or two, so
    // a few channels of the next tile come along, except at the very end of the input.
    private static void Spread(T* from, int channels, int tiles, T* inputEnd, T* to, nint tile)
    {
        var start = 0;
        for (var i = 0; i < tiles; i++)
        {
            var end = (int)((long)channels * (i + 1) / tiles);
            if (from + start + TileWidth <= inputEnd)
            {
                Unsafe.CopyBlockUnaligned(to, from + start, (uint)(TileWidth * sizeof(T)));
            }
            else
            {
                Unsafe.CopyBlockUnaligned(to, from + start, (uint)((end - start) * sizeof(T)));
            }

            to += tile;
            start = end;
        }
    }
}
