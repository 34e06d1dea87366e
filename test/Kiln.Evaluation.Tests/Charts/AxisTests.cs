namespace Kiln.Evaluation.Tests;

public class AxisTests
{
    [Theory]
    [InlineData(0.083, 1.182, 0, 1.5)]
    [InlineData(0.61, 0.975, 0.6, 1)]
    [InlineData(-3, 7, -5, 10)]
    [InlineData(5, 5, 4.5, 5.5)]
    [InlineData(0, 0, -1, 1)]
    [InlineData(1e-300, 1e300, 0, 1e300)]
    public void A_linear_axis_ends_at_round_numbers_around_the_values(double smallest, double largest, double low, double high)
    {
        var axis = Axis.Over(smallest, largest, 4, AxisScale.Linear);
        axis.Low.ShouldBe(low, 1e-9 * high);
        axis.High.ShouldBe(high, 1e-9 * high);
        axis.Ticks.Count.ShouldBeInRange(2, 8);
    }

    [Fact]
    public void Ticks_stay_few_and_inside_for_any_range()
    {
        var random = new Random(5);
        for (var i = 0; i < 3_000; i++)
        {
            var a = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-290, 291));
            var b = random.Next(3) == 0 ? a + (Math.Abs(a) * Math.Pow(10, random.Next(-18, 3))) : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-290, 291));
            foreach (var grow in new[] { true, false })
            {
                var axis = Axis.Over(Math.Min(a, b), Math.Max(a, b), 5, AxisScale.Linear, grow: grow);
                axis.Ticks.Count.ShouldBeInRange(1, 13);
                axis.Position(axis.Ticks[0]).ShouldBeInRange(-1e-6, 1 + 1e-6);
                axis.Position(axis.Ticks[^1]).ShouldBeInRange(-1e-6, 1 + 1e-6);
                axis.Position(a).ShouldBeInRange(-1e-6, 1 + 1e-6);
                axis.Ticks.All(t => axis.Label(t).Length < 24).ShouldBeTrue();
            }

            var (low, high) = (Math.Min(Math.Abs(a), Math.Abs(b)), Math.Max(Math.Abs(a), Math.Abs(b)));
            if (Axis.CanShow(low, AxisScale.Logarithmic))
            {
                var log = Axis.Over(low, high, 5, AxisScale.Logarithmic);
                log.Ticks.Count.ShouldBeInRange(1, 13);
                log.Position(low).ShouldBeInRange(-1e-6, 1 + 1e-6);
                log.Position(high).ShouldBeInRange(-1e-6, 1 + 1e-6);
            }
        }
    }

    [Fact]
    public void Whole_number_axes_mark_whole_numbers_only()
    {
        var axis = Axis.Over(1, 3, 8, AxisScale.Linear, whole: true, grow: false);
        axis.Ticks.ShouldBe([1, 2, 3]);
        Axis.Over(7, 7, 8, AxisScale.Linear, whole: true, grow: false).Ticks.ShouldBe([6, 7, 8]);
    }

    [Fact]
    public void A_percent_axis_of_shares_does_not_pass_the_ends()
    {
        var axis = Axis.Over(0.01, 0.999, 5, AxisScale.Linear, NumberFormat.Percent);
        axis.High.ShouldBe(1);
        axis.Low.ShouldBe(0);
        Axis.Over(1, 1, 5, AxisScale.Linear, NumberFormat.Percent).High.ShouldBe(1);
    }
}
