using Kiln.Data;

namespace Kiln.Neural.Tests;

public class WeightedLossTests
{
    private static readonly Tensor s_outputs = Initializers.Normal(0, 1).Create([4, 3], RandomKey.FromSeed(3), DType.Float64);

    public static TheoryData<string> Names => [.. Samples().Select(s => s.Loss.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_sample_of_weight_two_counts_as_two_and_one_of_weight_zero_not_at_all(string name)
    {
        (SampleLoss loss, Tensor outputs, Tensor targets) = Samples().Single(s => s.Loss.Name == name);
        double[] losses = loss.PerSample(outputs, targets).ToArray<double>();
        losses.Length.ShouldBe(4);
        loss.Compute(outputs, targets).Item<double>().ShouldBe(losses.Average(), 1e-12 * Math.Max(1, losses.Average()));
        loss.Compute(outputs, targets, Tensor.From([1f, 2f, 0f, 1f])).Item<double>()
            .ShouldBe((losses[0] + 2 * losses[1] + losses[3]) / 4, 1e-12 * Math.Max(1, losses.Sum()));
    }

    [Fact]
    public void Gradients_equal_central_differences()
    {
        foreach ((SampleLoss loss, Tensor outputs, Tensor targets) in Samples())
        {
            Tensor x = outputs.RequireGrad();
            loss.Compute(x, targets, Tensor.From([1.0, 0.5, 2, 1])).Backward();
            double[] gradient = x.Grad!.ToArray<double>();
            double[] values = outputs.ToArray<double>();
            for (int i = 0; i < values.Length; i++)
            {
                double Value(double shift)
                {
                    double[] moved = [.. values];
                    moved[i] += shift;
                    return loss.Compute(Tensor.From(moved, outputs.Shape), targets, Tensor.From([1.0, 0.5, 2, 1])).Item<double>();
                }

                gradient[i].ShouldBe((Value(1e-6) - Value(-1e-6)) / 2e-6, 2e-7 * Math.Max(1, Math.Abs(gradient[i])), $"{loss.Name} [{i}]");
            }
        }
    }

    [Fact]
    public void Weights_of_another_shape_are_refused() =>
        Should.Throw<ShapeException>(() => new MeanSquaredError().Compute(s_outputs, s_outputs, Tensor.Ones([3]))).Message
            .ShouldBe("mean_squared_error: weights of shape (3,) for losses of shape (4,); expected one per sample, (4,)");

    [Fact]
    public void A_loss_without_samples_says_that_it_takes_no_weights() =>
        Should.Throw<NotSupportedException>(() => new TripletLoss().Compute(s_outputs, Tensor.From([0L, 0L, 1L, 1L]), Tensor.Ones([4]))).Message.ShouldContain("triplet");

    [Fact]
    public void Class_weights_of_a_fit_weigh_its_loss()
    {
        Tensor x = Initializers.Normal(0, 1).Create([6, 3], RandomKey.FromSeed(1));
        Tensor labels = Tensor.From([0L, 1L, 2L, 1L, 1L, 0L]);
        Dense Network() => new(3, 3, weightInitializer: Initializers.Constant(0.2));
        double[] losses = Array.ConvertAll(new SoftmaxCrossEntropy().PerSample(Network().Forward(x), labels).ToArray<float>(), v => (double)v);
        var weights = new Dictionary<int, double> { [1] = 3, [2] = 0.5 };
        double expected = losses.Zip([1, 3, 0.5, 3, 3, 1], (l, w) => l * w).Sum() / 6;

        Fit(labels).ShouldBe(expected, 1e-6);
        Fit(Tensor.OneHot(labels, 3)).ShouldBe(expected, 1e-6);

        double Fit(Tensor targets) => Network().Fit(
            new TensorDataset(x, targets), new FitOptions { Loss = new SoftmaxCrossEntropy(), ClassWeights = weights, BatchSize = 6 })["loss"][0];
    }

    [Fact]
    public void Weights_of_a_dataset_are_those_of_its_samples_in_any_order()
    {
        Tensor x = Initializers.Normal(0, 1).Create([5, 2], RandomKey.FromSeed(1));
        Tensor y = Tensor.Zeros([5, 1]);
        var data = new TensorDataset(x, y, weights: Tensor.From([1f, 0f, 2f, 0f, 1f]));
        data.Gather([2, 0]).Weights!.ToArray<float>().ShouldBe([2, 1]);
        data.Subset(4, 2).Gather([1, 0]).Weights!.ToArray<float>().ShouldBe([2, 1]);
        var network = new Dense(2, 1);
        double[] losses = Array.ConvertAll(new MeanSquaredError().PerSample(network.Forward(x), y).ToArray<float>(), v => (double)v);
        double expected = (losses[0] + 2 * losses[2] + losses[4]) / 5;
        network.Evaluate(data, new MeanSquaredError(), [])["loss"].ShouldBe(expected, 1e-6);
        Should.Throw<DatasetException>(() => new TensorDataset(x, y, weights: Tensor.Ones([4]))).Message.ShouldContain("weights (4,) for 5 examples");
        Should.Throw<DatasetException>(() => new TensorDataset(x, y, weights: Tensor.From([1f, 1f, -1f, 1f, 1f]))).Message.ShouldContain("negative");
    }

    private static IEnumerable<(SampleLoss Loss, Tensor Outputs, Tensor Targets)> Samples()
    {
        Tensor numbers = Initializers.Normal(0, 1).Create([4, 3], RandomKey.FromSeed(4), DType.Float64);
        Tensor positive = numbers.Abs() + 0.1;
        Tensor probabilities = s_outputs.Softmax();
        Tensor shares = s_outputs.Sigmoid();
        Tensor classes = Tensor.From([2L, 0L, 1L, 1L]);
        Tensor bits = numbers.Greater(0).To(DType.Float64);
        yield return (new MeanSquaredError(), s_outputs, numbers);
        yield return (new HalvedSquaredError(), s_outputs, numbers);
        yield return (new MeanAbsoluteError(), s_outputs, numbers);
        yield return (new Huber { Delta = 0.7 }, s_outputs, numbers);
        yield return (new LogCosh(), s_outputs, numbers);
        yield return (new MeanAbsolutePercentageError(), s_outputs, numbers);
        yield return (new MeanSquaredLogarithmicError(), s_outputs.Abs() + 0.2, positive);
        yield return (new BinaryCrossEntropy { LabelSmoothing = 0.1 }, shares, bits);
        yield return (new SigmoidCrossEntropy { LabelSmoothing = 0.1, PositiveWeight = 2 }, s_outputs, bits);
        yield return (new SoftmaxCrossEntropy { LabelSmoothing = 0.1 }, s_outputs, classes);
        yield return (new CategoricalCrossEntropy { LabelSmoothing = 0.1 }, probabilities, classes);
        yield return (new BinaryFocalCrossEntropy { Alpha = 0.25 }, shares, bits);
        yield return (new CategoricalFocalCrossEntropy(), probabilities, classes);
        yield return (new KLDivergence(), probabilities, numbers.Softmax());
        yield return (new Poisson(), positive, s_outputs.Abs());
        yield return (new Hinge(), s_outputs, bits);
        yield return (new SquaredHinge(), s_outputs, bits);
        yield return (new CategoricalHinge(), s_outputs, classes);
        yield return (new CosineSimilarity(), s_outputs, numbers);
        yield return (new ContrastiveLoss { Margin = 0.8 }, s_outputs.Select(1, 0).Abs(), Tensor.From([1L, 0L, 0L, 1L]));
    }
}
