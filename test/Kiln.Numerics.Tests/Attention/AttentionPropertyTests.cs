using System.Runtime.Intrinsics;

namespace Kiln.Numerics.Tests;

public class AttentionPropertyTests
{
    [Fact]
    public void Results_have_the_same_bits_for_any_thread_count()
    {
        var threads = WorkerTeam.ThreadCount;
        try
        {
            var random = new Random(3);
            foreach (var g in new[]
            {
                new AttentionGeometry(2, 4, 2, 200, 300, 16, 16) { Causal = CausalMask.BottomRight },
                new AttentionGeometry(1, 1, 1, 400, 900, 32, 32),
                new AttentionGeometry(1, 4, 1, 1, 3000, 64, 64),
                new AttentionGeometry(1, 2, 2, 5, 3000, 64, 40),
                new AttentionGeometry(40, 2, 2, 9, 9, 8, 8) { Causal = CausalMask.TopLeft },
            })
            {
                var @case = AttentionCase.Of(g, random);
                var gradient = ConvolutionCheck.Draw(random, @case.Output.Count);
                AttentionResults<float> Run(int count)
                {
                    WorkerTeam.ThreadCount = count;
                    return AttentionCheck.Run<float>(@case, gradient);
                }

                var one = Run(1);
                foreach (var count in new[] { 2, 5 })
                {
                    var many = Run(count);
                    foreach (var (expected, actual, what) in new[]
                    {
                        (one.Output, many.Output, "output"), (one.LogSums, many.LogSums, "log sums"), (one.Query, many.Query, "query"), (one.Key, many.Key, "key"),
                        (one.Value, many.Value, "value"), (one.Bias, many.Bias, "bias"),
                    })
                    {
                        // Bit for bit: NaN fills the gaps between rows.
                        System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(actual)
                            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(expected))
                            .ShouldBeTrue($"{what} of {AttentionCheck.Describe(@case)} on {count} threads");
                    }
                }
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = threads;
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 1)]
    [InlineData(8, 8)]
    public void Working_memory_is_linear_in_the_lengths(int heads, int keyHeads)
    {
        foreach (var batch in new[] { 1, 8 })
        {
            long At(int time) => Bytes(new(batch, heads, keyHeads, time, time, 64, 64));

            // A stored block of scores would grow fourfold, or sixteenfold.
            (At(8192) / (double)At(4096)).ShouldBeLessThan(2.1);
            (At(16384) / (double)At(4096)).ShouldBeLessThan(4.2);
        }

        static long Bytes(AttentionGeometry g)
        {
            AttentionArena<float> arena = default;
            AttentionForwardBuffers<float, Vector512<float>, Single512Lanes> buffers = default;
            buffers.Lay(g, g.Keys, ref arena);
            var tasks = AttentionTasks.Of(g, (g.Queries + 63) / 64, (g.Keys + 255) / 256);
            var forward = arena.Used + AttentionPartial<float, Vector512<float>, Single512Lanes, Lanes512<float>>.Elements(g, tasks);
            var backwardTasks = AttentionTasks.Of(g, 1, (g.Keys + 127) / 128);
            var backward = AttentionBackward.ScratchElements<float, Vector512<float>, Single512Lanes, Lanes512<float>>(g)
                + AttentionBackward.PartialElements<float, Vector512<float>, Single512Lanes, Lanes512<float>>(g, backwardTasks);
            return sizeof(float) * ((long)forward + backward);
        }
    }

    [Fact]
    public void Few_rows_over_many_keys_equal_the_definition()
    {
        var random = new Random(8);
        foreach (var (queries, heads, keyHeads) in new[] { (1, 1, 1), (1, 8, 1), (1, 6, 2), (3, 2, 1), (8, 1, 1), (9, 1, 1), (2, 12, 2) })
        {
            foreach (var plain in new[] { true, false })
            {
                AttentionCheck.Case(AttentionCase.Of(
                    new(1, heads, keyHeads, queries, 2500, 20, random.Next(1, 40)) { Causal = CausalMask.BottomRight }, random, plain));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_beyond_the_operands_is_touched(bool atEnd)
    {
        Assert.SkipUnless(GuardedMemory<float>.IsSupported, "Guard pages are made by Linux's mmap here.");
        var random = new Random(6);
        for (var i = 0; i < 40; i++)
        {
            var g = AttentionCase.DrawGeometry(random);
            var @case = AttentionCase.Of(g, random);
            var plain = @case.Inputs<float>();
            using var query = new GuardedMemory<float>(plain.Query, atEnd);
            using var key = new GuardedMemory<float>(plain.Key, atEnd);
            using var value = new GuardedMemory<float>(plain.Value, atEnd);
            using var bias = new GuardedMemory<float>(plain.Bias, atEnd);
            using var mask = new GuardedMemory<bool>(plain.KeyMask, atEnd);
            using var output = new GuardedMemory<float>(new float[@case.Output.Count], atEnd);
            using var logSums = new GuardedMemory<float>(new float[g.Batch * g.QueryHeads * g.Queries], atEnd);
            using var gq = new GuardedMemory<float>(new float[@case.Query.Count], atEnd);
            using var gk = new GuardedMemory<float>(new float[@case.Key.Count], atEnd);
            using var gv = new GuardedMemory<float>(new float[@case.Value.Count], atEnd);
            using var gb = new GuardedMemory<float>(new float[plain.Bias.Length], atEnd);
            var inputs = new AttentionInputs<float>
            {
                Query = query.Span,
                QueryStrides = plain.QueryStrides,
                Key = key.Span,
                KeyStrides = plain.KeyStrides,
                Value = value.Span,
                ValueStrides = plain.ValueStrides,
                Bias = plain.Bias.IsEmpty ? default : bias.Span,
                BiasStrides = plain.BiasStrides,
                KeyMask = plain.KeyMask.IsEmpty ? default : mask.Span,
                KeyLengths = plain.KeyLengths,
            };
            Attention.Forward(g, inputs, output.Span, @case.Output.Strides, logSums.Span);
            Attention.Backward<float>(
                g,
                inputs,
                output.Span,
                @case.Output.Strides,
                logSums.Span,
                output.Span,
                @case.Output.Strides,
                new AttentionGradients<float>
                {
                    Query = gq.Span,
                    QueryStrides = plain.QueryStrides,
                    Key = gk.Span,
                    KeyStrides = plain.KeyStrides,
                    Value = gv.Span,
                    ValueStrides = plain.ValueStrides,
                    Bias = plain.Bias.IsEmpty ? default : gb.Span,
                    BiasStrides = plain.BiasStrides,
                });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Not_a_number_reaches_what_it_has_a_part_in(int queries)
    {
        var g = new AttentionGeometry(1, 1, 1, queries, 50, 8, 8);
        float[] Draw(int rows) => AttentionCase.As<float>(ConvolutionCheck.Draw(new Random(rows), rows * 8));
        float[] Run(Action<float[], float[], float[]> spoil, ReadOnlySpan<bool> mask = default)
        {
            var (q, k, v) = (Draw(queries), Draw(50), Draw(50));
            spoil(q, k, v);
            var y = new float[queries * 8];
            var inputs = new AttentionInputs<float>
            {
                Query = q,
                QueryStrides = AttentionStrides.TimeFirst(queries, 1, 8),
                Key = k,
                KeyStrides = AttentionStrides.TimeFirst(50, 1, 8),
                Value = v,
                ValueStrides = AttentionStrides.TimeFirst(50, 1, 8),
                KeyMask = mask,
            };
            Attention.Forward(g, inputs, y, AttentionStrides.TimeFirst(queries, 1, 8));
            return y;
        }

        // A query spoils its own row, a key all, a value its column.
        var y = Run((q, _, _) => q[((queries - 1) * 8) + 3] = float.NaN);
        y[((queries - 1) * 8)..].ShouldAllBe(v => float.IsNaN(v));
        y[..((queries - 1) * 8)].ShouldAllBe(v => float.IsFinite(v));
        Run((_, k, _) => k[41] = float.NaN).ShouldAllBe(v => float.IsNaN(v));
        var columns = Run((_, _, v) => v[(7 * 8) + 2] = float.PositiveInfinity);
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].ShouldSatisfyAllConditions(v => (i % 8 == 2 ? float.IsPositiveInfinity(v) : float.IsFinite(v)).ShouldBeTrue());
        }

        // A hidden key may hold anything, and a score of +∞ has no softmax.
        var mask = new bool[50];
        Array.Fill(mask, true);
        mask[5] = false;
        Run((_, k, v) => k[5 * 8] = v[5 * 8] = float.NaN, mask).ShouldAllBe(v => float.IsFinite(v));
        Run((q, k, _) => q[0] = k[0] = float.PositiveInfinity)[0].ShouldBe(float.NaN);
    }

    [Fact]
    public void Scores_of_any_magnitude_are_normal()
    {
        // The largest score is subtracted first: 1000 apart is one and zero, equally large ones are equal shares.
        var g = new AttentionGeometry(1, 1, 1, 1, 40, 1, 1) { Scale = 1 };
        var keys = new float[40];
        Array.Fill(keys, -1e30f);
        keys[17] = 1000;
        keys[33] = 1000;
        var values = AttentionCase.As<float>([.. Enumerable.Range(0, 40).Select(i => (double)i)]);
        var y = new float[1];
        var unit = AttentionStrides.TimeFirst(40, 1, 1);
        foreach (var bias in new[] { 0, float.MinValue / 2 })
        {
            var inputs = new AttentionInputs<float>
            {
                Query = new float[] { 1 },
                QueryStrides = unit,
                Key = keys,
                KeyStrides = unit,
                Value = values,
                ValueStrides = unit,
                Bias = Enumerable.Repeat(bias, 40).ToArray(),
            };
            Attention.Forward(g, inputs, y, unit);

            // Next to half of the largest float, 1000 and −1e30 are nothing: all keys count the same.
            y[0].ShouldBe(bias == 0 ? 25 : 19.5f, 1e-4f);
        }
    }

    [Fact]
    public void A_span_that_is_too_short_is_refused()
    {
        var g = new AttentionGeometry(1, 2, 1, 3, 4, 5, 5);
        AttentionInputs<float> Inputs(int query) => new()
        {
            Query = new float[query],
            QueryStrides = AttentionStrides.TimeFirst(3, 2, 5),
            Key = new float[20],
            KeyStrides = AttentionStrides.TimeFirst(4, 1, 5),
            Value = new float[20],
            ValueStrides = AttentionStrides.TimeFirst(4, 1, 5),
        };
        Should.Throw<ArgumentException>(() => Attention.Forward(g, Inputs(29), new float[30], AttentionStrides.TimeFirst(3, 2, 5))).Message
            .ShouldStartWith("attention: the query has 29 elements; 1 sequences of 3 rows of 2 heads of 5 elements with strides");
        Should.Throw<ArgumentException>(() => Attention.Forward(g, Inputs(30), new float[30], AttentionStrides.TimeFirst(3, 2, 5), new float[5])).Message
            .ShouldBe("attention: there are 5 log-sums; expected 6, one for each of 1 sequences, 2 heads and 3 queries.");
        Should.Throw<ArgumentException>(() => Attention.Forward(g with { QueryHeads = 3, KeyHeads = 2 }, Inputs(30), new float[30], default)).Message
            .ShouldBe("attention: 3 query heads cannot share 2 key heads evenly; expected a divisor of 3.");
        Should.Throw<NotSupportedException>(() => Attention.Forward<Half>(
            g,
            new()
            {
                Query = default,
                QueryStrides = default,
                Key = default,
                KeyStrides = default,
                Value = default,
                ValueStrides = default,
            },
            default,
            default)).Message.ShouldBe("attention: expected float or double, given Half.");
    }
}
