namespace Kiln.Numerics.Tests;

public class BandedMapTests
{
    public static TheoryData<int, int> Lengths => new() { { 1, 1 }, { 7, 3 }, { 3, 7 }, { 8, 4 }, { 4, 8 }, { 5, 1 }, { 1, 6 }, { 224, 7 }, { 10, 30 } };

    [Theory, MemberData(nameof(Lengths))]
    public void Maps_and_their_transposes_equal_the_plain_loops(int inputs, int outputs)
    {
        Check(BandedMap.Bins(inputs, outputs), (i, j) =>
        {
            var first = i * inputs / outputs;
            var end = (int)Math.Ceiling((i + 1.0) * inputs / outputs);
            return j >= first && j < end ? 1.0 / (end - first) : 0;
        });
        Check(BandedMap.Nearest(inputs, outputs), (i, j) => j == (int)Math.Floor(i * (double)inputs / outputs) ? 1 : 0);
        Check(BandedMap.Linear(inputs, outputs), (i, j) =>
        {
            var at = Math.Clamp(((i + 0.5) * inputs / outputs) - 0.5, 0, inputs - 1);
            return Math.Max(0, 1 - Math.Abs(at - j));
        });
    }

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        var map = BandedMap.Linear(60, 133);
        var x = ConvolutionCheck.Single(ConvolutionCheck.Draw(new Random(1), 5 * 60 * 70));
        var before = WorkerTeam.ThreadCount;
        try
        {
            var results = new List<float[]>();
            foreach (var threads in new[] { 1, 2, 5 })
            {
                WorkerTeam.ThreadCount = threads;
                var y = new float[5 * 133 * 70];
                map.Apply(5, 70, x, y);
                results.Add(y);
            }

            foreach (var result in results)
            {
                result.ShouldBe(results[0]);
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Fact]
    public void Wrong_lengths_are_named() =>
        Should.Throw<ArgumentException>(() => BandedMap.Linear(2, 4).Apply(1, 3, new float[6], new float[11]))
            .Message.ShouldStartWith("banded map: y has 11 elements; its shape has 12.");

    private static void Check(BandedMap map, Func<int, int, double> weight)
    {
        var random = new Random(7);
        var transposed = map.Transpose();
        transposed.Inputs.ShouldBe(map.Outputs);
        transposed.Outputs.ShouldBe(map.Inputs);
        foreach (var (outer, inner) in new[] { (1, 1), (3, 2), (2, 17), (1, 100), (0, 5), (2, 0) })
        {
            Check(map, outer, inner, weight, random);
            Check(transposed, outer, inner, (i, j) => weight(j, i), random);
        }
    }

    private static void Check(BandedMap map, int outer, int inner, Func<int, int, double> weight, Random random)
    {
        var x = ConvolutionCheck.Draw(random, (long)outer * map.Inputs * inner);
        var expected = new double[outer * map.Outputs * inner];
        for (var place = 0; place < expected.Length; place++)
        {
            var (item, i, at) = (place / inner / map.Outputs, place / inner % map.Outputs, place % inner);
            for (var j = 0; j < map.Inputs; j++)
            {
                expected[place] += weight(i, j) * x[(((item * map.Inputs) + j) * inner) + at];
            }
        }

        var y = new double[expected.Length];
        map.Apply(outer, inner, x, y);
        y.ShouldBe(expected, 1e-12);
        var single = new float[expected.Length];
        map.Apply(outer, inner, ConvolutionCheck.Single(x), single);
        single.ShouldBe(ConvolutionCheck.Single(expected), 1e-5);
    }
}
