using Kiln.Tensors;

namespace Kiln.Bench;

/// <summary>Sorting, the first few, indices of extrema, gathering and scattering: what a vocabulary, a search and an embedding ask for.</summary>
internal static class OrderingFamily
{
    public static IEnumerable<Comparison> All()
    {
        yield return TopK(32, 30522, 50);
        yield return TopK(1, 1 << 20, 100);
        yield return TopK(4096, 768, 8);
        yield return Sort(1, 1 << 20);
        yield return Sort(1024, 1024);
        yield return Sort(32, 30522);
        yield return ArgMax(32, 30522);
        yield return ArgMax(4096, 768);
        yield return ArgMax(1, 1 << 20);
        yield return ArgMaxDown(4096, 768);
        yield return Gather(4096, 768);
        yield return ScatterAdd(4096, 768);
        yield return Rows(30522, 768, 4096);
    }

    private static Comparison TopK(int rows, int width, int k) => Comparison.Traffic(
        $"ordering-top-{k}-of-{rows}x{width}",
        4.0 * rows * width,
        0,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            return new Trial(() => _ = x.TopK(k), () => x.TopK(k).Values.ToArray<float>());
        },
        Peer.Torch("ordering", "topk", rows, width, k));

    private static Comparison Sort(int rows, int width) => Comparison.Traffic(
        $"ordering-sort-{rows}x{width}",
        4.0 * rows * width,
        8.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            return new Trial(() => _ = x.ArgSort(), () => x.Sort().ToArray<float>());
        },
        Peer.Torch("ordering", "sort", rows, width));

    private static Comparison ArgMax(int rows, int width) => Comparison.Traffic(
        $"ordering-argmax-{rows}x{width}",
        4.0 * rows * width,
        8.0 * rows,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            return new Trial(() => _ = x.ArgMax(1), () => Single(x.ArgMax(1)));
        },
        Peer.Torch("ordering", "argmax", rows, width, 1));

    private static Comparison ArgMaxDown(int rows, int width) => Comparison.Traffic(
        $"ordering-argmax-columns-{rows}x{width}",
        4.0 * rows * width,
        8.0 * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            return new Trial(() => _ = x.ArgMax(0), () => Single(x.ArgMax(0)));
        },
        Peer.Torch("ordering", "argmax", rows, width, 0));

    private static Comparison Gather(int rows, int width) => Comparison.Traffic(
        $"ordering-gather-{rows}x{width}",
        12.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var index = Tensor.From(Indices((long)rows * width, width), [rows, width]);
            return new Trial(() => _ = x.Gather(1, index), () => x.Gather(1, index).ToArray<float>());
        },
        Peer.Torch("ordering", "gather", rows, width));

    private static Comparison ScatterAdd(int rows, int width) => Comparison.Traffic(
        $"ordering-scatter-add-{rows}x{width}",
        16.0 * rows * width,
        8.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var source = Tensor.From(Operands.Draw((long)rows * width, 2), [rows, width]);
            var index = Tensor.From(Indices((long)rows * width, width), [rows, width]);
            return new Trial(() => _ = x.ScatterAdd(1, index, source), () => x.ScatterAdd(1, index, source).ToArray<float>());
        },
        Peer.Torch("ordering", "scatter_add", rows, width));

    /// <summary>Rows of a table, as an embedding takes them.</summary>
    private static Comparison Rows(int table, int width, int count) => Comparison.Traffic(
        $"ordering-rows-{count}-of-{table}x{width}",
        4.0 * count * width,
        4.0 * count * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)table * width), [table, width]);
            var index = Tensor.From(Indices(count, table), [count]);
            return new Trial(() => _ = x.IndexSelect(0, index), () => x.IndexSelect(0, index).ToArray<float>());
        },
        Peer.Torch("ordering", "rows", table, width, count));

    private static long[] Indices(long count, int size) => [.. Enumerable.Range(0, (int)count).Select(i => (long)i * 7919 % size)];

    private static float[] Single(Tensor indices) => [.. indices.ToArray<long>().Select(i => (float)i)];
}
