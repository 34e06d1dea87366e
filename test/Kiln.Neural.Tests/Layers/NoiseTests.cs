namespace Kiln.Neural.Tests;

/// <summary>The statistics of layers that add noise in training, and that inference has none.</summary>
public class NoiseTests
{
    [Fact]
    public void Spatial_dropout_drops_whole_channels()
    {
        float[] y = Train(new SpatialDropout2D(0.25), Tensor.Ones([50, 3, 2, 40])).ToArray<float>();
        int dropped = 0;
        for (int item = 0; item < 50; item++)
        {
            for (int channel = 0; channel < 40; channel++)
            {
                float first = y[item * 240 + channel];
                first.ShouldBeOneOf(0f, 1 / 0.75f);
                dropped += first == 0 ? 1 : 0;
                for (int pixel = 1; pixel < 6; pixel++)
                {
                    y[item * 240 + pixel * 40 + channel].ShouldBe(first);
                }
            }
        }

        (dropped / 2000.0).ShouldBe(0.25, 0.04);
    }

    [Fact]
    public void Gaussian_noise_and_dropout_have_their_mean_and_deviation()
    {
        Statistics(Train(new GaussianNoise(0.5), Tensor.Full([40_000], 3))).ShouldBeNear(3, 0.5);
        Statistics(Train(new GaussianDropout(0.2), Tensor.Full([40_000], 3))).ShouldBeNear(3, 3 * Math.Sqrt(0.2 / 0.8));
    }

    [Fact]
    public void Alpha_dropout_keeps_the_mean_and_the_deviation_of_normal_inputs()
    {
        Tensor x = Tensor.RandomNormal([200_000], key: RandomKey.FromSeed(4));
        Tensor y = Train(new AlphaDropout(0.3), x);
        Statistics(y).ShouldBeNear(0, 1);
        float[] values = y.ToArray<float>();
        (values.GroupBy(v => v).Max(g => g.Count()) / 200_000.0).ShouldBe(0.3, 0.01);
    }

    [Fact]
    public void Rates_are_checked_where_they_are_given()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new SpatialDropout1D(1)).Message.ShouldContain("below 1; got 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new AlphaDropout(-0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => new GaussianDropout(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new GaussianNoise(-1)).Message.ShouldContain("at least 0");
    }

    private static Tensor Train(Module module, Tensor x)
    {
        using (Mode.Training())
        using (RandomScope.Use(RandomKey.FromSeed(2)))
        {
            return module.Forward(x);
        }
    }

    private static (double Mean, double Deviation) Statistics(Tensor x) => (x.Mean().Item(), x.Std().Item());
}

file static class Nearness
{
    public static void ShouldBeNear(this (double Mean, double Deviation) actual, double mean, double deviation)
    {
        actual.Mean.ShouldBe(mean, 0.02);
        actual.Deviation.ShouldBe(deviation, 0.02);
    }
}
