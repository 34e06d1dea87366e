using System.Text.Json;
using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

public class AttentionTests
{
    public static TheoryData<string> Goldens =>
        [.. GoldenFiles.Json("torch_attention.json").GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Results_and_gradients_equal_PyTorch(string name)
    {
        JsonElement golden = GoldenFiles.Json("torch_attention.json").GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        int Int(string property) => golden.GetProperty(property).GetInt32();
        bool Has(string property) => golden.GetProperty(property).ValueKind != JsonValueKind.Null;
        double[] Doubles(string property) => [.. golden.GetProperty(property).EnumerateArray().Select(v => v.GetDouble())];
        int batch = Int("batch"), heads = Int("heads"), keyHeads = Int("keyHeads"), queries = Int("queries"), keys = Int("keys");
        Tensor q = Tensor.From(Doubles("q"), [batch, heads, queries, Int("size")]).RequireGrad();
        Tensor k = Tensor.From(Doubles("k"), [batch, keyHeads, keys, Int("size")]).RequireGrad();
        Tensor v = Tensor.From(Doubles("v"), [batch, keyHeads, keys, Int("valueSize")]).RequireGrad();
        Tensor? bias = Has("bias") ? Tensor.From(Doubles("bias"), (int[])[.. Doubles("biasShape").Select(s => (int)s)]).RequireGrad() : null;
        Tensor y = Functional.ScaledDotProductAttention(
            q,
            k,
            v,
            new AttentionOptions
            {
                Layout = AttentionLayout.HeadsFirst,
                Causal = Enum.Parse<CausalMask>(golden.GetProperty("causal").GetString()!),
                Scale = Has("scale") ? golden.GetProperty("scale").GetDouble() : null,
            },
            bias,
            Has("mask") ? Tensor.From((bool[])[.. golden.GetProperty("mask").EnumerateArray().Select(m => m.GetBoolean())], [batch, keys]) : null,
            Has("lengths") ? Tensor.From((int[])[.. Doubles("lengths").Select(n => (int)n)]) : null);
        Close(y, "y");
        y.Backward(Tensor.From(Doubles("gy"), y.Shape));
        Close(q.Grad!, "gq");
        Close(k.Grad!, "gk");
        Close(v.Grad!, "gv");
        if (bias is not null)
        {
            Close(bias.Grad!, "gbias");
        }

        void Close(Tensor actual, string property)
        {
            double[] expected = Doubles(property);
            double[] values = actual.Detach().ToArray<double>();
            values.Length.ShouldBe(expected.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                values[i].ShouldBe(expected[i], 1e-12, $"{property} at {i}");
            }
        }
    }

    [Fact]
    public void Both_layouts_give_the_same_bits_and_the_same_gradients()
    {
        Tensor q = Draw([2, 7, 4, 5], 1), k = Draw([2, 9, 2, 5], 2), v = Draw([2, 9, 2, 3], 3);
        (Tensor y, Tensor[] gradients) = Run(q, k, v, x => x, AttentionLayout.TimeFirst);
        (Tensor turned, Tensor[] others) = Run(q, k, v, x => x.Permute(0, 2, 1, 3), AttentionLayout.HeadsFirst);
        turned.Permute(0, 2, 1, 3).ToArray<float>().ShouldBe(y.ToArray<float>());
        (Tensor copied, Tensor[] copies) = Run(q, k, v, x => x.Permute(0, 2, 1, 3).Contiguous(), AttentionLayout.HeadsFirst);
        copied.Permute(0, 2, 1, 3).ToArray<float>().ShouldBe(y.ToArray<float>());
        for (int i = 0; i < 3; i++)
        {
            others[i].ToArray<float>().ShouldBe(gradients[i].ToArray<float>());
            copies[i].ToArray<float>().ShouldBe(gradients[i].ToArray<float>());
        }

        static (Tensor Y, Tensor[] Gradients) Run(Tensor q, Tensor k, Tensor v, Func<Tensor, Tensor> turn, AttentionLayout layout)
        {
            Tensor[] leaves = [q.RequireGrad(), k.RequireGrad(), v.RequireGrad()];
            Tensor y = Functional.ScaledDotProductAttention(turn(leaves[0]), turn(leaves[1]), turn(leaves[2]), new AttentionOptions { Layout = layout });
            (y * y).Sum().Backward();
            return (y.Detach(), [.. leaves.Select(leaf => leaf.Grad!)]);
        }
    }

    [Fact]
    public void The_result_of_projections_is_reshaped_without_a_copy()
    {
        Tensor q = Draw([2, 6, 12], 1).Reshape(2, 6, 3, 4);
        Functional.ScaledDotProductAttention(q, q, q).IsContiguous.ShouldBeTrue();
        var headsFirst = new AttentionOptions { Layout = AttentionLayout.HeadsFirst };
        Tensor turned = q.Permute(0, 2, 1, 3);
        Functional.ScaledDotProductAttention(turned, turned, turned, headsFirst).Permute(0, 2, 1, 3).IsContiguous.ShouldBeTrue();
        Tensor copied = turned.Contiguous();
        Functional.ScaledDotProductAttention(copied, copied, copied, headsFirst).IsContiguous.ShouldBeTrue();
    }

    [Fact]
    public void Decoding_one_query_at_a_time_equals_the_causal_pass()
    {
        Tensor q = Draw([1, 8, 4, 6], 1), k = Draw([1, 8, 2, 6], 2), v = Draw([1, 8, 2, 6], 3);
        var causal = new AttentionOptions { Causal = CausalMask.BottomRight };
        float[] whole = Functional.ScaledDotProductAttention(q, k, v, causal).ToArray<float>();
        for (int i = 0; i < 8; i++)
        {
            Tensor y = Functional.ScaledDotProductAttention(q[.., i..(i + 1)], k[.., ..(i + 1)], v[.., ..(i + 1)], causal);
            float[] step = y.ToArray<float>();
            for (int c = 0; c < step.Length; c++)
            {
                step[c].ShouldBe(whole[(i * step.Length) + c], 1e-5f);
            }
        }
    }

    [Fact]
    public void Dropout_drops_at_its_rate_and_scales_what_stays()
    {
        // Values of one: an output is the sum of what is left of its probabilities.
        Tensor q = Draw([2, 64, 2, 8], 1), k = Draw([2, 500, 2, 8], 2);
        var options = new AttentionOptions { Dropout = 0.25, DropoutKey = RandomKey.FromSeed(3) };
        float[] y = Functional.ScaledDotProductAttention(q, k, Tensor.Ones([2, 500, 2, 1]), options).ToArray<float>();
        y.Average().ShouldBe(1, 0.02f);
        y.ShouldAllBe(sum => sum != 1);
    }

    [Fact]
    public void Dropout_follows_its_key_and_the_ambient_stream()
    {
        Tensor q = Draw([1, 9, 2, 4], 1);
        float[] With(AttentionOptions options) => Functional.ScaledDotProductAttention(q, q, q, options).ToArray<float>();
        var keyed = new AttentionOptions { Dropout = 0.5, DropoutKey = RandomKey.FromSeed(1) };
        With(keyed).ShouldBe(With(keyed));
        With(keyed).ShouldNotBe(With(keyed with { DropoutKey = RandomKey.FromSeed(2) }));
        var ambient = new AttentionOptions { Dropout = 0.5 };
        float[] first, second;
        using (RandomScope.Use(RandomKey.FromSeed(7)))
        {
            first = With(ambient);
            second = With(ambient);
        }

        second.ShouldNotBe(first);
        using (RandomScope.Use(RandomKey.FromSeed(7)))
        {
            With(ambient).ShouldBe(first);
        }
    }

    [Fact]
    public void Hidden_keys_and_values_may_hold_anything()
    {
        Tensor q = Draw([1, 3, 1, 4], 1);
        float[] Run(float rest)
        {
            Tensor x = Tensor.Concat([Draw([1, 2, 1, 4], 2), Tensor.Full([1, 1, 1, 4], rest), Draw([1, 1, 1, 4], 3), Tensor.Full([1, 1, 1, 4], rest)], 1);
            Tensor mask = Tensor.From([true, true, false, true, true], [1, 5]);
            return Functional.ScaledDotProductAttention(q, x, x, keyMask: mask, keyLengths: Tensor.From([4])).ToArray<float>();
        }

        Run(float.NaN).ShouldBe(Run(0));
        Run(float.PositiveInfinity).ShouldBe(Run(0));
    }

    [Fact]
    public void A_query_that_sees_no_key_gives_zeros_and_takes_no_gradient()
    {
        Tensor q = Draw([2, 3, 1, 4], 1).RequireGrad(), k = Draw([2, 3, 1, 4], 2).RequireGrad();
        Tensor y = Functional.ScaledDotProductAttention(
            q, k, k, keyLengths: Tensor.From([3, 0]), bias: Tensor.From([0f, 0f, 0f, 0f, 0f, 0f, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], [3, 3]));
        float[] values = y.Detach().ToArray<float>();
        values[8..].ShouldAllBe(v => v == 0);
        values[..8].ShouldAllBe(v => v != 0);
        y.Sum().Backward();
        q.Grad!.ToArray<float>()[8..].ShouldAllBe(v => v == 0);
        k.Grad!.ToArray<float>()[12..].ShouldAllBe(v => v == 0);
        k.Grad!.ToArray<float>().ShouldAllBe(v => float.IsFinite(v));
    }

    [Fact]
    public void A_bias_that_is_the_same_for_all_keys_changes_nothing()
    {
        Tensor q = Draw([2, 5, 3, 4], 1);
        Tensor bias = Draw([5, 1], 2).RequireGrad();
        Tensor y = Functional.ScaledDotProductAttention(q, q, q, bias: bias);
        y.AllClose(Functional.ScaledDotProductAttention(q, q, q), absolute: 1e-6).ShouldBeTrue();
        (y * y).Sum().Backward();
        bias.Grad!.ToArray<float>().ShouldAllBe(g => Math.Abs(g) < 1e-5f);
    }

    [Fact]
    public void Empty_operands_give_empty_or_zero_results()
    {
        Tensor Run(int batch, int queries, int keys) =>
            Functional.ScaledDotProductAttention(Tensor.Ones([batch, queries, 2, 3]), Tensor.Ones([batch, keys, 2, 3]), Tensor.Ones([batch, keys, 2, 5]));
        Run(0, 4, 4).Shape.ToArray().ShouldBe([0, 4, 2, 5]);
        Run(2, 0, 4).Shape.ToArray().ShouldBe([2, 0, 2, 5]);
        Run(2, 4, 0).ToArray<float>().ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Half_precision_computes_in_float32_and_rounds_once()
    {
        Tensor q = Draw([1, 6, 2, 8], 1).To(DType.Float16);
        Tensor y = Functional.ScaledDotProductAttention(q, q, q);
        y.DType.ShouldBe(DType.Float16);
        Tensor wide = q.To(DType.Float32);
        y.ToArray<Half>().ShouldBe(Functional.ScaledDotProductAttention(wide, wide, wide).To(DType.Float16).ToArray<Half>());
    }

    [Fact]
    public void Errors_name_what_was_given_and_expected()
    {
        Tensor x = Tensor.Ones([2, 5, 3, 4]);
        Should.Throw<ShapeException>(() => Functional.ScaledDotProductAttention(Tensor.Ones([2, 5, 12]), x, x)).Message
            .ShouldBe("attention: the query has shape (2, 5, 12); expected (batch, time, heads, size); reshape (batch, time, heads · size) to (batch, time, heads, size)");
        Should.Throw<ShapeException>(() => Functional.ScaledDotProductAttention(x, Tensor.Ones([2, 5, 3, 6]), x)).Message
            .ShouldBe("attention: the query has shape (2, 5, 3, 4), the key (2, 5, 3, 6), both (batch, time, heads, size); expected the same batch and size");
        Should.Throw<ShapeException>(() => Functional.ScaledDotProductAttention(x, x, Tensor.Ones([2, 6, 3, 4]))).Message
            .ShouldBe("attention: the key has shape (2, 5, 3, 4), the value (2, 6, 3, 4), both (batch, time, heads, size); expected the same but for the size");
        Tensor turned = Tensor.Ones([2, 3, 5, 4]);
        Should.Throw<ShapeException>(() => Functional.ScaledDotProductAttention(turned, Tensor.Ones([2, 3, 7, 4]), Tensor.Ones([2, 3, 7, 4]))).Message
            .ShouldEndWith("expected a multiple of the key's heads; or do the operands have Layout = AttentionLayout.HeadsFirst?");
        Should.Throw<ShapeException>(() => Functional.ScaledDotProductAttention(x, x, x, bias: Tensor.Ones([5, 4]))).Message
            .ShouldBe("attention: the bias has shape (5, 4); expected one that broadcasts to (batch, query heads, queries, keys) = (2, 3, 5, 5)");
        Should.Throw<DTypeException>(() => Functional.ScaledDotProductAttention(x, x, x, bias: Tensor.From([true]))).Message.ShouldContain("keyMask");
        Should.Throw<ShapeException>(() => Functional.ScaledDotProductAttention(x, x, x, keyMask: Tensor.From([true, false]))).Message
            .ShouldBe("attention: the key mask has shape (2,); expected (batch, keys) = (2, 5)");
        Should.Throw<ArgumentOutOfRangeException>(() => Functional.ScaledDotProductAttention(x, x, x, keyLengths: Tensor.From([5, 6]))).Message
            .ShouldContain("the key length of sequence 1 is 6; there are 5 keys");
        Should.Throw<ArgumentOutOfRangeException>(() => Functional.ScaledDotProductAttention(x, x, x, new AttentionOptions { Dropout = 1 }));
        Should.Throw<MissingKernelException>(() => Functional.ScaledDotProductAttention(x.To(DType.Int32), x.To(DType.Int32), x.To(DType.Int32)));
    }

    private static Tensor Draw(Shape shape, ulong seed) => Tensor.RandomNormal(shape, key: RandomKey.FromSeed(seed));
}
