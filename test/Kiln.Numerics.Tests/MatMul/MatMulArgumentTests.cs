namespace Kiln.Numerics.Tests;

public class MatMulArgumentTests
{
    [Fact]
    public void An_operand_that_is_too_short_is_named_with_what_it_needs() =>
        Should.Throw<ArgumentException>(() => MatMul.Multiply(2, 3, 4, new float[7], 4, false, new float[12], 3, false, new float[6], 3))
            .Message.ShouldBe("matmul: a has 7 elements; 2 × 4 with leading dimension 4 needs 8. (Parameter 'a')");

    [Fact]
    public void A_leading_dimension_shorter_than_a_row_is_refused() =>
        Should.Throw<ArgumentException>(() => MatMul.Multiply(2, 3, 4, new double[8], 4, false, new double[12], 2, false, new double[6], 3))
            .Message.ShouldStartWith("matmul: the leading dimension of b is 2, shorter than its rows of 3 elements");

    [Fact]
    public void A_transposed_operand_is_measured_as_it_is_stored() =>
        Should.Throw<ArgumentException>(() => MatMul.Multiply(2, 3, 4, new float[8], 1, true, new float[12], 3, false, new float[6], 3))
            .Message.ShouldContain("leading dimension of a is 1, shorter than its rows of 2");

    [Fact]
    public void A_bias_of_another_length_is_refused() =>
        Should.Throw<ArgumentException>(
                () => MatMul.Multiply(2, 3, 4, new float[8], 4, false, new float[12], 3, false, new float[6], 3, bias: new float[2]))
            .Message.ShouldContain("bias has 2 elements; expected 3");

    [Fact]
    public void A_negative_extent_is_refused() =>
        Should.Throw<ArgumentException>(() => MatMul.Multiply(-1, 3, 4, new float[8], 4, false, new float[12], 3, false, new float[6], 3))
            .Message.ShouldContain("m is -1");

    [Fact]
    public void A_batch_that_runs_past_its_span_is_refused() =>
        Should.Throw<ArgumentException>(() => MatMul.MultiplyBatched(
                3, 2, 2, 2, new float[11], 2, false, 4, new float[4], 2, false, 0, new float[12], 2, 4))
            .Message.ShouldContain("a has 11 elements; 3 matrices of 2 × 2");

    [Fact]
    public void Results_of_a_batch_may_not_overlap() =>
        Should.Throw<ArgumentException>(() => MatMul.MultiplyBatched(
                3, 2, 2, 2, new float[12], 2, false, 4, new float[4], 2, false, 0, new float[12], 2, 0))
            .Message.ShouldContain("would overlap");
}
