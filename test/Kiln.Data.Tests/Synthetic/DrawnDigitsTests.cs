using System.Security.Cryptography;

namespace Kiln.Data.Tests;

public class DrawnDigitsTests
{
    private static byte[] PixelsOf(ImageDataset set) =>
        [.. Enumerable.Range(0, set.Count).SelectMany(i => set.GetImage(i).Pixels.ToArray())];

    [Fact]
    public void Images_are_28_by_28_grey_with_ten_named_classes()
    {
        var (train, test) = DrawnDigits.Load(20, 10);
        train.Count.ShouldBe(20);
        test.Count.ShouldBe(10);
        train.InputShape.ShouldBe([28, 28, 1]);
        train.ClassNames.ShouldBe(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    }

    [Fact]
    public void Every_ten_images_hold_each_digit_once()
    {
        var labels = DrawnDigits.Load(1000, 0).Train.Labels.ToArray();
        foreach (var ten in labels.Chunk(10))
        {
            ten.Order().ShouldBe(Enumerable.Range(0, 10));
        }

        labels.Chunk(10).Select(ten => string.Join(" ", ten)).Distinct().Count().ShouldBeGreaterThan(95);
    }

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_drawn_or_by_how_many_threads()
    {
        var large = DrawnDigits.Load(300, 50, seed: 5);
        var small = DrawnDigits.Load(7, 3, seed: 5);
        for (var i = 0; i < 7; i++)
        {
            small.Train.GetImage(i).Pixels.ToArray().ShouldBe(large.Train.GetImage(i).Pixels.ToArray());
            small.Train.Labels[i].ShouldBe(large.Train.Labels[i]);
        }

        // Drawn alone, on this thread.
        var alone = new byte[DigitSeries.PixelCount];
        new DigitSeries(RandomKey.FromSeed(5).Derive("drawn digits").Derive("test")).Draw(49, alone);
        large.Test.GetImage(49).Pixels.ToArray().ShouldBe(alone);
    }

    [Fact]
    public void Seeds_and_the_two_sets_give_different_images()
    {
        var first = DrawnDigits.Load(50, 50, seed: 1);
        var second = DrawnDigits.Load(50, 50, seed: 2);
        string[] all = [.. new[] { first.Train, first.Test, second.Train, second.Test }
            .SelectMany(set => Enumerable.Range(0, 50).Select(i => Convert.ToHexString(set.GetImage(i).Pixels)))];
        all.Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public void The_images_of_a_seed_are_the_same_bytes_on_every_machine_and_in_every_version()
    {
        // Published results depend on these pictures: a change of the drawing is a change of the data set and must be meant.
        var (train, test) = DrawnDigits.Load(200, 100);
        Convert.ToHexString(SHA256.HashData([.. PixelsOf(train), .. PixelsOf(test)])).ShouldBe("F788AB21543E17B8F6B25A3F4CB5A7E17E3541EEC194FDA7A9B5812345E302FC");
    }

    [Fact]
    public void Each_image_has_a_digit_in_it_and_paper_around_it()
    {
        var train = DrawnDigits.Load(2000, 0).Train;
        for (var i = 0; i < train.Count; i++)
        {
            var pixels = train.GetImage(i).Pixels.ToArray();
            pixels.Count(p => p > 128).ShouldBeInRange(12, 784 / 2, $"image {i}");
            pixels.Count(p => p < 100).ShouldBeGreaterThan(784 / 3, $"image {i}");
        }
    }

    [Fact]
    public void A_linear_model_is_not_enough()
    {
        var (train, test) = DrawnDigits.Load(4000, 1000);
        var accuracy = SoftmaxRegression.TrainAndTest(train, test, epochs: 8);
        accuracy.ShouldBeInRange(0.65, 0.9);
    }

    [Fact]
    public void Sizes_must_not_be_negative() => Should.Throw<ArgumentOutOfRangeException>(() => DrawnDigits.Load(-1));
}
