namespace Kiln.Neural.Tests;

public class InitializerTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(7);

    // Dense 200 → 300 and convolution 3×5, 16 → 32: fans from the definitions of the papers.
    public static TheoryData<string, int[], double> Scaled => new()
    {
        { "GlorotUniform", [200, 300], 2.0 / 500 },
        { "GlorotNormal", [200, 300], 2.0 / 500 },
        { "HeUniform", [200, 300], 2.0 / 200 },
        { "HeNormal", [200, 300], 2.0 / 200 },
        { "LeCunUniform", [200, 300], 1.0 / 200 },
        { "LeCunNormal", [200, 300], 1.0 / 200 },
        { "GlorotUniform", [3, 5, 16, 32], 2.0 / (15 * 48) },
        { "HeNormal", [3, 5, 16, 32], 2.0 / (15 * 16) },
    };

    [Theory, MemberData(nameof(Scaled))]
    public void A_scaled_start_has_the_variance_of_its_paper(string name, int[] shape, double variance)
    {
        Initializer initializer = ByName(name);
        double[] values = initializer.Create(shape, s_key, DType.Float64).ToArray<double>();
        // The variance of n draws deviates by a few of variance·√(2/n).
        double tolerance = 5 * Math.Sqrt(2.0 / values.Length) * variance;
        values.Average().ShouldBe(0, 5 * Math.Sqrt(variance / values.Length));
        values.Sum(v => v * v / values.Length).ShouldBe(variance, tolerance);
        float[] floats = initializer.Create(shape, s_key).ToArray<float>();
        floats.Sum(v => (double)v * v / floats.Length).ShouldBe(variance, tolerance);
    }

    [Fact]
    public void A_uniform_start_stays_within_its_limit()
    {
        float limit = (float)Math.Sqrt(6.0 / 500);
        float[] values = Initializers.GlorotUniform.Create([200, 300], s_key).ToArray<float>();
        values.Max().ShouldBeInRange(0.99f * limit, limit);
        values.Min().ShouldBeInRange(-limit, -0.99f * limit);
    }

    [Fact]
    public void A_truncated_normal_has_no_tails_and_the_known_deviation()
    {
        double[] values = Initializers.TruncatedNormal(1, 0.5).Create([200_000], s_key, DType.Float64).ToArray<double>();
        values.ShouldAllBe(v => v >= 0 && v <= 2);
        double mean = values.Average();
        mean.ShouldBe(1, 0.01);
        Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length).ShouldBe(0.5 * 0.87962566, 0.005);
    }

    [Fact]
    public void Elements_of_a_truncated_normal_depend_on_key_and_index_only()
    {
        float[] few = Initializers.TruncatedNormal().Create([100], s_key).ToArray<float>();
        float[] many = Initializers.TruncatedNormal().Create([1000], s_key).ToArray<float>();
        many[..100].ShouldBe(few);
    }

    [Fact]
    public void Constants_fill()
    {
        Initializers.Zeros.Create([3], s_key).ToArray<float>().ShouldBe([0f, 0f, 0f]);
        Initializers.Ones.Create([2], s_key, DType.Float64).ToArray<double>().ShouldBe([1.0, 1.0]);
        Initializers.Constant(0.25).Create([2], s_key).ToArray<float>().ShouldBe([0.25f, 0.25f]);
        float[] uniform = Initializers.Uniform(2, 3).Create([1000], s_key).ToArray<float>();
        uniform.ShouldAllBe(v => v >= 2 && v <= 3);
        Initializers.Normal(5, 0).Create([2], s_key).ToArray<float>().ShouldBe([5f, 5f]);
    }

    [Fact]
    public void The_ambient_seed_decides_the_bits_and_each_parameter_draws_its_own()
    {
        (float[] a, float[] b) = Draw(42);
        (float[] c, float[] d) = Draw(42);
        a.ShouldBe(c);
        b.ShouldBe(d);
        a.ShouldNotBe(b);
        Draw(43).First.ShouldNotBe(a);

        static (float[] First, float[] Second) Draw(ulong seed)
        {
            using (RandomScope.Use(RandomKey.FromSeed(seed)))
            {
                return (Initializers.GlorotUniform.Create([4, 4]).ToArray<float>(), Initializers.GlorotUniform.Create([4, 4]).ToArray<float>());
            }
        }
    }

    [Fact]
    public void Wrong_settings_are_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => Initializers.Uniform(1, 0)).Message.ShouldContain("lower bound 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Initializers.Normal(0, -1)).Message.ShouldContain("standard deviation");
        Should.Throw<ArgumentOutOfRangeException>(() => Initializers.VarianceScaling(0, FanMode.Input, ScaledDistribution.Normal));
        Should.Throw<DTypeException>(() => Initializers.Zeros.Create([1], DType.Int32)).Message.ShouldContain("int32");
    }

    private static Initializer ByName(string name) => name switch
    {
        "GlorotUniform" => Initializers.GlorotUniform,
        "GlorotNormal" => Initializers.GlorotNormal,
        "HeUniform" => Initializers.HeUniform,
        "HeNormal" => Initializers.HeNormal,
        "LeCunUniform" => Initializers.LeCunUniform,
        _ => Initializers.LeCunNormal,
    };
}
