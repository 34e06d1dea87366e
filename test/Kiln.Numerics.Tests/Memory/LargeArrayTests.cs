namespace Kiln.Numerics.Tests;

public class LargeArrayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1_000_003)]
    public void An_array_has_the_length_asked_and_can_be_written_from_end_to_end(int length)
    {
        var array = LargeArray.Uninitialized<double>(length);
        array.Length.ShouldBe(length);
        array.AsSpan().Fill(1.5);
        array.ShouldAllBe(value => value == 1.5);
    }

    [Fact]
    public void A_negative_length_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => LargeArray.Uninitialized<int>(-1));
}
