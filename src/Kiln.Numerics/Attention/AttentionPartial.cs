using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Results of rows over a part of the keys, and how they become the results over all keys.</summary>
/// <remarks>
/// A part's sums are relative to its own largest score m. Over all parts: O = Σ exp(mₚ − m) Oₚ / Σ exp(mₚ − m) sₚ with m the largest of the mₚ, added up
/// in the order of the parts.
/// </remarks>
internal unsafe struct AttentionPartial<T, TVector, TLanes, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where L : unmanaged, IFloatLanes<L, T>
{
    /// <summary>How the keys are cut.</summary>
    public AttentionTasks Tasks;

    /// <summary>For each row and part: the sums of exponentials times values, then the largest score and the sum of exponentials.</summary>
    public T* Memory;

    // Room for two elements behind the values, in whole vectors.
    private static int Extra => Math.Max(2, TLanes.Count);

    /// <summary>Elements of <see cref="Memory"/>; none where the keys are in one part.</summary>
    public static nint Elements(in AttentionGeometry g, AttentionTasks tasks) =>
        tasks.KeyParts == 1 ? 0 : (nint)g.Batch * g.QueryHeads * g.Queries * tasks.KeyParts * Width(g);

    /// <summary>Writes a row's results.</summary>
    /// <param name="problem">The call.</param>
    /// <param name="batch">The row's sequence.</param>
    /// <param name="head">The row's head.</param>
    /// <param name="query">The row's place in time.</param>
    /// <param name="output">Sums of exponentials times values.</param>
    /// <param name="max">What the exponentials are relative to.</param>
    /// <param name="sum">Sum of exponentials; 0 for a row that sees no key.</param>
    public static void Finish(in AttentionProblem<T> problem, int batch, int head, int query, T* output, T max, T sum)
    {
        var to = problem.Output.Row(batch, query, head);
        if (sum == T.Zero)
        {
            new Span<T>(to, problem.Geometry.ValueSize).Clear();
        }
        else
        {
            AttentionPacking.Unpack<L, T>(output, 0, 1, problem.Geometry.ValueSize, T.One / sum, to, 0);
        }

        if (problem.LogSums != null)
        {
            problem.LogSumsOf(batch, head)[query] = sum == T.Zero ? T.PositiveInfinity : max + T.Log(sum);
        }
    }

    /// <summary>Keeps a row's results over one part; see <see cref="Finish"/>.</summary>
    public readonly void Keep(in AttentionGeometry g, int batch, int head, int query, int part, T* output, T max, T sum)
    {
        var to = Row(g, batch, head, query) + ((nint)part * Width(g));
        var values = Width(g) - Extra;

        // Nothing was written to the output of a row that saw no key.
        if (sum == T.Zero)
        {
            new Span<T>(to, values).Clear();
        }
        else
        {
            new Span<T>(output, values).CopyTo(new Span<T>(to, values));
        }

        to[values] = max;
        to[values + 1] = sum;
    }

    /// <summary>Puts the parts of a row together and writes its results.</summary>
    public readonly void Combine(in AttentionProblem<T> problem, int batch, int head, int query)
    {
        ref readonly var g = ref problem.Geometry;
        nint width = Width(g);
        var values = (int)width - Extra;
        var first = Row(g, batch, head, query);
        var max = T.NegativeInfinity;
        for (var part = 0; part < Tasks.KeyParts; part++)
        {
            max = T.MaxNumber(max, first[(part * width) + values]);
        }

        var sum = T.Zero;
        for (var part = 0; part < Tasks.KeyParts; part++)
        {
            var from = first + (part * width);
            var factor = from[values + 1] == T.Zero ? T.Zero : T.Exp(from[values] - max);
            sum += from[values + 1] * factor;
            var scale = L.Broadcast(factor);
            for (var i = 0; i < values; i += L.Count)
            {
                var x = L.Load(from + i) * scale;
                L.Store(part == 0 ? x : L.Load(first + i) + x, first + i);
            }
        }

        Finish(problem, batch, head, query, first, max, sum);
    }

    private static int Width(in AttentionGeometry g) => BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize) + Extra;

    private readonly T* Row(in AttentionGeometry g, int batch, int head, int query) =>
        Memory + (((((nint)batch * g.QueryHeads) + head) * g.Queries) + query) * Tasks.KeyParts * Width(g);
}
