using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The parts that the three directions share: mapping some tiles of an image to points, and the products of all points.</summary>
internal static unsafe class WinogradBlocks<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Points = WinogradTransforms<T, TVector, TLanes>.Points;

    /// <summary>Maps the input of some tiles: (16 points, tiles, padded channels), points <paramref name="step"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MapInput(in WinogradPlan plan, T* x, int first, int tiles, T* points, nint step, int padded)
    {
        using var scratch = Scratch.Rent<T>(plan.Geometry.InChannels);
        var zeros = (T*)scratch.Pointer;
        new Span<T>(zeros, plan.Geometry.InChannels).Clear();
        var pixels = stackalloc T*[16];
        for (var i = 0; i < tiles; i++)
        {
            plan.InputPixels(first + i, x, 0, plan.Geometry.Height, zeros, pixels);
            WinogradTransforms<T, TVector, TLanes>.Input(pixels, plan.Geometry.InChannels, points + ((nint)i * padded), step);
        }
    }

    /// <summary>
    /// Maps some vectors of channels of the output's gradient of some tiles: (16 points, tiles, vectors). With <paramref name="winners"/>, the gradient is
    /// that of the largest of each tile's four pixels, which they name.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MapOutputGradient(
        in WinogradPlan plan, T* gy, int* winners, int first, int tiles, int channel, int vectors, T* points, nint step, int padded)
    {
        if (winners != null)
        {
            MapPooledGradient(plan.Geometry.OutChannels, gy, winners, first, tiles, channel, vectors, points, step, padded);
            return;
        }

        var pixels = stackalloc T*[4];
        var from = stackalloc T*[4];
        for (var tile = 0; tile < tiles; tile++)
        {
            plan.OutputPixels(first + tile, gy, pixels);
            for (var vector = 0; vector < vectors; vector++)
            {
                var at = channel + (vector * TLanes.Count);
                for (var i = 0; i < 4; i++)
                {
                    from[i] = pixels[i] == null ? null : pixels[i] + at;
                }

                WinogradTransforms<T, TVector, TLanes>.OutputGradient(
                    from,
                    Math.Min(TLanes.Count, plan.Geometry.OutChannels - at),
                    points + ((nint)tile * padded) + (vector * TLanes.Count),
                    step);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapPooledGradient(
        int channels, T* gy, int* winners, int first, int tiles, int channel, int vectors, T* points, nint step, int padded)
    {
        for (var tile = 0; tile < tiles; tile++)
        {
            var pixel = (nint)(first + tile) * channels;
            for (var vector = 0; vector < vectors; vector++)
            {
                var at = channel + (vector * TLanes.Count);
                WinogradTransforms<T, TVector, TLanes>.PooledOutputGradient(
                    gy + pixel + at,
                    winners + pixel + at,
                    Math.Min(TLanes.Count, channels - at),
                    points + ((nint)tile * padded) + (vector * TLanes.Count),
                    step);
            }
        }
    }

    /// <summary>For each point, (tiles × terms) · (terms × one panel of columns).</summary>
    public static void Multiply(T* a, nint aPoint, int aTile, int tiles, T* panel, int terms, int vectors, T* products, nint productStep)
    {
        nint width = vectors * TLanes.Count;
        TileJob<T> job = default;
        job.ARow = aTile;
        job.AStep = 1;
        job.BStep = width;
        job.Terms = terms;
        job.Segments = 1;
        job.CRow = width;
        job.LastLanes = TLanes.Count;
        var most = TLanes.MaxRows(vectors);
        var count = (tiles + most - 1) / most;
        for (var point = 0; point < Points; point++)
        {
            job.B = panel + (point * terms * width);
            var start = 0;
            for (var i = 0; i < count; i++)
            {
                var end = (int)((long)tiles * (i + 1) / count);
                job.A = a + (point * aPoint) + ((nint)start * aTile);
                job.C = products + (point * productStep) + (start * width);
                ColumnPanels<T, TVector, TLanes>.Run(end - start, vectors, &job);
                start = end;
            }
        }
    }
}
