namespace Kiln.Evaluation.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(0.12345678, "0.1235")]
    [InlineData(12.345678, "12.35")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(1234567.891, "1,234,567.89")]
    [InlineData(0.00001234, "1.234e−5")]
    [InlineData(1e20, "1e20")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Values_have_four_digits_and_true_minus_signs(double value, string expected) => NumberText.Value(value).ShouldBe(expected);

    [Theory]
    [InlineData(0.97654, "97.65%")]
    [InlineData(-0.00001, "0.00%")]
    [InlineData(1, "100.00%")]
    public void Percentages_have_two_decimals(double value, string expected) => NumberText.Value(value, NumberFormat.Percent).ShouldBe(expected);

    [Theory]
    [InlineData(0.5, 0.25, "0.5")]
    [InlineData(20000, 10000, "20k")]
    [InlineData(0, 10000, "0")]
    [InlineData(3e6, 1e6, "3M")]
    [InlineData(2e-6, 1e-6, "2e−6")]
    [InlineData(-1.5, 0.5, "−1.5")]
    public void Ticks_have_the_decimals_of_their_step(double value, double step, string expected) =>
        NumberText.Tick(value, step, NumberFormat.Number).ShouldBe(expected);

    [Theory]
    [InlineData(0.001, false, "0.001")]
    [InlineData(1000, false, "1,000")]
    [InlineData(0.001, true, "10⁻³")]
    [InlineData(1, true, "10⁰")]
    [InlineData(2e-12, true, "2×10⁻¹²")]
    [InlineData(1e10, true, "10¹⁰")]
    public void Logarithmic_ticks_are_short_numbers_or_powers(double value, bool asPower, string expected) =>
        NumberText.LogTick(value, asPower).ShouldBe(expected);

    [Theory]
    [InlineData(0.01, 100, "0.01", "0.1")]
    [InlineData(1e-6, 10, "10⁻⁶", "10⁻⁵")]
    public void All_ticks_of_an_axis_are_written_alike(double low, double high, string first, string second)
    {
        Axis axis = Axis.Over(low, high, 8, AxisScale.Logarithmic);
        string[] labels = [.. axis.Ticks.Select(axis.Label)];
        labels[0].ShouldBe(first);
        labels.ShouldContain(second);
        labels.Count(label => label.StartsWith("10", StringComparison.Ordinal) && label.Any("⁰¹⁻".Contains)).ShouldBe(first.StartsWith("10", StringComparison.Ordinal) ? labels.Length : 0);
    }

    [Fact]
    public void A_column_has_equal_decimals() =>
        NumberText.Aligned([0.95, 0.9655, 2, double.NaN, 1e-9, double.PositiveInfinity]).ShouldBe(["0.9500", "0.9655", "2.0000", "", "1e−9", "∞"]);
}
