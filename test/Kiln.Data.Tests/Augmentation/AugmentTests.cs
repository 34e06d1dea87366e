using Kiln.Numerics;

namespace Kiln.Data.Tests;

public class AugmentTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(3);

    private static Batch Pictures(int count = 40, int height = 6, int width = 7, int channels = 3)
    {
        var values = new float[count * height * width * channels];
        RandomKey.FromSeed(8).Uniform(values);
        return new Batch(Tensor.From(values, [count, height, width, channels]), Tensor.From([.. Enumerable.Range(0, count).Select(i => (long)(i % 5))]), [.. Enumerable.Range(0, count)]);
    }

    private static float[][] Each(Batch batch) => [.. batch.Inputs.ToArray<float>().Chunk(batch.Inputs.Count / batch.Count)];

    private static float[] Apply(Transform transform, Batch batch) => transform.Apply(batch, Key).Inputs.ToArray<float>();

    private static float[] Mirror(float[] picture, int width, int channels) =>
        [.. picture.Chunk(width * channels).SelectMany(row => row.Chunk(channels).Reverse().SelectMany(p => p))];

    public static TheoryData<string> All() => ["flip", "crop", "crop to", "shift", "rotate", "affine", "jitter", "cutout", "erase", "mixup", "cutmix", "normalize", "sequence"];

    private static Transform Make(string name) => name switch
    {
        "flip" => Augment.RandomFlip(0.5, 0.5),
        "crop" => Augment.RandomCrop(2, EdgeFill.Reflect),
        "crop to" => Augment.RandomCrop(4, 5),
        "shift" => Augment.Shift(0.3, 0.3),
        "rotate" => Augment.Rotate(30, EdgeFill.Nearest),
        "affine" => Augment.Affine(20, 0.1, 0.1, 0.8, 1.2),
        "jitter" => Augment.ColorJitter(0.3, 0.3, 0.3, 0.1),
        "cutout" => Augment.Cutout(3),
        "erase" => Augment.RandomErasing(),
        "mixup" => Augment.Mixup(5, 1),
        "cutmix" => Augment.CutMix(5),
        "normalize" => Augment.Normalize([0.5f, 0.4f, 0.3f], [0.2f, 0.3f, 0.4f]),
        _ => Augment.Sequence(Augment.RandomFlip(), Augment.RandomCrop(2), Augment.ColorJitter(0.2), Augment.CutMix(5)),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_key_gives_the_same_bits_on_any_number_of_threads_and_another_key_others(string name)
    {
        var (transform, batch) = (Make(name), Pictures(300));
        var before = batch.Inputs.ToArray<float>();
        var expected = Apply(transform, batch);
        var threads = WorkerTeam.ThreadCount;
        try
        {
            foreach (var count in new[] { 1, 3 })
            {
                WorkerTeam.ThreadCount = count;
                Apply(transform, batch).ShouldBe(expected);
            }
        }
        finally
        {
            WorkerTeam.ThreadCount = threads;
        }

        batch.Inputs.ToArray<float>().ShouldBe(before);
        var other = transform.Apply(batch, Key.Derive(1)).Inputs.ToArray<float>();
        other.SequenceEqual(expected).ShouldBe(name == "normalize");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_batch_of_one_and_an_empty_one_pass(string name)
    {
        var transform = Make(name);
        var one = transform.Apply(Pictures(1), Key);
        one.Inputs.Shape.Sizes[1..].ToArray().ShouldBe(transform.InputShape([6, 7, 3]).Sizes.ToArray());
        one.Targets.Shape.Sizes[1..].ToArray().ShouldBe(transform.TargetShape(Shape.Scalar).Sizes.ToArray());
        transform.Apply(Pictures(0), Key).Inputs.Count.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Prefetching_and_going_on_in_the_middle_change_nothing(string name)
    {
        var batch = Pictures(50);
        var set = new TensorDataset(batch.Inputs, batch.Targets);
        var loader = new DataLoader(set, 8, seed: 4, prefetch: 3, transform: Make(name), workers: 2);
        var wrapped = new DataLoader(set.With(Make(name)), 8, seed: 4, prefetch: 0);
        string Seen(IEnumerable<Batch> batches) => string.Join("|", batches.Select(b => string.Join(",", b.Inputs.ToArray<float>()) + "=" + b.Targets));
        Seen(loader.Epoch(2)).ShouldBe(Seen(wrapped.Epoch(2)));
        Seen(loader.Epoch(2, 3)).ShouldBe(Seen(wrapped.Epoch(2).Skip(3)));
        set.With(Make(name)).InputShape.ShouldBe(Make(name).InputShape([6, 7, 3]));
    }

    [Fact]
    public void Flips_mirror_about_half_of_the_pictures()
    {
        var batch = Pictures(400);
        var changed = Each(Augment.RandomFlip().Apply(batch, Key));
        var mirrored = 0;
        foreach (var (picture, result) in Each(batch).Zip(changed))
        {
            var mirror = Mirror(picture, 7, 3);
            (result.SequenceEqual(picture) || result.SequenceEqual(mirror)).ShouldBeTrue();
            mirrored += result.SequenceEqual(mirror) ? 1 : 0;
        }

        mirrored.ShouldBeInRange(150, 250);
        var upside = Each(Augment.RandomFlip(0, 1).Apply(batch, Key))[0];
        upside.ShouldBe(Each(batch)[0].Chunk(21).Reverse().SelectMany(r => r).ToArray());
        Apply(Augment.RandomFlip(0), batch).ShouldBe(batch.Inputs.ToArray<float>());
    }

    [Theory]
    [InlineData(EdgeFill.Zero)]
    [InlineData(EdgeFill.Nearest)]
    [InlineData(EdgeFill.Reflect)]
    public void A_crop_shows_the_picture_moved_by_a_whole_number_of_pixels(EdgeFill fill)
    {
        const int border = 3;
        var batch = Pictures(300, 6, 7, 2);
        var places = new HashSet<(int, int)>();
        foreach (var (picture, result) in Each(batch).Zip(Each(Augment.RandomCrop(border, fill).Apply(batch, Key))))
        {
            float At(int y, int x, int c)
            {
                if (fill == EdgeFill.Zero && (y < 0 || y >= 6 || x < 0 || x >= 7))
                {
                    return 0;
                }

                int Inside(int i, int n) => fill == EdgeFill.Nearest ? Math.Clamp(i, 0, n - 1) : i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
                return picture[(Inside(y, 6) * 7 + Inside(x, 7)) * 2 + c];
            }

            bool Fits(int top, int left) => Enumerable.Range(0, 84).All(i => result[i] == At(i / 14 + top, i / 2 % 7 + left, i % 2));
            var found = (from top in Enumerable.Range(-border, 2 * border + 1) from left in Enumerable.Range(-border, 2 * border + 1) where Fits(top, left) select (top, left)).ToList();
            found.Count.ShouldBe(1);
            places.Add(found[0]);
        }

        places.Count.ShouldBeGreaterThan(45);
    }

    [Fact]
    public void A_part_of_a_size_is_cut_out()
    {
        var batch = Pictures(50);
        var changed = Augment.RandomCrop(4, 5).Apply(batch, Key);
        changed.Inputs.Shape.ShouldBe([50, 4, 5, 3]);
        foreach (var (picture, result) in Each(batch).Zip(Each(changed)))
        {
            Enumerable.Range(0, 9).Any(at => Enumerable.Range(0, 60).All(i => result[i] == picture[((i / 15 + at / 3) * 7 + i / 3 % 5 + at % 3) * 3 + i % 3])).ShouldBeTrue();
        }

        Should.Throw<ShapeException>(() => Augment.RandomCrop(9, 5).Apply(batch, Key)).Message.ShouldContain("9 × 5");
    }

    [Fact]
    public void Right_angles_and_whole_pixels_need_no_mixing()
    {
        var size = new PictureSize(5, 5, 2);
        var picture = Enumerable.Range(0, 50).Select(i => (float)i).ToArray();
        var changed = new float[50];

        RandomAffine.Resample(picture, size, changed, 0, 0, 0, 1, EdgeFill.Zero);
        changed.ShouldBe(picture);

        // A quarter turn counter-clockwise brings the right column to the top.
        RandomAffine.Resample(picture, size, changed, Math.PI / 2, 0, 0, 1, EdgeFill.Zero);
        for (var i = 0; i < 25; i++)
        {
            changed[2 * i].ShouldBe(picture[2 * (i % 5 * 5 + 4 - i / 5)], 1e-4f);
        }

        RandomAffine.Resample(picture, size, changed, 0, 2, -1, 1, EdgeFill.Zero);
        for (var i = 0; i < 25; i++)
        {
            var (y, x) = (i / 5 + 1, i % 5 - 2);
            changed[2 * i].ShouldBe(y < 5 && x >= 0 ? picture[2 * (y * 5 + x)] : 0, 1e-4f);
        }

        RandomAffine.Resample(picture, size, changed, 0, 0.25, 0, 1, EdgeFill.Nearest);
        changed[2 * 7].ShouldBe(0.75f * picture[2 * 7] + 0.25f * picture[2 * 6], 1e-4f);
        changed[0].ShouldBe(0);
    }

    [Fact]
    public void A_zoom_keeps_the_centre_and_a_flat_picture_flat()
    {
        var flat = new Batch(Tensor.Full([5, 9, 9, 3], 0.25), Tensor.Zeros([5], DType.Int64), [0, 1, 2, 3, 4]);
        Apply(Augment.Affine(40, 0.2, 0.2, 0.5, 2, EdgeFill.Reflect), flat).ShouldAllBe(v => Math.Abs(v - 0.25f) < 1e-6f);
        var (picture, changed) = (new float[81], new float[81]);
        picture[40] = 1;
        RandomAffine.Resample(picture, new PictureSize(9, 9, 1), changed, 0.3, 0, 0, 2, EdgeFill.Zero);
        changed[40].ShouldBe(1, 1e-5f);
        changed.Sum().ShouldBe(4, 0.2f);
    }

    [Fact]
    public void Hue_turns_through_the_colour_circle()
    {
        float[] red = [0.8f, 0.2f, 0.2f];
        ColorJitter.TurnHue(red, 1f / 3);
        red.ShouldBe([0.2f, 0.8f, 0.2f], 1e-5);
        ColorJitter.TurnHue(red, -0.5f);
        red.ShouldBe([0.8f, 0.2f, 0.8f], 1e-5);

        // There and back, and all the way round, for any colour.
        var colors = new float[300];
        Key.Uniform(colors);
        foreach (var part in new[] { 0.07f, -0.31f, 0.5f })
        {
            var turned = (float[])colors.Clone();
            ColorJitter.TurnHue(turned, part);
            ColorJitter.TurnHue(turned, -part);
            turned.ShouldBe(colors, 1e-5);
        }
    }

    [Fact]
    public void Brightness_contrast_and_saturation_are_mixtures()
    {
        var batch = Pictures(60, 4, 4);
        foreach (var (picture, result) in Each(batch).Zip(Each(Augment.ColorJitter(brightness: 0.4).Apply(batch, Key))))
        {
            var factor = Enumerable.Range(0, 48).Where(i => result[i] < 1 && picture[i] > 0.1f).Select(i => result[i] / picture[i]).ToArray();
            factor.ShouldAllBe(f => Math.Abs(f - factor[0]) < 1e-4f && f > 0.599f && f < 1.401f);
        }

        // No contrast is the mean grey; no saturation each pixel's own.
        var half = Each(Augment.ColorJitter(contrast: 1).Apply(batch, Key));
        half.Zip(Each(batch)).ShouldAllBe(pair => Math.Abs(Gray(pair.First) - Gray(pair.Second)) < 0.1);
        float[] color = [0.9f, 0.1f, 0.4f];
        ColorJitter.Saturate(color, 0);
        color.ShouldAllBe(v => Math.Abs(v - (0.299f * 0.9f + 0.587f * 0.1f + 0.114f * 0.4f)) < 1e-6f);
        Apply(Augment.ColorJitter(1, 1, 1, 0.5), batch).ShouldAllBe(v => v >= 0 && v <= 1);
        Should.Throw<ShapeException>(() => Augment.ColorJitter(hue: 0.1).Apply(Pictures(2, 4, 4, 1), Key)).Message.ShouldContain("3 channels");
    }

    private static double Gray(float[] picture) => picture.Chunk(3).Average(p => 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2]);

    [Fact]
    public void Cutouts_and_erasings_blank_one_rectangle()
    {
        var batch = new Batch(Tensor.Ones([200, 12, 12, 3]), Tensor.Zeros([200], DType.Int64), [.. Enumerable.Range(0, 200)]);
        foreach (var (transform, least, most) in new[] { (Augment.Cutout(4), 4, 16), (Augment.RandomErasing(1, 0.05, 0.3), 4, 60) })
        {
            foreach (var picture in Each(transform.Apply(batch, Key)))
            {
                var blank = Enumerable.Range(0, 144).Where(i => picture[3 * i] == 0).ToArray();
                var (rows, columns) = (blank.Select(i => i / 12).Distinct().Count(), blank.Select(i => i % 12).Distinct().Count());
                blank.Length.ShouldBe(rows * columns);
                blank.Length.ShouldBeInRange(least, most);
            }
        }

        Each(Augment.RandomErasing(0.25).Apply(batch, Key)).Count(p => p.Contains(0)).ShouldBeInRange(25, 75);
    }

    [Fact]
    public void Mixing_mixes_inputs_and_targets_by_the_same_share()
    {
        var labels = Enumerable.Range(0, 30).Select(i => (long)(i % 5)).ToArray();
        var inputs = labels.SelectMany(l => Enumerable.Range(0, 48).Select(_ => (float)l)).ToArray();
        var batch = new Batch(Tensor.From(inputs, [30, 4, 4, 3]), Tensor.From(labels), [.. Enumerable.Range(0, 30)]);
        foreach (var transform in new[] { Augment.Mixup(5, 1), Augment.CutMix(5) })
        {
            var mixed = transform.Apply(batch, Key);
            mixed.Targets.Shape.ShouldBe([30, 5]);
            foreach (var (picture, target) in Each(mixed).Zip(mixed.Targets.ToArray<float>().Chunk(5)))
            {
                target.Sum().ShouldBe(1, 1e-5f);
                picture.Average().ShouldBe(target.Select((p, c) => p * c).Sum(), 1e-4f);
            }

            // Mixing twice takes probabilities as they are.
            transform.Apply(mixed, Key.Derive(9)).Targets.ToArray<float>().Chunk(5).ShouldAllBe(t => Math.Abs(t.Sum() - 1) < 1e-4f);
        }

        Should.Throw<DatasetException>(() => Augment.Mixup(3).Apply(batch, Key)).Message.ShouldContain("label 3");
    }

    [Fact]
    public void The_shares_of_mixing_follow_their_beta_distribution()
    {
        foreach (var alpha in new[] { 0.2, 1.0, 4.0 })
        {
            var draws = Enumerable.Range(0, 20_000).Select(i => MixedTargets.Share(Key.Derive(i), alpha)).ToArray();
            var mean = draws.Average();
            mean.ShouldBe(0.5, 0.01);
            draws.Average(d => (d - mean) * (d - mean)).ShouldBe(1 / (4 * (2 * alpha + 1)), 0.004);
        }
    }

    [Fact]
    public void Normalizing_takes_the_mean_and_divides()
    {
        var batch = Pictures(3);
        var changed = Apply(Augment.Normalize([0.1f, 0.2f, 0.3f], [2, 3, 4]), batch);
        var source = batch.Inputs.ToArray<float>();
        for (var i = 0; i < changed.Length; i++)
        {
            changed[i].ShouldBe((source[i] - 0.1f * (i % 3 + 1)) / (i % 3 + 2), 1e-6f);
        }

        Should.Throw<ShapeException>(() => Augment.Normalize([0.1f], [1]).Apply(batch, Key)).Message.ShouldContain("3 channels");
    }

    [Fact]
    public void Wrong_batches_and_options_are_refused()
    {
        var flat = new Batch(Tensor.Zeros([2, 3]), Tensor.Zeros([2], DType.Int64), [0, 1]);
        Should.Throw<ShapeException>(() => Augment.RandomFlip().Apply(flat, Key)).Message.ShouldContain("random flip");
        Should.Throw<DTypeException>(() => Augment.Cutout(1).Apply(flat with { Inputs = Tensor.Zeros([2, 3, 3, 1], DType.Float64) }, Key)).Message.ShouldContain("float64");
        Should.Throw<ArgumentOutOfRangeException>(() => Augment.RandomFlip(1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => Augment.RandomCrop(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Augment.Rotate(200));
        Should.Throw<ArgumentOutOfRangeException>(() => Augment.Rotate(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => Augment.Mixup(1));
        Should.Throw<ArgumentException>(() => Augment.Normalize([1, 2], [1]));
        Should.Throw<ArgumentException>(() => Augment.Normalize([1], [0]));
        Should.Throw<ArgumentOutOfRangeException>(() => new DataLoader(new TensorDataset(Tensor.Zeros([2, 1]), Tensor.Zeros([2])), workers: 0));
    }
}
