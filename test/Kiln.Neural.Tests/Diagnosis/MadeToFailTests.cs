using Kiln.Data;
using Kiln.Numerics;
using static Kiln.Neural.FindingKind;

namespace Kiln.Neural.Tests;

/// <summary>Networks made to fail in one way each, and what the diagnosis has to find: that, and nothing else but what it brings about.</summary>
public class MadeToFailTests
{
    private sealed record Case(Func<ulong, Diagnosis> Run, FindingKind Expected, params FindingKind[] AlsoRight);

    private static readonly Dictionary<string, Case> s_cases = new(StringComparer.Ordinal)
    {
        ["ten sigmoid layers"] = new(seed => Runs.OnDigits(() => Runs.Mlp(10, 24, Activation.Sigmoid), new SGD(0.1), seed), VanishingGradients),
        ["twelve sigmoid layers, Adam"] = new(seed => Runs.OnDigits(() => Runs.Mlp(12, 24, Activation.Sigmoid), new Adam(), seed), VanishingGradients),
        ["sixty tanh layers of twice the right weights"] = new(
            seed => Runs.OnDigits(() => Runs.Mlp(60, 24, Activation.Tanh, Initializers.Normal(0, 2 / Math.Sqrt(24))), new SGD(1e-4), seed, 5), ExplodingGradients),
        ["inputs in thousands"] = new(
            seed => Runs.Fit(
                Runs.Build(() => new Sequential(new Dense(5, 16, Activation.ReLU), new Dense(16, 1)), seed),
                Runs.Regression(seed, inputScale: 1000), new MeanSquaredError(), new SGD(0.01), 5, seed),
            ExplodingGradients),
        ["biases of -20"] = new(
            seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.ReLU, Initializers.HeNormal, Initializers.Constant(-20)), new Adam(), seed, 5), DeadUnits),
        ["most units die in a layer of a convolutional network"] = new(
            seed => Runs.OnDigits(
                () => new Sequential(
                    new Conv2D(1, 8, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
                    new Conv2D(8, 16, kernel: 3, activation: Activation.ReLU, biasInitializer: Initializers.Normal(-3, 2)), new Flatten(), new Dense(256, 10)),
                new Adam(), seed, 5),
            DeadUnits),
        ["weights of size one"] = new(seed => Runs.OnDigits(() => Runs.Mlp(3, 64, Activation.ReLU, Initializers.Normal(0, 1)), new Adam(), seed, 5), BadInitialization),
        ["tiny weights"] = new(seed => Runs.OnDigits(() => Runs.Mlp(5, 32, Activation.ReLU, Initializers.Normal(0, 0.01)), new SGD(0.1), seed, 5), BadInitialization),
        ["tanh of large weights"] = new(seed => Runs.OnDigits(() => Runs.Mlp(3, 64, Activation.Tanh, Initializers.Normal(0, 1)), new SGD(0.01), seed, 5), BadInitialization),
        ["equal weights"] = new(seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.ReLU, Initializers.Constant(0.05)), new Adam(), seed, 5), BadInitialization),
        ["weights of zero"] = new(seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.ReLU, Initializers.Zeros), new Adam(), seed, 5), BadInitialization),
        ["thirty ReLU layers with Glorot's weights"] = new(seed => Runs.OnDigits(() => Runs.Mlp(30, 24, Activation.ReLU), new SGD(0.1), seed, 5), BadInitialization),
        ["SGD with steps of 20"] = new(seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.ReLU), new SGD(20), seed), LearningRateTooHigh, DeadUnits),
        ["Adam with steps of 1"] = new(seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.ReLU), new Adam(1), seed), LearningRateTooHigh, DeadUnits),
        ["Adam with steps of 1 on tanh"] = new(seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.Tanh), new Adam(1), seed), LearningRateTooHigh, SaturatedUnits),
        ["linear regression with steps of 1.5"] = new(
            seed => Runs.Fit(Runs.Build(() => new Sequential(new Dense(5, 1)), seed), Runs.Regression(seed, nonlinear: false), new MeanSquaredError(), new SGD(1.5), 10, seed),
            LearningRateTooHigh),
        ["Adam with steps of 0.5 on a convolutional network"] = new(seed => Runs.OnDigits(Runs.Cnn, new Adam(0.5), seed, 8), LearningRateTooHigh, DeadUnits),
        ["SGD with steps of 0.00001"] = new(seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.ReLU), new SGD(1e-5), seed), LearningRateTooLow),
        ["Adam with steps of 0.0000001"] = new(seed => Runs.OnDigits(() => Runs.Mlp(2, 32, Activation.Tanh), new Adam(1e-7), seed), LearningRateTooLow),
        ["regression with steps of 0.000001"] = new(
            seed => Runs.Fit(
                Runs.Build(() => new Sequential(new Dense(5, 16, Activation.ReLU), new Dense(16, 1)), seed), Runs.Regression(seed), new MeanSquaredError(), new SGD(1e-6), 10, seed),
            LearningRateTooLow),
        ["sixty digits by heart"] = new(
            seed => Runs.Fit(
                Runs.Build(() => Runs.Mlp(2, 128, Activation.ReLU), seed), Runs.Digits.Train.Take(60), new SoftmaxCrossEntropy(), new Adam(0.01), 100, seed, Runs.Digits.Test),
            Overfitting),
        ["noise by heart"] = new(
            seed => Runs.Fit(
                Runs.Build(() => new Sequential(new Dense(5, 128, Activation.ReLU), new Dense(128, 1)), seed),
                Noise(seed), new MeanSquaredError(), new Adam(0.01), 80, seed, Noise(seed + 100), batchSize: 20),
            Overfitting),
        ["a line through exclusive or"] = new(
            seed => Runs.Fit(Runs.Build(() => new Sequential(new Dense(2, 1)), seed), Runs.Xor(seed), new SigmoidCrossEntropy(), new Adam(0.01), 30, seed), Underfitting),
        ["a line through a parabola"] = new(
            seed => Runs.Fit(Runs.Build(() => new Sequential(new Dense(5, 1)), seed), Parabola(seed), new MeanSquaredError(), new SGD(0.05), 30, seed), Underfitting),
        ["weight decay of everything"] = new(
            seed => Runs.OnDigits(() => Decayed(), new Adam(0.01), seed, 15), Underfitting),
    };

    public static TheoryData<string, ulong> Cases() =>
        [.. s_cases.Keys.SelectMany(_ => new ulong[] { 1, 2, 3 }, static (name, seed) => new TheoryDataRow<string, ulong>(name, seed))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_wrong_is_found_and_nothing_else(string name, ulong seed)
    {
        Case test = s_cases[name];
        Diagnosis diagnosis = test.Run(seed);
        string found = string.Join('\n', diagnosis.Findings);
        FindingKind[] kinds = [.. diagnosis.Findings.Select(f => f.Kind)];
        kinds.ShouldContain(test.Expected, $"{name}: {found}\n{Text(diagnosis)}");
        kinds.Except([test.Expected, .. test.AlsoRight]).ShouldBeEmpty($"{name}: {found}");
        foreach (Finding finding in diagnosis.Findings)
        {
            finding.What.ShouldNotContain("NaN times");
            finding.Advice.ShouldNotBeEmpty();
            finding.Chart.ToSvg().ShouldContain("<svg");
        }
    }

    /// <summary>The tables of a report as lines, for the message of a failed test.</summary>
    private static string Text(Diagnosis diagnosis)
    {
        string html = diagnosis.ToHtml();
        return System.Text.RegularExpressions.Regex.Replace(html[html.IndexOf("<table", StringComparison.Ordinal)..], "<[^>]+>", " ");
    }

    private static TensorDataset Noise(ulong seed)
    {
        var key = RandomKey.FromSeed(seed).Derive("noise");
        return new TensorDataset(Tensor.RandomNormal([60, 5], key: key.Derive("x")), Tensor.RandomNormal([60, 1], key: key.Derive("y")));
    }

    private static TensorDataset Parabola(ulong seed)
    {
        Tensor x = Tensor.RandomNormal([400, 5], key: RandomKey.FromSeed(seed).Derive("x"));
        return new TensorDataset(x, (x * x).Sum(axis: 1, keepDims: true) / 3);
    }

    private static Module Decayed()
    {
        Module network = Runs.Mlp(1, 32, Activation.Tanh);
        foreach (Dense layer in network.NamedModules().Select(m => m.Value).OfType<Dense>())
        {
            layer.AddRegularizer("weight", new L2(1));
        }

        return network;
    }
}
