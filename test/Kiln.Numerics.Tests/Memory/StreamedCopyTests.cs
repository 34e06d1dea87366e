namespace Kiln.Numerics.Tests;

public class StreamedCopyTests
{
    [Fact]
    public void Every_length_at_every_alignment_is_copied_and_nothing_beside_it()
    {
        double[] source = [.. Enumerable.Range(0, 60).Select(i => i + 0.5)];
        for (int length = 0; length < 40; length++)
        {
            for (int at = 0; at < 9; at++)
            {
                var target = new double[60];
                StreamedCopy.Copy(source.AsSpan(3, length), target.AsSpan(at));
                target.ShouldBe(Enumerable.Range(0, 60).Select(i => i >= at && i < at + length ? source[i - at + 3] : 0));
            }
        }
    }

    [Fact]
    public void Too_little_room_is_refused() =>
        Should.Throw<ArgumentException>(() => StreamedCopy.Copy(new double[3], new double[2])).Message.ShouldContain("3 numbers do not go into 2");
}
