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
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "10⁻⁴")]
    [InlineData(2e-12, "2e−12")]
    [InlineData(1000, "1,000")]
    [InlineData(1e10, "10¹⁰")]
    public void Logarithmic_ticks_are_powers(double value, string expected) => NumberText.LogTick(value).ShouldBe(expected);

    [Fact]
    public void A_column_has_equal_decimals() =>
        NumberText.Aligned([0.95, 0.9655, 2, double.NaN, 1e-9, double.PositiveInfinity]).ShouldBe(["0.9500", "0.9655", "2.0000", "", "1e−9", "∞"]);
}
