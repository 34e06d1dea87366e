using Kiln.Data;

namespace Kiln.Neural.Tests;

/// <summary>What Console.WriteLine shows of a network and of a history.</summary>
public class DescriptionTests
{
    [Fact]
    public void A_network_prints_its_type_its_place_and_its_size()
    {
        var network = new Sequential(new Flatten(), new Dense(1000, 4));
        network.ToString().ShouldBe("Sequential, 4,004 parameters");
        network[1].ToString().ShouldBe("Dense layers.1, 4,004 parameters");
    }

    [Fact]
    public void An_optimizer_and_a_loss_print_what_they_are()
    {
        var optimizer = new Adam(0.01);
        optimizer.ToString().ShouldBe("Adam, learning rate 0.01, 0 steps");
        new SGD(1) { Schedule = new ExponentialDecay(0.5, steps: 10, rate: 0.5) }.ToString().ShouldBe("SGD, learning rate 0.5, 0 steps");
        new SoftmaxCrossEntropy().ToString().ShouldBe("softmax_cross_entropy");
        new Sequential(new Dense(2, 1)).Fit(new TensorDataset(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 1])), new FitOptions { Loss = new MeanSquaredError(), Optimizer = optimizer });
        optimizer.ToString().ShouldBe("Adam, learning rate 0.01, 1 step");
    }

    [Fact]
    public void A_history_prints_its_last_epoch()
    {
        var data = new TensorDataset(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 1]));
        var options = new FitOptions { Loss = new MeanSquaredError(), Epochs = 2, Optimizer = new SGD(learningRate: 0) };
        new Sequential(new Dense(2, 1)).Fit(data, options).ToString().ShouldStartWith("epoch 2: loss 0.0000, ");
    }

    [Fact]
    public void An_evaluation_prints_its_values_and_answers_a_wrong_name_with_those_it_has()
    {
        var data = new TensorDataset(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 1]));
        var network = new Sequential(new Dense(2, 1));
        network.Fit(data, new FitOptions { Loss = new MeanSquaredError() });
        var measured = network.Evaluate(data);
        measured.ToString().ShouldBe("loss 0.0000");
        Should.Throw<KeyNotFoundException>(() => measured["accuracy"]).Message.ShouldStartWith("evaluate: 'accuracy' was not measured; there are: loss.");
    }

    [Fact]
    public void An_image_without_a_batch_axis_is_told_so()
    {
        var layer = new Conv2D(1, 2, kernel: 3);
        Should.Throw<ShapeException>(() => layer.Forward(Tensor.Zeros([28, 28, 1]))).Message.ShouldContain("add the batch axis with x.ExpandDims(0)");
        Should.Throw<ShapeException>(() => layer.Forward(Tensor.Zeros([8, 28, 28]))).Message.ShouldContain("add the channel axis with x.ExpandDims(-1)");
    }
}
