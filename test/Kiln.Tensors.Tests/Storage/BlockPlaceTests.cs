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
        const int Rows = 64;
        const int Columns = 1021;
        const int Page = 1024; // floats
        const int Stride = 65 * Page; // more than a copy takes, so that the copies begin at the places below and nowhere else
        float[] numbers = [.. Enumerable.Range(0, Rows * Columns).Select(i => MathF.Sin(i))];
        int[] places = [0, Page / 2, 16, 48, Page - 16];
        float[] copies = new float[places.Length * Stride];
        for (int i = 0; i < places.Length; i++)
        {
            numbers.CopyTo(copies, (i * Stride) + places[i]);
        }

        // All copies lie in one block: how far each begins within a page of the first does not hang on what the pool has to give.
        Tensor block = Tensor.From(copies);
        float[][] results = [.. places.Select((place, i) => Compute(block.Narrow(0, (i * Stride) + place, Rows * Columns).Reshape(Rows, Columns)))];
        foreach (float[] result in results)
        {
            result.ShouldBe(results[0]);
        }

        static float[] Compute(Tensor x)
        {
            Tensor y = x.Softmax(-1) * x;
            Tensor product = y.MatMul(x.Transpose(0, 1));
            return [.. y.Sum(0).ToArray<float>(), .. product.ToArray<float>(), y.Mean().Item()];
        }
    }

    private static Block Make(int bytes, int number) => new(SizeClasses.Of(bytes), bytes / 64, number);

    private static unsafe nint First<T>(Span<T> span)
        where T : unmanaged => (nint)Unsafe.AsPointer(ref span[0]); // pinned
}
