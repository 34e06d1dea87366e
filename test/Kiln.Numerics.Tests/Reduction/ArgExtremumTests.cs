namespace Kiln.Numerics.Tests;

/// <summary>Indices of extrema against a plain loop, with ties, zeros of both signs, infinities and NaN, along rows and down columns.</summary>
public class ArgExtremumTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 5, 3, 1 }, { 7, 16, 1 }, { 3, 17, 1 }, { 2, 100, 1 }, { 2, 4096, 1 }, { 2, 9001, 1 }, { 1, 300_000, 1 },
        { 2, 9, 5 }, { 1, 40, 33 }, { 2, 17, 1100 }, { 1, 9000, 40 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_first_of_equals_or_the_first_nan_is_found(int outer, int reduced, int inner)
    {
        foreach (int kind in new[] { 0, 1, 2, 3 })
        {
            var random = new Random(kind);
            float[] few = [0f, -0f, 2, -2, float.NegativeInfinity, kind == 3 ? float.PositiveInfinity : 1];
            float[] x = [.. Enumerable.Range(0, outer * reduced * inner).Select(i =>
                kind == 0 ? (float)random.NextDouble() : kind == 2 && random.Next(reduced * 2) == 0 ? float.NaN : few[random.Next(few.Length)])];
            Check(x, outer, reduced, inner);
        }

        Check(Enumerable.Repeat(float.NegativeInfinity, outer * reduced * inner).ToArray(), outer, reduced, inner);
        Check([.. Enumerable.Range(0, outer * reduced * inner).Select(i => (float)i)], outer, reduced, inner);
    }

    private static void Check(float[] x, int outer, int reduced, int inner)
    {
        double[] wide = Array.ConvertAll(x, v => (double)v);
        long[] expectedMax = Expected(x, outer, reduced, inner, (v, best) => v > best), expectedMin = Expected(x, outer, reduced, inner, (v, best) => v < best);
        var found = new long[outer * inner];
        Reduction.ArgMax<float>(x, found, outer, reduced, inner);
        found.ShouldBe(expectedMax);
        Reduction.ArgMin<float>(x, found, outer, reduced, inner);
        found.ShouldBe(expectedMin);
        Reduction.ArgMax<double>(wide, found, outer, reduced, inner);
        found.ShouldBe(expectedMax);
        Reduction.ArgMin<double>(wide, found, outer, reduced, inner);
        found.ShouldBe(expectedMin);
    }

    private static long[] Expected(float[] x, int outer, int reduced, int inner, Func<float, float, bool> better)
    {
        var result = new long[outer * inner];
        for (int line = 0; line < result.Length; line++)
        {
            int start = (line / inner * reduced * inner) + (line % inner);
            for (int k = 1; k < reduced && !float.IsNaN(x[start + ((int)result[line] * inner)]); k++)
            {
                float value = x[start + (k * inner)];
                if (float.IsNaN(value) || better(value, x[start + ((int)result[line] * inner)]))
                {
                    result[line] = k;
                }
            }
        }

        return result;
    }
}
