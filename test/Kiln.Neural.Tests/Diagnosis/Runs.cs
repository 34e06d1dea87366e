using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>The runs that the diagnosis is tried on: data, networks, options. A run takes a fraction of a second.</summary>
internal static class Runs
{
    private static readonly Lazy<(TensorDataset Train, TensorDataset Test)> s_digits = new(() =>
    {
        var (train, test) = DrawnDigits.Load(trainSize: 600, testSize: 200, seed: 42);
        return (Small(train), Small(test));
    });

    /// <summary>Drawn digits of 14 × 14 pixels from 0 to 1.</summary>
    public static (TensorDataset Train, TensorDataset Test) Digits => s_digits.Value;

    /// <summary>Fits, and returns what the diagnosis found; a fit that ends in NaN is one of those it is for.</summary>
    public static Diagnosis Fit(
        Module network, Dataset train, Loss loss, Optimizer optimizer, int epochs, ulong seed, Dataset? validation = null, int batchSize = 50)
    {
        var diagnosis = new Diagnosis();
        var options = new FitOptions
        {
            Loss = loss,
            Optimizer = optimizer,
            Epochs = epochs,
            BatchSize = batchSize,
            Validation = validation,
            Seed = seed,
            Callbacks = [diagnosis],
        };
        try
        {
            network.Fit(train, options);
        }
        catch (NonFiniteException)
        {
        }

        return diagnosis;
    }

    public static Diagnosis OnDigits(Func<Module> network, Optimizer optimizer, ulong seed, int epochs = 10) =>
        Fit(Build(network, seed), Digits.Train, new SoftmaxCrossEntropy(), optimizer, epochs, seed, Digits.Test);

    public static Module Build(Func<Module> network, ulong seed)
    {
        using IDisposable random = RandomScope.Use(RandomKey.FromSeed(seed).Derive("network"));
        return network();
    }

    /// <summary>Dense layers on the digits: so many hidden ones of one width.</summary>
    public static Module Mlp(int hidden, int width, Activation activation, Initializer? weights = null, Initializer? bias = null)
    {
        var network = new Sequential { new Flatten() };
        for (int i = 0; i < hidden; i++)
        {
            network.Add(new Dense(i == 0 ? 196 : width, width, activation, weightInitializer: weights, biasInitializer: bias));
        }

        network.Add(new Dense(width, 10, weightInitializer: weights));
        return network;
    }

    public static Module Cnn() => new Sequential(
        new Conv2D(1, 8, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Conv2D(8, 16, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Flatten(), new Dense(64, 10));

    /// <summary>A convolutional network of ReLU modules behind batch normalization.</summary>
    public static Module NormalizedCnn() => new Sequential(
        new Conv2D(1, 8, kernel: 3, bias: false), new BatchNorm(8), new ReLU(), new MaxPool2D(2),
        new Conv2D(8, 16, kernel: 3, bias: false), new BatchNorm(16), new ReLU(), new GlobalAveragePool2D(), new Dense(16, 10));

    /// <summary>Blocks with a way around them, of two dense layers each.</summary>
    public static Module Residual(int blocks, int width, bool normalized)
    {
        var network = new Sequential { new Flatten(), new Dense(196, width) };
        for (int i = 0; i < blocks; i++)
        {
            network.Add(new Block(width, normalized));
        }

        network.Add(new Dense(width, 10));
        return network;
    }

    /// <summary>A smooth function of five numbers: (N, 5) → (N, 1), both of about 1.</summary>
    public static TensorDataset Regression(ulong seed, int samples = 500, double inputScale = 1, bool nonlinear = true)
    {
        var key = RandomKey.FromSeed(seed).Derive("regression");
        Tensor x = Tensor.RandomNormal([samples, 5], key: key.Derive("x"));
        Tensor y = x.Sum(axis: 1, keepDims: true) / Math.Sqrt(5);
        y = nonlinear ? (y + (y * 2).Sin()) / 1.2 : y;
        return new TensorDataset(x * inputScale, y + Tensor.RandomNormal([samples, 1], standardDeviation: 0.1, key: key.Derive("noise")));
    }

    /// <summary>Points in a square whose class is the sign of the product of their coordinates: (N, 2) → (N, 1).</summary>
    public static TensorDataset Xor(ulong seed, int samples = 400)
    {
        Tensor x = Tensor.RandomUniform([samples, 2], key: RandomKey.FromSeed(seed).Derive("xor")) * 2 - 1;
        return new TensorDataset(x, Tensor.From([.. Enumerable.Range(0, samples).Select(i => x[i, 0].Item<float>() * x[i, 1].Item<float>() > 0 ? 1f : 0f)], [samples, 1]));
    }

    private static TensorDataset Small(ImageDataset images)
    {
        Batch all = images.Gather([.. Enumerable.Range(0, images.Count)]);
        return new TensorDataset(new AveragePool2D(2).Forward(all.Inputs).Detach(), all.Targets);
    }

    private sealed class Block : Module
    {
        private readonly Dense _up;
        private readonly Dense _down;
        private readonly BatchNorm? _norm;

        public Block(int width, bool normalized)
        {
            _up = Child("up", new Dense(width, width, Activation.ReLU, weightInitializer: Initializers.HeNormal));
            _down = Child("down", new Dense(width, width));
            _norm = normalized ? Child("norm", new BatchNorm(width)) : null;
        }

        public override Tensor Forward(Tensor x) => x + _down.Forward(_up.Forward(_norm?.Forward(x) ?? x));
    }
}
