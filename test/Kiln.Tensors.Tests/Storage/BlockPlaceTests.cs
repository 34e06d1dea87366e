using System.Runtime.CompilerServices;

namespace Kiln.Tensors.Tests;

[Collection("Memory")] // what other tests take from the pool decides which blocks are left for these
public class BlockPlaceTests
{
    [Theory]
    [InlineData(64 << 10)]
    [InlineData(1 << 20)]
    [InlineData(7 << 20)]
    public void Every_second_block_begins_in_the_middle_of_a_page(int bytes)
    {
        for (int number = 0; number < 6; number++)
        {
            (Make(bytes, number).Address % 4096).ShouldBe(number % 2 * 2048);
        }
    }

    [Fact]
    public void Blocks_that_stream_through_memory_begin_at_a_page()
    {
        for (int number = 0; number < 4; number++)
        {
            (Make(12 << 20, number).Address % 4096).ShouldBe(0);
        }
    }

    [Fact]
    public void A_span_of_a_block_begins_where_its_address_says()
    {
        for (int number = 0; number < 5; number++)
        {
            foreach (int bytes in new[] { 64, 4096, 1 << 16, 8 << 20 })
            {
                Block block = Make(bytes, number);
                (block.Address % 64).ShouldBe(0);
                First(block.Bytes).ShouldBe(block.Address);
                First(block.Elements<float>(32, 4)).ShouldBe(block.Address + 32);
                block.Bytes.Length.ShouldBe(bytes);
                block.Bytes.Fill(1); // the last byte lies within the array
            }
        }
    }

    [Fact]
    public void Where_the_operands_lie_changes_no_bit()
    {
        float[] numbers = [.. Enumerable.Range(0, 64 * 1021).Select(i => MathF.Sin(i))];
        var held = new List<Tensor>();
        float[][] results = [.. Enumerable.Range(0, 12).Select(_ => Compute())];
        foreach (float[] result in results)
        {
            result.ShouldBe(results[0]);
        }

        held.Where((_, i) => i % 3 < 2).Select(operand => operand.Storage.Address % 4096).Distinct().Count().ShouldBeGreaterThan(1);

        float[] Compute()
        {
            var x = Tensor.From(numbers, [64, 1021]);
            Tensor y = x.Softmax(-1) * x;
            Tensor product = y.MatMul(x.Transpose(0, 1));
            held.AddRange([x, y, product]); // so that the next call gets other blocks
            return [.. y.Sum(0).ToArray<float>(), .. product.ToArray<float>(), y.Mean().Item()];
        }
    }

    private static Block Make(int bytes, int number) => new(SizeClasses.Of(bytes), bytes / 64, number);

    private static unsafe nint First<T>(Span<T> span)
        where T : unmanaged => (nint)Unsafe.AsPointer(ref span[0]); // pinned
}
