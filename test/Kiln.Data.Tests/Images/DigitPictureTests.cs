namespace Kiln.Data.Tests;

public class DigitPictureTests
{
    private static Image Bar(int height, int width, int top, int left, int barHeight, int barWidth, byte paper, byte ink)
    {
        var pixels = new byte[height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = (i / width - top, i % width - left);
            pixels[i] = y >= 0 && y < barHeight && x >= 0 && x < barWidth ? ink : paper;
        }

        return new Image(height, width, 1, pixels);
    }

    [Theory]
    [InlineData(200, 300, 20, 30, 100, 20, 255, 0)]
    [InlineData(200, 300, 90, 250, 100, 20, 40, 220)]
    [InlineData(1000, 700, 5, 5, 500, 100, 200, 90)]
    [InlineData(30, 40, 2, 2, 10, 2, 0, 255)]
    public void Dark_on_light_and_light_on_dark_of_any_size_are_centred_in_a_box_of_20(
        int height, int width, int top, int left, int barHeight, int barWidth, byte paper, byte ink)
    {
        var prepared = DigitPicture.Prepare(Bar(height, width, top, left, barHeight, barWidth, paper, ink));

        prepared.ToString().ShouldBe("Image 28 × 28 × 1");
        prepared[14, 14].ShouldBeGreaterThan((byte)200);
        prepared[14, 5].ShouldBe((byte)0);
        prepared[2, 14].ShouldBe((byte)0);
        prepared[25, 14].ShouldBe((byte)0);
        prepared[6, 14].ShouldBeGreaterThan((byte)150);
        prepared[21, 14].ShouldBeGreaterThan((byte)150);
    }

    [Fact]
    public void A_picture_of_the_right_size_is_only_inverted_where_its_paper_is_bright()
    {
        var digit = DrawnDigits.Load(1, 0).Train.GetImage(0);
        DigitPicture.Prepare(digit).Pixels.ToArray().ShouldBe(digit.Pixels.ToArray());
        DigitPicture.Prepare(digit.Invert()).Pixels.ToArray().ShouldBe(digit.Pixels.ToArray());
    }

    [Fact]
    public void Any_picture_gives_something()
    {
        foreach (var (height, width) in new[] { (1, 1), (1, 500), (500, 1), (2, 2), (28, 27), (64, 64) })
        {
            foreach (var channels in new[] { 1, 2, 3, 4 })
            {
                var random = new Random(height + channels);
                var pixels = new byte[height * width * channels];
                DigitPicture.Prepare(new Image(height, width, channels, pixels)).ToString().ShouldBe("Image 28 × 28 × 1");
                random.NextBytes(pixels);
                DigitPicture.Prepare(new Image(height, width, channels, pixels), side: 7).ToString().ShouldBe("Image 7 × 7 × 1");
            }
        }
    }
}
