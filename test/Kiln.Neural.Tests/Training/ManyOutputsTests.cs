using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Fit, Evaluate and Predict of networks with several inputs and outputs; their numbers are checked against PyTorch in TorchOutputsTests.</summary>
public sealed class ManyOutputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_evaluate_and_predict_agree_and_columns_are_named_after_outputs()
    {
        Graph network = Network();
        FitOptions options = Options(epochs: 3) with { Validation = Data(30, seed: 2) };
        History history = network.Fit(Data(), options);
        history.Columns.ShouldBe([
            "loss", "class_loss", "sum_loss", "class_accuracy", "val_loss", "val_class_loss", "val_sum_loss", "val_class_accuracy", "learning_rate", "seconds"]);
        for (int e = 0; e < 3; e++)
        {
            history["loss"][e].ShouldBe(history["class_loss"][e] + (0.5 * history["sum_loss"][e]), 1e-5);
            history["val_loss"][e].ShouldBe(history["val_class_loss"][e] + (0.5 * history["val_sum_loss"][e]), 1e-5);
        }

        history["loss"][2].ShouldBeLessThan(history["loss"][0]);

        var scores = network.Evaluate(options.Validation!);
        scores.Keys.ShouldBe(["loss", "class_loss", "sum_loss", "class_accuracy"]);
        scores["sum_loss"].ShouldBe(history.Last("val_sum_loss"));

        NamedTensorDataset data = Data(30, seed: 2);
        Tensor[] all = network.PredictAll(data, batchSize: 7);
        all.Select(o => o.Shape).ShouldBe([new Shape(30, 3), new Shape(30, 1)]);
        Tensor[] given = network.PredictAll([data.Inputs[0].Values, data.Inputs[1].Values], batchSize: 11);
        all[0].ToArray<float>().ShouldBe(given[0].ToArray<float>(), 1e-6);
        all[1].ToArray<float>().ShouldBe(given[1].ToArray<float>(), 1e-6);
        Tensor labels = data.Targets[0].Values;
        scores["class_accuracy"].ShouldBe(all[0].ArgMax(-1).ToArray<long>().Zip(labels.ToArray<long>()).Average(p => p.First == p.Second ? 1.0 : 0), 1e-9);
    }

    [Fact]
    public void One_loss_serves_all_outputs_and_targets_without_names_go_by_their_order()
    {
        GraphNode x = Graph.Input([4]);
        GraphNode h = new Dense(4, 6, Activation.Tanh).Apply(x);
        var network = new Graph([x], [new Dense(6, 1).Apply("a", h), new Dense(6, 2).Apply(h)]);
        network.OutputNames.ShouldBe(["a", "output_1"]);
        var step = new TrainingStep(network, new MeanSquaredError(), new SGD(0.1));
        Tensor input = Noise(8, 4);
        var batch = new Batch(input, Tensor.Ones([8, 1]), [.. Enumerable.Range(0, 8)]) { OtherTargets = [Tensor.Zeros([8, 2])] };
        Tensor[] outputs = network.ForwardAll(input);
        double expected = new MeanSquaredError().Compute(outputs[0], Tensor.Ones([8, 1])).Item<double>() + new MeanSquaredError().Compute(outputs[1], Tensor.Zeros([8, 2])).Item<double>();
        step.Run(batch).ShouldBe(expected, 1e-5);
        step.Run(batch).ShouldBeLessThan(expected);
    }

    [Fact]
    public void An_output_without_a_loss_is_computed_and_not_trained()
    {
        Graph network = Network();
        float[] before = network.NamedParameters().Single(p => p.Key == "sum.weight").Value.Value.ToArray<float>();
        History history = network.Fit(Data(), Options(epochs: 1) with { Loss = new OutputLosses { { "class", new SoftmaxCrossEntropy() } } });
        history.Columns.ShouldBe(["loss", "class_accuracy", "learning_rate", "seconds"]);
        network.NamedParameters().Single(p => p.Key == "sum.weight").Value.Value.ToArray<float>().ShouldBe(before);
    }

    [Fact]
    public void A_network_with_several_inputs_and_one_output_is_used_like_any()
    {
        GraphNode a = Graph.Input([3], name: "a");
        GraphNode b = Graph.Input([2], name: "b");
        var network = new Graph([a, b], [new Dense(5, 1).Apply(new Concatenate().Apply(a, b))]);
        (Tensor x, Tensor y) = (Noise(40, 3), Noise(40, 2));
        var data = new NamedTensorDataset([("b", y), ("a", x)], [("sum", x.Sum(1, keepDims: true) + y.Sum(1, keepDims: true))]);
        History history = network.Fit(data, new FitOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(0.05), Epochs = 60, BatchSize = 8 });
        history.Columns.ShouldBe(["loss", "learning_rate", "seconds"]);
        history.Last("loss").ShouldBeLessThan(0.01);
        network.Evaluate(data)["loss"].ShouldBeLessThan(0.01);
        network.Predict(data).Shape.ShouldBe(new Shape(40, 1));
    }

    [Fact]
    public void A_module_of_ones_own_names_its_outputs()
    {
        var network = new TwoHeads();
        Tensor x = Noise(20, 4);
        var data = new NamedTensorDataset([("x", x)], [("second", x.Sum(1, keepDims: true)), ("first", Tensor.Zeros([20], DType.Int64))]);
        History history = network.Fit(data, new FitOptions { Loss = new OutputLosses { { "first", new SoftmaxCrossEntropy() }, { "second", new MeanSquaredError() } }, Epochs = 2 });
        history.Columns.ShouldContain("first_loss");
        history.Columns.ShouldContain("second_loss");
    }

    [Fact]
    public void A_run_interrupted_within_an_epoch_goes_on_with_the_losses_of_its_outputs()
    {
        static Callback[] Callbacks(int stopAt, CancellationTokenSource source) => [new Call
        {
            BatchEnd = c =>
            {
                if (c.Step == stopAt)
                {
                    source.Cancel();
                }
            },
        }];

        using var source = new CancellationTokenSource();
        Graph whole = Network();
        string expected = Tiny.Numbers(whole.Fit(Data(), Options(epochs: 2) with { Callbacks = Callbacks(-1, source) }));
        FitOptions kept = Options(epochs: 2) with { CheckpointFolder = _folder.File("run"), CancellationToken = source.Token };
        Should.Throw<TrainingInterruptedException>(() => Network().Fit(Data(), kept with { Callbacks = Callbacks(5, source) }));
        Graph resumed = Network(seed: 9);
        History history = resumed.Fit(Data(), Options(epochs: 2) with { CheckpointFolder = _folder.File("run"), Resume = true, Callbacks = Callbacks(-1, source) });
        Tiny.Numbers(history).ShouldBe(expected);
        Tiny.Bits(resumed).ShouldBe(Tiny.Bits(whole));
    }

    [Fact]
    public void Joined_datasets_are_gathered_side_by_side()
    {
        ImageDataset pictures = DrawnDigits.Load(20, 1, seed: 1).Train;
        Tensor notes = Noise(20, 2);
        var other = new TensorDataset(notes, Tensor.From([.. Enumerable.Range(0, 20).Select(i => (float)i)]));
        var data = new JoinedDataset(inputs: [("picture", pictures), ("note", other)], targets: [("digit", pictures), ("place", other)]);
        Batch batch = data.Subset(3, 17, 4).Gather([1, 0]);
        batch.Indices.ShouldBe([1, 0]);
        batch.AllInputs.Select(i => i.Shape).ShouldBe([new Shape(2, 28, 28, 1), new Shape(2, 2)]);
        batch.AllTargets[1].ToArray<float>().ShouldBe([17f, 3f]);
        batch.TargetNames.ShouldBe(["digit", "place"]);
        data.GetImage(3).ShouldNotBeNull();
        data.ClassNames.ShouldBe(pictures.ClassNames);
        Should.Throw<DatasetException>(() => new JoinedDataset([("picture", pictures)], [("note", other.Take(5))])).Message
            .ShouldContain("'note' has 5 examples, 'picture' has 20");
    }

    [Fact]
    public void What_does_not_fit_together_is_named_before_the_first_step()
    {
        Graph network = Network();
        void Throws<T>(Func<object> run, string message)
            where T : Exception => Should.Throw<T>(run).Message.ShouldContain(message);

        Throws<ArgumentException>(
            () => network.Fit(Data(), Options() with { Loss = new OutputLosses { { "klass", new SoftmaxCrossEntropy() } } }),
            "losses of outputs: Graph has no output 'klass'; there are the outputs 'class', 'sum'");
        Throws<ArgumentException>(() => network.Fit(Data(), Options() with { Metrics = [new Accuracy()] }), "new Accuracy().On(\"class\")");
        Throws<ArgumentException>(() => network.Fit(Data(), Options() with { Metrics = [new Accuracy().On("klass")] }), "has no output 'klass'");
        Throws<ArgumentException>(() => network.Fit(Tiny.Data(), Options()), "fit: the data has 1 targets, Graph 2 outputs");
        var misnamed = new NamedTensorDataset([("picture", Noise(8, 4)), ("memo", Noise(8, 3))], [("class", Tensor.Zeros([8], DType.Int64)), ("sum", Noise(8, 1))]);
        Throws<ArgumentException>(() => network.Fit(misnamed, Options()), "fit: the data has no input 'note', which Graph takes; there are the inputs 'picture', 'memo'");
        Throws<ArgumentException>(() => network.Fit(Data(), Options() with { Validation = misnamed }), "FitOptions.Validation: the data has no input 'note'");
        var halfTargets = new NamedTensorDataset([("picture", Noise(8, 4)), ("note", Noise(8, 3))], [("class", Tensor.Zeros([8], DType.Int64))]);
        Throws<ArgumentException>(() => network.Fit(halfTargets, Options()), "the data has no target 'sum'");
        Throws<ArgumentException>(() => network.Fit(Data(), Options() with { ClassWeights = new Dictionary<int, double> { [0] = 2 } }), "several outputs");
        Throws<ArgumentException>(() => Network().Evaluate(Data()), "was not fitted");
        Throws<ArgumentException>(() => network.Predict(Data()), "PredictAll");
        Throws<ArgumentException>(() => new OutputLosses { { "a", new MeanSquaredError() }, { "a", new MeanSquaredError() } }, "named twice");
        Throws<ArgumentOutOfRangeException>(() => new OutputLosses { { "a", new MeanSquaredError(), -1 } }, "weight -1");
        Throws<DatasetException>(() => new NamedTensorDataset([("a", Noise(8, 4)), ("b", Noise(7, 4))], [("c", Noise(8, 1))]), "'b' (7, 4) must have as many rows");
        Throws<DatasetException>(() => new NamedTensorDataset([("a", Noise(8, 4)), ("a", Noise(8, 4))], [("c", Noise(8, 1))]), "two inputs have the name 'a'");
        Throws<DatasetException>(() => Data().With(Augment.Mixup(3)).Gather([0, 1]), "several inputs or targets");
    }

    [Fact]
    public void A_wrong_target_names_its_output_and_its_place_and_NaN_its_input()
    {
        var wrong = new NamedTensorDataset([("picture", Noise(8, 4)), ("note", Noise(8, 3))], [("class", Tensor.Zeros([8], DType.Int64)), ("sum", Noise(8, 2))]);
        Should.Throw<ShapeException>(() => Network().Fit(wrong, Options())).Message.ShouldStartWith("epoch 1, batch 1, step 1: output 'sum': mean squared error:");
        Tensor spoilt = Noise(8, 3) * Tensor.From([1f, 1, 1, 1, 1, float.NaN, 1, 1], [8, 1]);
        var nan = new NamedTensorDataset([("picture", Noise(8, 4)), ("note", spoilt)], [("class", Tensor.Zeros([8], DType.Int64)), ("sum", Noise(8, 1))], allowNonFinite: true);
        Should.Throw<NonFiniteException>(() => Network().Fit(nan, Options())).Message.ShouldContain("NaN or infinity in the input 'note' of sample 5 of the dataset");
    }

    private static FitOptions Options(int epochs = 1) => new()
    {
        Loss = new OutputLosses { { "class", new SoftmaxCrossEntropy() }, { "sum", new MeanSquaredError(), 0.5 } },
        Optimizer = new Adam(0.01),
        Metrics = [new Accuracy().On("class")],
        Epochs = epochs,
        BatchSize = 16,
        Seed = 3,
    };

    private static Graph Network(ulong seed = 4)
    {
        using IDisposable random = RandomScope.Use(RandomKey.FromSeed(seed));
        GraphNode picture = Graph.Input([4], name: "picture");
        GraphNode note = Graph.Input([3], name: "note");
        GraphNode body = new Dropout(0.1).Apply(new Dense(7, 12, Activation.Tanh).Apply("body", new Concatenate().Apply(picture, note)));
        return new Graph([picture, note], [new Dense(12, 3).Apply("class", body), new Dense(12, 1).Apply("sum", body)]);
    }

    private static NamedTensorDataset Data(int samples = 100, ulong seed = 1)
    {
        (Tensor x, Tensor y) = (Noise(samples, 4, seed), Noise(samples, 3, seed + 100));
        return new NamedTensorDataset([("picture", x), ("note", y)], [("class", x.Narrow(1, 0, 3).ArgMax(-1)), ("sum", y.Sum(1, keepDims: true))]);
    }

    private static Tensor Noise(int rows, int columns, ulong seed = 1) => Initializers.Normal(0, 1).Create([rows, columns], RandomKey.FromSeed(seed));

    private sealed class TwoHeads : Module
    {
        private readonly Dense _body;
        private readonly Dense _first;
        private readonly Dense _second;

        public TwoHeads()
        {
            _body = Child("body", new Dense(4, 5, Activation.ReLU));
            _first = Child("first", new Dense(5, 2));
            _second = Child("second", new Dense(5, 1));
        }

        public override IReadOnlyList<string> OutputNames => ["first", "second"];

        public override Tensor Forward(Tensor x) => ForwardAll(x)[0];

        public override Tensor[] ForwardAll(params ReadOnlySpan<Tensor> inputs)
        {
            Tensor h = _body.Forward(inputs[0]);
            return [_first.Forward(h), _second.Forward(h)];
        }
    }
}
