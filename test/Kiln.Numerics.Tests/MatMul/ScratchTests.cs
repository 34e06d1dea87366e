namespace Kiln.Numerics.Tests;

public unsafe class ScratchTests
{
    [Fact]
    public void Buffers_rented_together_are_apart_and_aligned_to_a_cache_line()
    {
        using var first = Scratch.Rent<float>(1000);
        using var second = Scratch.Rent<double>(10);
        ((nint)first.Pointer % 64).ShouldBe(0);
        ((nint)second.Pointer % 64).ShouldBe(0);
        var distance = Math.Abs((byte*)first.Pointer - (byte*)second.Pointer);
        distance.ShouldBeGreaterThanOrEqualTo((byte*)first.Pointer < (byte*)second.Pointer ? 4000 : 80);
    }

    [Fact]
    public void A_buffer_is_used_again_by_the_next_who_rents()
    {
        nint before;
        using (var first = Scratch.Rent<float>(5000))
        {
            before = (nint)first.Pointer;
        }

        using var second = Scratch.Rent<float>(4000);
        ((nint)second.Pointer).ShouldBe(before);
    }

    [Fact]
    public void Many_levels_nest()
    {
        Nest(0);

        static void Nest(int level)
        {
            using var buffer = Scratch.Rent<int>(16);
            var values = new Span<int>(buffer.Pointer, 16);
            values.Fill(level);
            if (level < 20)
            {
                Nest(level + 1);
            }

            values.ToArray().ShouldAllBe(v => v == level);
        }
    }

    [Fact]
    public void A_size_beyond_memory_is_refused() => Should.Throw<OverflowException>(() => { using var b = Scratch.Rent<double>(nint.MaxValue); });
}
