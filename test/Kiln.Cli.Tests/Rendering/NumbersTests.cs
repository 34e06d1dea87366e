namespace Kiln.Cli.Tests;

public class NumbersTests
{
    [Theory, InlineData(0.0312, "0.0312"), InlineData(2.30258, "2.3026"), InlineData(0.0000132, "1.3e-05"), InlineData(0, "0.0000"), InlineData(1e9, "1.0e+09"),
        InlineData(double.NaN, "NaN")]
    public void A_loss_keeps_its_meaning_at_every_size(double loss, string text) => Numbers.Loss(loss).ShouldBe(text);

    [Theory, InlineData(0, "0:00"), InlineData(59.6, "1:00"), InlineData(754, "12:34"), InlineData(3729, "1:02:09"), InlineData(-1, "0:00")]
    public void A_clock_counts_minutes_and_hours(double seconds, string text) => Numbers.Clock(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory, InlineData(512, "512 bytes"), InlineData(1536, "1.5 KB"), InlineData(25276510208, "23.5 GB")]
    public void Sizes_are_in_powers_of_1024(long bytes, string text) => Numbers.Bytes(bytes).ShouldBe(text);

    [Theory, InlineData(0.97314, "97.31 %"), InlineData(1, "100.00 %"), InlineData(double.NaN, "–")]
    public void A_share_is_a_percentage(double share, string text) => Numbers.Percent(share).ShouldBe(text);
}
