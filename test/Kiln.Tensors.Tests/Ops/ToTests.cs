using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

public class ToTests
{
    [Fact]
    public void A_gradient_comes_back_in_the_type_of_the_leaf()
    {
        Tensor x = Tensor.From<float>([1, 2, 3]).RequireGrad();
        Tensor y = x.To(DType.Float64).To(DType.Float16).To(DType.Float32);
        y.Backward(Tensor.From<float>([1, 0.5f, 0.25f]));
        x.Grad!.DType.ShouldBe(DType.Float32);
        x.Grad.ToArray<float>().ShouldBe([1f, 0.5f, 0.25f]);
    }

    [Fact]
    public void Mixed_types_give_each_leaf_its_own()
    {
        Tensor x = Tensor.From<float>([1, 2]).RequireGrad();
        Tensor y = Tensor.From<double>([3, 4]).RequireGrad();
        Tensor z = x * y;
        z.DType.ShouldBe(DType.Float64);
        z.Backward(Tensor.Ones([2], DType.Float64));
        x.Grad!.ToArray<float>().ShouldBe([3f, 4f]);
        y.Grad!.ToArray<double>().ShouldBe([1.0, 2.0]);
    }

    [Fact]
    public void A_conversion_that_would_cut_the_gradient_throws()
    {
        Tensor x = Tensor.Ones([2]).RequireGrad();
        Should.Throw<AutogradException>(() => x.To(DType.Int64)).Message.ShouldContain("to int64");
        x.Detach().To(DType.Int64).ToArray<long>().ShouldBe([1L, 1L]);
    }

    [Theory]
    [InlineData(DType.Float32, DType.Int32, DType.Float32)]
    [InlineData(DType.Float16, DType.BFloat16, DType.Float32)]
    [InlineData(DType.Bool, DType.UInt8, DType.UInt8)]
    [InlineData(DType.UInt8, DType.Int8, DType.Int32)]
    [InlineData(DType.Int32, DType.Int64, DType.Int64)]
    [InlineData(DType.Float64, DType.BFloat16, DType.Float64)]
    [InlineData(DType.Float16, DType.Int64, DType.Float16)]
    public void Types_are_promoted_as_in_pytorch(DType left, DType right, DType expected)
    {
        DTypes.Promote(left, right).ShouldBe(expected);
        DTypes.Promote(right, left).ShouldBe(expected);
        (Tensor.Ones([2], left) * Tensor.Ones([2], right)).DType.ShouldBe(expected);
    }

    [Fact]
    public void Sixteen_bit_floats_compute_in_float32_and_round_once()
    {
        Tensor x = Tensor.From<BFloat16>([(BFloat16)1.5f, (BFloat16)2f]);
        Tensor y = x * 3.0 + 1L;
        y.DType.ShouldBe(DType.BFloat16);
        y.To(DType.Float32).ToArray<float>().ShouldBe([5.5f, 7f]);
        Tensor.Full([3], 0.1, DType.Float16).Softmax().To(DType.Float32).ToArray<float>().ShouldAllBe(v => Math.Abs(v - 0.3333f) < 1e-3);
    }

    [Fact]
    public void Numbers_take_the_type_of_the_tensor_unless_it_cannot_hold_them()
    {
        Tensor i = Tensor.From<int>([1, 2]);
        (i * 2L).DType.ShouldBe(DType.Int32);
        (i * 2.5).DType.ShouldBe(DType.Float32);
        (i / 2L).ToArray<float>().ShouldBe([0.5f, 1f]);
        (i % 2L).ToArray<int>().ShouldBe([1, 0]);
        (Tensor.Ones([2], DType.Float64) * 0.1).ToArray<double>().ShouldBe([0.1, 0.1]);
        (Tensor.From<bool>([true, false]) * 3L).DType.ShouldBe(DType.Int64);
    }

    [Fact]
    public void Comparisons_promote_and_carry_no_gradient()
    {
        Tensor x = Tensor.From<float>([1, 2, float.NaN]).RequireGrad();
        Tensor m = x > 1.5;
        m.DType.ShouldBe(DType.Bool);
        m.RequiresGrad.ShouldBeFalse();
        m.ToArray<bool>().ShouldBe([false, true, false]);
        x.EqualTo(Tensor.From<int>([1, 3, 3])).ToArray<bool>().ShouldBe([true, false, false]);
        x.IsNaN().ToArray<bool>().ShouldBe([false, false, true]);
        x.NotEqualTo(x).ToArray<bool>().ShouldBe([false, false, true]);
        m.LogicalNot().ToArray<bool>().ShouldBe([true, false, true]);
    }
}
