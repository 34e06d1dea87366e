using Kiln.Numerics;
using Microsoft.Extensions.Logging;

namespace Kiln.Neural.Tests;

public class DiagnosisTests
{
    [Fact]
    public void No_bit_of_a_run_depends_on_it()
    {
        Module watched = Tiny.Network();
        watched.Fit(Tiny.Data(), Tiny.Options() with { Callbacks = [new Tiny.LossAverage(), new Diagnosis { EverySteps = 1 }] });
        Module alone = Tiny.Network();
        alone.Fit(Tiny.Data(), Tiny.Options());
        Tiny.Bits(watched).ShouldBe(Tiny.Bits(alone));
    }

    [Fact]
    public void No_bit_depends_on_it_where_a_pooling_is_part_of_its_convolution()
    {
        static Sequential Images()
        {
            using IDisposable random = RandomScope.Use(RandomKey.FromSeed(6));
            return new Sequential(
                new Reshape(14, 14, 1), new Conv2D(1, 16, 3, padding: Padding.Same, activation: Activation.ReLU), new MaxPool2D(2), new Conv2D(16, 32, 3), new MaxPool2D(2), new Flatten(), new Dense(128, 10));
        }

        FitOptions options = new() { Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam(0.01), Epochs = 1, BatchSize = 64, Seed = 42 };
        var diagnosis = new Diagnosis { EverySteps = 1 };
        Sequential watched = Images(), alone = Images();
        watched.Fit(Runs.Digits.Train, options with { Callbacks = [diagnosis] });
        alone.Fit(Runs.Digits.Train, options with { Optimizer = new Adam(0.01) });
        Tiny.Bits(watched).ShouldBe(Tiny.Bits(alone));

        // The convolution and the pooling are both seen, as they are one behind the other.
        var seen = new List<string>();
        using (OutputObserver.Open((module, _, output) => seen.Add($"{module.Path} {output.Shape}")))
        {
            watched.Forward(Tensor.Ones([8, 196]));
        }

        seen.ShouldContain("layers.1 (8, 14, 14, 16)");
        seen.ShouldContain("layers.2 (8, 7, 7, 16)");
        seen.ShouldContain("layers.4 (8, 2, 2, 32)");
    }

    [Fact]
    public void A_finding_names_layer_and_numbers_and_is_warned_of_once()
    {
        var log = new Lines();
        var diagnosis = new Diagnosis();
        Runs.Build(() => Runs.Mlp(2, 32, Activation.ReLU, Initializers.HeNormal, Initializers.Constant(-20)), 1)
            .Fit(Runs.Digits.Train, new FitOptions { Loss = new SoftmaxCrossEntropy(), Epochs = 3, BatchSize = 50, Logger = log, Callbacks = [diagnosis] });
        Finding finding = diagnosis.Findings.ShouldHaveSingleItem();
        finding.Kind.ShouldBe(FindingKind.DeadUnits);
        finding.Layer.ShouldBe("layers.1");
        finding.Step.ShouldBe(20);
        finding.Epoch.ShouldBe(2);
        finding.What.ShouldBe("100 % of the 32 units of layers.1 were zero for every sample of the last 5 measured batches: no gradient reaches them.");
        finding.ToString().ShouldStartWith("dead units (epoch 2, step 20): 100 %");
        log.Warnings.ShouldBe([finding.ToString()]);
    }

    [Fact]
    public void A_fit_that_ends_in_NaN_is_explained_and_reported()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("pages/diagnosis.html");
        var diagnosis = new Diagnosis { ReportPath = path };
        var data = Runs.Regression(1, nonlinear: false);
        Should.Throw<NonFiniteException>(() => Runs.Build(() => new Sequential(new Dense(5, 1)), 1).Fit(
            data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = new SGD(1e6), Epochs = 5, Callbacks = [diagnosis] }));
        diagnosis.Findings.ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.LearningRateTooHigh);
        string html = File.ReadAllText(path);
        html.ShouldContain("Learning rate too high");
        html.ShouldContain("<svg");
        html.ShouldNotContain("<script");
    }

    [Fact]
    public void Layers_of_a_graph_and_of_nested_containers_are_seen()
    {
        Module network = Runs.Build(
            () => new Sequential(
                new Flatten(),
                new Sequential(new Dense(196, 16, Activation.ReLU, biasInitializer: Initializers.Constant(-20)), new Dense(16, 16)),
                new Dense(16, 10)),
            1);
        Diagnosis diagnosis = Runs.Fit(network, Runs.Digits.Train, new SoftmaxCrossEntropy(), new Adam(), 3, 1);
        diagnosis.Findings.ShouldHaveSingleItem().Layer.ShouldBe("layers.1.layers.0");
    }

    [Fact]
    public void Gradients_can_be_looked_at_before_the_step()
    {
        var probe = new GradientProbe();
        Tiny.Network().Fit(Tiny.Data(), Tiny.Options(epochs: 1) with { Callbacks = [probe], AccumulationSteps = 4 });
        probe.Norms.Count.ShouldBe(3); // Ten batches: after four, after eight, and at the epoch's end.
        probe.Norms.ShouldAllBe(n => n > 0);
        probe.Begun.ShouldBe(10);
    }

    [Fact]
    public void Options_are_checked() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Diagnosis { EverySteps = 0 }).Message.ShouldContain("Diagnosis.EverySteps: expected at least 1, got 0");

    [Fact]
    public void A_report_needs_a_run() => Should.Throw<InvalidOperationException>(() => new Diagnosis().ToHtml()).Message.ShouldContain("FitOptions.Callbacks");

    private sealed class GradientProbe : Callback
    {
        public List<double> Norms { get; } = [];

        public int Begun { get; private set; }

        public override void OnBatchBegin(TrainingContext context) => Begun++;

        public override void OnGradients(TrainingContext context) =>
            Norms.Add(context.Network.NamedParameters().Sum(p => p.Value.Gradient is { } g ? g.Abs().Sum().Item<double>() : 0));
    }

    private sealed class Lines : ILogger
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Warnings.Add(formatter(state, exception));
            }
        }
    }
}
