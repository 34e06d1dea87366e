namespace Kiln.Evaluation.Tests;

public class OrderTests
{
    public static TheoryData<string> Kinds => ["random", "negative", "tied", "equal", "ascending", "descending", "close together", "zeros of both signs", "huge and tiny", "a few"];

    private static double[] Values(string kind)
    {
        var x = SklearnCase.Numbers(kind == "a few" ? 7 : 5000, 31);
        return kind switch
        {
            "negative" => [.. x.Select(static v => v - 0.5)],
            "tied" => [.. x.Select(static v => Math.Round(v, 1))],
            "equal" => [.. x.Select(static _ => 3.0)],
            "ascending" => [.. x.Order()],
            "descending" => [.. x.OrderDescending()],
            "close together" => [.. x.Select(static v => 1 + (v * 1e-12))],
            "zeros of both signs" => [.. x.Select(static v => v < 0.3 ? -0.0 : v < 0.6 ? 0.0 : v - 0.8)],
            "huge and tiny" => [.. x.Select(static v => Math.Pow(10, (v - 0.5) * 600) * (v * 7 % 1 < 0.5 ? -1 : 1))],
            _ => x,
        };
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scores_come_in_order_whatever_they_are(string kind)
    {
        var values = Values(kind);
        foreach (var descending in new[] { true, false })
        {
            var order = new int[values.Length];
            ScoreOrder.Sort(values, order, descending);
            order.Order().ShouldBe(Enumerable.Range(0, values.Length), "each place once");
            order.Select(i => values[i]).ShouldBe(descending ? values.OrderDescending() : values.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Medians_and_quantiles_are_those_of_the_sorted_values(string kind)
    {
        foreach (var values in new[] { Values(kind), Values(kind)[1..] })
        {
            double[] sorted = [.. values.Order()];
            var n = sorted.Length;
            OrderStatistics.Median([.. values]).ShouldBe(n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[(n / 2) - 1] + sorted[n / 2]));
            OrderStatistics.Quantile([.. values], 0).ShouldBe(sorted[0]);
            OrderStatistics.Quantile([.. values], 1).ShouldBe(sorted[^1]);
            var at = 0.37 * (n - 1);
            var (low, high) = (sorted[(int)at], sorted[(int)at + 1]);
            OrderStatistics.Quantile([.. values], 0.37).ShouldBeInRange(low, high);
        }

        OrderStatistics.Median([1, double.NaN, 3]).ShouldBe(double.NaN);
    }
}
