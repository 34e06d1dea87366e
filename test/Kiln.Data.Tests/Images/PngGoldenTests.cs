namespace Kiln.Data.Tests;

public class PngGoldenTests
{
    public static TheoryData<string> Names() =>
        [.. File.ReadLines(Goldens.PathOf("Png", "expected.txt")).Select(line => line.Split(' ')[0])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_of_independent_encoders_decode_to_the_pixels_they_were_made_from(string name)
    {
        var line = File.ReadLines(Goldens.PathOf("Png", "expected.txt")).Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        var parts = line.Split(' ');

        var image = Png.Read(Goldens.PathOf("Png", name + ".png"));

        image.ToString().ShouldBe($"Image {parts[1]} × {parts[2]} × {parts[3]}");
        image.Pixels.ToArray().ShouldBe(Goldens.Hex(parts[4]));
    }

    [Fact]
    public void Every_colour_type_depth_interlacing_and_filter_is_among_the_goldens()
    {
        var kinds = Directory.GetFiles(Goldens.PathOf("Png"), "*.png")
            .Select(File.ReadAllBytes)
            .Select(file => (Depth: file[24], Color: file[25], Interlace: file[28]))
            .ToHashSet();

        foreach (var interlace in new byte[] { 0, 1 })
        {
            foreach (var (color, depths) in new (byte, byte[])[] { (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
            {
                foreach (var depth in depths)
                {
                    kinds.ShouldContain((depth, color, interlace));
                }
            }
        }
    }
}
