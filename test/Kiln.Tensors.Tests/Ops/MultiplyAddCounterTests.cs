namespace Kiln.Tensors.Tests;

public class MultiplyAddCounterTests
{
    [Fact]
    public void Products_convolutions_and_attention_are_counted_by_their_formulas()
    {
        Count(() => Tensor.Ones([3, 4]).MatMul(Tensor.Ones([4, 5]))).ShouldBe(3 * 4 * 5);
        Count(() => Tensor.Ones([2, 3, 4]).MatMul(Tensor.Ones([2, 4, 5]))).ShouldBe(2 * 3 * 4 * 5);
        Count(() => Functional.Dense(Tensor.Ones([6, 4]), Tensor.Ones([4, 5]), Tensor.Ones([5]))).ShouldBe(6 * 4 * 5);
        Count(() => Functional.Conv2D(Tensor.Ones([2, 6, 5, 3]), Tensor.Ones([3, 2, 3, 7]))).ShouldBe(2 * (4 * 4) * (3 * 2) * 3 * 7);
        Count(() => Functional.Conv2DTranspose(Tensor.Ones([2, 4, 4, 7]), Tensor.Ones([3, 2, 3, 7]))).ShouldBe(2 * (4 * 4) * (3 * 2) * 3 * 7);
        Count(() => Functional.ScaledDotProductAttention(Tensor.Ones([2, 5, 3, 8]), Tensor.Ones([2, 6, 3, 8]), Tensor.Ones([2, 6, 3, 4]))).ShouldBe(2 * 3 * 5 * 6 * (8 + 4));
        Count(() => Tensor.Ones([3, 4]) * Tensor.Ones([3, 4])).ShouldBe(0);
    }

    [Fact]
    public void Counters_nest_and_stop_when_disposed()
    {
        Tensor a = Tensor.Ones([2, 2]);
        var outer = MultiplyAddCounter.Start();
        a.MatMul(a);
        using (var inner = MultiplyAddCounter.Start())
        {
            a.MatMul(a);
            inner.Count.ShouldBe(8);
        }

        outer.Count.ShouldBe(16);
        outer.Dispose();
        outer.Dispose();
        a.MatMul(a);
        outer.Count.ShouldBe(16);
    }

    [Fact]
    public void Another_flow_is_not_counted()
    {
        using var counter = MultiplyAddCounter.Start();
        var other = new Thread(() => Tensor.Ones([2, 2]).MatMul(Tensor.Ones([2, 2])));
        other.UnsafeStart(); // Without this flow's context.
        other.Join();
        counter.Count.ShouldBe(0);
    }

    private static long Count(Func<Tensor> run)
    {
        using var counter = MultiplyAddCounter.Start();
        run();
        return counter.Count;
    }
}
