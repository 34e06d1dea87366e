using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>What the gradient of a normalized row needs: dx = h · r + x̂ · dot + shift.</summary>
internal readonly struct NormFactors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly T Mean, Scale, Dot, Shift;

    /// <summary>The factors from a row's sums.</summary>
    /// <param name="mean">The row's mean.</param>
    /// <param name="scale">Its r.</param>
    /// <param name="product">Σ h (x − mean).</param>
    /// <param name="sum">Σ h.</param>
    /// <param name="width">The row's length.</param>
    /// <param name="centered">Whether the forward pass subtracted the mean.</param>
    public NormFactors(T mean, T scale, T product, T sum, int width, bool centered)
    {
        T perElement = scale / T.CreateTruncating(width);
        (Mean, Scale) = (mean, scale);
        Dot = -(product * scale * perElement);
        Shift = centered ? -(sum * perElement) : T.Zero;
    }
}

/// <summary>One turn of the backward pass: the gradients of one or two rows, and the sums Σ h and Σ h (x − mean) of the one or two rows after them.</summary>
internal unsafe struct NormPair<TKind, TStore, T>
    where TKind : struct, NormRows.IKind
    where TStore : struct, IStoreMode
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Width;
    public T* Gamma;

    /// <summary>Where the sums for γ, and behind them those for β, are kept; null if not wanted.</summary>
    public T* Sums;

    /// <summary>The rows whose sums are taken; null for none. The second lies a step further: 0 if there is only one.</summary>
    public T* Ahead, AheadDy;
    public nint AheadStep;
    public T AheadMean0, AheadMean1;
    public T Product0, Product1, Sum0, Sum1;

    /// <summary>The rows whose gradients are computed: none, one or two; <see cref="To"/> is null if they are not wanted.</summary>
    public int Rows;
    public T* From, Dy, To;
    public NormFactors<T> Row0, Row1;

    public void Run<L>()
        where L : unmanaged, IFloatLanes<L, T>
    {
        if (Rows == 2 && Ahead != null && AheadStep != 0 && To != null && Sums != null)
        {
            Both<L>();
            return;
        }

        // The ends of a block and what is asked for rarely: each part by itself.
        if (Ahead != null)
        {
            Reduce<L>(Ahead, AheadDy, AheadMean0, out Product0, out Sum0);
            if (AheadStep != 0)
            {
                Reduce<L>(Ahead + AheadStep, AheadDy + AheadStep, AheadMean1, out Product1, out Sum1);
            }
        }

        if (Rows > 0)
        {
            Map<L>(0, 0, Row0);
        }

        if (Rows > 1)
        {
            Map<L>(Width, 0, Row1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Both<L>()
        where L : unmanaged, IFloatLanes<L, T>
    {
        T* a = Ahead, ad = AheadDy, x = From, g = Dy, to = To, gamma = Gamma, sums = Sums;
        nint width = Width;
        L one = L.Constant(1), none = L.Constant(0);
        L am0 = L.Broadcast(AheadMean0), am1 = L.Broadcast(AheadMean1);
        L m0 = L.Broadcast(Row0.Mean), m1 = L.Broadcast(Row1.Mean);
        L r0 = L.Broadcast(Row0.Scale), r1 = L.Broadcast(Row1.Scale);
        L d0 = L.Broadcast(Row0.Dot), d1 = L.Broadcast(Row1.Dot);
        L s0 = L.Broadcast(Row0.Shift), s1 = L.Broadcast(Row1.Shift);
        L product0 = none, product1 = none, sum0 = none, sum1 = none;
        nint i = 0;
        for (; i <= width - L.Count; i += L.Count)
        {
            NextRow.Fetch<TStore, T>(a + i);
            NextRow.Fetch<TStore, T>(ad + i);
            NextRow.Fetch<TStore, T>(a + width + i);
            NextRow.Fetch<TStore, T>(ad + width + i);
            NextRow.FetchResult<TStore, T>(to + i);
            NextRow.FetchResult<TStore, T>(to + width + i);
            L weight = gamma == null ? one : L.Load(gamma + i);
            L h0 = L.Load(ad + i) * weight;
            L h1 = L.Load(ad + width + i) * weight;
            product0 = L.MultiplyAdd(h0, L.Load(a + i) - am0, product0);
            product1 = L.MultiplyAdd(h1, L.Load(a + width + i) - am1, product1);
            if (TKind.SubtractsMean)
            {
                sum0 += h0;
                sum1 += h1;
            }

            L g0 = L.Load(g + i), g1 = L.Load(g + width + i);
            L x0 = (L.Load(x + i) - m0) * r0;
            L x1 = (L.Load(x + width + i) - m1) * r1;
            TStore.Store(L.MultiplyAdd(g0 * weight, r0, L.MultiplyAdd(x0, d0, s0)), to + i);
            TStore.Store(L.MultiplyAdd(g1 * weight, r1, L.MultiplyAdd(x1, d1, s1)), to + width + i);
            L.Store(L.MultiplyAdd(g1, x1, L.MultiplyAdd(g0, x0, L.Load(sums + i))), sums + i);
            L.Store(L.Load(sums + width + i) + (g0 + g1), sums + width + i);
        }

        (Product0, Product1, Sum0, Sum1) = (L.Sum(product0), L.Sum(product1), L.Sum(sum0), L.Sum(sum1));
        if (i < width)
        {
            ReduceTail<L>(a, ad, (int)i, AheadMean0, ref Product0, ref Sum0);
            ReduceTail<L>(a + width, ad + width, (int)i, AheadMean1, ref Product1, ref Sum1);
            Map<L>(0, (int)i, Row0);
            Map<L>(width, (int)i, Row1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Reduce<L>(T* x, T* g, T mean, out T product, out T sum)
        where L : unmanaged, IFloatLanes<L, T>
    {
        T* gamma = Gamma;
        int width = Width;
        L m = L.Broadcast(mean);
        L products = L.Constant(0), total = products;
        int i = 0;
        for (; i <= width - L.Count; i += L.Count)
        {
            NextRow.Fetch<TStore, T>(x + i);
            NextRow.Fetch<TStore, T>(g + i);
            L h = gamma == null ? L.Load(g + i) : L.Load(g + i) * L.Load(gamma + i);
            products = L.MultiplyAdd(h, L.Load(x + i) - m, products);
            total += h;
        }

        (product, sum) = (L.Sum(products), L.Sum(total));
        if (i < width)
        {
            ReduceTail<L>(x, g, i, mean, ref product, ref sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ReduceTail<L>(T* x, T* g, int i, T mean, ref T product, ref T sum)
        where L : unmanaged, IFloatLanes<L, T>
    {
        int n = Width - i;
        L h = Tail.Load<L, T>(g + i, n, T.Zero);
        if (Gamma != null)
        {
            h *= Tail.Load<L, T>(Gamma + i, n, T.Zero);
        }

        product += L.Sum(h * (Tail.Load<L, T>(x + i, n, mean) - L.Broadcast(mean)));
        sum += L.Sum(h);
    }

    /// <summary>The gradients of a row, <paramref name="at"/> elements into the pair, from column <paramref name="i"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Map<L>(nint at, int i, NormFactors<T> row)
        where L : unmanaged, IFloatLanes<L, T>
    {
        T* x = From + at, g = Dy + at, to = To == null ? null : To + at, gamma = Gamma, sums = Sums;
        int width = Width;
        L m = L.Broadcast(row.Mean), r = L.Broadcast(row.Scale), d = L.Broadcast(row.Dot), s = L.Broadcast(row.Shift);
        for (; i <= width - L.Count; i += L.Count)
        {
            L dy = L.Load(g + i);
            L normal = (L.Load(x + i) - m) * r;
            if (to != null)
            {
                L h = gamma == null ? dy : dy * L.Load(gamma + i);
                TStore.Store(L.MultiplyAdd(h, r, L.MultiplyAdd(normal, d, s)), to + i);
            }

            if (sums != null)
            {
                L.Store(L.MultiplyAdd(dy, normal, L.Load(sums + i)), sums + i);
                L.Store(L.Load(sums + width + i) + dy, sums + width + i);
            }
        }

        if (i < width)
        {
            int n = width - i;
            L dy = Tail.Load<L, T>(g + i, n, T.Zero);
            L normal = (Tail.Load<L, T>(x + i, n, row.Mean) - m) * r;
            if (to != null)
            {
                L h = gamma == null ? dy : dy * Tail.Load<L, T>(gamma + i, n, T.Zero);
                Tail.Store<L, T>(L.MultiplyAdd(h, r, L.MultiplyAdd(normal, d, s)), to + i, n);
            }

            if (sums != null)
            {
                Tail.Store<L, T>(L.MultiplyAdd(dy, normal, Tail.Load<L, T>(sums + i, n, T.Zero)), sums + i, n);
                Tail.Store<L, T>(Tail.Load<L, T>(sums + width + i, n, T.Zero) + dy, sums + width + i, n);
            }
        }
    }
}
