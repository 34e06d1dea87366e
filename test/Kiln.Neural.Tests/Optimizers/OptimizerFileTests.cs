using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public class OptimizerFileTests
{
    [Fact]
    public void Training_goes_on_to_the_bit_from_a_saved_network_and_its_optimizer()
    {
        using var folder = new TemporaryFolder();
        var network = new Sequential(new Dense(3, 4, Activation.Tanh), new Dense(4, 1));
        var optimizer = new Adam(0.01);
        Train(network, optimizer, 4);
        network.Save(folder.Path);
        optimizer.Save(folder.File("optimizer.safetensors"));

        Module copy = Module.Load(folder.Path);
        var resumed = new Adam(0.5);
        resumed.Load(folder.File("optimizer.safetensors"));
        resumed.Steps.ShouldBe(4);
        resumed.LearningRate.ShouldBe(0.01);
        Train(network, optimizer, 3);
        Train(copy, resumed, 3);
        Values(copy).ShouldBe(Values(network));
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("optimizer.safetensors");
        new Adam().Save(path);
        Should.Throw<FileFormatException>(() => new Adamax().Load(path)).Message.ShouldContain("the state of Adam, not of Adamax");
        SafeTensors.Save(path, new Dictionary<string, Tensor> { ["w/what"] = Tensor.Ones([1]) });
        var error = Should.Throw<FileFormatException>(() => new Adam().Load(path));
        error.Message.ShouldContain("unexpected: w/what");
        error.Path.ShouldBe(path);
    }

    private static void Train(Module network, Optimizer optimizer, int steps)
    {
        Tensor x = Initializers.Normal(0, 1).Create([8, 3], RandomKey.FromSeed(1));
        for (int i = 0; i < steps; i++)
        {
            using (Mode.Training())
            {
                network.ClearGradients();
                network.Backward(network.Forward(x).Sum());
            }

            optimizer.Step(network.NamedParameters());
        }
    }

    private static float[][] Values(Module module) => [.. module.NamedParameters().Select(p => p.Value.Value.ToArray<float>())];
}
