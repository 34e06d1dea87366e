namespace Kiln.Numerics.Tests;

/// <summary>Selection by rank against sorting, on values that make the sample right, wrong, or useless.</summary>
public class RankSelectionTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (int count in new[] { 1, 2, 100, 1024, 1025, 20_000, 100_001 })
            {
                foreach (string kind in new[] { "even", "normal", "few", "zeros", "one value", "rising", "falling", "two scales", "infinite" })
                {
                    cases.Add(count, kind);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_rank_has_the_value_it_has_in_order(int count, string kind)
    {
        double[] values = Draw(count, kind);
        double[] sorted = [.. values.Order()];
        double[] before = [.. values];
        int[] ranks = [.. new[] { 0, count / 100, count / 4, (count - 1) / 2, count / 2, count / 2, count * 3 / 4, count - 1 }.Order()];
        var found = new double[ranks.Length];
        RankSelection.Select(values, ranks, found);
        found.ShouldBe(ranks.Select(rank => sorted[rank]));
        values.ShouldBe(before);
    }

    [Fact]
    public void All_ranks_at_once_are_a_sort()
    {
        double[] values = Draw(5000, "normal");
        var found = new double[values.Length];
        RankSelection.Select(values, [.. Enumerable.Range(0, values.Length)], found);
        found.ShouldBe(values.Order());
    }

    [Fact]
    public void Ranks_that_are_not_there_are_refused()
    {
        Should.Throw<ArgumentException>(() => RankSelection.Select([1, 2], [2], new double[1])).Message.ShouldContain("rank 2");
        Should.Throw<ArgumentException>(() => RankSelection.Select([1, 2], [-1], new double[1]));
        Should.Throw<ArgumentException>(() => RankSelection.Select([1, 2], [1, 0], new double[2]));
        Should.Throw<ArgumentException>(() => RankSelection.Select([1, 2], [0, 1], new double[1]));
        RankSelection.Select([], [], []);
    }

    private static double[] Draw(int count, string kind)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => kind switch
        {
            "even" => random.NextDouble(),
            "normal" => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()),
            "few" => random.Next(3),
            "zeros" => random.Next(10) > 0 ? 0 : random.NextDouble() - 0.5,
            "one value" => 2.5,
            "rising" => i,
            "falling" => -i,
            // The sample takes every so many-th value; here these are unlike the others.
            "two scales" => i % 27 < 2 ? random.NextDouble() * 1e9 : random.NextDouble(),
            _ => random.Next(4) switch { 0 => double.NegativeInfinity, 1 => double.PositiveInfinity, _ => random.NextDouble() },
        })];
    }
}
