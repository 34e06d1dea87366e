using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

/// <summary>Sums into places have the bits of a plain loop in the order of the index, on one thread and on more.</summary>
public class PlacesAcrossThreadsTests
{
    [Theory]
    [InlineData(300, 400, 0)]
    [InlineData(300, 400, 1)]
    [InlineData(3, 50_000, 1)]
    [InlineData(90_000, 1, 0)]
    public void Scattered_sums_and_gathered_elements_equal_a_plain_loop(int rows, int columns, int axis)
    {
        var random = new Random(3);
        int size = axis == 0 ? rows : columns;
        float[] x = Draw(rows * columns), source = Draw(rows * columns);
        long[] index = [.. Enumerable.Range(0, rows * columns).Select(_ => (long)random.Next(-size, size) / 3)];
        float[] sums = [.. x], taken = new float[x.Length];
        for (int i = 0; i < index.Length; i++)
        {
            int at = (int)(index[i] < 0 ? index[i] + size : index[i]);
            int place = axis == 0 ? (at * columns) + (i % columns) : (i / columns * columns) + at;
            sums[place] += source[i];
            taken[i] = x[place];
        }

        int threads = WorkerTeam.ThreadCount;
        try
        {
            foreach (int count in new[] { 1, 2, 3 })
            {
                WorkerTeam.ThreadCount = count;
                Tensor tensor = Tensor.From(x, [rows, columns]), places = Tensor.From(index, [rows, columns]);
                tensor.ScatterAdd(axis, places, Tensor.From(source, [rows, columns])).ToArray<float>().AsSpan().SequenceEqual(sums).ShouldBeTrue();
                tensor.Gather(axis, places).ToArray<float>().AsSpan().SequenceEqual(taken).ShouldBeTrue();
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = threads;
        }

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
    }
}
