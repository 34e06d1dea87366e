using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The inner loops of attention over keys that are read where they lie: a few dot products, and sums of a few weighted values.</summary>
/// <remarks>
/// Where several queries share a key, the lines that lie <c>ahead</c> elements further are asked for while it is read: a quarter of the time over 4,096 keys of 8 heads of 128.
/// With one query a key the lines are asked for four pages ahead, into the second-level cache: within a page the processor fetches by itself, and asking for those cost a tenth more,
/// but it stops at the page's end. 1,024 keys of 12 heads of 64 for 8 sequences take 2.5 to 2.8 ms on one thread, 3.1 to 3.5 without; adding them up takes 2.3.
/// </remarks>
internal static unsafe class DirectProducts<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Dot products of up to four pairs of a key and a query.</summary>
    /// <param name="pairs">1 to 4.</param>
    /// <param name="key">The key of the first pair.</param>
    /// <param name="keyStep">From the key of one pair to that of the next.</param>
    /// <param name="query">The query of the first pair.</param>
    /// <param name="queryStep">From the query of one pair to that of the next.</param>
    /// <param name="size">Elements of each.</param>
    /// <param name="to">Where the first product goes.</param>
    /// <param name="toStep">From one product to the next.</param>
    /// <param name="ahead">How far ahead to fetch.</param>
    /// <param name="sums">Room for four elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pairs(int pairs, T* key, nint keyStep, T* query, nint queryStep, nint size, T* to, nint toStep, nint ahead, T* sums)
    {
        // Without a fourth pair the last one is computed again, and its product left alone.
        var k1 = pairs > 1 ? key + keyStep : key;
        var k2 = pairs > 2 ? k1 + keyStep : k1;
        var k3 = pairs > 3 ? k2 + keyStep : k2;
        var q1 = pairs > 1 ? query + queryStep : query;
        var q2 = pairs > 2 ? q1 + queryStep : q1;
        var q3 = pairs > 3 ? q2 + queryStep : q2;
        var s0 = TLanes.Zero;
        var s1 = TLanes.Zero;
        var s2 = TLanes.Zero;
        var s3 = TLanes.Zero;
        nint i = 0;
        for (; i + TLanes.Count <= size; i += TLanes.Count)
        {
            TLanes.PrefetchFar(key + i + ahead);
            TLanes.PrefetchFar(k1 + i + ahead);
            TLanes.PrefetchFar(k2 + i + ahead);
            TLanes.PrefetchFar(k3 + i + ahead);
            s0 = TLanes.MultiplyAdd(TLanes.Load(key + i), TLanes.Load(query + i), s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(k1 + i), TLanes.Load(q1 + i), s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(k2 + i), TLanes.Load(q2 + i), s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(k3 + i), TLanes.Load(q3 + i), s3);
        }

        if (i < size)
        {
            var rest = (int)(size - i);
            var mask = TLanes.FirstLanes(rest);
            s0 = TLanes.MultiplyAdd(TLanes.LoadFirst(key + i, mask, rest), TLanes.LoadFirst(query + i, mask, rest), s0);
            s1 = TLanes.MultiplyAdd(TLanes.LoadFirst(k1 + i, mask, rest), TLanes.LoadFirst(q1 + i, mask, rest), s1);
            s2 = TLanes.MultiplyAdd(TLanes.LoadFirst(k2 + i, mask, rest), TLanes.LoadFirst(q2 + i, mask, rest), s2);
            s3 = TLanes.MultiplyAdd(TLanes.LoadFirst(k3 + i, mask, rest), TLanes.LoadFirst(q3 + i, mask, rest), s3);
        }

        TLanes.SumFour(s0, s1, s2, s3, sums);
        for (var pair = 0; pair < pairs; pair++)
        {
            to[pair * toStep] = sums[pair];
        }
    }

    /// <summary>Dot products of two keys with up to four queries.</summary>
    /// <param name="key">The first key.</param>
    /// <param name="keyStep">From the first key to the second.</param>
    /// <param name="queries">1 to 4.</param>
    /// <param name="query">The first query.</param>
    /// <param name="queryStep">From one query to the next.</param>
    /// <param name="size">Elements of each.</param>
    /// <param name="to">Where the product of the first key and query goes; that of the second key goes beside it.</param>
    /// <param name="toStep">From one query's products to the next one's.</param>
    /// <param name="ahead">How far ahead to fetch.</param>
    /// <param name="sums">Room for eight elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoKeys(T* key, nint keyStep, int queries, T* query, nint queryStep, nint size, T* to, nint toStep, nint ahead, T* sums)
    {
        var next = key + keyStep;
        var q1 = queries > 1 ? query + queryStep : query;
        var q2 = queries > 2 ? q1 + queryStep : q1;
        var q3 = queries > 3 ? q2 + queryStep : q2;
        var s0 = TLanes.Zero;
        var s1 = TLanes.Zero;
        var s2 = TLanes.Zero;
        var s3 = TLanes.Zero;
        var t0 = TLanes.Zero;
        var t1 = TLanes.Zero;
        var t2 = TLanes.Zero;
        var t3 = TLanes.Zero;
        nint i = 0;
        for (; i + TLanes.Count <= size; i += TLanes.Count)
        {
            TLanes.Prefetch(key + i + ahead);
            TLanes.Prefetch(next + i + ahead);
            var x = TLanes.Load(key + i);
            var y = TLanes.Load(next + i);
            var q = TLanes.Load(query + i);
            s0 = TLanes.MultiplyAdd(x, q, s0);
            t0 = TLanes.MultiplyAdd(y, q, t0);
            q = TLanes.Load(q1 + i);
            s1 = TLanes.MultiplyAdd(x, q, s1);
            t1 = TLanes.MultiplyAdd(y, q, t1);
            q = TLanes.Load(q2 + i);
            s2 = TLanes.MultiplyAdd(x, q, s2);
            t2 = TLanes.MultiplyAdd(y, q, t2);
            q = TLanes.Load(q3 + i);
            s3 = TLanes.MultiplyAdd(x, q, s3);
            t3 = TLanes.MultiplyAdd(y, q, t3);
        }

        if (i < size)
        {
            var rest = (int)(size - i);
            var mask = TLanes.FirstLanes(rest);
            var x = TLanes.LoadFirst(key + i, mask, rest);
            var y = TLanes.LoadFirst(next + i, mask, rest);
            var q = TLanes.LoadFirst(query + i, mask, rest);
            s0 = TLanes.MultiplyAdd(x, q, s0);
            t0 = TLanes.MultiplyAdd(y, q, t0);
            q = TLanes.LoadFirst(q1 + i, mask, rest);
            s1 = TLanes.MultiplyAdd(x, q, s1);
            t1 = TLanes.MultiplyAdd(y, q, t1);
            q = TLanes.LoadFirst(q2 + i, mask, rest);
            s2 = TLanes.MultiplyAdd(x, q, s2);
            t2 = TLanes.MultiplyAdd(y, q, t2);
            q = TLanes.LoadFirst(q3 + i, mask, rest);
            s3 = TLanes.MultiplyAdd(x, q, s3);
            t3 = TLanes.MultiplyAdd(y, q, t3);
        }

        TLanes.SumFour(s0, s1, s2, s3, sums);
        TLanes.SumFour(t0, t1, t2, t3, sums + 4);
        for (var row = 0; row < queries; row++)
        {
            to[row * toStep] = sums[row];
            to[(row * toStep) + 1] = sums[row + 4];
        }
    }

    /// <summary>output += Σ weights[i] · values[i] over four values; the output is <paramref name="width"/> elements, whole vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFour(T* weights, T* values, nint step, nint ahead, T* output, int width)
    {
        var w0 = TLanes.Broadcast(weights);
        var w1 = TLanes.Broadcast(weights + 1);
        var w2 = TLanes.Broadcast(weights + 2);
        var w3 = TLanes.Broadcast(weights + 3);
        for (nint i = 0; i < width; i += TLanes.Count)
        {
            var value = values + i;
            TLanes.PrefetchFar(value + ahead);
            TLanes.PrefetchFar(value + step + ahead);
            TLanes.PrefetchFar(value + (2 * step) + ahead);
            TLanes.PrefetchFar(value + (3 * step) + ahead);
            var sum = TLanes.MultiplyAdd(w0, TLanes.Load(value), TLanes.Load(output + i));
            sum = TLanes.MultiplyAdd(w1, TLanes.Load(value + step), sum);
            sum = TLanes.MultiplyAdd(w2, TLanes.Load(value + (2 * step)), sum);
            TLanes.Store(output + i, TLanes.MultiplyAdd(w3, TLanes.Load(value + (3 * step)), sum));
        }
    }

    /// <summary>As <see cref="AddFour"/> for two rows of weights and of the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFourToTwo(T* weights, nint weightsRow, T* values, nint step, nint ahead, T* output, int width)
    {
        var next = output + width;
        var w0 = TLanes.Broadcast(weights);
        var w1 = TLanes.Broadcast(weights + 1);
        var w2 = TLanes.Broadcast(weights + 2);
        var w3 = TLanes.Broadcast(weights + 3);
        var u0 = TLanes.Broadcast(weights + weightsRow);
        var u1 = TLanes.Broadcast(weights + weightsRow + 1);
        var u2 = TLanes.Broadcast(weights + weightsRow + 2);
        var u3 = TLanes.Broadcast(weights + weightsRow + 3);
        for (nint i = 0; i < width; i += TLanes.Count)
        {
            var value = values + i;
            TLanes.Prefetch(value + ahead);
            TLanes.Prefetch(value + step + ahead);
            TLanes.Prefetch(value + (2 * step) + ahead);
            TLanes.Prefetch(value + (3 * step) + ahead);
            var x = TLanes.Load(value);
            var sum = TLanes.MultiplyAdd(w0, x, TLanes.Load(output + i));
            var other = TLanes.MultiplyAdd(u0, x, TLanes.Load(next + i));
            x = TLanes.Load(value + step);
            sum = TLanes.MultiplyAdd(w1, x, sum);
            other = TLanes.MultiplyAdd(u1, x, other);
            x = TLanes.Load(value + (2 * step));
            sum = TLanes.MultiplyAdd(w2, x, sum);
            other = TLanes.MultiplyAdd(u2, x, other);
            x = TLanes.Load(value + (3 * step));
            TLanes.Store(output + i, TLanes.MultiplyAdd(w3, x, sum));
            TLanes.Store(next + i, TLanes.MultiplyAdd(u3, x, other));
        }
    }

    /// <summary>As <see cref="AddFour"/> for one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOne(T* weight, T* value, T* output, int width)
    {
        var w = TLanes.Broadcast(weight);
        for (nint i = 0; i < width; i += TLanes.Count)
        {
            TLanes.Store(output + i, TLanes.MultiplyAdd(w, TLanes.Load(value + i), TLanes.Load(output + i)));
        }
    }
}
