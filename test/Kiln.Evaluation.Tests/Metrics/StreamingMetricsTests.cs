using Kiln.Tensors;

namespace Kiln.Evaluation.Tests;

public class StreamingMetricsTests
{
    private static readonly float[] Scores = [0.1f, 0.9f, 0.3f, 2, 1, 0, -1, -2, -3, 0, 0, 5, 1, 1, 1];
    private static readonly long[] Labels = [1, 0, 2, 2, 0];

    private static Tensor Outputs => Tensor.From(Scores, [5, 3]);

    private static Tensor Targets => Tensor.From(Labels, [5]);

    public static TheoryData<IMetric> All => [new Accuracy(), new TopKAccuracy(2), new MeanSquaredErrorMetric(), new MeanAbsoluteErrorMetric(), new LossMean()];

    [Fact]
    public void Accuracy_takes_the_first_largest_score_of_each_row()
    {
        var accuracy = new Accuracy();
        accuracy.Name.ShouldBe("accuracy");
        accuracy.Value.ShouldBe(double.NaN);
        accuracy.Update(Outputs, Targets);
        accuracy.Value.ShouldBe(4.0 / 5);
    }

    [Fact]
    public void Batches_add_up_to_the_whole_whatever_their_size()
    {
        var accuracy = new Accuracy();
        var squared = new MeanSquaredErrorMetric();
        for (var i = 0; i < 5; i++)
        {
            accuracy.Update(Tensor.From(Scores[(3 * i)..((3 * i) + 3)], [1, 3]), Tensor.From([Labels[i]]));
            squared.Update(Tensor.From(Scores[(3 * i)..((3 * i) + 3)]), Tensor.From([0.0, 0, 0]));
        }

        accuracy.Value.ShouldBe(4.0 / 5);
        squared.Value.ShouldBe(Scores.Sum(static s => (double)s * s) / 15, 1e-12);
    }

    [Theory]
    [InlineData(0.0, 0.75)]
    [InlineData(0.5, 0.5)]
    public void One_output_per_sample_is_compared_with_the_threshold(double threshold, double expected)
    {
        foreach (Shape shape in new Shape[] { [4], [4, 1] })
        {
            var accuracy = new Accuracy { Threshold = threshold };
            accuracy.Update(Tensor.From([-1f, 0.3f, 2f, 1f], shape), Tensor.From([0f, 1f, 1f, 0f], shape));
            accuracy.Value.ShouldBe(expected);
        }
    }

    [Fact]
    public void One_hot_targets_and_any_label_type_are_understood()
    {
        var accuracy = new Accuracy();
        accuracy.Update(Tensor.From([1.0, 2, 4, 3], [2, 2]), Tensor.From([0f, 1, 0, 1], [2, 2]));
        accuracy.Value.ShouldBe(0.5);
        accuracy.Update(Tensor.From([(Half)1, (Half)2], [1, 2]), Tensor.From<byte>([1]));
        accuracy.Update(Tensor.From([1f, 2], [1, 2]), Tensor.From([true]));
        accuracy.Value.ShouldBe(0.75);
    }

    [Fact]
    public void A_diverged_network_does_not_score()
    {
        var accuracy = new Accuracy();
        accuracy.Update(Tensor.From([float.NaN, float.NaN, 1, float.NaN], [2, 2]), Tensor.From([0L, 0]));
        accuracy.Update(Tensor.From([float.NaN]), Tensor.From([0L]));
        accuracy.Value.ShouldBe(0);
    }

    [Fact]
    public void Top_k_counts_the_k_best()
    {
        var top = new TopKAccuracy(2);
        top.Name.ShouldBe("top2_accuracy");
        top.Update(Outputs, Targets);
        top.Value.ShouldBe(Metrics.TopKAccuracy([1, 0, 2, 2, 0], [.. Scores.Select(static s => (double)s)], 3, 2));
    }

    [Fact]
    public void Loss_counts_each_batch_by_its_size()
    {
        var loss = new LossMean();
        loss.Add(1.0, 30);
        loss.Update(Tensor.Scalar(4f), Tensor.From(new long[10]));
        loss.Add(double.NaN, 0);
        loss.Value.ShouldBe(70.0 / 40, 1e-15);
        loss.Add(double.NaN, 1);
        loss.Value.ShouldBe(double.NaN);
        loss.Reset();
        loss.Weight.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_metric_continues_from_its_saved_state_to_the_bit(IMetric metric)
    {
        var first = Batch(metric, [0.1f, 0.7f, 0.3f], 1);
        var second = Batch(metric, [0.25f, -1.7f, 11.3f], 0);
        metric.Update(first.Outputs, first.Targets);
        var text = System.Text.Json.JsonSerializer.Serialize(metric.SaveState());
        metric.Update(second.Outputs, second.Targets);
        var unbroken = metric.Value;

        metric.Reset();
        metric.LoadState(System.Text.Json.JsonSerializer.Deserialize<double[]>(text)!);
        metric.Update(second.Outputs, second.Targets);
        metric.Value.ShouldBe(unbroken);
        Should.Throw<ArgumentException>(() => metric.LoadState([1])).Message.ShouldStartWith(metric.Name);
        Should.Throw<ArgumentException>(() => metric.LoadState([1, double.NaN]));
        metric.Value.ShouldBe(unbroken);

        static (Tensor Outputs, Tensor Targets) Batch(IMetric metric, float[] values, long label) => metric switch
        {
            LossMean => (Tensor.Scalar(values[0]), Tensor.From([label])),
            MeanSquaredErrorMetric or MeanAbsoluteErrorMetric => (Tensor.From(values), Tensor.From(new float[3])),
            _ => (Tensor.From(values, [1, 3]), Tensor.From([label])),
        };
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_both_shapes()
    {
        Should.Throw<ShapeException>(() => new Accuracy().Update(Outputs, Tensor.From(new long[4]))).Message.ShouldContain("(5, 3)");
        Should.Throw<ShapeException>(() => new TopKAccuracy().Update(Tensor.Scalar(1f), Targets)).Message.ShouldContain("(B, classes)");
        Should.Throw<ShapeException>(() => new MeanSquaredErrorMetric().Update(Outputs, Tensor.From(new float[15]))).Message.ShouldContain("(15,)");
        Should.Throw<ArgumentException>(() => new Accuracy().Update(Outputs, Tensor.From([0L, 1, 2, 3, 0]))).Message.ShouldContain("index 3 is 3");
        Should.Throw<ArgumentException>(() => new Accuracy().Update(Tensor.From([1f]), Tensor.From([2L]))).Message.ShouldContain("0 and 1");
        Should.Throw<DTypeException>(() => new Accuracy().Update(Outputs, Tensor.From([0, 1, 0.5f, 0, 0]))).Message.ShouldContain("0.5");
        new MeanAbsoluteErrorMetric().Update(Tensor.From(new float[4], [4, 1]), Tensor.From(new float[4]));
    }

    [Fact]
    public void Static_functions_take_tensors_of_any_type()
    {
        Metrics.Accuracy(Targets, Outputs).ShouldBe(0.8);
        Metrics.Accuracy(Targets, Tensor.From([1, 0, 2, 1, 1])).ShouldBe(0.6);
        Metrics.TopKAccuracy(Targets, Outputs, 3).ShouldBe(1);
        Metrics.ConfusionMatrix(Targets, Outputs, ["a", "b", "c"])[2, 0].ShouldBe(1);
        Metrics.MeanSquaredError(Tensor.From([1f, 2]), Tensor.From([1.0, 4])).ShouldBe(2);
        Metrics.MeanAbsoluteError(Tensor.From([1, 2]), Tensor.From([1.0, 4])).ShouldBe(1);
        Metrics.LogLoss(Tensor.From([1L, 0]), Tensor.From([0.5f, 0.5f, 0.5f, 0.5f], [2, 2])).ShouldBe(Math.Log(2), 1e-12);
        Metrics.LogLoss(Tensor.From([1L, 0]), Tensor.From([0.5f, 0.5f])).ShouldBe(Math.Log(2), 1e-12);

        // Two outputs: the first perfect, the second as good as the mean.
        Metrics.R2(Tensor.From([1f, 1, 2, 2, 3, 3], [3, 2]), Tensor.From([1f, 2, 2, 2, 3, 2], [3, 2])).ShouldBe(0.5, 1e-12);
        Should.Throw<ArgumentException>(() => Metrics.ConfusionMatrix(Tensor.From([0L]), Tensor.From([float.NaN, 1], [1, 2]))).Message.ShouldContain("diverge");
    }
}
