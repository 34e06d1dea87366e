namespace Kiln.Tensors.Tests;

public class SizeClassesTests
{
    [Fact]
    public void Every_size_fits_its_class_with_a_quarter_to_spare_at_most()
    {
        var sizes = Enumerable.Range(0, 5000).Select(i => (long)i)
            .Concat(Enumerable.Range(6, 30).SelectMany(p => new[] { (1L << p) - 1, 1L << p, (1L << p) + 1 }));
        foreach (long bytes in sizes)
        {
            int sizeClass = SizeClasses.Of(bytes);
            long room = SizeClasses.Lines(sizeClass) * CacheLine.Size;
            room.ShouldBeGreaterThanOrEqualTo(bytes);
            room.ShouldBeLessThanOrEqualTo(Math.Max(CacheLine.Size, (bytes + CacheLine.Size - 1) * 5 / 4 + CacheLine.Size));
        }
    }

    [Fact]
    public void Classes_grow_and_each_is_the_class_of_its_own_size()
    {
        for (int i = 0; i < 100; i++)
        {
            SizeClasses.Lines(i + 1).ShouldBeGreaterThan(SizeClasses.Lines(i));
            SizeClasses.Of(SizeClasses.Lines(i) * CacheLine.Size).ShouldBe(i);
        }
    }
}
