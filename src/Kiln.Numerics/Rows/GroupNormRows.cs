using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Group normalisation, channels last: for each item of a batch the channels are cut into groups of neighbours, and each group is brought to mean 0 and
/// variance 1 over its channels and all places (Wu and He, 2018). As many groups as channels is instance normalisation (Ulyanov et al., 2016).
/// </summary>
public static unsafe class GroupNormRows
{
    /// <summary>The first of so many parts of an item is looked at twice: see <see cref="ForwardItem{TStore, T}"/>.</summary>
    private const int SampleShare = 16;

    /// <summary>y = (x − mean) · r · γ + β with r = 1 / √(variance + ε), one mean and variance for each item and group.</summary>
    /// <param name="batch">How many items.</param>
    /// <param name="places">How many rows of channels an item has: height × width.</param>
    /// <param name="channels">The length of a row.</param>
    /// <param name="groups">How many groups; a divisor of <paramref name="channels"/>.</param>
    /// <param name="x">batch × places × channels numbers.</param>
    /// <param name="gamma">One factor for each channel, or empty for ones.</param>
    /// <param name="beta">One shift for each channel, or empty for zeros.</param>
    /// <param name="epsilon">Added under the root.</param>
    /// <param name="y">Results, as many.</param>
    /// <param name="means">batch × groups means, for the backward pass.</param>
    /// <param name="scales">batch × groups factors r, for the backward pass.</param>
    /// <exception cref="ArgumentException">A span is too short, or the groups do not divide the channels.</exception>
    public static void Forward(
        int batch,
        int places,
        int channels,
        int groups,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> beta,
        double epsilon,
        Span<float> y,
        Span<float> means,
        Span<float> scales) => Forward<float>(batch, places, channels, groups, x, gamma, beta, epsilon, y, means, scales);

    /// <inheritdoc cref="Forward(int, int, int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, double, Span{float}, Span{float}, Span{float})"/>
    public static void Forward(
        int batch,
        int places,
        int channels,
        int groups,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> gamma,
        ReadOnlySpan<double> beta,
        double epsilon,
        Span<double> y,
        Span<double> means,
        Span<double> scales) => Forward<double>(batch, places, channels, groups, x, gamma, beta, epsilon, y, means, scales);

    /// <summary>
    /// The gradients. With d = x − mean and h = dy · γ, for each item and group of n numbers dx = h · r − d · r³ · Σ(h · d) / n − r · Σ h / n; the sums for γ and
    /// β are added over the items in order, in float64.
    /// </summary>
    /// <param name="batch">How many items.</param>
    /// <param name="places">How many rows of channels an item has.</param>
    /// <param name="channels">The length of a row.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="gamma">The factors of the forward pass, or empty.</param>
    /// <param name="means">The means of the forward pass.</param>
    /// <param name="scales">The factors r of the forward pass.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="dx">Receives the gradient of x; empty if not wanted.</param>
    /// <param name="dGamma">Receives the gradient of γ; empty if not wanted.</param>
    /// <param name="dBeta">Receives the gradient of β; empty if not wanted.</param>
    /// <exception cref="ArgumentException">A span is too short, or the groups do not divide the channels.</exception>
    public static void Backward(
        int batch,
        int places,
        int channels,
        int groups,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> means,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        Span<float> dGamma,
        Span<float> dBeta) => Backward<float>(batch, places, channels, groups, x, gamma, means, scales, dy, dx, dGamma, dBeta);

    /// <inheritdoc cref="Backward(int, int, int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float})"/>
    public static void Backward(
        int batch,
        int places,
        int channels,
        int groups,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> gamma,
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> scales,
        ReadOnlySpan<double> dy,
        Span<double> dx,
        Span<double> dGamma,
        Span<double> dBeta) => Backward<double>(batch, places, channels, groups, x, gamma, means, scales, dy, dx, dGamma, dBeta);

    private static void Forward<T>(
        int batch,
        int places,
        int channels,
        int groups,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gamma,
        ReadOnlySpan<T> beta,
        double epsilon,
        Span<T> y,
        Span<T> means,
        Span<T> scales)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(batch, places, channels, groups, x.Length, gamma.Length, means.Length, scales.Length);
        RowChecks.Length("group norm", "output", (long)batch * places * channels, y.Length);
        RowChecks.Optional("group norm", "beta", channels, beta.Length);
        fixed (T* px = x, pg = gamma, pb = beta, py = y, pm = means, ps = scales)
        {
            if (ColumnMaps.Streams(checked(batch * places), channels, px, null, py))
            {
                LaneTeam.Run<ForwardItem<StreamingStores, T>, T>(batch, new(places, channels, groups, px, pg, pb, epsilon, py, pm, ps));
            }
            else if (NextRow.Pays((long)batch * places * channels * sizeof(T)))
            {
                LaneTeam.Run<ForwardItem<FetchingStores, T>, T>(batch, new(places, channels, groups, px, pg, pb, epsilon, py, pm, ps));
            }
            else
            {
                LaneTeam.Run<ForwardItem<CachedStores, T>, T>(batch, new(places, channels, groups, px, pg, pb, epsilon, py, pm, ps));
            }
        }
    }

    private static void Backward<T>(
        int batch,
        int places,
        int channels,
        int groups,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gamma,
        ReadOnlySpan<T> means,
        ReadOnlySpan<T> scales,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dGamma,
        Span<T> dBeta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(batch, places, channels, groups, x.Length, gamma.Length, means.Length, scales.Length);
        RowChecks.Length("group norm", "gradient of the result", (long)batch * places * channels, dy.Length);
        RowChecks.Optional("group norm", "gradient of x", (long)batch * places * channels, dx.Length);
        RowChecks.Optional("group norm", "gradient of gamma", channels, dGamma.Length);
        RowChecks.Optional("group norm", "gradient of beta", channels, dBeta.Length);
        T[] rented = ArrayPool<T>.Shared.Rent(checked(Math.Max(1, batch) * 2 * channels));
        fixed (T* px = x, pg = gamma, pm = means, ps = scales, pd = dy, pr = dx, toGamma = dGamma, toBeta = dBeta, sums = rented)
        {
            if (pr != null && ColumnMaps.Streams(checked(batch * places), channels, px, pd, pr))
            {
                LaneTeam.Run<BackwardItem<StreamingStores, T>, T>(batch, new(places, channels, groups, px, pg, pm, ps, pd, pr, sums));
            }
            else if (NextRow.Pays((long)batch * places * channels * sizeof(T)))
            {
                LaneTeam.Run<BackwardItem<FetchingStores, T>, T>(batch, new(places, channels, groups, px, pg, pm, ps, pd, pr, sums));
            }
            else
            {
                LaneTeam.Run<BackwardItem<CachedStores, T>, T>(batch, new(places, channels, groups, px, pg, pm, ps, pd, pr, sums));
            }

            if (toGamma != null)
            {
                PartialSums.Combine(batch, 2 * channels, channels, sums + channels, toGamma);
            }

            if (toBeta != null)
            {
                PartialSums.Combine(batch, 2 * channels, channels, sums, toBeta);
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    private static void Check(int batch, int places, int channels, int groups, int x, int gamma, int means, int scales)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(places);
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        if (groups < 1 || channels % groups != 0)
        {
            throw new ArgumentException($"group norm: {channels} channels do not fall into {groups} groups of equal size");
        }

        RowChecks.Length("group norm", "input", (long)batch * places * channels, x);
        RowChecks.Optional("group norm", "gamma", channels, gamma);
        RowChecks.Length("group norm", "means", (long)batch * groups, means);
        RowChecks.Length("group norm", "scales", (long)batch * groups, scales);
    }

    // Compiled for speed at once: an item's bookkeeping is numbers one by one, which took as long as its 64 KB until the runtime had seen it often enough.
    /// <summary>An item, on the thread that takes it: its rows come from memory once and from the cache for what follows, if they fit.</summary>
    private readonly struct ForwardItem<TStore, T>(
        int places, int channels, int groups, T* x, T* gamma, T* beta, double epsilon, T* y, T* means, T* scales) : ILaneBody<T>
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int item)
            where L : unmanaged, IFloatLanes<L, T>
        {
            T[] rented = ArrayPool<T>.Shared.Rent(5 * channels);
            double[] doubles = ArrayPool<double>.Shared.Rent(2 * channels);
            fixed (T* room = rented)
            {
                T* mean = room, factor = room + channels, shift = room + 2 * channels, part = room + 3 * channels;
                Span<double> sums = doubles.AsSpan(0, channels), squares = doubles.AsSpan(channels, channels);
                T* from = x + (nint)item * places * channels;
                int perGroup = channels / groups;
                double count = Math.Max(1, (double)places * perGroup);

                // Distances are taken from a center near the mean, and rounding errors are those of the distances. The center is the mean of the first sixteenth of the rows, itself
                // its first element and the mean distance from it. Whatever the numbers are, (mean − center)² is at most sixteen times the variance, so the subtraction below that
                // leaves the variance loses four bits of the sum of squares at most.
                int sample = (places + SampleShare - 1) / SampleShare;
                for (int g = 0; g < groups; g++)
                {
                    new Span<T>(mean + g * perGroup, perGroup).Fill(places == 0 ? T.Zero : from[g * perGroup]);
                }

                Totals<ColumnSums.Deviation, CachedStores, L, T>(sample, channels, from, from, mean, part, sums, default);
                for (int g = 0; g < groups; g++)
                {
                    double distance = Sum(sums.Slice(g * perGroup, perGroup)) / Math.Max(1, (double)sample * perGroup);
                    new Span<T>(mean + g * perGroup, perGroup).Fill(T.CreateTruncating(double.CreateTruncating(mean[g * perGroup]) + distance));
                }

                Totals<ColumnSums.Moments, TStore, L, T>(places, channels, from, from, mean, part, sums, squares);
                for (int g = 0; g < groups; g++)
                {
                    double sum = Sum(sums.Slice(g * perGroup, perGroup));
                    double variance = Math.Max(0, (Sum(squares.Slice(g * perGroup, perGroup)) - (sum * sum / count)) / count);
                    T value = T.CreateTruncating(double.CreateTruncating(mean[g * perGroup]) + (sum / count));
                    T scale = T.CreateTruncating(1 / Math.Sqrt(variance + epsilon));
                    (means[item * groups + g], scales[item * groups + g]) = (value, scale);
                    new Span<T>(mean + g * perGroup, perGroup).Fill(value);
                    for (int c = g * perGroup; c < (g + 1) * perGroup; c++)
                    {
                        factor[c] = gamma == null ? scale : scale * gamma[c];
                        shift[c] = beta == null ? T.Zero : beta[c];
                    }
                }

                ColumnMaps.RunHere<ColumnMaps.Affine, TStore, L, T>(
                    places, new(channels, from, from, mean, factor, factor, shift, y + (nint)item * places * channels));
            }

            ArrayPool<double>.Shared.Return(doubles);
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    private readonly struct BackwardItem<TStore, T>(
        int places, int channels, int groups, T* x, T* gamma, T* means, T* scales, T* dy, T* dx, T* allSums) : ILaneBody<T>
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int item)
            where L : unmanaged, IFloatLanes<L, T>
        {
            T[] rented = ArrayPool<T>.Shared.Rent(6 * channels);
            double[] doubles = ArrayPool<double>.Shared.Rent(2 * channels);
            fixed (T* room = rented)
            {
                T* mean = room, factor = room + channels, toDeviation = room + 2 * channels, shift = room + 3 * channels, part = room + 4 * channels;
                T* toBeta = allSums + (nint)item * 2 * channels, toGamma = toBeta + channels;
                Span<double> sumTotals = doubles.AsSpan(0, channels), dotTotals = doubles.AsSpan(channels, channels);
                nint at = (nint)item * places * channels;
                int perGroup = channels / groups;
                double count = Math.Max(1, (double)places * perGroup);
                for (int g = 0; g < groups; g++)
                {
                    new Span<T>(mean + g * perGroup, perGroup).Fill(means[item * groups + g]);
                }

                Totals<ColumnSums.GradientAndDot, TStore, L, T>(places, channels, x + at, dy + at, mean, part, sumTotals, dotTotals);
                for (int g = 0; g < groups; g++)
                {
                    double sum = 0, dot = 0, scale = double.CreateTruncating(scales[item * groups + g]);
                    for (int c = g * perGroup; c < (g + 1) * perGroup; c++)
                    {
                        toBeta[c] = T.CreateTruncating(sumTotals[c]);
                        toGamma[c] = T.CreateTruncating(dotTotals[c] * scale);
                        double weight = gamma == null ? 1 : double.CreateTruncating(gamma[c]);
                        sum += weight * sumTotals[c];
                        dot += weight * dotTotals[c];
                        factor[c] = T.CreateTruncating(weight * scale);
                    }

                    new Span<T>(toDeviation + g * perGroup, perGroup).Fill(T.CreateTruncating(-scale * scale * scale * dot / count));
                    new Span<T>(shift + g * perGroup, perGroup).Fill(T.CreateTruncating(-scale * sum / count));
                }

                if (dx != null)
                {
                    ColumnMaps.RunHere<ColumnMaps.Gradient, TStore, L, T>(places, new(channels, x + at, dy + at, mean, factor, toDeviation, shift, dx + at));
                }
            }

            ArrayPool<double>.Shared.Return(doubles);
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>The sums of an item's columns: of blocks of rows in registers, of the blocks in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Totals<TTerm, TMode, L, T>(int places, int channels, T* x, T* other, T* mean, T* part, Span<double> first, Span<double> second)
        where TTerm : struct, ColumnSums.ITerm
        where TMode : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        first.Clear();
        second.Clear();
        int blockRows = ColumnSums.BlockRows(Math.Max(1, channels));
        for (int row = 0; row < places; row += blockRows)
        {
            nint at = (nint)row * channels;
            ColumnSums.Block<TTerm, TMode, L, T>(Math.Min(blockRows, places - row), channels, x + at, other + at, mean, part);
            for (int c = 0; c < first.Length; c++)
            {
                first[c] += double.CreateTruncating(part[c]);
            }

            for (int c = 0; c < second.Length; c++)
            {
                second[c] += double.CreateTruncating(part[channels + c]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<double> values)
    {
        double total = 0;
        foreach (double value in values)
        {
            total += value;
        }

        return total;
    }
}
