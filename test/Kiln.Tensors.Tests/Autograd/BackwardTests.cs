namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class BackwardTests
{
    [Fact]
    public void A_gradient_flows_through_views_to_the_leaf()
    {
        Tensor x = Tensor.From<double>([1, 2, 3, 4, 5, 6], [2, 3]).RequireGrad();
        Tensor y = x.Permute(1, 0).Narrow(0, 1, 2).Reshape(4);
        y.Backward(Tensor.From<double>([1, 10, 100, 1000]));
        x.Grad!.ToArray<double>().ShouldBe([0, 1, 100, 0, 10, 1000]);
    }

    [Fact]
    public void Gradients_of_several_passes_add_up_until_cleared()
    {
        var p = new Parameter(Tensor.Ones([3]));
        Twice(p).Backward(Tensor.Ones([3]));
        Twice(p).Backward(Tensor.Ones([3]));
        p.Gradient!.ToArray<float>().ShouldBe([4f, 4f, 4f]);
        p.ClearGradient();
        p.Gradient.ShouldBeNull();
    }

    [Fact]
    public void A_gradient_a_user_holds_does_not_change_when_more_is_accumulated()
    {
        var p = new Parameter(Tensor.Ones([3]));
        Twice(p).Backward(Tensor.Ones([3]));
        Tensor held = p.Gradient!;
        Twice(p).Backward(Tensor.Ones([3]));
        held.ToArray<float>().ShouldBe([2f, 2f, 2f]);
    }

    [Fact]
    public void A_tensor_used_twice_gets_the_sum_of_both_gradients()
    {
        Tensor x = Tensor.From<float>([1, 2]).RequireGrad();
        Tensor y = Twice(x);
        Tensor z = Sum(y, y);
        z.Backward(Tensor.Ones([2]));
        x.Grad!.ToArray<float>().ShouldBe([4f, 4f]);
    }

    [Fact]
    public void A_diamond_of_a_hundred_levels_is_walked_once_per_node()
    {
        Tensor x = Tensor.From<double>([1]).RequireGrad();
        Tensor y = x;
        for (int i = 0; i < 100; i++)
        {
            y = Sum(y, y);
        }

        y.Backward();
        x.Grad!.Item<double>().ShouldBe(Math.Pow(2, 100));
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_ops_does_not_overflow_the_stack()
    {
        Tensor x = Tensor.From<double>([1]).RequireGrad();
        Tensor y = x;
        for (int i = 0; i < 100_000; i++)
        {
            y = y.Copy();
        }

        y.Backward();
        x.Grad!.Item<double>().ShouldBe(1);
    }

    [Fact]
    public void A_second_pass_needs_the_graph_retained()
    {
        Tensor x = Tensor.From<float>([3]).RequireGrad();
        Tensor y = Square(x);
        y.Backward(retainGraph: true);
        y.Backward();
        x.Grad!.Item().ShouldBe(12f);
        Should.Throw<AutogradException>(() => y.Backward()).Message.ShouldContain("retainGraph: true");
    }

    [Fact]
    public void Nothing_is_recorded_without_grad()
    {
        Tensor x = Tensor.Ones([2]).RequireGrad();
        using (Autograd.NoGrad())
        {
            Twice(x).RequiresGrad.ShouldBeFalse();
            using (Autograd.EnableGrad())
            {
                Twice(x).RequiresGrad.ShouldBeTrue();
            }
        }

        Twice(x).RequiresGrad.ShouldBeTrue();
        Twice(x.Detach()).RequiresGrad.ShouldBeFalse();
        Should.Throw<AutogradException>(() => Twice(x.Detach()).Backward(Tensor.Ones([2]))).Message.ShouldContain("no graph");
    }

    [Fact]
    public async Task Recording_is_switched_per_flow_not_per_process()
    {
        Tensor x = Tensor.Ones([2]).RequireGrad();
        using var inside = new SemaphoreSlim(0);
        using var done = new SemaphoreSlim(0);
        Task other = Task.Run(async () =>
        {
            using (Autograd.NoGrad())
            {
                inside.Release();
                await done.WaitAsync(TestContext.Current.CancellationToken);
                Twice(x).RequiresGrad.ShouldBeFalse();
            }
        }, TestContext.Current.CancellationToken);
        await inside.WaitAsync(TestContext.Current.CancellationToken);
        Twice(x).RequiresGrad.ShouldBeTrue();
        done.Release();
        await other;
    }

    [Fact]
    public void A_value_changed_after_the_forward_pass_is_noticed()
    {
        var p = new Parameter(Tensor.Ones([2]));
        Tensor y = Square(p);
        p.Assign(Tensor.Zeros([2]));
        Should.Throw<AutogradException>(() => y.Backward(Tensor.Ones([2]))).Message.ShouldContain("changed after the forward pass");
    }

    [Fact]
    public void A_tensor_of_several_elements_needs_a_gradient_of_its_shape()
    {
        Tensor x = Tensor.Ones([2]).RequireGrad();
        Should.Throw<AutogradException>(() => Twice(x).Backward()).Message.ShouldContain("(2,)");
        Should.Throw<ShapeException>(() => Twice(x).Backward(Tensor.Ones([3])));
        Should.Throw<ShapeException>(() => Twice(x).Backward(Tensor.Ones([2], DType.Float64)));
    }

    [Fact]
    public void Gradients_leaves_the_accumulated_ones_alone()
    {
        Tensor x = Tensor.From<float>([3]).RequireGrad();
        Tensor other = Tensor.From<float>([1]).RequireGrad();
        Tensor[] g = Autograd.Gradients(Square(x), [x, other]);
        g[0].Item().ShouldBe(6f);
        g[1].Item().ShouldBe(0f);
        x.Grad.ShouldBeNull();
    }

    [Fact]
    public void An_op_without_a_backward_throws_instead_of_cutting_the_gradient()
    {
        Tensor x = Tensor.Ones([2]).RequireGrad();
        Should.Throw<AutogradException>(() => Tape.NoBackward("mystery", x.CopyRaw(), x)).Message.ShouldContain("mystery");
    }

    [Fact]
    public void Only_floating_point_tensors_have_gradients()
    {
        Should.Throw<DTypeException>(() => Tensor.Zeros([2], DType.Int64).RequireGrad()).Message.ShouldContain("int64");
    }

    [Fact]
    public void Memory_of_intermediate_gradients_returns_at_once()
    {
        Tensor x = Tensor.Ones([1 << 18]).RequireGrad();
        Tensor y = x;
        for (int i = 0; i < 50; i++)
        {
            y = Square(y);
        }

        long before = TensorMemory.UsedBytes;
        y.Backward(Tensor.Ones([1 << 18]));

        // One megabyte a gradient: of some 100 made on the way, only the leaf's and one or two in flight are left.
        (TensorMemory.UsedBytes - before).ShouldBeLessThan(8 << 20);
        x.Grad!.ToArray<float>().ShouldAllBe(v => v == MathF.Pow(2, 50));
        GC.KeepAlive(y);
    }

    [Fact]
    public void Passes_at_the_same_time_on_one_leaf_all_count()
    {
        Tensor x = Tensor.Ones([1000]).RequireGrad();
        Parallel.For(0, 200, _ => (x * x).Sum().Backward());
        x.Grad!.ToArray<float>().ShouldAllBe(v => v == 400);
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    public void Gradients_of_sixteen_bit_floats_accumulate(DType dtype)
    {
        Tensor x = Tensor.Ones([3], dtype).RequireGrad();
        (x * x).Sum().Backward();
        (x * x).Sum().Backward();
        x.Grad!.DType.ShouldBe(dtype);
        x.Grad.To(DType.Float32).ToArray<float>().ShouldAllBe(v => v == 4);
    }

    [Fact]
    public void Two_threads_differentiate_through_shared_leaves()
    {
        Tensor x = Tensor.Ones([8], DType.Float64).RequireGrad();
        Parallel.For(0, 200, i =>
        {
            Tensor[] g = Autograd.Gradients(Twice(Square(x)), [x], Tensor.Ones([8], DType.Float64));
            g[0].ToArray<double>().ShouldAllBe(v => v == 4);
        });
    }

    private static Tensor Twice(Tensor x) => Tape.Unary("twice", Scale(x, 2), x, static g => Scale(g, 2));

    private static Tensor Square(Tensor x) =>
        Tape.Unary("square", Times(x, x), x, x, static (g, x) => Scale(Times(g, x), 2));

    private static Tensor Sum(Tensor a, Tensor b) =>
        Tape.Record("sum", GradientSum.Add(a, b), [a, b], [], static c =>
        {
            c.Give(0, c.Gradient);
            c.Give(1, c.Gradient);
        });

    private static Tensor Scale(Tensor x, double factor) => Times(x, Tensor.Full(x.Shape, factor, x.DType));

    private static Tensor Times(Tensor a, Tensor b)
    {
        Tensor result = Tensor.Empty(a.Shape, a.DType);
        if (a.DType == DType.Float32)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(a.Span<float>(), b.Span<float>(), result.Span<float>());
        }
        else
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(a.Span<double>(), b.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return result;
    }
}
