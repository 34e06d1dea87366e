using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>A loss and a last layer that do not belong together: mistakes are refused before the first step, what is doubtful is a warning.</summary>
public class LastLayerTests
{
    private static readonly Tensor s_x = Initializers.Normal(0, 1).Create([12, 4], RandomKey.FromSeed(1));
    private static readonly Tensor s_classes = Tensor.From([0L, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);

    [Fact]
    public void A_softmax_before_a_loss_of_logits_is_refused()
    {
        Refused(new Sequential(new Dense(4, 3), new Softmax()), new SoftmaxCrossEntropy()).ShouldStartWith(
            "softmax cross-entropy: the network ends in Softmax layers.1, and the loss applies a softmax itself, so probabilities would be taken for logits");
        Refused(new Sequential(new Dense(4, 3), new Softmax(), new Flatten()), new SoftmaxCrossEntropy()).ShouldContain("take CategoricalCrossEntropy");
        Refused(new Sequential(new Sequential(new Dense(4, 3)), new Sequential(new Softmax())), new SoftmaxCrossEntropy()).ShouldContain("Softmax layers.1.layers.0");
        GraphNode input = Graph.Input([4], name: "x");
        Refused(new Graph(input, new Softmax().Apply(new Dense(4, 3).Apply(input))), new SoftmaxCrossEntropy()).ShouldContain("ends in Softmax");
    }

    [Fact]
    public void A_sigmoid_before_a_loss_of_logits_is_refused()
    {
        Refused(new Sequential(new Dense(4, 1, Activation.Sigmoid)), new SigmoidCrossEntropy()).ShouldStartWith(
            "sigmoid cross-entropy: the network ends in Dense layers.0 with Activation.Sigmoid, and the loss applies a sigmoid itself");
        Refused(new Sequential(new Dense(4, 1), new Sigmoid()), new SigmoidCrossEntropy()).ShouldContain("take BinaryCrossEntropy");
    }

    [Fact]
    public void Logits_given_to_losses_of_probabilities_are_refused()
    {
        Refused(new Sequential(new Dense(4, 1)), new BinaryCrossEntropy()).ShouldBe(
            "binary cross-entropy: the network ends in Dense layers.0, whose outputs are any real numbers (logits); the loss compares probabilities. "
            + "Give the last layer Activation.Sigmoid, or take SigmoidCrossEntropy, which is the same of logits, exact and faster");
        Refused(new Sequential(new Dense(4, 3)), new CategoricalCrossEntropy()).ShouldContain("Put a Softmax() last, or take SoftmaxCrossEntropy");
        Refused(new Sequential(new Dense(4, 1, Activation.Tanh)), new BinaryCrossEntropy()).ShouldContain("between -1 and 1");
        Refused(new Sequential(new Dense(4, 3), new LogSoftmax()), new KLDivergence()).ShouldContain("kl_div");
        Refused(new Sequential(new Dense(4, 1), new BatchNorm(1)), new BinaryFocalCrossEntropy()).ShouldContain("BatchNorm layers.1");
        Refused(new Sequential(new Dense(4, 3)), new CategoricalFocalCrossEntropy()).ShouldContain("Softmax()");
    }

    [Fact]
    public void One_output_has_no_classes_to_choose_from()
    {
        Refused<ShapeException>(new Sequential(new Dense(4, 1)), new SoftmaxCrossEntropy(), Tensor.Zeros([12], DType.Int64)).ShouldBe(
            "epoch 1, batch 1, step 1: softmax cross-entropy: outputs (12, 1) have a single class, so every answer would be right; give the network an output for each class, "
            + "or for two classes keep the one and take SigmoidCrossEntropy with targets 0 and 1 of the outputs' shape");
        Refused<ShapeException>(new Sequential(new Dense(4, 1), new Softmax()), new BinaryCrossEntropy(), Tensor.Zeros([12, 1])).ShouldContain(
            "Softmax layers.1 has one output, (12, 1), and a softmax of one number is always 1; take a Sigmoid");
    }

    [Fact]
    public void What_is_doubtful_is_a_warning_and_trains()
    {
        Warnings(new Sequential(new Dense(4, 3, Activation.ReLU)), new SoftmaxCrossEntropy()).ShouldHaveSingleItem().ShouldBe(
            "softmax cross-entropy: the network ends in Dense layers.0 with Activation.ReLU, whose outputs are never negative; the loss takes any real numbers (logits), "
            + "and a softmax of these cannot give every probability. Leave the activation out");
        Warnings(new Sequential(new Dense(4, 3), new Sigmoid()), new SoftmaxCrossEntropy()).ShouldHaveSingleItem().ShouldContain("between 0 and 1");
        Warnings(new Sequential(new Dense(4, 3), new Softplus()), new CategoricalCrossEntropy()).ShouldHaveSingleItem().ShouldContain("never negative");
    }

    [Fact]
    public void A_warning_reaches_the_logger_the_context_and_the_report()
    {
        var log = new FitTests.Lines();
        var text = new StringWriter();
        new Sequential(new Dense(4, 3, Activation.ReLU)).Fit(
            new TensorDataset(s_x, s_classes), new FitOptions { Loss = new SoftmaxCrossEntropy(), Logger = log, Callbacks = [new TextReport(text)] });
        log.Text.Where(t => t.StartsWith("Warning: ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("never negative");
        text.ToString().ShouldStartWith("warning: softmax cross-entropy: the network ends in Dense layers.0 with Activation.ReLU");
    }

    [Fact]
    public void What_belongs_together_trains_without_a_word()
    {
        Warnings(new Sequential(new Dense(4, 3)), new SoftmaxCrossEntropy()).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 3), new Dropout(0.1)), new SoftmaxCrossEntropy()).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 3), new LogSoftmax()), new SoftmaxCrossEntropy()).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 3), new Softmax()), new CategoricalCrossEntropy()).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 3), new Lambda(x => x)), new SoftmaxCrossEntropy()).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 3), new Lambda(x => x.Softmax())), new CategoricalCrossEntropy()).ShouldBeEmpty();
        Warnings(new Sequential(new Residual(new Dense(4, 4)), new Dense(4, 3)), new SoftmaxCrossEntropy()).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 1, Activation.Sigmoid)), new BinaryCrossEntropy(), Tensor.Zeros([12, 1])).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 1)), new SigmoidCrossEntropy(), Tensor.Zeros([12, 1])).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 1), new Exponential()), new Poisson(), Tensor.Ones([12, 1])).ShouldBeEmpty();
        Warnings(new Sequential(new Dense(4, 1, Activation.ReLU)), new MeanSquaredError(), Tensor.Ones([12, 1])).ShouldBeEmpty();
    }

    [Fact]
    public void Each_of_several_outputs_is_judged_with_its_own_loss()
    {
        GraphNode x = Graph.Input([4], name: "x");
        var network = new Graph([x], [new Dense(4, 3).Apply("kind", x), new Dense(4, 1, Activation.Sigmoid).Apply("flag", x)]);
        Should.Throw<ArgumentException>(() => new TrainingStep(network, new OutputLosses { { "kind", new SoftmaxCrossEntropy() }, { "flag", new SigmoidCrossEntropy() } }, new Adam()))
            .Message.ShouldStartWith("output 'flag': sigmoid cross-entropy: the network ends in Dense flag with Activation.Sigmoid");
        _ = new TrainingStep(network, new OutputLosses { { "kind", new SoftmaxCrossEntropy() }, { "flag", new BinaryCrossEntropy() } }, new Adam());
    }

    [Fact]
    public void An_evaluation_without_a_loss_takes_the_one_the_last_layer_wants()
    {
        using IDisposable random = RandomScope.Use(RandomKey.FromSeed(3));
        var logits = new Dense(4, 3);
        double expected = new Sequential(logits).Evaluate(new TensorDataset(s_x, s_classes))["loss"];
        new Sequential(logits, new Softmax()).Evaluate(new TensorDataset(s_x, s_classes))["loss"].ShouldBe(expected, 1e-5);
    }

    [Fact]
    public void An_optimizer_that_served_another_network_is_refused()
    {
        var options = new FitOptions { Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam() };
        var data = new TensorDataset(s_x, s_classes);
        var first = new Sequential(new Dense(4, 3));
        first.Fit(data, options);
        first.Fit(data, options);
        Should.Throw<InvalidOperationException>(() => new Sequential(new Dense(4, 3)).Fit(data, options)).Message.ShouldStartWith(
            "optimizer: this Adam has made 2 steps on another network's 'layers.0.weight', and would go on here with what it gathered there. Give each network an optimizer of its own");
        new Sequential(new Dense(4, 3)).Fit(data, options with { Optimizer = new Adam() });
    }

    [Fact]
    public void An_optimizer_goes_on_with_a_network_loaded_anew_when_it_is_told_so()
    {
        var optimizer = new Adam();
        var data = new TensorDataset(s_x, s_classes);
        new Sequential(new Dense(4, 3)).Fit(data, new FitOptions { Loss = new SoftmaxCrossEntropy(), Optimizer = optimizer });
        optimizer.LoadState(optimizer.SaveState());
        new Sequential(new Dense(4, 3)).Fit(data, new FitOptions { Loss = new SoftmaxCrossEntropy(), Optimizer = optimizer });
        optimizer.Steps.ShouldBe(2);
    }

    [Fact]
    public void An_optimizer_that_keeps_nothing_may_serve_many()
    {
        var optimizer = new SGD(0.1);
        var data = new TensorDataset(s_x, s_classes);
        new Sequential(new Dense(4, 3)).Fit(data, new FitOptions { Loss = new SoftmaxCrossEntropy(), Optimizer = optimizer });
        new Sequential(new Dense(4, 3)).Fit(data, new FitOptions { Loss = new SoftmaxCrossEntropy(), Optimizer = optimizer });
    }

    [Fact]
    public void Weights_of_classes_that_do_not_exist_are_refused() =>
        Should.Throw<ArgumentException>(() => new Sequential(new Dense(4, 3)).Fit(
            new TensorDataset(s_x, s_classes), new FitOptions { Loss = new SoftmaxCrossEntropy(), ClassWeights = new Dictionary<int, double> { [1] = 2, [3] = 5 } }))
            .Message.ShouldBe("FitOptions.ClassWeights: there is no class 3; the network's outputs (12, 3) stand for the classes 0 to 2");

    [Fact]
    public void Weights_of_classes_that_the_data_lacks_are_a_warning()
    {
        Tensor two = Tensor.From([0L, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]);
        var weights = new Dictionary<int, double> { [0] = 2, [2] = 5 };
        Warnings(new Sequential(new Dense(4, 3)), new SoftmaxCrossEntropy(), two, weights).ShouldBe(["FitOptions.ClassWeights: the training set has no sample of class 2"]);
        Warnings(new Sequential(new Dense(4, 3)), new SoftmaxCrossEntropy(), s_classes, weights).ShouldBeEmpty();
    }

    private static string Refused(Module network, Loss loss) => Should.Throw<ArgumentException>(() => new TrainingStep(network, loss, new Adam())).Message;

    private static string Refused<T>(Module network, Loss loss, Tensor targets)
        where T : Exception =>
        Should.Throw<T>(() => network.Fit(new TensorDataset(s_x, targets), new FitOptions { Loss = loss })).Message;

    private static IReadOnlyList<string> Warnings(Module network, Loss loss, Tensor? targets = null, IReadOnlyDictionary<int, double>? weights = null)
    {
        IReadOnlyList<string> warnings = [];
        network.Fit(new TensorDataset(s_x, targets ?? s_classes), new FitOptions
        {
            Loss = loss,
            Epochs = 2,
            BatchSize = 5,
            ClassWeights = weights,
            Callbacks = [new Call { EpochEnd = context => warnings = context.Warnings }],
        });
        return warnings;
    }
}
