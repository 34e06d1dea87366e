namespace Kiln.Numerics.Tests;

public class MatMulBatchedTests
{
    [Theory]
    [InlineData(1, 5, 6, 7)]
    [InlineData(3, 20, 40, 30)]
    [InlineData(50, 9, 17, 8)]
    [InlineData(200, 2, 3, 4)]
    [InlineData(16, 33, 1, 20)]
    public void A_batch_equals_its_products_done_one_by_one(int batch, int m, int n, int k)
    {
        var random = new Random(5);
        var a = MatMulCase.Draw<float>(random, batch * m * k);
        var b = MatMulCase.Draw<float>(random, batch * k * n);
        var bias = MatMulCase.Draw<float>(random, n);
        var together = new float[batch * m * n];
        var alone = new float[batch * m * n];
        foreach (var shared in new[] { false, true })
        {
            var strideB = shared ? 0 : k * n;
            MatMul.MultiplyBatched(
                batch, m, n, k, a, k, false, m * k, b, n, false, strideB, together, n, m * n, bias: bias, activation: Activation.ReLU);
            for (var i = 0; i < batch; i++)
            {
                MatMul.Multiply(
                    m, n, k, a.AsSpan(i * m * k), k, false, b.AsSpan(i * strideB), n, false, alone.AsSpan(i * m * n), n, bias: bias, activation: Activation.ReLU);
            }

            together.ShouldBe(alone);
        }
    }

    [Fact]
    public void Doubles_and_accumulation_work_in_a_batch_too()
    {
        double[] a = [1, 2, 3, 4];
        double[] b = [10, 20, 30, 40];
        double[] c = [1, 1];
        MatMul.MultiplyBatched(2, 1, 1, 2, a, 2, false, 2, b, 1, false, 2, c, 1, 1, accumulate: true);
        c.ShouldBe([51, 251]);
    }

    [Fact]
    public void An_empty_batch_needs_no_memory() => MatMul.MultiplyBatched(0, 2, 2, 2, [], 2, false, 4, new float[4], 2, false, 0, [], 2, 4);
}
