using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Networks that train as they should: the diagnosis has nothing to say.</summary>
public class HealthyTests
{
    private static readonly Dictionary<string, Func<ulong, Diagnosis>> s_cases = new(StringComparer.Ordinal)
    {
        ["two ReLU layers with Glorot's weights"] = seed => Runs.OnDigits(() => Runs.Mlp(2, 64, Activation.ReLU), new Adam(), seed),
        ["two ReLU layers with He's weights"] = seed => Runs.OnDigits(() => Runs.Mlp(2, 64, Activation.ReLU, Initializers.HeNormal), new Adam(), seed),
        ["four ReLU layers, momentum"] = seed => Runs.OnDigits(() => Runs.Mlp(4, 48, Activation.ReLU, Initializers.HeNormal), new SGD(0.02, momentum: 0.9), seed, 15),
        ["plain gradient descent"] = seed => Runs.OnDigits(() => Runs.Mlp(1, 64, Activation.ReLU), new SGD(0.1), seed, 15),
        ["fast Adam"] = seed => Runs.OnDigits(() => Runs.Mlp(2, 64, Activation.ReLU), new Adam(0.01), seed),
        ["a single layer"] = seed => Runs.OnDigits(() => Runs.Mlp(0, 196, Activation.None), new Adam(0.01), seed),
        ["three tanh layers"] = seed => Runs.OnDigits(() => Runs.Mlp(3, 48, Activation.Tanh), new Adam(), seed),
        ["eight tanh layers"] = seed => Runs.OnDigits(() => Runs.Mlp(8, 32, Activation.Tanh), new Adam(), seed),
        ["ten GELU layers"] = seed => Runs.OnDigits(() => Runs.Mlp(10, 32, Activation.GELU, Initializers.HeNormal), new Adam(), seed),
        ["one sigmoid layer"] = seed => Runs.OnDigits(() => Runs.Mlp(1, 64, Activation.Sigmoid), new Adam(0.01), seed),
        ["two sigmoid layers"] = seed => Runs.OnDigits(() => Runs.Mlp(2, 64, Activation.Sigmoid), new Adam(0.01), seed, 12),
        ["a small convolutional network"] = seed => Runs.OnDigits(Runs.Cnn, new Adam(0.003), seed, 6),
        ["a normalized convolutional network"] = seed => Runs.OnDigits(Runs.NormalizedCnn, new Adam(0.01), seed, 6),
        ["twelve residual blocks, normalized"] = seed => Runs.OnDigits(() => Runs.Residual(12, 32, normalized: true), new Adam(), seed, 6),
        ["five residual blocks"] = seed => Runs.OnDigits(() => Runs.Residual(5, 32, normalized: false), new Adam(), seed, 6),
        ["dropout"] = seed => Runs.OnDigits(
            () => new Sequential(new Flatten(), new Dropout(0.2), new Dense(196, 128, Activation.ReLU), new Dropout(0.5), new Dense(128, 10)), new AdamW(), seed, 12),
        ["a last layer that starts at zero"] = seed => Runs.OnDigits(
            () => new Sequential(new Flatten(), new Dense(196, 64, Activation.ReLU), new Dense(64, 10, weightInitializer: Initializers.Zeros)), new Adam(), seed),
        ["pixels from 0 to 255 behind a normalization"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Flatten(), new BatchNorm(196), new Dense(196, 64, Activation.ReLU), new Dense(64, 10)), seed),
            Pixels(), new SoftmaxCrossEntropy(), new Adam(), 8, seed),
        ["gradients of several batches"] = seed => Runs.Fit(
            Runs.Build(() => Runs.Mlp(2, 64, Activation.ReLU), seed), Runs.Digits.Train, new SoftmaxCrossEntropy(), new Adam(0.003), 12, seed, Runs.Digits.Test, batchSize: 20),
        ["an autoencoder"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Flatten(), new Dense(196, 48, Activation.ReLU), new Dense(48, 12), new Dense(12, 48, Activation.ReLU), new Dense(48, 196)), seed),
            Themselves(), new SigmoidCrossEntropy(), new Adam(0.005), 15, seed),
        ["linear regression"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Dense(5, 1)), seed), Runs.Regression(seed, nonlinear: false), new MeanSquaredError(), new SGD(0.05), 10, seed,
            Runs.Regression(seed + 50, nonlinear: false)),
        ["regression with two tanh layers"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Dense(5, 32, Activation.Tanh), new Dense(32, 32, Activation.Tanh), new Dense(32, 1)), seed),
            Runs.Regression(seed), new MeanSquaredError(), new Adam(0.01), 15, seed, Runs.Regression(seed + 50)),
        ["regression of absolute errors"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Dense(5, 32, Activation.ReLU), new Dense(32, 1)), seed),
            Runs.Regression(seed), new MeanAbsoluteError(), new Adam(0.01), 15, seed, Runs.Regression(seed + 50)),
        ["regression of large numbers, from far away"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Dense(5, 1)), seed), FarAway(seed), new MeanSquaredError(), new SGD(0.05), 15, seed),
        ["exclusive or"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Dense(2, 16, Activation.Tanh), new Dense(16, 1)), seed), Runs.Xor(seed), new SigmoidCrossEntropy(), new Adam(0.03), 40, seed),
        ["exclusive or, probabilities"] = seed => Runs.Fit(
            Runs.Build(() => new Sequential(new Dense(2, 16, Activation.ReLU), new Dense(16, 1, Activation.Sigmoid)), seed),
            Runs.Xor(seed), new BinaryCrossEntropy(), new Adam(0.03), 40, seed),
    };

    public static TheoryData<string, ulong> Cases() =>
        [.. s_cases.Keys.SelectMany(_ => new ulong[] { 1, 2, 3 }, static (name, seed) => new TheoryDataRow<string, ulong>(name, seed))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_said_of_a_healthy_run(string name, ulong seed) =>
        s_cases[name](seed).Findings.ShouldBeEmpty(name);

    private static TensorDataset Pixels()
    {
        Batch all = Runs.Digits.Train.Gather([.. Enumerable.Range(0, Runs.Digits.Train.Count)]);
        return new TensorDataset(all.Inputs * 255, all.Targets);
    }

    private static TensorDataset Themselves()
    {
        Batch all = Runs.Digits.Train.Gather([.. Enumerable.Range(0, Runs.Digits.Train.Count)]);
        return new TensorDataset(all.Inputs, all.Inputs.Reshape(all.Inputs.Shape[0], 196));
    }

    private static TensorDataset FarAway(ulong seed)
    {
        TensorDataset near = Runs.Regression(seed, nonlinear: false);
        Batch all = near.Gather([.. Enumerable.Range(0, near.Count)]);
        return new TensorDataset(all.Inputs, (all.Targets * 30) + 100);
    }
}
