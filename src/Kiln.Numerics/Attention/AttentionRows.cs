using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>What attention does to one row of a block of scores, between the products.</summary>
/// <remarks>
/// A row lies in scratch memory and is padded to whole vectors, so vectors are read and written whole; what a query does not see is −∞ before the
/// exponential and 0 after it.
/// </remarks>
internal static unsafe class AttentionRows<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, IFloatLanes<L, T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary><paramref name="count"/> rounded up to whole vectors.</summary>
    [MethodImpl(Inline)]
    public static int Padded(int count) => (count + L.Count - 1) / L.Count * L.Count;

    /// <summary>Adds a row of the bias; reads <paramref name="count"/> of its elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(T* row, T* bias, int count)
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            L.Store(L.Load(row + i) + L.Load(bias + i), row + i);
        }

        for (; i < count; i++)
        {
            row[i] += bias[i];
        }
    }

    /// <summary>Writes −∞ where <paramref name="hidden"/> is not zero, whatever stood there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hide(T* row, T* hidden, int count)
    {
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            var h = L.Load(hidden + i);
            L.Store(L.Select(L.Equal(h, L.Constant(0)), L.Load(row + i), h), row + i);
        }

        for (; i < count; i++)
        {
            row[i] = hidden[i] == T.Zero ? row[i] : hidden[i];
        }
    }

    /// <summary>Fills from <paramref name="from"/> up to <paramref name="to"/>, a whole number of vectors.</summary>
    [MethodImpl(Inline)]
    public static void Fill(T* row, int from, int to, T value)
    {
        for (; from % L.Count != 0 && from < to; from++)
        {
            row[from] = value;
        }

        var lanes = L.Broadcast(value);
        for (; from < to; from += L.Count)
        {
            L.Store(lanes, row + from);
        }
    }

    /// <summary>
    /// The online softmax of Milakov and Gimelshein (2018): turns scores into exponentials relative to the largest score of the row so far, and scales what was
    /// summed before down when that grew.
    /// </summary>
    /// <param name="row">Scores in, exponentials out; memory of a whole block.</param>
    /// <param name="seen">Scores that count, at least 1.</param>
    /// <param name="width">Elements to write: zeros from <paramref name="seen"/> on.</param>
    /// <param name="max">The largest score so far, −∞ at first.</param>
    /// <param name="sums">A vector of partial sums of exponentials, zeros at first.</param>
    /// <param name="output">The row of the output so far; null when nothing was added to it yet.</param>
    /// <param name="outputWidth">Its length, in whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exponentials(T* row, int seen, int width, T* max, T* sums, T* output, int outputWidth)
    {
        // Two vectors at a time; a row's memory goes on to the end of the block, so the second may lie beyond the width.
        var end = (seen + (2 * L.Count) - 1) / (2 * L.Count) * (2 * L.Count);
        Fill(row, seen, end, T.NegativeInfinity);
        var top = L.Broadcast(T.NegativeInfinity);
        var other = top;
        for (var i = 0; i < end; i += 2 * L.Count)
        {
            top = L.MaxFast(top, L.Load(row + i));
            other = L.MaxFast(other, L.Load(row + i + L.Count));
        }

        // A NaN may be lost here; the exponential of the score itself brings it into the sum.
        var now = AcrossLanes.Max<L, T>(L.MaxFast(top, other));
        if (now > *max)
        {
            ScaleDown(*max - now, sums, output, outputWidth);
            *max = now;
        }
        else
        {
            now = *max;
        }

        // All −∞ so far: relative to 0 they give 0, relative to themselves NaN.
        Exponentials(row, end, now == T.NegativeInfinity ? T.Zero : now, sums);
        Fill(row, end, width, T.Zero);
    }

    /// <summary>Multiplies by the factors of dropout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(T* row, T* factors, int width)
    {
        for (var i = 0; i < width; i += L.Count)
        {
            L.Store(L.Load(row + i) * L.Load(factors + i), row + i);
        }
    }

    /// <summary>Turns scores into probabilities, p = exp(score − log sum), and the gradient of the probabilities into that of the scores, p · (dp − delta).</summary>
    /// <param name="scores">Scores in, probabilities out.</param>
    /// <param name="gradient">The gradient of the probabilities in, that of the scores out.</param>
    /// <param name="seen">Scores that count.</param>
    /// <param name="width">Elements to write in both: zeros from <paramref name="seen"/> on.</param>
    /// <param name="logSum">The logarithm of the row's sum of exponentials.</param>
    /// <param name="delta">Σ p · dp over the whole row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScoreGradient(T* scores, T* gradient, int seen, int width, T logSum, T delta)
    {
        var end = Padded(seen);
        Fill(scores, seen, end, T.NegativeInfinity);
        Fill(gradient, seen, end, T.Zero);
        var shift = L.Broadcast(logSum);
        var d = L.Broadcast(delta);
        for (var i = 0; i < end; i += L.Count)
        {
            var p = SoftmaxExponential<T, L>.Of(L.Load(scores + i) - shift);
            L.Store(p, scores + i);
            L.Store(p * (L.Load(gradient + i) - d), gradient + i);
        }

        Fill(scores, end, width, T.Zero);
        Fill(gradient, end, width, T.Zero);
    }

    // What the row was scaled by so far grew: what it summed shrinks. Apart, since the JIT inlines only so much into one method.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScaleDown(T difference, T* sums, T* output, int outputWidth)
    {
        var factor = SoftmaxExponential<T, L>.Of(L.Broadcast(difference));
        L.Store(L.Load(sums) * factor, sums);
        if (output == null)
        {
            return;
        }

        for (var i = 0; i < outputWidth; i += L.Count)
        {
            L.Store(L.Load(output + i) * factor, output + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentials(T* row, int end, T shift, T* sums)
    {
        var s = L.Broadcast(shift);
        var sum = L.Load(sums);
        var odd = L.Constant(0);
        for (var i = 0; i < end; i += 2 * L.Count)
        {
            var x = SoftmaxExponential<T, L>.Of(L.Load(row + i) - s);
            var y = SoftmaxExponential<T, L>.Of(L.Load(row + i + L.Count) - s);
            L.Store(x, row + i);
            L.Store(y, row + i + L.Count);
            sum += x;
            odd += y;
        }

        L.Store(sum + odd, sums);
    }

    /// <summary>Σ x · y.</summary>
    public static T Dot(T* x, T* y, int count) => RowSums.Dot<L, T>(x, y, count);
}
