using Kiln.Data;

namespace Kiln.Neural.Tests;

/// <summary>What goes wrong in the middle of a fit is told with its place: layer, shapes, epoch, batch and step.</summary>
public class FitErrorTests
{
    private static readonly Tensor s_x = Initializers.Normal(0, 1).Create([10, 4], RandomKey.FromSeed(1));

    [Fact]
    public void A_shape_that_is_wrong_in_a_layer_is_told_with_layer_and_step()
    {
        var network = new Sequential(new Dense(4, 8), new Lambda(x => x), new Dense(9, 2));
        Should.Throw<ShapeException>(() => Fit(network, s_x, Tensor.Zeros([10], DType.Int64))).Message
            .ShouldBe("epoch 1, batch 1, step 1: Dense layers.2: expected (…, 9), got (4, 8); its input comes from Lambda layers.1");
    }

    [Fact]
    public void A_target_that_is_no_class_is_told_with_its_batch()
    {
        var network = new Sequential(new Dense(4, 2));
        Tensor labels = Tensor.From([0L, 1, 0, 1, 0, 1, 0, 1, 0, 7]);
        Should.Throw<ArgumentOutOfRangeException>(() => Fit(network, s_x, labels)).Message.ShouldBe(
            "epoch 1, batch 3, step 3: softmax cross-entropy: the label of sample 9 of the data set is 7; the network has 2 outputs, so classes are 0 to 1; a network for it has at least 8 outputs");
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Shuffled_or_not_a_label_that_is_no_class_is_told_with_its_sample(ulong seed)
    {
        Tensor labels = Tensor.From([0L, 1, 0, 1, 0, 1, 0, 9, 0, 1]);
        foreach (Loss loss in (Loss[])[new SoftmaxCrossEntropy(), new CategoricalHinge(), new SoftmaxCrossEntropy { LabelSmoothing = 0.1 }])
        {
            Should.Throw<ArgumentOutOfRangeException>(() => new Sequential(new Dense(4, 2)).Fit(new TensorDataset(s_x, labels), new FitOptions { Loss = loss, BatchSize = 3, Seed = seed }))
                .Message.ShouldContain("the label of sample 7 of the data set is 9;");
        }
    }

    [Fact]
    public void Labels_that_count_from_one_are_recognized() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Fit(new Sequential(new Dense(4, 2)), s_x, Tensor.From([1L, 2, 1, 2, 1, 2, 1, 2, 1, 2])))
            .Message.ShouldEndWith("labels that count from 1 become classes with targets - 1");

    [Fact]
    public void A_label_of_a_pixel_or_of_the_validation_set_is_told_with_its_sample()
    {
        var pixels = new long[10 * 2 * 2];
        pixels[(6 * 4) + 3] = -1;
        Should.Throw<ArgumentOutOfRangeException>(() => new Sequential(new Reshape(2, 2, 1), new Conv2D(1, 2, kernel: 1)).Fit(
            new TensorDataset(s_x, Tensor.From(pixels, [10, 2, 2])), new FitOptions { Loss = new SoftmaxCrossEntropy(), BatchSize = 4 }))
            .Message.ShouldContain("the label of sample 6 of the data set, element 3 of it, is -1;");

        Tensor labels = Tensor.From([0L, 1, 0, 1, 0, 1, 0, 1, 0, 7]);
        Should.Throw<ArgumentOutOfRangeException>(() => new Sequential(new Dense(4, 2)).Fit(
            new TensorDataset(s_x, labels), new FitOptions { Loss = new SoftmaxCrossEntropy(), ValidationSplit = 0.2 }))
            .Message.ShouldStartWith("epoch 1, validation (whose sample 0 is sample 8 of the data set given): softmax cross-entropy: the label of sample 1 of the data set is 7;");
    }

    [Fact]
    public void Targets_of_another_shape_than_the_outputs_are_told_with_both()
    {
        var network = new Sequential(new Dense(4, 2));
        Should.Throw<ShapeException>(() => network.Fit(
            new TensorDataset(s_x, Tensor.Zeros([10, 3])), new FitOptions { Loss = new MeanSquaredError(), BatchSize = 4, Shuffle = false })).Message
            .ShouldBe("epoch 1, batch 1, step 1: mean squared error: outputs (4, 2) and targets (4, 3) must have the same shape");
    }

    [Fact]
    public void What_is_wrong_with_the_validation_set_or_a_metric_is_told_with_its_place()
    {
        FitOptions options = new() { Loss = new SoftmaxCrossEntropy(), BatchSize = 4 };
        var train = new TensorDataset(s_x, Tensor.Zeros([10], DType.Int64));
        Should.Throw<ShapeException>(() => new Sequential(new Dense(4, 2)).Fit(train, options with { Validation = new TensorDataset(Tensor.Zeros([3, 5]), Tensor.Zeros([3], DType.Int64)) }))
            .Message.ShouldBe("epoch 1, validation: Dense layers.0: expected (…, 4), got (3, 5)");
        Should.Throw<DTypeException>(() => new Sequential(new Dense(4, 1)).Fit(
            new TensorDataset(s_x, s_x.Sum(1, keepDims: true)), options with { Loss = new MeanSquaredError(), Optimizer = new Adam(), Metrics = [new Kiln.Evaluation.Accuracy()] }))
            .Message.ShouldStartWith("epoch 1, batch 1, step 1: accuracy:");
    }

    [Fact]
    public void Labels_of_another_kind_are_told_with_what_makes_them_classes()
    {
        var network = new Sequential(new Dense(4, 2));
        Should.Throw<ShapeException>(() => Fit(network, s_x, Tensor.Zeros([10, 1], DType.Int64))).Message.ShouldEndWith("leave out their last axis with Squeeze(-1)");
        Should.Throw<ShapeException>(() => Fit(network, s_x, Tensor.Zeros([10]))).Message.ShouldEndWith("become integers with To(DType.Int64)");
    }

    [Fact]
    public void A_column_that_nothing_measures_is_told_before_the_first_epoch()
    {
        int epochs = 0;
        var options = new FitOptions { Loss = new SoftmaxCrossEntropy(), Callbacks = [new Call { EpochBegin = _ => epochs++ }, new EarlyStopping()] };
        Should.Throw<InvalidOperationException>(() => new Sequential(new Dense(4, 2)).Fit(new TensorDataset(s_x, Tensor.Zeros([10], DType.Int64)), options))
            .Message.ShouldContain("'val_loss'; set FitOptions.Validation");
        epochs.ShouldBe(0);
    }

    [Fact]
    public void One_class_only_is_trained_on_and_scored()
    {
        var network = new Sequential(new Dense(4, 3));
        History history = Fit(network, s_x, Tensor.Zeros([10], DType.Int64));
        double.IsFinite(history.Last("loss")).ShouldBeTrue();
    }

    [Fact]
    public void An_empty_set_and_an_empty_batch_are_refused_in_words()
    {
        var network = new Sequential(new Dense(4, 2));
        Should.Throw<DatasetException>(() => Fit(network, Tensor.Zeros([0, 4]), Tensor.Zeros([0], DType.Int64))).Message.ShouldContain("no samples");
        Should.Throw<ShapeException>(() => new MeanSquaredError().Compute(Tensor.Zeros([0, 2]), Tensor.Zeros([0, 2]))).Message.ShouldContain("is the batch empty?");
    }

    private static History Fit(Module network, Tensor x, Tensor y) =>
        network.Fit(new TensorDataset(x, y), new FitOptions { Loss = new SoftmaxCrossEntropy(), BatchSize = 4, Shuffle = false });
}
