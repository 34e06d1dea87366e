namespace Kiln.Cli.Tests;

public class PictureViewTests
{
    // An odd number of rows: the last character has nothing below.
    private static readonly float[] s_pixels =
    [
        0, 1, 1, 0,
        1, 0, 1, 0,
        1, 1, 0, 0,
    ];

    [Fact]
    public void Two_pixels_share_a_character() => Rendered.Plain(new PictureView(s_pixels, 4)).ShouldBe("▄▀█ \n▀▀  \n");

    [Fact]
    public void With_colors_a_character_has_the_brightness_of_both() =>
        Snapshot.Matches("picture-colors", Rendered.Colored(new PictureView([0, 0.5f, 1, 2], 2)));

    [Fact]
    public void A_gallery_wraps_to_the_width_of_the_terminal()
    {
        PredictedPicture[] pictures =
        [
            new(s_pixels, 4, "7", 0.9987, null),
            new(s_pixels, 4, "1", 0.5, null),
            new(s_pixels, 4, "2", 0.41, null),
        ];
        Snapshot.Matches("gallery", Rendered.Plain(PredictionGallery.Create(pictures, 40), 60));
    }

    [Fact]
    public void A_gallery_says_what_was_right_and_what_it_really_is()
    {
        var pixels = Enumerable.Range(0, 28 * 28).Select(i => i / 28 == i % 28 ? 1f : 0f).ToArray();
        PredictedPicture[] pictures = [new(pixels, 28, "7", 0.9987, "7"), new(pixels, 28, "4", 0.6123, "9")];
        Snapshot.Matches("gallery-truth", Rendered.Plain(PredictionGallery.Create(pictures, 80), 80));
    }
}
