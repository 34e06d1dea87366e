using System.Security.Cryptography;
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>
/// A classification problem of a few milliseconds whose training depends on everything a checkpoint must keep: shuffled batches of which
/// the last is short, dropout, batch norm's statistics, Adam's averages, a metric, a callback with a memory.
/// </summary>
internal static class Tiny
{
    public const int Features = 8;

    public static TensorDataset Data(int samples = 150, ulong seed = 1)
    {
        var key = RandomKey.FromSeed(seed);
        var x = new float[samples * Features];
        key.Derive("x").Normal(x);
        var labels = new long[samples];
        for (int i = 0; i < samples; i++)
        {
            float a = x[i * Features] + x[(i * Features) + 1], b = x[(i * Features) + 2] - x[(i * Features) + 3];
            labels[i] = a > 0.5 ? 0 : b > 0 ? 1 : 2;
        }

        return new TensorDataset(Tensor.From(x, [samples, Features]), Tensor.From(labels));
    }

    public static Sequential Network(ulong seed = 5)
    {
        using IDisposable random = RandomScope.Use(RandomKey.FromSeed(seed));
        return new Sequential(
            new Dense(Features, 16, activation: Activation.ReLU), new BatchNorm(16), new Dropout(0.2), new Dense(16, 3));
    }

    public static FitOptions Options(int epochs = 4) => new()
    {
        Loss = new SoftmaxCrossEntropy(),
        Optimizer = new Adam(0.01),
        Metrics = [new Accuracy()],
        Epochs = epochs,
        BatchSize = 16,
        Validation = Data(40, seed: 2),
        Seed = 42,
        Callbacks = [new LossAverage()],
    };

    /// <summary>A hash of every bit of every parameter and buffer.</summary>
    public static string Bits(Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string path, Parameter parameter) in network.NamedParameters())
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(path));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Value.ToArray<float>().AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Every number of a history but the times, exactly.</summary>
    public static string Numbers(History history) => string.Join('\n', history.Columns.Where(c => c != History.Seconds)
        .Select(c => $"{c}: {string.Join(' ', history[c].Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}"));

    /// <summary>Remembers an average over all steps, and draws from the run's random stream.</summary>
    internal sealed class LossAverage : Callback
    {
        private double _average;
        private long _steps;

        public double Average => _average;

        public override void OnBatchEnd(TrainingContext context)
        {
            double jitter = RandomScope.Next("jitter").UniformAt(0);
            _average = (0.9 * _average) + (0.1 * context.BatchLoss * jitter);
            _steps++;
            _steps.ShouldBe(context.Step);
        }

        public override void OnEpochEnd(TrainingContext context) => context.Optimizer.LearningRate *= 0.97;

        public override void SaveState(SavedState state)
        {
            state.Set("average", _average);
            state.Set("steps", _steps);
        }

        public override void LoadState(SavedState state)
        {
            _average = state.GetNumber("average");
            _steps = state.GetInteger("steps");
        }
    }
}
