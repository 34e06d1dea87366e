using Kiln.Data;

namespace Kiln.Neural.Tests;

public sealed class EvaluateTests
{
    [Fact]
    public void Evaluate_measures_what_the_fit_measured_and_equals_its_last_validation()
    {
        Sequential network = Tiny.Network();
        FitOptions options = Tiny.Options(epochs: 2);
        History history = network.Fit(Tiny.Data(), options);
        var scores = network.Evaluate(options.Validation!);
        scores.Keys.ShouldBe(["loss", "accuracy"]);
        scores["loss"].ShouldBe(history.Last("val_loss"));
        scores["accuracy"].ShouldBe(history.Last("val_accuracy"));
    }

    [Fact]
    public void An_evaluation_in_the_middle_of_an_epoch_leaves_its_metrics_alone()
    {
        string Run(Callback[] callbacks) => Tiny.Numbers(Tiny.Network().Fit(Tiny.Data(), Tiny.Options(epochs: 2) with { Callbacks = callbacks }));
        Run([new Call { BatchEnd = c => c.Network.Evaluate(Tiny.Data(30))["accuracy"].ShouldBeInRange(0, 1) }]).ShouldBe(Run([]));
    }

    [Fact]
    public void A_network_that_was_never_fitted_is_measured_by_the_type_of_the_targets()
    {
        var labels = Tiny.Network().Evaluate(Tiny.Data());
        labels.Keys.ShouldBe(["loss", "accuracy"]);
        var numbers = new TensorDataset(Tensor.Ones([5, 2]), Tensor.Zeros([5, 1]));
        var dense = new Dense(2, 1);
        double y = dense.Forward(Tensor.Ones([1, 2])).Item();
        dense.Evaluate(numbers)["loss"].ShouldBe(y * y, 1e-5);
    }

    [Fact]
    public void Evaluations_on_many_threads_agree()
    {
        Sequential network = Tiny.Network();
        network.Fit(Tiny.Data(), Tiny.Options(epochs: 1));
        double expected = network.Evaluate(Tiny.Data(90))["accuracy"];
        var results = new double[8];
        Parallel.For(0, results.Length, i => results[i] = network.Evaluate(Tiny.Data(90))["accuracy"]);
        results.ShouldAllBe(r => r == expected);
    }

    [Fact]
    public void Evaluate_reports_can_be_cancelled_and_refuses_nothing_to_measure()
    {
        var reports = new List<(int, int)>();
        Tiny.Network().Evaluate(Tiny.Data(50), batchSize: 20, report: (done, all) => reports.Add((done, all)));
        reports.ShouldBe([(1, 3), (2, 3), (3, 3)]);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => Tiny.Network().Evaluate(Tiny.Data(), cancellationToken: source.Token));
        Should.Throw<DatasetException>(() => Tiny.Network().Evaluate(Tiny.Data(0))).Message.ShouldContain("no samples");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(1000)]
    public void Predict_collects_batches_in_order(int batchSize)
    {
        Sequential network = Tiny.Network();
        TensorDataset data = Tiny.Data(50);
        float[] expected;
        using (Mode.Inference())
        {
            expected = network.Forward(data.X).ToArray<float>();
        }

        foreach (Tensor outputs in new[] { network.Predict(data.X, batchSize), network.Predict(data, batchSize) })
        {
            outputs.Shape.ToString().ShouldBe("(50, 3)");
            outputs.RequiresGrad.ShouldBeFalse();
            float[] actual = outputs.ToArray<float>();
            for (int i = 0; i < actual.Length; i++)
            {
                actual[i].ShouldBe(expected[i], 1e-5f);
            }
        }
    }

    [Fact]
    public void Predict_says_what_a_batch_is()
    {
        Should.Throw<ShapeException>(() => Tiny.Network().Predict(Tensor.Scalar(1f))).Message.ShouldContain("the first axis must be the batch");
        Should.Throw<ShapeException>(() => new Merging().Predict(Tensor.Ones([4, 2]))).Message
            .ShouldBe("predict: Merging made (2, 4) of a batch of 4; the first axis must stay the batch; one sample alone needs a batch axis, x.ExpandDims(0)");
    }

    private sealed class Merging : Module
    {
        public override Tensor Forward(Tensor x) => x.Reshape([2, 4]);
    }
}
