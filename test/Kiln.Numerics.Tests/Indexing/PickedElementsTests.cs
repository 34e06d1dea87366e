using System.Runtime.InteropServices;

namespace Kiln.Numerics.Tests;

public unsafe class PickedElementsTests
{
    [Theory]
    [InlineData(1, 5, 3, 1)]
    [InlineData(7, 30, 41, 1)]
    [InlineData(400, 100, 97, 1)]
    [InlineData(3, 6, 9, 50)]
    [InlineData(1, 20, 300, 129)]
    public void Elements_equal_the_plain_loop(int outer, int size, int count, int inner)
    {
        Compare<byte, int>(outer, size, count, inner);
        Compare<ushort, long>(outer, size, count, inner);
        Compare<float, int>(outer, size, count, inner);
        Compare<float, long>(outer, size, count, inner);
        Compare<double, long>(outer, size, count, inner);
    }

    [Theory]
    [InlineData(1013, 300, 3301, 1)]
    [InlineData(3, 40, 1201, 999)]
    public void Results_beyond_the_caches_equal_the_plain_loop(int outer, int size, int count, int inner) => Compare<float, long>(outer, size, count, inner);

    [Theory]
    [InlineData(10)]
    [InlineData(-11)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void An_index_outside_is_told_wherever_it_stands(long wrong)
    {
        for (var at = 0; at < 23; at++)
        {
            var index = new long[23];
            index[at] = wrong;
            float[] x = new float[23], y = new float[23];
            fixed (float* px = x, py = y)
            fixed (long* pi = index)
            {
                PickedElements.Gather(1, 10, 23, 1, px, pi, py).ShouldBeFalse();
                PickedElements.Gather(1, 1, 1, 23, px, pi, py).ShouldBeFalse();
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(103)]
    public void Terms_are_added_in_their_order_and_an_index_outside_is_told(int count)
    {
        var random = new Random(9);
        float[] source = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        int[] index = [.. Enumerable.Range(0, count).Select(_ => random.Next(-5, 5))];
        float[] y = [1, 2, 3, 4, 5];
        float[] expected = [1, 2, 3, 4, 5];
        for (var i = 0; i < count; i++)
        {
            expected[(index[i] + 5) % 5] += source[i];
        }

        fixed (float* ps = source, py = y)
        fixed (int* pi = index)
        {
            PickedElements.Add(count, ps, pi, 5, py).ShouldBeTrue();
            y.ShouldBe(expected);
            for (var i = 0; i < count; i++)
            {
                (var kept, index[i]) = (index[i], i % 2 == 0 ? 5 : -6);
                PickedElements.Add(count, ps, pi, 5, py).ShouldBeFalse();
                index[i] = kept;
            }
        }
    }

    private static void Compare<T, TIndex>(int outer, int size, int count, int inner)
        where T : unmanaged, System.Numerics.INumber<T>
        where TIndex : unmanaged, System.Numerics.IBinaryInteger<TIndex>
    {
        var random = new Random(8);
        T[] x = [.. Enumerable.Range(0, outer * size * inner).Select(_ => T.CreateTruncating(random.Next(256)))];
        TIndex[] index = [.. Enumerable.Range(0, outer * count * inner).Select(_ => TIndex.CreateChecked(random.Next(-size, size)))];
        var y = (T*)NativeMemory.AlignedAlloc((nuint)index.Length * (nuint)sizeof(T), 64);
        try
        {
            fixed (T* px = x)
            fixed (TIndex* pi = index)
            {
                PickedElements.Gather(outer, size, count, inner, px, pi, y).ShouldBeTrue();
            }

            for (var i = 0; i < index.Length; i++)
            {
                var at = int.CreateChecked(index[i]);
                var expected = x[(((i / (count * inner)) * size) + (at < 0 ? at + size : at)) * inner + (i % inner)];
                if (y[i] != expected)
                {
                    y[i].ShouldBe(expected, $"place {i}");
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(y);
        }
    }
}
