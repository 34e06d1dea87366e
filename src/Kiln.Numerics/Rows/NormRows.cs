using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The kernels behind <see cref="LayerNormRows"/> and <see cref="RmsNormRows"/>, which differ in whether the mean is subtracted.</summary>
internal static unsafe partial class NormRows
{
    /// <summary>About this many elements to a tile of the forward pass: some 10 µs.</summary>
    private const int TileElements = 32768;

    /// <summary>Whether the mean is subtracted; a constant to the JIT.</summary>
    internal interface IKind
    {
        public static abstract bool SubtractsMean { get; }
    }

    internal readonly struct Centered : IKind
    {
        public static bool SubtractsMean => true;
    }

    internal readonly struct Uncentered : IKind
    {
        public static bool SubtractsMean => false;
    }

    public static void Forward<TKind, T>(
        string kernel,
        int rows,
        int width,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gamma,
        ReadOnlySpan<T> beta,
        double epsilon,
        Span<T> y,
        Span<T> means,
        Span<T> scales)
        where TKind : struct, IKind
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix(kernel, rows, width, x.Length, y.Length);
        RowChecks.Optional(kernel, "gamma", width, gamma.Length);
        RowChecks.Optional(kernel, "beta", width, beta.Length);
        RowChecks.Optional(kernel, "means", rows, means.Length);
        RowChecks.Optional(kernel, "scales", rows, scales.Length);
        if (rows == 0 || width == 0)
        {
            return;
        }

        int perTile = Math.Max(1, TileElements / width);
        fixed (T* px = x, pg = gamma, pb = beta, py = y, pm = means, ps = scales)
        {
            int tiles = (rows + perTile - 1) / perTile;
            if (RowStreaming.Pays(rows, width, px, null, py))
            {
                LaneTeam.Run<ForwardBody<TKind, StreamingStores, T>, T>(tiles, new(rows, width, perTile, px, pg, pb, epsilon, py, pm, ps));
            }
            else
            {
                LaneTeam.Run<ForwardBody<TKind, CachedStores, T>, T>(tiles, new(rows, width, perTile, px, pg, pb, epsilon, py, pm, ps));
            }
        }
    }

    private readonly struct ForwardBody<TKind, TStore, T>(
        int rows, int width, int perTile, T* x, T* gamma, T* beta, double epsilon, T* y, T* means, T* scales) : ILaneBody<T>
        where TKind : struct, IKind
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int end = Math.Min(rows, (tile + 1) * perTile);
            for (int row = tile * perTile; row < end; row++)
            {
                T* from = x + (nint)row * width;
                T mean = TKind.SubtractsMean ? RowSums.Mean<L, T>(from, width) : T.Zero;
                double squares = double.CreateTruncating(RowSums.SquaredDistances<L, T>(from, mean, width));
                T scale = T.CreateTruncating(1 / Math.Sqrt(squares / width + epsilon));
                Map<L>(from, y + (nint)row * width, mean, scale);
                if (means != null)
                {
                    means[row] = mean;
                }

                if (scales != null)
                {
                    scales[row] = scale;
                }
            }

            if (TStore.Streams)
            {
                Streaming.Fence();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Map<L>(T* from, T* to, T mean, T scale)
            where L : unmanaged, IFloatLanes<L, T>
        {
            L m = L.Broadcast(mean);
            L r = L.Broadcast(scale);
            int i = 0;
            if (gamma != null && beta != null)
            {
                for (; i <= width - L.Count; i += L.Count)
                {
                    NextRow.Fetch<TStore, T>(from + width + i);
                    TStore.Store(L.MultiplyAdd((L.Load(from + i) - m) * r, L.Load(gamma + i), L.Load(beta + i)), to + i);
                }
            }
            else if (gamma != null)
            {
                for (; i <= width - L.Count; i += L.Count)
                {
                    NextRow.Fetch<TStore, T>(from + width + i);
                    TStore.Store((L.Load(from + i) - m) * r * L.Load(gamma + i), to + i);
                }
            }

            // What is left of the row, or all of it where there is no γ.
            for (; i < width; i += L.Count)
            {
                int n = Math.Min(L.Count, width - i);
                L value = (Tail.Load<L, T>(from + i, n, mean) - m) * r;
                if (gamma != null && beta != null)
                {
                    value = L.MultiplyAdd(value, Tail.Load<L, T>(gamma + i, n, T.Zero), Tail.Load<L, T>(beta + i, n, T.Zero));
                }
                else if (gamma != null)
                {
                    value *= Tail.Load<L, T>(gamma + i, n, T.Zero);
                }
                else if (beta != null)
                {
                    value += Tail.Load<L, T>(beta + i, n, T.Zero);
                }

                Tail.Store<L, T>(value, to + i, n);
            }
        }
    }
}
