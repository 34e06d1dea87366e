using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Attention, forward and backward, against PyTorch's unfused form: two matrix products and a softmax.</summary>
/// <remarks>
/// Kiln reads (batch, time, heads, size), what projections give; PyTorch gets its operands turned to contiguous (batch, heads, time, size) beforehand, which
/// is its fastest form. At 4,096 the batch is one for both: PyTorch's scores of eight would take 6.4 GB a copy.
/// </remarks>
internal static class AttentionFamily
{
    public static IEnumerable<Comparison> All()
    {
        foreach (var (batch, time) in new[] { (8, 128), (8, 512), (8, 1024), (1, 4096) })
        {
            foreach (var causal in new[] { CausalMask.None, CausalMask.TopLeft })
            {
                var g = new AttentionGeometry(batch, 12, 12, time, time, 64, 64) { Causal = causal };
                var name = $"attention-{batch}x12x{time}x64{(causal == CausalMask.None ? "" : "-causal")}";
                var pairs = causal == CausalMask.None ? (double)time * time : time * (time + 1) / 2.0;
                var operations = 4 * 64 * 12.0 * batch * pairs;
                object[] arguments = [batch, 12, 12, time, time, 64, causal == CausalMask.None ? 0 : 1];
                yield return Comparison.Arithmetic($"{name}-forward", operations, () => Forward(g), Peer.Torch("attention", "forward", arguments)) with
                {
                    Group = "attention forward",
                    Bar = 1.5,
                };
                yield return Comparison.Arithmetic($"{name}-backward", 2.5 * operations, () => Backward(g), Peer.Torch("attention", "backward", arguments)) with
                {
                    Group = "attention backward",
                    Bar = 1.1,
                };
            }
        }

        // One query a head over cached keys: every key and value is read once.
        foreach (var (batch, heads, keyHeads, keys, size) in new[] { (8, 12, 12, 1024, 64), (1, 32, 8, 4096, 128) })
        {
            var g = new AttentionGeometry(batch, heads, keyHeads, 1, keys, size, size);
            yield return Comparison.Traffic(
                $"attention-decode-{batch}x{heads}of{keyHeads}x{keys}x{size}",
                2.0 * sizeof(float) * batch * keyHeads * keys * size,
                0,
                () => Forward(g),
                Peer.Torch("attention", "forward", batch, heads, keyHeads, 1, keys, size, 0)) with
            {
                Group = "attention decoding",
            };
        }
    }

    private static Trial Forward(AttentionGeometry g)
    {
        var operands = new Data(g);
        return new Trial(() => Attention.Forward(g, operands.Inputs, operands.Output, operands.QueryStrides, operands.LogSums), () => operands.Output);
    }

    private static Trial Backward(AttentionGeometry g)
    {
        var operands = new Data(g);
        var output = Operands.Draw(operands.Output.Length, 4);
        var query = LargeArray.Uninitialized<float>(operands.Query.Length);
        var key = LargeArray.Uninitialized<float>(operands.Key.Length);
        var value = LargeArray.Uninitialized<float>(operands.Value.Length);
        Attention.Forward(g, operands.Inputs, operands.Output, operands.QueryStrides, operands.LogSums);
        return new Trial(
            () => Attention.Backward<float>(
                g,
                operands.Inputs,
                operands.Output,
                operands.QueryStrides,
                operands.LogSums,
                output,
                operands.QueryStrides,
                new AttentionGradients<float>
                {
                    Query = query,
                    QueryStrides = operands.QueryStrides,
                    Key = key,
                    KeyStrides = operands.KeyStrides,
                    Value = value,
                    ValueStrides = operands.KeyStrides,
                }),
            () => key);
    }

    private sealed class Data(AttentionGeometry g)
    {
        public AttentionStrides QueryStrides { get; } = AttentionStrides.TimeFirst(g.Queries, g.QueryHeads, g.Size);

        public AttentionStrides KeyStrides { get; } = AttentionStrides.TimeFirst(g.Keys, g.KeyHeads, g.Size);

        public float[] Query { get; } = Operands.Draw((long)g.Batch * g.Queries * g.QueryHeads * g.Size, 1);

        public float[] Key { get; } = Operands.Draw((long)g.Batch * g.Keys * g.KeyHeads * g.Size, 2);

        public float[] Value { get; } = Operands.Draw((long)g.Batch * g.Keys * g.KeyHeads * g.Size, 3);

        public float[] Output { get; } = LargeArray.Uninitialized<float>(g.Batch * g.Queries * g.QueryHeads * g.ValueSize);

        public float[] LogSums { get; } = new float[g.Batch * g.QueryHeads * g.Queries];

        public AttentionInputs<float> Inputs => new()
        {
            Query = Query,
            QueryStrides = QueryStrides,
            Key = Key,
            KeyStrides = KeyStrides,
            Value = Value,
            ValueStrides = KeyStrides,
        };
    }
}
