using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The linear maps of F(2 × 2, 3 × 3), on one vector of channels at a time. A tile is a 2 × 2 patch of the output and the 4 × 4 patch of the input that
/// it depends on; in the space between, sixteen points, the convolution is one product per point.
/// </summary>
/// <remarks>
/// <para>
/// With a tile's input d, a window g and its output y: y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A, where
/// Bᵀ = (1 0 −1 0; 0 1 1 0; 0 −1 1 0; 0 1 0 −1), G = (1 0 0; ½ ½ ½; ½ −½ ½; 0 0 1), Aᵀ = (1 1 1 0; 0 1 −1 −1).
/// Each map is applied along the columns and then along the rows, so each method below is the one-dimensional map written out eight times.
/// Source: A. Lavin and S. Gray, "Fast algorithms for convolutional neural networks", CVPR 2016.
/// </para>
/// <para>The gradients take the adjoint maps: the input's gradient B(·)Bᵀ and A(·)Aᵀ, the weight's Gᵀ(·)G.</para>
/// </remarks>
internal static unsafe partial class WinogradTransforms<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Points between the maps.</summary>
    public const int Points = 16;

    /// <summary>points = Bᵀ d B for all channels.</summary>
    /// <param name="pixels">The 16 pixels of the patch, row by row.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="points">Where point 0 of channel 0 goes; channels are padded to whole vectors.</param>
    /// <param name="step">From one point to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(T** pixels, int channels, T* points, nint step)
    {
        nint channel = 0;
        for (; channel + TLanes.Count <= channels; channel += TLanes.Count)
        {
            InputVector(pixels, channel, TLanes.Count, points + channel, step);
        }

        if (channel < channels)
        {
            InputVector(pixels, channel, (int)(channels - channel), points + channel, step);
        }
    }

    /// <summary>d += B points Bᵀ for all channels: the adjoint of <see cref="Input"/>.</summary>
    /// <param name="points">Point 0 of channel 0.</param>
    /// <param name="step">From one point to the next.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="pixels">The 16 pixels of the patch, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddInputGradient(T* points, nint step, int channels, T** pixels)
    {
        nint channel = 0;
        for (; channel + TLanes.Count <= channels; channel += TLanes.Count)
        {
            AddInputGradientVector(points + channel, step, TLanes.Count, pixels, channel);
        }

        if (channel < channels)
        {
            AddInputGradientVector(points + channel, step, (int)(channels - channel), pixels, channel);
        }
    }

    /// <summary>y = Aᵀ points A, plus bias, rectified, for one vector of channels.</summary>
    /// <param name="points">Point 0.</param>
    /// <param name="step">From one point to the next.</param>
    /// <param name="bias">The channels' bias, or null.</param>
    /// <param name="rectify">Store max(y, 0).</param>
    /// <param name="lanes">Channels that exist.</param>
    /// <param name="pixels">The 4 pixels of the patch, row by row; null where the image ends.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(T* points, nint step, T* bias, bool rectify, int lanes, T** pixels)
    {
        var mask = TLanes.FirstLanes(lanes);
        Patch(points, step, bias, rectify, mask, lanes, out var y00, out var y01, out var y10, out var y11);
        Write(pixels[0], mask, lanes, y00);
        if (pixels[1] != null)
        {
            Write(pixels[1], mask, lanes, y01);
        }

        if (pixels[2] != null)
        {
            Write(pixels[2], mask, lanes, y10);
        }

        if (pixels[3] != null)
        {
            Write(pixels[3], mask, lanes, y11);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Patch(
        T* points, nint step, T* bias, bool rectify, TVector mask, int lanes, out TVector y00, out TVector y01, out TVector y10, out TVector y11)
    {
        var row = step * 4;
        Sums(points, row, out var s00, out var s10);
        Sums(points + step, row, out var s01, out var s11);
        Sums(points + (2 * step), row, out var s02, out var s12);
        Sums(points + (3 * step), row, out var s03, out var s13);
        y00 = TLanes.Add(TLanes.Add(s00, s01), s02);
        y01 = TLanes.Subtract(TLanes.Subtract(s01, s02), s03);
        y10 = TLanes.Add(TLanes.Add(s10, s11), s12);
        y11 = TLanes.Subtract(TLanes.Subtract(s11, s12), s13);
        if (bias != null)
        {
            var b = Read(bias, mask, lanes);
            y00 = TLanes.Add(y00, b);
            y01 = TLanes.Add(y01, b);
            y10 = TLanes.Add(y10, b);
            y11 = TLanes.Add(y11, b);
        }

        if (rectify)
        {
            y00 = TLanes.Rectify(y00);
            y01 = TLanes.Rectify(y01);
            y10 = TLanes.Rectify(y10);
            y11 = TLanes.Rectify(y11);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Sums(T* points, nint row, out TVector first, out TVector second)
        {
            var m1 = TLanes.Load(points + row);
            var m2 = TLanes.Load(points + (2 * row));
            first = TLanes.Add(TLanes.Add(TLanes.Load(points), m1), m2);
            second = TLanes.Subtract(TLanes.Subtract(m1, m2), TLanes.Load(points + (3 * row)));
        }
    }

    /// <summary>points = A y Aᵀ for one vector of channels: the adjoint of <see cref="Output"/>.</summary>
    /// <param name="pixels">The 4 pixels of the patch, row by row; null where the image ends.</param>
    /// <param name="lanes">Channels that exist; the others become zero.</param>
    /// <param name="points">Point 0.</param>
    /// <param name="step">From one point to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(T** pixels, int lanes, T* points, nint step)
    {
        var mask = TLanes.FirstLanes(lanes);
        var y00 = Read(pixels[0], mask, lanes);
        var y01 = pixels[1] == null ? TLanes.Zero : Read(pixels[1], mask, lanes);
        var y10 = pixels[2] == null ? TLanes.Zero : Read(pixels[2], mask, lanes);
        var y11 = pixels[3] == null ? TLanes.Zero : Read(pixels[3], mask, lanes);
        PatchGradient(y00, y01, y10, y11, points, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchGradient(TVector y00, TVector y01, TVector y10, TVector y11, T* points, nint step)
    {
        Row(y00, y01, points, step);
        points += 4 * step;
        Row(TLanes.Add(y00, y10), TLanes.Add(y01, y11), points, step);
        points += 4 * step;
        Row(TLanes.Subtract(y00, y10), TLanes.Subtract(y01, y11), points, step);
        points += 4 * step;
        Row(TLanes.Subtract(TLanes.Zero, y10), TLanes.Subtract(TLanes.Zero, y11), points, step);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TVector y0, TVector y1, T* points, nint step)
        {
            TLanes.Store(points, y0);
            TLanes.Store(points + step, TLanes.Add(y0, y1));
            TLanes.Store(points + (2 * step), TLanes.Subtract(y0, y1));
            TLanes.Store(points + (3 * step), TLanes.Subtract(TLanes.Zero, y1));
        }
    }

    /// <summary>points = G g Gᵀ for one vector of filters.</summary>
    /// <param name="taps">The window's first tap.</param>
    /// <param name="tap">From one tap to the next.</param>
    /// <param name="lanes">Filters that exist; the others become zero.</param>
    /// <param name="points">Point 0.</param>
    /// <param name="step">From one point to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weight(T* taps, nint tap, int lanes, T* points, nint step)
    {
        var mask = TLanes.FirstLanes(lanes);
        Column(taps, 3 * tap, mask, lanes, out var a0, out var a1, out var a2, out var a3);
        Column(taps + tap, 3 * tap, mask, lanes, out var b0, out var b1, out var b2, out var b3);
        Column(taps + (2 * tap), 3 * tap, mask, lanes, out var c0, out var c1, out var c2, out var c3);
        Row(a0, b0, c0, points, step);
        Row(a1, b1, c1, points + (4 * step), step);
        Row(a2, b2, c2, points + (8 * step), step);
        Row(a3, b3, c3, points + (12 * step), step);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Column(T* taps, nint row, TVector mask, int lanes, out TVector r0, out TVector r1, out TVector r2, out TVector r3)
        {
            var g0 = Read(taps, mask, lanes);
            var g1 = Read(taps + row, mask, lanes);
            var g2 = Read(taps + (2 * row), mask, lanes);
            Map(g0, g1, g2, out r1, out r2);
            r0 = g0;
            r3 = g2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TVector g0, TVector g1, TVector g2, T* points, nint step)
        {
            Map(g0, g1, g2, out var r1, out var r2);
            TLanes.Store(points, g0);
            TLanes.Store(points + step, r1);
            TLanes.Store(points + (2 * step), r2);
            TLanes.Store(points + (3 * step), g2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Map(TVector g0, TVector g1, TVector g2, out TVector plus, out TVector minus)
        {
            var half = Half();
            var outer = TLanes.Add(g0, g2);
            plus = TLanes.MultiplyAdd(TLanes.Add(outer, g1), half, TLanes.Zero);
            minus = TLanes.MultiplyAdd(TLanes.Subtract(outer, g1), half, TLanes.Zero);
        }
    }

    /// <summary>g = Gᵀ points G for one vector of filters: the adjoint of <see cref="Weight"/>.</summary>
    /// <param name="points">Point 0.</param>
    /// <param name="step">From one point to the next.</param>
    /// <param name="lanes">Filters that exist.</param>
    /// <param name="taps">Where the window's first tap goes.</param>
    /// <param name="tap">From one tap to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient(T* points, nint step, int lanes, T* taps, nint tap)
    {
        var mask = TLanes.FirstLanes(lanes);
        Column(points, 4 * step, out var a0, out var a1, out var a2);
        Column(points + step, 4 * step, out var b0, out var b1, out var b2);
        Column(points + (2 * step), 4 * step, out var c0, out var c1, out var c2);
        Column(points + (3 * step), 4 * step, out var d0, out var d1, out var d2);
        Row(a0, b0, c0, d0, taps, tap, mask, lanes);
        Row(a1, b1, c1, d1, taps + (3 * tap), tap, mask, lanes);
        Row(a2, b2, c2, d2, taps + (6 * tap), tap, mask, lanes);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Column(T* points, nint row, out TVector g0, out TVector g1, out TVector g2) =>
            Map(TLanes.Load(points), TLanes.Load(points + row), TLanes.Load(points + (2 * row)), TLanes.Load(points + (3 * row)), out g0, out g1, out g2);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TVector u0, TVector u1, TVector u2, TVector u3, T* taps, nint tap, TVector mask, int lanes)
        {
            Map(u0, u1, u2, u3, out var g0, out var g1, out var g2);
            Write(taps, mask, lanes, g0);
            Write(taps + tap, mask, lanes, g1);
            Write(taps + (2 * tap), mask, lanes, g2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Map(TVector u0, TVector u1, TVector u2, TVector u3, out TVector g0, out TVector g1, out TVector g2)
        {
            var half = Half();
            var sum = TLanes.Add(u1, u2);
            g0 = TLanes.MultiplyAdd(sum, half, u0);
            g1 = TLanes.MultiplyAdd(TLanes.Subtract(u1, u2), half, TLanes.Zero);
            g2 = TLanes.MultiplyAdd(sum, half, u3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputVector(T** pixels, nint channel, int lanes, T* points, nint step)
    {
        var mask = TLanes.FirstLanes(lanes);
        Column(pixels, channel, mask, lanes, out var a0, out var a1, out var a2, out var a3);
        Column(pixels + 1, channel, mask, lanes, out var b0, out var b1, out var b2, out var b3);
        Column(pixels + 2, channel, mask, lanes, out var c0, out var c1, out var c2, out var c3);
        Column(pixels + 3, channel, mask, lanes, out var d0, out var d1, out var d2, out var d3);
        Row(a0, b0, c0, d0, points, step);
        Row(a1, b1, c1, d1, points + (4 * step), step);
        Row(a2, b2, c2, d2, points + (8 * step), step);
        Row(a3, b3, c3, d3, points + (12 * step), step);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Column(T** pixels, nint channel, TVector mask, int lanes, out TVector r0, out TVector r1, out TVector r2, out TVector r3)
        {
            var d1 = Read(pixels[4] + channel, mask, lanes);
            var d2 = Read(pixels[8] + channel, mask, lanes);
            r0 = TLanes.Subtract(Read(pixels[0] + channel, mask, lanes), d2);
            r1 = TLanes.Add(d1, d2);
            r2 = TLanes.Subtract(d2, d1);
            r3 = TLanes.Subtract(d1, Read(pixels[12] + channel, mask, lanes));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TVector d0, TVector d1, TVector d2, TVector d3, T* points, nint step)
        {
            TLanes.Store(points, TLanes.Subtract(d0, d2));
            TLanes.Store(points + step, TLanes.Add(d1, d2));
            TLanes.Store(points + (2 * step), TLanes.Subtract(d2, d1));
            TLanes.Store(points + (3 * step), TLanes.Subtract(d1, d3));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddInputGradientVector(T* points, nint step, int lanes, T** pixels, nint channel)
    {
        var mask = TLanes.FirstLanes(lanes);
        Column(points, 4 * step, out var a0, out var a1, out var a2, out var a3);
        Column(points + step, 4 * step, out var b0, out var b1, out var b2, out var b3);
        Column(points + (2 * step), 4 * step, out var c0, out var c1, out var c2, out var c3);
        Column(points + (3 * step), 4 * step, out var d0, out var d1, out var d2, out var d3);
        Row(a0, b0, c0, d0, pixels, channel, mask, lanes);
        Row(a1, b1, c1, d1, pixels + 4, channel, mask, lanes);
        Row(a2, b2, c2, d2, pixels + 8, channel, mask, lanes);
        Row(a3, b3, c3, d3, pixels + 12, channel, mask, lanes);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Column(T* points, nint row, out TVector r0, out TVector r1, out TVector r2, out TVector r3) =>
            Map(TLanes.Load(points), TLanes.Load(points + row), TLanes.Load(points + (2 * row)), TLanes.Load(points + (3 * row)), out r0, out r1, out r2, out r3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(TVector m0, TVector m1, TVector m2, TVector m3, T** pixels, nint channel, TVector mask, int lanes)
        {
            Map(m0, m1, m2, m3, out var r0, out var r1, out var r2, out var r3);
            Add(pixels[0] + channel, r0, mask, lanes);
            Add(pixels[1] + channel, r1, mask, lanes);
            Add(pixels[2] + channel, r2, mask, lanes);
            Add(pixels[3] + channel, r3, mask, lanes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Map(TVector m0, TVector m1, TVector m2, TVector m3, out TVector r0, out TVector r1, out TVector r2, out TVector r3)
        {
            r0 = m0;
            r1 = TLanes.Add(TLanes.Subtract(m1, m2), m3);
            r2 = TLanes.Subtract(TLanes.Add(m1, m2), m0);
            r3 = TLanes.Subtract(TLanes.Zero, m3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Add(T* pixel, TVector value, TVector mask, int lanes) => Write(pixel, mask, lanes, TLanes.Add(Read(pixel, mask, lanes), value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Half()
    {
        if (typeof(T) == typeof(float))
        {
            var half = 0.5f;
            return TLanes.Broadcast((T*)&half);
        }

        var wide = 0.5;
        return TLanes.Broadcast((T*)&wide);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Read(T* source, TVector mask, int lanes) => lanes == TLanes.Count ? TLanes.Load(source) : TLanes.LoadFirst(source, mask, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(T* destination, TVector mask, int lanes, TVector value)
    {
        if (lanes == TLanes.Count)
        {
            TLanes.Store(destination, value);
        }
        else
        {
            TLanes.StoreFirst(destination, mask, lanes, value);
        }
    }
}
