using Kiln.Data;

namespace Kiln.Neural.Tests;

public class StepOptionsTests
{
    private static readonly Tensor s_x = Initializers.Normal(0, 1).Create([24, 3], RandomKey.FromSeed(1), DType.Float64);
    private static readonly TensorDataset s_data = new(s_x, (s_x.Sum(1, keepDims: true) * 0.5).Sin());

    [Fact]
    public void Accumulated_batches_are_one_larger_batch()
    {
        Dense whole = Network();
        Dense parts = Network();
        var options = new FitOptions { Loss = new MeanSquaredError(), Optimizer = new SGD(0.1, momentum: 0.9), BatchSize = 12, Shuffle = false, Epochs = 3 };
        whole.Fit(s_data, options);
        parts.Fit(s_data, options with { Optimizer = new SGD(0.1, momentum: 0.9), BatchSize = 4, AccumulationSteps = 3 });
        double[] expected = whole.Weight.Value.ToArray<double>();
        double[] found = parts.Weight.Value.ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
        {
            found[i].ShouldBe(expected[i], 1e-12);
        }
    }

    [Fact]
    public void What_is_left_at_the_end_of_an_epoch_makes_a_step()
    {
        var optimizer = new SGD(0.1);
        Network().Fit(s_data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = optimizer, BatchSize = 5, AccumulationSteps = 3, Epochs = 2 });
        optimizer.Steps.ShouldBe(4); // Five batches: 3 + 2, twice.
    }

    [Fact]
    public void An_accumulating_run_that_is_interrupted_resumes_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        FitOptions Options(string? checkpoints, CancellationToken token = default) => new()
        {
            Loss = new MeanSquaredError(),
            Optimizer = new Adam(0.01),
            BatchSize = 4,
            AccumulationSteps = 4,
            Epochs = 3,
            CheckpointFolder = checkpoints,
            CheckpointEverySteps = checkpoints is null ? null : 1,
            Resume = checkpoints is not null,
            CancellationToken = token,
        };
        Dense unbroken = Network();
        unbroken.Fit(s_data, Options(null));
        using var stop = new CancellationTokenSource();
        Dense broken = Network();
        Should.Throw<TrainingInterruptedException>(() => broken.Fit(
            s_data, Options(folder.Path, stop.Token) with { Callbacks = [new Call { BatchEnd = c => { if (c.Step == 8) { stop.Cancel(); } } }] }));
        Dense resumed = Network();
        resumed.Fit(s_data, Options(folder.Path));
        resumed.Weight.Value.ToArray<double>().ShouldBe(unbroken.Weight.Value.ToArray<double>());
    }

    [Fact]
    public void Gradients_are_clipped_by_value_by_norm_and_by_the_norm_of_all()
    {
        Parameter[] Gradients()
        {
            var a = new Parameter(Tensor.Zeros([2]));
            var b = new Parameter(Tensor.Zeros([1]));
            a.SetGradient(Tensor.From([3f, -4f]));
            b.SetGradient(Tensor.From([0.5f]));
            return [a, b];
        }

        Parameter[] value = Gradients();
        GradientClipping.ClipValue(value, 1);
        value[0].Gradient!.ToArray<float>().ShouldBe([1, -1]);
        value[1].Gradient!.ToArray<float>().ShouldBe([0.5f]);
        Parameter[] each = Gradients();
        GradientClipping.ClipEachNorm(each, 1);
        each[0].Gradient!.ToArray<float>().ShouldBe([0.6f, -0.8f], 1e-6);
        each[1].Gradient!.ToArray<float>().ShouldBe([0.5f]);
        Parameter[] all = Gradients();
        double norm = GradientClipping.ClipNorm(all, 1);
        norm.ShouldBe(Math.Sqrt(25.25), 1e-6);
        all[1].Gradient!.ToArray<float>()[0].ShouldBe((float)(0.5 / norm), 1e-6f);
    }

    [Fact]
    public void Part_of_the_training_set_is_held_out()
    {
        History history = Network().Fit(s_data, new FitOptions { Loss = new MeanSquaredError(), ValidationSplit = 0.25, BatchSize = 6 });
        history["val_loss"].Count.ShouldBe(1);
        Dense network = Network();
        double expected = network.Evaluate(s_data.Subset([.. Enumerable.Range(18, 6)]), new MeanSquaredError(), [])["loss"];
        network.Fit(s_data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = new SGD(0), ValidationSplit = 0.25 })["val_loss"][0].ShouldBe(expected, 1e-12);
        Should.Throw<ArgumentException>(() => Network().Fit(s_data, new FitOptions { Loss = new MeanSquaredError(), ValidationSplit = 0.99 })).Message
            .ShouldContain("leaves none for training");
        Should.Throw<ArgumentException>(() => Network().Fit(s_data, new FitOptions { Loss = new MeanSquaredError(), ValidationSplit = 0.2, Validation = s_data })).Message
            .ShouldContain("take one of them");
    }

    [Fact]
    public void The_mean_of_the_parameters_ends_in_the_network()
    {
        var seen = new List<double[]>();
        Dense network = Network();
        network.Fit(s_data, new FitOptions
        {
            Loss = new MeanSquaredError(),
            Optimizer = new SGD(0.1),
            BatchSize = 8,
            Epochs = 2,
            Callbacks = [new Call { BatchEnd = c => seen.Add(network.Weight.Value.ToArray<double>()) }, new WeightAveraging { Decay = null, FromEpoch = 2 }],
        });
        double[] end = network.Weight.Value.ToArray<double>();
        for (int i = 0; i < end.Length; i++)
        {
            end[i].ShouldBe(seen.Skip(3).Average(w => w[i]), 1e-12);
        }
    }

    [Fact]
    public void The_exponential_average_ends_in_the_network()
    {
        double[]? average = null;
        Dense network = Network();
        network.Fit(s_data, new FitOptions
        {
            Loss = new MeanSquaredError(),
            Optimizer = new SGD(0.1),
            BatchSize = 8,
            Epochs = 2,
            Callbacks =
            [
                new Call
                {
                    BatchEnd = c =>
                    {
                        double[] now = network.Weight.Value.ToArray<double>();
                        average = average is null ? now : [.. average.Zip(now, (a, w) => 0.9 * a + 0.1 * w)];
                    },
                },
                new WeightAveraging { Decay = 0.9 },
            ],
        });
        double[] end = network.Weight.Value.ToArray<double>();
        for (int i = 0; i < end.Length; i++)
        {
            end[i].ShouldBe(average![i], 1e-12);
        }
    }

    [Fact]
    public void The_learning_rate_is_cut_when_nothing_improves()
    {
        var optimizer = new SGD(0);
        Network().Fit(s_data, new FitOptions
        {
            Loss = new MeanSquaredError(),
            Optimizer = optimizer,
            Epochs = 3,
            Callbacks = [new ReduceOnPlateau { Monitor = "loss", Patience = 1, Factor = 0.5 }],
        });
        optimizer.LearningRate.ShouldBe(0);
        optimizer = new SGD(1e-9);
        History history = Network().Fit(s_data, new FitOptions
        {
            Loss = new MeanSquaredError(),
            Optimizer = optimizer,
            Epochs = 6,
            Callbacks = [new ReduceOnPlateau { Monitor = "loss", Patience = 2, Factor = 0.5, Cooldown = 1 }],
        });
        // Epochs 2 and 3 bring nothing: cut. Epoch 4 ends the cooling (and counts, as in Keras), 5 is the second: cut.
        history["learning_rate"].ShouldBe([1e-9, 1e-9, 1e-9, 5e-10, 5e-10, 2.5e-10]);
        optimizer.LearningRate.ShouldBe(2.5e-10);
        Should.Throw<InvalidOperationException>(() => Network().Fit(s_data, new FitOptions
        {
            Loss = new MeanSquaredError(),
            Optimizer = new SGD { Schedule = new StepDecay(0.1, 10) },
            Callbacks = [new ReduceOnPlateau { Monitor = "loss" }],
        })).Message.ShouldContain("Schedule");
    }

    [Fact]
    public void The_finder_suggests_a_learning_rate_that_trains_and_leaves_no_trace()
    {
        Dense network = Network();
        double[] before = network.Weight.Value.ToArray<double>();
        var optimizer = new SGD(0.25, momentum: 0.9);
        LearningRateRange found = LearningRateFinder.Run(network, s_data, new MeanSquaredError(), optimizer, from: 1e-5, to: 100, batchSize: 8);
        network.Weight.Value.ToArray<double>().ShouldBe(before);
        (optimizer.LearningRate, optimizer.Steps).ShouldBe((0.25, 0L));
        found.Suggestion.ShouldBeInRange(1e-3, 1);
        found.Losses[^1].ShouldBeGreaterThan(found.Losses.Min());
        found.Chart().ToSvg().ShouldContain("steepest at");
        double start = network.Evaluate(s_data, new MeanSquaredError(), [])["loss"];
        History history = network.Fit(s_data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = new SGD(found.Suggestion, momentum: 0.9), Epochs = 20, BatchSize = 8 });
        history["loss"][^1].ShouldBeLessThan(start / 5);
    }

    [Fact]
    public void Lbfgs_finds_the_least_squares_solution()
    {
        Dense network = Network();
        Tensor y = s_data.Y;
        var result = LBFGS.Minimize(network, s_data, new MeanSquaredError(), new Kiln.Numerics.LbfgsOptions { GradientTolerance = 1e-9, ValueTolerance = 0 }, batchSize: 7);
        Tensor design = Tensor.Concat([s_x, Tensor.Ones([24, 1], DType.Float64)], 1);
        double[] exact = LinearAlgebra.Solve(design.T.MatMul(design), design.T.MatMul(y)).ToArray<double>();
        double[] found = [.. network.Weight.Value.ToArray<double>(), .. network.Bias!.Value.ToArray<double>()];
        for (int i = 0; i < exact.Length; i++)
        {
            found[i].ShouldBe(exact[i], 1e-7);
        }

        result.Converged.ShouldBeTrue();
        network.Evaluate(s_data, new MeanSquaredError(), [])["loss"].ShouldBe(result.Value, 1e-12);
    }

    private static Dense Network()
    {
        using (RandomScope.Use(RandomKey.FromSeed(3)))
        {
            return new Dense(3, 1, dtype: DType.Float64);
        }
    }
}
