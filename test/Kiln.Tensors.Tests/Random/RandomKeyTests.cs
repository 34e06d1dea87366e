namespace Kiln.Tensors.Tests;

public class RandomKeyTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(42).Derive("test");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(1000)]
    public void A_stream_filled_in_parts_equals_one_filled_at_once(int cut)
    {
        CheckParts<float>(cut, static (span, first) => s_key.Uniform(span, first));
        CheckParts<float>(cut, static (span, first) => s_key.Normal(span, firstElement: first));
        CheckParts<float>(cut, static (span, first) => s_key.Bernoulli(span, 0.3, 2, first));
        CheckParts<bool>(cut, static (span, first) => s_key.Bernoulli(span, 0.3, first));
        CheckParts<double>(cut, static (span, first) => s_key.Uniform(span, first));
        CheckParts<double>(cut, static (span, first) => s_key.Normal(span, firstElement: first));
        CheckParts<int>(cut, static (span, first) => s_key.Integers(span, -5, 90, first));
        CheckParts<long>(cut, static (span, first) => s_key.Integers(span, long.MinValue, long.MaxValue, first));
    }

    [Fact]
    public void Vector_and_scalar_draws_have_the_same_bits()
    {
        CompareForms(default(UniformDraw));
        CompareForms(default(NormalDraw));
        CompareForms(new BernoulliDraw(0.25, 4));
        CompareForms(new BernoulliDraw(0, 4));
        CompareForms(new BernoulliDraw(1, 4));

        static void CompareForms<TDraw>(TDraw draw)
            where TDraw : struct, IGroupDraw<float>
        {
            var vector = new float[100_003];
            var scalar = new float[100_003];
            RandomDraws.Fill(123, 456, vector.AsSpan(), 7, draw);
            RandomDraws.Fill(123, 456, scalar.AsSpan(), 7, draw, allowVectors: false);
            vector.AsSpan().SequenceEqual(scalar).ShouldBeTrue(typeof(TDraw).Name);
        }
    }

    // Frozen values: a change here changes every seeded run that exists.
    [Fact]
    public void Streams_stay_what_they_are()
    {
        var uniform = new float[40];
        var normal = new float[40];
        var wide = new double[3];
        var key = RandomKey.FromSeed(1).Derive("weights").Derive(3);
        key.Uniform(uniform);
        key.Normal(normal);
        key.Normal(wide);
        key.ToString().ShouldBe(FrozenKey);
        new[] { uniform[0], uniform[1], uniform[8], uniform[39] }.ShouldBe(s_frozenUniform);
        new[] { normal[0], normal[1], normal[8], normal[39] }.ShouldBe(s_frozenNormal);
        wide.ShouldBe(s_frozenNormalDouble);
        key.Permutation(8).ShouldBe(s_frozenPermutation);
    }

    [Fact]
    public void Uniform_draws_lie_below_one_and_fill_the_interval_evenly()
    {
        var values = new float[1 << 18];
        s_key.Uniform(values);
        values.ShouldAllBe(v => v >= 0 && v < 1);
        CheckEven([.. values.Select(v => (int)(v * 64))], 64);
        var wide = new double[1 << 16];
        s_key.Uniform(wide);
        wide.ShouldAllBe(v => v >= 0 && v < 1);
        CheckEven([.. wide.Select(v => (int)(v * 64))], 64);
    }

    [Fact]
    public void Normal_draws_follow_the_normal_distribution()
    {
        var single = new float[1 << 18];
        s_key.Normal(single);
        CheckNormal([.. single.Select(v => (double)v)]);
        var wide = new double[1 << 17];
        s_key.Normal(wide);
        CheckNormal(wide);
        s_key.Normal(single, mean: 5, standardDeviation: 0.5f);
        single.Average().ShouldBe(5, 0.01);
    }

    [Fact]
    public void The_transform_is_accurate()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b, c, d) = Philox.Block((ulong)i, 1, 2);
            (a, b) = i switch { 0 => (0u, 0u), 1 => (uint.MaxValue, uint.MaxValue), 2 => (1u, 0x80000000u), 3 => (0x7FFFFFFFu, 0x20000000u), _ => (a, b) };
            var r = Math.Sqrt(-2 * Math.Log((float)((float)(int)(a >> 1) + 0.5f) / 2147483648.0));
            var angle = (int)b * (2 * Math.PI / 4294967296.0);
            var (cosine, sine) = NormalDraw.BoxMuller(a, b);
            ((double)cosine).ShouldBe(r * Math.Cos(angle), 2e-6);
            ((double)sine).ShouldBe(r * Math.Sin(angle), 2e-6);

            var first = a | ((ulong)b << 32);
            var second = c | ((ulong)d << 32);
            r = Math.Sqrt(-2 * Math.Log(((first >> 1) + 0.5) / 9223372036854775808.0));
            angle = (long)second * (2 * Math.PI / 18446744073709551616.0);
            var wide = NormalDoubleDraw.BoxMuller(first, second);
            wide.Cosine.ShouldBe(r * Math.Cos(angle), 2e-15 * Math.Max(1, r));
            wide.Sine.ShouldBe(r * Math.Sin(angle), 2e-15 * Math.Max(1, r));
        }
    }

    [Fact]
    public void A_mask_is_true_as_often_as_its_probability_says()
    {
        var mask = new float[1 << 18];
        foreach (var p in new[] { 0.0, 0.1, 0.5, 0.9, 1.0 })
        {
            s_key.Bernoulli(mask, p, 1 / 0.9f);
            var share = mask.Count(m => m != 0) / (double)mask.Length;
            share.ShouldBe(p, 1e-12 + (5 * Math.Sqrt(p * (1 - p) / mask.Length)));
            mask.ShouldAllBe(m => m == 0 || m == 1 / 0.9f);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => s_key.Bernoulli(new float[1], double.NaN)).Message.ShouldContain("probability");
        Should.Throw<ArgumentOutOfRangeException>(() => s_key.Bernoulli(new bool[1], 1.5));
    }

    [Fact]
    public void Integers_are_even_and_reach_both_ends()
    {
        var values = new int[70_000];
        s_key.Integers(values, -3, 4);
        CheckEven([.. values.Select(v => v + 3)], 7);

        // Three quarters of 2^64: a word taken modulo the range would hit its lower third twice as often.
        var wide = new long[30_000];
        s_key.Integers(wide, long.MinValue, 1L << 62);
        CheckEven([.. wide.Select(v => (int)((ulong)(v - long.MinValue) >> 62))], 3);
        Should.Throw<ArgumentOutOfRangeException>(() => s_key.Integer(0)).Message.ShouldContain("empty");
    }

    [Fact]
    public void Permutations_are_permutations_and_every_one_is_equally_likely()
    {
        s_key.Permutation(1000).Order().ShouldBe(Enumerable.Range(0, 1000));
        s_key.Permutation(0).ShouldBeEmpty();
        var counts = Enumerable.Range(0, 24_000)
            .Select(i => string.Concat(s_key.Derive(i).Permutation(4)))
            .GroupBy(p => p)
            .Select(g => g.Count())
            .ToArray();
        counts.Length.ShouldBe(24);
        counts.ShouldAllBe(c => Math.Abs(c - 1000) < 6 * Math.Sqrt(1000));
    }

    [Fact]
    public void Derived_keys_differ_from_their_parent_and_from_each_other()
    {
        var keys = new HashSet<RandomKey> { s_key };
        for (var i = -50; i < 1000; i++)
        {
            keys.Add(s_key.Derive(i)).ShouldBeTrue();
            keys.Add(s_key.Derive($"purpose {i}")).ShouldBeTrue();
            keys.Add(RandomKey.FromSeed((ulong)i)).ShouldBeTrue();
        }

        var parent = new float[4096];
        var child = new float[4096];
        s_key.Normal(parent);
        s_key.Derive(0).Normal(child);
        var correlation = parent.Zip(child, (a, b) => a * b).Average();
        Math.Abs(correlation).ShouldBeLessThan(5f / 64);
    }

    [Fact]
    public void A_key_survives_its_text()
    {
        RandomKey.Parse(s_key.ToString()).ShouldBe(s_key);
        Should.Throw<FormatException>(() => RandomKey.Parse("xyz")).Message.ShouldContain("32 hexadecimal");
    }

    [Fact]
    public void A_sequence_reads_the_keys_stream_and_resumes_at_its_position()
    {
        var sequence = new RandomSequence(s_key);
        var numbers = Enumerable.Range(0, 10).Select(_ => sequence.NextDouble()).ToArray();
        numbers.ShouldBe(Enumerable.Range(0, 10).Select(i => s_key.UniformAt(i)));
        sequence.Position.ShouldBe(10);
        var resumed = new RandomSequence(s_key, 10);
        (resumed.Next(5, 90), resumed.NextNormal(), resumed.NextSingle(), resumed.NextInt64()).ShouldBe(
            (sequence.Next(5, 90), sequence.NextNormal(), sequence.NextSingle(), sequence.NextInt64()));
    }

    private static void CheckParts<T>(int cut, FillFrom<T> fill)
    {
        var whole = new T[1100];
        var parts = new T[1100];
        fill(whole, 5);
        fill(parts.AsSpan(0, cut), 5);
        fill(parts.AsSpan(cut), 5 + cut);
        parts.ShouldBe(whole);
    }

    private delegate void FillFrom<T>(Span<T> destination, long firstElement);

    /// <summary>Pearson's chi-squared against equal shares, at about six standard deviations.</summary>
    private static void CheckEven(int[] bins, int count)
    {
        var expected = bins.Length / (double)count;
        var counts = new int[count];
        foreach (var bin in bins)
        {
            counts[bin]++;
        }

        var chiSquared = counts.Sum(c => (c - expected) * (c - expected) / expected);
        chiSquared.ShouldBeLessThan(count - 1 + (6 * Math.Sqrt(2 * (count - 1))));
    }

    private static void CheckNormal(double[] values)
    {
        var n = values.Length;
        values.Average().ShouldBe(0, 5 / Math.Sqrt(n));
        values.Average(v => v * v).ShouldBe(1, 5 * Math.Sqrt(2.0 / n));
        values.Average(v => v * v * v).ShouldBe(0, 5 * Math.Sqrt(15.0 / n));
        values.Average(v => v * v * v * v).ShouldBe(3, 5 * Math.Sqrt(96.0 / n));

        // Shares beyond 1, 2 and 3 standard deviations.
        foreach (var (bound, share) in new[] { (1.0, 0.317310508), (2.0, 0.045500264), (3.0, 0.002699796) })
        {
            var found = values.Count(v => Math.Abs(v) > bound) / (double)n;
            found.ShouldBe(share, 5 * Math.Sqrt(share / n));
        }
    }

    private const string FrozenKey = "917b25da97352e13213a8c7bd3541381";
    private static readonly float[] s_frozenUniform = [0.72361445f, 0.22134179f, 0.17418277f, 0.4172879f];
    private static readonly float[] s_frozenNormal = [0.3688464f, -1.0674926f, 0.71480453f, 0.1423491f];
    private static readonly double[] s_frozenNormalDouble = [1.8483453355796884, -0.2809261560240116, 0.1695815247350478];
    private static readonly int[] s_frozenPermutation = [4, 7, 6, 1, 5, 3, 2, 0];
}
