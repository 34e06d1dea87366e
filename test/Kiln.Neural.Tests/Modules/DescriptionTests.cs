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
    public void A_history_prints_its_last_epoch()
    {
        var data = new TensorDataset(Tensor.Zeros([4, 2]), Tensor.Zeros([4, 1]));
        var options = new FitOptions { Loss = new MeanSquaredError(), Epochs = 2, Optimizer = new SGD(learningRate: 0) };
        new Sequential(new Dense(2, 1)).Fit(data, options).ToString().ShouldStartWith("epoch 2: loss 0.0000, ");
    }
}
