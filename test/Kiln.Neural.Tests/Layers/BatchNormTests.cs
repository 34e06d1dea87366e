namespace Kiln.Neural.Tests;

public class BatchNormTests
{
    [Fact]
    public void Training_normalizes_by_the_batch_and_averages_its_statistics()
    {
        var layer = new BatchNorm(2, momentum: 0.75, epsilon: 1e-3);
        Tensor x = Tensor.From([1f, 10f, 3f, 10f, 5f, 40f, 7f, 40f], [4, 2]);
        using (Mode.Training())
        {
            float[] y = layer.Forward(x).ToArray<float>();
            // Mean 4 and 25, biased variance 5 and 225.
            y[0].ShouldBe((float)((1 - 4) / Math.Sqrt(5.001)), 1e-6f);
            y[5].ShouldBe((float)((40 - 25) / Math.Sqrt(225.001)), 1e-6f);
            layer.Forward(x);
        }

        // From mean 0 and variance 1, twice.
        double keep = 0.75 * 0.75;
        layer.RunningMean.Value.ToArray<float>().ShouldBe([(float)(4 * (1 - keep)), (float)(25 * (1 - keep))], 1e-5);
        layer.RunningVariance.Value.ToArray<float>().ShouldBe([(float)(keep + 5 * (1 - keep)), (float)(keep + 225 * (1 - keep))], 1e-4);
    }

    [Fact]
    public void Inference_uses_the_averages()
    {
        var layer = new BatchNorm(1, epsilon: 0.5);
        layer.RunningMean.Assign(Tensor.From([2f]));
        layer.RunningVariance.Assign(Tensor.From([3.5f]));
        layer.Weight.Assign(Tensor.From([10f]));
        layer.Bias.Assign(Tensor.From([1f]));
        layer.Forward(Tensor.From([4f, 2f], [2, 1])).ToArray<float>().ShouldBe([11f, 1f], 1e-5);
    }

    [Fact]
    public void Statistics_of_images_are_taken_over_batch_and_pixels()
    {
        var layer = new BatchNorm(3, momentum: 0);
        Tensor x = Initializers.Normal(2, 3).Create([4, 5, 6, 3], RandomKey.FromSeed(1));
        using (Mode.Training())
        {
            layer.Forward(x);
        }

        float[] values = x.ToArray<float>();
        for (int c = 0; c < 3; c++)
        {
            double[] channel = [.. values.Where((_, i) => i % 3 == c).Select(v => (double)v)];
            double mean = channel.Average();
            layer.RunningMean.Value.ToArray<float>()[c].ShouldBe((float)mean, 1e-5f);
            layer.RunningVariance.Value.ToArray<float>()[c].ShouldBe((float)channel.Average(v => (v - mean) * (v - mean)), 1e-4f);
        }
    }

    [Fact]
    public void Two_training_passes_before_one_backward_are_allowed()
    {
        var layer = new BatchNorm(2);
        Tensor x = Initializers.Normal(0, 1).Create([6, 2], RandomKey.FromSeed(1)).RequireGrad();
        using (Mode.Training())
        {
            Tensor first = layer.Forward(x);
            layer.Forward(x);
            first.Backward(Tensor.Ones([6, 2]));
        }

        x.Grad.ShouldNotBeNull();
    }

    [Fact]
    public void Settings_and_inputs_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm(1, momentum: 1)).Message.ShouldContain("below 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchNorm(1, epsilon: 0)).Message.ShouldContain("positive");
        Should.Throw<ShapeException>(() => new BatchNorm(3).Forward(Tensor.Zeros([2, 4]))).Message.ShouldBe("BatchNorm: expected (batch, …, 3), got (2, 4)");
    }
}
