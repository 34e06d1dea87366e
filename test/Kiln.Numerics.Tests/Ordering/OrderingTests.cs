namespace Kiln.Numerics.Tests;

/// <summary>Orders against a stable sort by a plain comparison, on lines of every length that takes a way of its own.</summary>
public class OrderingTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 3, 7, 1 }, { 2, 100, 3 }, { 1, 600, 1 }, { 2, 1100, 2 }, { 1, 40_000, 1 }, { 1, 140_000, 1 }, { 0, 4, 2 }, { 4, 0, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Floats_are_ordered_stably_with_nan_the_largest(int outer, int size, int inner)
    {
        float[] few = [0f, -0f, 1.5f, -2f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -float.NaN, 1e-42f];
        Check(outer, size, inner, (random, i) => i % 3 == 0 ? few[random.Next(few.Length)] : (float)((random.NextDouble() - 0.5) * 100), Compare);
        Check(outer, size, inner, (random, i) => i % 5 == 0 ? few[random.Next(few.Length)] : (random.NextDouble() - 0.5) * 1e200, (double x, double y) => Compare(x, y));
        Check(outer, size, inner, (random, i) => (Half)few[random.Next(few.Length)], (x, y) => Compare((float)x, (float)y));
        Check(outer, size, inner, (random, i) => (BFloat16)few[random.Next(few.Length)], (x, y) => Compare((float)x, (float)y));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Integers_are_ordered_stably(int outer, int size, int inner)
    {
        Check(outer, size, inner, (random, i) => random.Next(), (x, y) => x.CompareTo(y));
        Check(outer, size, inner, (random, i) => i % 2 == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-3, 3), (x, y) => x.CompareTo(y));
        Check(outer, size, inner, (random, i) => (sbyte)random.Next(-128, 128), (x, y) => x.CompareTo(y));
        Check(outer, size, inner, (random, i) => (byte)random.Next(256), (x, y) => x.CompareTo(y));
    }

    [Fact]
    public void A_rising_line_in_which_every_element_is_a_candidate_is_selected_from_rightly()
    {
        float[] x = [.. Enumerable.Range(0, 200_000).Select(i => (float)i)];
        var best = new long[300];
        Ordering.Top<float>(x, best, 1, x.Length, 1, best.Length, largest: true);
        best.ShouldBe(Enumerable.Range(0, 300).Select(i => 199_999L - i));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => Ordering.Sort<float>(new float[5], new long[6], 2, 3, 1, false)).Message.ShouldContain("(2, 3, 1) needs 6");
        Should.Throw<ArgumentOutOfRangeException>(() => Ordering.Top<float>(new float[6], new long[8], 2, 3, 1, 4, true));
        Should.Throw<NotSupportedException>(() => Ordering.Sort<char>(new char[1], new long[1], 1, 1, 1, false));
    }

    private static int Compare(float x, float y) => Compare((double)x, y);

    private static int Compare(double x, double y) =>
        double.IsNaN(x) ? (double.IsNaN(y) ? 0 : 1) : double.IsNaN(y) ? -1 : x < y ? -1 : x > y ? 1 : 0;

    private static void Check<T>(int outer, int size, int inner, Func<Random, int, T> draw, Comparison<T> compare)
        where T : unmanaged
    {
        var random = new Random(5);
        T[] x = [.. Enumerable.Range(0, outer * size * inner).Select(i => draw(random, i))];
        foreach (bool descending in new[] { false, true })
        {
            int[][] expected = [.. Enumerable.Range(0, outer * inner).Select(line => Expected(x, line / inner, line % inner, size, inner, descending, compare))];
            foreach (int take in new[] { size, Math.Min(size, 1), size / 20, Math.Min(size, 50) })
            {
                var indices = new long[outer * take * inner];
                Ordering.Top<T>(x, indices, outer, size, inner, take, descending);
                for (int line = 0; line < expected.Length; line++)
                {
                    long[] found = [.. Enumerable.Range(0, take).Select(k => indices[(((line / inner * take) + k) * inner) + (line % inner)])];
                    found.SequenceEqual(expected[line].Take(take).Select(i => (long)i)).ShouldBeTrue($"{typeof(T).Name}, line {line}, descending {descending}, take {take}");
                }
            }
        }
    }

    private static int[] Expected<T>(T[] x, int outer, int column, int size, int inner, bool descending, Comparison<T> compare)
    {
        var line = Enumerable.Range(0, size).Select(k => x[(((outer * size) + k) * inner) + column]).ToArray();
        var comparer = Comparer<T>.Create(compare);
        var order = Enumerable.Range(0, size);
        return [.. descending ? order.OrderByDescending(i => line[i], comparer) : order.OrderBy(i => line[i], comparer)];
    }
}
