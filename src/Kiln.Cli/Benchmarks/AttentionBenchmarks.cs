using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>Attention over 512 places of 8 sequences, 12 heads of 64, and one query over cached keys.</summary>
internal static class AttentionBenchmarks
{
    /// <summary>The kernels of the family.</summary>
    public static IEnumerable<KernelBenchmark> All()
    {
        var g = new AttentionGeometry(8, 12, 12, 512, 512, 64, 64);
        yield return Forward("attention", g, 1);
        yield return Forward("attention-causal", g with { Causal = CausalMask.TopLeft }, 513 / 1024.0);
        yield return Backward("attention-gradient", g);
        yield return Forward("attention-decode", new AttentionGeometry(8, 12, 12, 1, 1024, 64, 64), 1);
    }

    // Two products of queries · keys · size multiply-adds for each head, of which a causal mask leaves a share.
    private static double Operations(AttentionGeometry g, double share) => 4.0 * g.Batch * g.QueryHeads * g.Queries * g.Keys * g.Size * share;

    private static long Queries(AttentionGeometry g) => (long)g.Batch * g.Queries * g.QueryHeads * g.Size;

    private static long Keys(AttentionGeometry g) => (long)g.Batch * g.Keys * g.KeyHeads * g.Size;

    private static string Shape(AttentionGeometry g) => $"{g.Batch} × {g.QueryHeads} × {g.Queries} × {g.Keys} × {g.Size}";

    private static KernelBenchmark Forward(string name, AttentionGeometry g, double share) => new(
        name, Shape(g), Operations(g, share), 4.0 * (Queries(g) + (2 * Keys(g))), 4.0 * Queries(g), () =>
        {
            var data = new Data(g);
            return () => Attention.Forward(g, data.Inputs, data.Output, data.QueryStrides);
        });

    // Five products instead of two.
    private static KernelBenchmark Backward(string name, AttentionGeometry g) => new(
        name, Shape(g), 2.5 * Operations(g, 1), 4.0 * ((3 * Queries(g)) + (2 * Keys(g))), 4.0 * (Queries(g) + (2 * Keys(g))), () =>
        {
            var data = new Data(g);
            var sums = new float[g.Batch * g.QueryHeads * g.Queries];
            Attention.Forward(g, data.Inputs, data.Output, data.QueryStrides, sums);
            var gradient = Operands.Single(Queries(g));
            var (query, key, value) = (new float[Queries(g)], new float[Keys(g)], new float[Keys(g)]);
            return () => Attention.Backward<float>(
                g, data.Inputs, data.Output, data.QueryStrides, sums, gradient, data.QueryStrides, new AttentionGradients<float>
                {
                    Query = query,
                    QueryStrides = data.QueryStrides,
                    Key = key,
                    KeyStrides = data.KeyStrides,
                    Value = value,
                    ValueStrides = data.KeyStrides,
                });
        });

    private sealed class Data(AttentionGeometry g)
    {
        private readonly float[] _query = Operands.Single(Queries(g));
        private readonly float[] _key = Operands.Single(Keys(g));
        private readonly float[] _value = Operands.Single(Keys(g));

        public float[] Output { get; } = new float[Queries(g)];

        public AttentionStrides QueryStrides { get; } = AttentionStrides.TimeFirst(g.Queries, g.QueryHeads, g.Size);

        public AttentionStrides KeyStrides { get; } = AttentionStrides.TimeFirst(g.Keys, g.KeyHeads, g.Size);

        public AttentionInputs<float> Inputs => new()
        {
            Query = _query,
            QueryStrides = QueryStrides,
            Key = _key,
            KeyStrides = KeyStrides,
            Value = _value,
            ValueStrides = KeyStrides,
        };
    }
}
