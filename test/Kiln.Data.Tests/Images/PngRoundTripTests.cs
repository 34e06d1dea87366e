namespace Kiln.Data.Tests;

public class PngRoundTripTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(28, 28, 1)]
    [InlineData(7, 13, 2)]
    [InlineData(33, 5, 3)]
    [InlineData(16, 64, 4)]
    public void Encoding_and_decoding_keeps_every_sample(int height, int width, int channels)
    {
        var random = new Random(height * 1000 + width);
        foreach (var noise in new[] { 1, 40, 256 })
        {
            var pixels = new byte[height * width * channels];
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)(i / channels * 3 + random.Next(noise));
            }

            var back = Png.Decode(Png.Encode(new Image(height, width, channels, pixels)));

            back.ToString().ShouldBe($"Image {height} × {width} × {channels}");
            back.Pixels.ToArray().ShouldBe(pixels);
        }
    }

    [Fact]
    public void Writing_and_reading_a_file_keeps_the_image()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kiln-{Guid.NewGuid():N}.png");
        try
        {
            Png.Write(path, new Image(2, 1, 3, [1, 2, 3, 4, 5, 6]));
            Png.Read(path).Pixels.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_is_said_by_name() =>
        Should.Throw<FileNotFoundException>(() => Png.Read("no-such-picture.png")).Message.ShouldContain("no-such-picture.png");
}
