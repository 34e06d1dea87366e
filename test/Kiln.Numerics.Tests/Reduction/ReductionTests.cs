namespace Kiln.Numerics.Tests;

[Collection(nameof(ThreadCountCollection))]
public sealed class ReductionTests : IDisposable
{
    private readonly int _threads = WorkerTeam.ThreadCount;

    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 0, 3 }, { 0, 4, 2 }, { 3, 4, 0 }, { 1, 7, 1 }, { 5, 16, 1 }, { 3, 63, 1 }, { 3, 64, 1 }, { 2, 65, 1 }, { 2, 1023, 1 }, { 2, 4101, 1 },
        { 1, 200_003, 1 }, { 7, 40_001, 1 }, { 1, 5, 3 }, { 2, 17, 16 }, { 2, 33, 35 }, { 1, 5000, 10 }, { 1, 70_001, 3 }, { 3, 100, 513 }, { 2, 9, 1100 },
        { 300, 3, 7 }, { 3000, 5, 1 }, { 4, 500, 200 },
    };

    public void Dispose() => WorkerTeam.ThreadCount = _threads;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_and_means_are_within_the_stated_error(int outer, int reduced, int inner)
    {
        var x = Values(outer * reduced * inner, 1000);
        var sums = new float[outer * inner];
        var means = new float[outer * inner];
        var magnitudes = new float[outer * inner];
        var norms = new float[outer * inner];
        Reduction.Sum<float>(x, sums, outer, reduced, inner);
        Reduction.Mean<float>(x, means, outer, reduced, inner);
        Reduction.SumOfMagnitudes<float>(x, magnitudes, outer, reduced, inner);
        Reduction.EuclideanNorm<float>(x, norms, outer, reduced, inner);
        ForEach(x, outer, reduced, inner, (group, index) =>
        {
            double sum = group.Sum(v => (double)v), total = group.Sum(v => Math.Abs((double)v)), squares = group.Sum(v => (double)v * v);
            var bound = (24 * Math.Pow(2, -24) * total) + (Math.Pow(2, -23) * Math.Abs(sum));
            Math.Abs(sums[index] - sum).ShouldBeLessThanOrEqualTo(bound);
            if (reduced == 0)
            {
                means[index].ShouldBe(float.NaN);
            }
            else
            {
                Math.Abs(means[index] - (sum / reduced)).ShouldBeLessThanOrEqualTo(bound / reduced);
            }

            Math.Abs(magnitudes[index] - total).ShouldBeLessThanOrEqualTo(26 * Math.Pow(2, -24) * total);
            Math.Abs(norms[index] - Math.Sqrt(squares)).ShouldBeLessThanOrEqualTo(26 * Math.Pow(2, -24) * Math.Sqrt(squares));
        });

        var doubles = Array.ConvertAll(x, v => (double)v);
        var exact = new double[outer * inner];
        Reduction.Sum<double>(doubles, exact, outer, reduced, inner);
        ForEach(x, outer, reduced, inner, (group, index) =>
        {
            // Floats are multiples of 2⁻⁶⁰ here: added as integers, nothing is lost.
            var sum = (double)group.Aggregate(Int128.Zero, (a, b) => a + (Int128)(b * Math.Pow(2, 60))) / Math.Pow(2, 60);
            var bound = (24 + (reduced / 16)) * Math.Pow(2, -53) * group.Sum(v => Math.Abs((double)v));
            Math.Abs(exact[index] - sum).ShouldBeLessThanOrEqualTo(bound + (Math.Abs(sum) * Math.Pow(2, -52)));
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Variances_are_taken_around_the_mean(int outer, int reduced, int inner)
    {
        // A mean far from zero: the textbook formula E[x²] − E[x]² has no digit left here.
        var x = Array.ConvertAll(Values(outer * reduced * inner, 3), v => v + 40_000f);
        float[] means = new float[outer * inner], variances = new float[outer * inner], deviations = new float[outer * inner];
        Reduction.Variance<float>(x, means, variances, outer, reduced, inner);
        Reduction.Variance<float>(x, means, deviations, outer, reduced, inner, correction: 1, root: true);
        ForEach(x, outer, reduced, inner, (group, index) =>
        {
            if (reduced == 0)
            {
                variances[index].ShouldBe(float.NaN);
                return;
            }

            var mean = group.Average(v => (double)v);
            var squares = group.Sum(v => (v - mean) * (v - mean));
            variances[index].ShouldBe((float)(squares / reduced), (squares / reduced * 1e-5) + 1e-5);
            if (reduced > 1)
            {
                deviations[index].ShouldBe((float)Math.Sqrt(squares / (reduced - 1)), 1e-4);
            }
            else
            {
                deviations[index].ShouldBe(float.NaN);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Extrema_and_their_indices_follow_NumPy(int outer, int reduced, int inner)
    {
        if (reduced == 0)
        {
            Should.Throw<ArgumentException>(() => Reduction.Max<float>([], new float[outer * inner], outer, reduced, inner)).Message.ShouldContain("empty");
            return;
        }

        // Few distinct values, so that equals abound, and some NaN.
        var x = Array.ConvertAll(Values(outer * reduced * inner, 6), v => v > 5.98f ? float.NaN : MathF.Round(v));
        float[] max = new float[outer * inner], min = new float[outer * inner];
        long[] argMax = new long[outer * inner], argMin = new long[outer * inner];
        Reduction.Max<float>(x, max, outer, reduced, inner);
        Reduction.Min<float>(x, min, outer, reduced, inner);
        Reduction.ArgMax<float>(x, argMax, outer, reduced, inner);
        Reduction.ArgMin<float>(x, argMin, outer, reduced, inner);
        ForEach(x, outer, reduced, inner, (group, index) =>
        {
            var nan = Array.FindIndex(group, float.IsNaN);
            max[index].ShouldBe(nan >= 0 ? float.NaN : group.Max());
            min[index].ShouldBe(nan >= 0 ? float.NaN : group.Min());
            argMax[index].ShouldBe(nan >= 0 ? nan : Array.IndexOf(group, group.Max()));
            argMin[index].ShouldBe(nan >= 0 ? nan : Array.IndexOf(group, group.Min()));
        });

        var integers = Array.ConvertAll(x, v => float.IsNaN(v) ? (sbyte)9 : (sbyte)v);
        var bytes = new sbyte[outer * inner];
        Reduction.Max<sbyte>(integers, bytes, outer, reduced, inner);
        ForEach(integers, outer, reduced, inner, (group, index) => bytes[index].ShouldBe(group.Max()));
        Reduction.Min<sbyte>(integers, bytes, outer, reduced, inner);
        ForEach(integers, outer, reduced, inner, (group, index) => bytes[index].ShouldBe(group.Min()));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Log_sum_exp_neither_overflows_nor_loses_digits(int outer, int reduced, int inner)
    {
        var x = Values(outer * reduced * inner, 500);
        var y = new float[outer * inner];
        Reduction.LogSumExp<float>(x, y, outer, reduced, inner);
        ForEach(x, outer, reduced, inner, (group, index) =>
        {
            if (reduced == 0)
            {
                y[index].ShouldBe(float.NegativeInfinity);
                return;
            }

            double max = group.Max();
            var expected = max + Math.Log(group.Sum(v => Math.Exp(v - max)));
            y[index].ShouldBe((float)expected, Math.Abs(expected) * 2e-7);
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Integers_logic_products_and_running_sums_equal_the_plain_loops(int outer, int reduced, int inner)
    {
        var x = Array.ConvertAll(Values(outer * reduced * inner, 1.4f), v => (int)MathF.Round(v));
        long[] sums = new long[outer * inner], products = new long[outer * inner], running = new long[x.Length];
        Reduction.SumIntegers<int>(x, sums, outer, reduced, inner);
        Reduction.ProductIntegers<int>(x, products, outer, reduced, inner);
        Reduction.CumulativeSumIntegers<int>(x, running, outer, reduced, inner);
        var truths = Array.ConvertAll(x, v => v == 1 ? (byte)1 : (byte)0);
        byte[] any = new byte[outer * inner], all = new byte[outer * inner];
        Reduction.Any(truths, any, outer, reduced, inner);
        Reduction.All(truths, all, outer, reduced, inner);
        ForEach(x, outer, reduced, inner, (group, index) =>
        {
            sums[index].ShouldBe(group.Sum(v => (long)v));
            products[index].ShouldBe(group.Aggregate(1L, (a, b) => a * b));
            any[index].ShouldBe(group.Contains(1) ? (byte)1 : (byte)0);
            all[index].ShouldBe(group.All(v => v == 1) ? (byte)1 : (byte)0);
        });

        var floats = Array.ConvertAll(x, v => (float)v);
        float[] forward = new float[x.Length], backward = new float[x.Length], product = new float[outer * inner];
        Reduction.CumulativeSum<float>(floats, forward, outer, reduced, inner);
        Reduction.CumulativeSum<float>(floats, backward, outer, reduced, inner, reverse: true);
        Reduction.Product<float>(floats, product, outer, reduced, inner);
        ForEach(products, outer, 1, inner, (group, index) => product[index].ShouldBe((float)group[0]));
        forward.ShouldBe(Array.ConvertAll(running, v => (float)v));
        for (var i = 0; i < x.Length; i++)
        {
            // What comes from the end, plus what comes from the beginning, counts this element twice.
            var outerIndex = i / (reduced * inner);
            if (backward[i] + forward[i] - floats[i] != sums[(outerIndex * inner) + (i % inner)])
            {
                Assert.Fail($"reverse running sum at {i}: {backward[i]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_bits_do_not_depend_on_the_number_of_threads(int outer, int reduced, int inner)
    {
        var x = Values(outer * reduced * inner, 1);
        float[]? first = null;
        foreach (var threads in (int[])[1, 2, 4, 7])
        {
            WorkerTeam.ThreadCount = threads;
            var all = new float[4][];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = new float[outer * inner];
            }

            Reduction.Sum<float>(x, all[0], outer, reduced, inner);
            Reduction.Variance<float>(x, all[1], all[2], outer, reduced, inner);
            Reduction.LogSumExp<float>(x, all[3], outer, reduced, inner);
            float[] bits = [.. all.SelectMany(v => v)];
            first ??= bits;
            bits.AsSpan().SequenceEqual(first).ShouldBeTrue();
        }
    }

    [Fact]
    public void Infinities_and_NaN_pass_through_sums()
    {
        var y = new float[1];
        Reduction.Sum<float>([1, float.PositiveInfinity, 2], y, 1, 3, 1);
        y[0].ShouldBe(float.PositiveInfinity);
        Reduction.Sum<float>([float.NegativeInfinity, float.PositiveInfinity], y, 1, 2, 1);
        y[0].ShouldBe(float.NaN);
        Reduction.LogSumExp<float>([float.NegativeInfinity, float.NegativeInfinity], y, 1, 2, 1);
        y[0].ShouldBe(float.NegativeInfinity);
        Reduction.LogSumExp<float>([float.PositiveInfinity, 3], y, 1, 2, 1);
        y[0].ShouldBe(float.PositiveInfinity);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused() =>
        Should.Throw<ArgumentException>(() => Reduction.Sum<float>(new float[5], new float[2], 2, 3, 1)).Message.ShouldContain("(2, 3, 1) needs 6");

    private static void ForEach<T>(T[] x, int outer, int reduced, int inner, Action<T[], int> check)
    {
        // A sample of the groups, both ends included: the checks are slow, the kernels treat all groups alike.
        var groups = outer * inner;
        var step = Math.Max(1, groups / 97);
        for (var g = 0; g < groups; g = g == groups - 1 ? groups : Math.Min(g + step, groups - 1))
        {
            var group = new T[reduced];
            for (var r = 0; r < reduced; r++)
            {
                group[r] = x[(((g / inner * reduced) + r) * inner) + (g % inner)];
            }

            check(group, g);
        }
    }

    private static float[] Values(int count, float range)
    {
        var random = new Random(count);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1) * range;
        }

        return values;
    }
}
