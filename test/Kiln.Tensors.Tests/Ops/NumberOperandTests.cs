namespace Kiln.Tensors.Tests;

/// <summary>Plain numbers, shapes and truth values where an operation could also take a tensor.</summary>
public class NumberOperandTests
{
    private static readonly Tensor s_x = Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);

    [Fact]
    public void Functions_of_two_operands_take_numbers()
    {
        s_x.Pow(2).ToArray<float>().ShouldBe([1, 4, 9, 16, 25, 36]);
        s_x.Pow(0.5).ToArray<float>().ShouldBe(s_x.Sqrt().ToArray<float>());
        s_x.Maximum(3).ToArray<float>().ShouldBe([3, 3, 3, 4, 5, 6]);
        s_x.Minimum(2.5).ToArray<float>().ShouldBe([1, 2, 2.5f, 2.5f, 2.5f, 2.5f]);
        s_x.FloorDivide(4).ToArray<float>().ShouldBe([0, 0, 0, 1, 1, 1]);
    }

    [Fact]
    public void A_whole_number_keeps_integers_and_a_fractional_one_makes_them_float32()
    {
        Tensor whole = Tensor.From([1, -2, 3]);
        whole.Pow(2).ToArray<int>().ShouldBe([1, 4, 9]);
        whole.Maximum(0).ToArray<int>().ShouldBe([1, 0, 3]);
        whole.FloorDivide(2).ToArray<int>().ShouldBe([0, -1, 1]);
        whole.Maximum(0.5).ToArray<float>().ShouldBe([1, 0.5f, 3]);
        Tensor.Where(whole > 0, whole, 0).ToArray<int>().ShouldBe([1, 0, 3]);
        Tensor.Where(whole > 0, 0.5, whole).ToArray<float>().ShouldBe([0.5f, -2, 0.5f]);
        Tensor.Where(whole > 0, whole, double.NaN).DType.ShouldBe(DType.Float32);
    }

    [Fact]
    public void Reshape_takes_the_shape_of_another_tensor()
    {
        s_x.Flatten().Reshape(s_x.Shape).ToArray<float>().ShouldBe(s_x.ToArray<float>());
        s_x.Reshape([3, 2]).Shape.ShouldBe([3, 2]);
        s_x.Reshape(new[] { 6 }).Shape.ShouldBe([6]);
        Tensor.Scalar(1f).Reshape(Shape.Scalar).Rank.ShouldBe(0);
        Should.Throw<ShapeException>(() => s_x.Reshape(4)).Message.ShouldBe("reshape: (2, 3) has 6 elements, (4,) has 4; they must be equal");
    }

    [Fact]
    public void Truth_values_combine_with_operators()
    {
        ((s_x > 1) & (s_x < 4)).ToArray<bool>().ShouldBe([false, true, true, false, false, false]);
        ((s_x < 2) | (s_x > 5)).ToArray<bool>().ShouldBe([true, false, false, false, false, true]);
        ((s_x > 1) ^ (s_x > 4)).ToArray<bool>().ShouldBe([false, true, true, true, false, false]);
        (!(s_x > 4)).ToArray<bool>().ShouldBe([true, true, true, true, false, false]);
        Should.Throw<DTypeException>(() => s_x & (s_x > 1)).Message
            .ShouldBe("&: expected truth values, given float32 (2, 3); compare first (x > 0), or take LogicalAnd, LogicalOr, LogicalXor, LogicalNot");
    }
}
