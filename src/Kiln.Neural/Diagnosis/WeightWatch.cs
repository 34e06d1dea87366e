using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Kiln.Neural;

/// <summary>Measures gradients before an update, and what the update did to the weights.</summary>
internal sealed class WeightWatch
{
    /// <summary>So many elements of a weight are compared before and after.</summary>
    private const int MostCompared = 1 << 18;

    private readonly (string Path, Parameter Weight)[] _weights;
    private readonly float[][] _before;
    private readonly double[] _atFirst;

    internal WeightWatch(Module network)
    {
        _weights = [.. network.NamedParameters().Where(p => p.Value.IsTrainable && p.Value.Shape.Rank >= 2).Select(p => (p.Key, p.Value))];
        _before = Array.ConvertAll(_weights, w => new float[Math.Min(w.Weight.Shape.ElementCount, MostCompared)]);
        for (int i = 0; i < _weights.Length; i++)
        {
            Read(_weights[i].Weight, _before[i]);
        }

        _atFirst = Array.ConvertAll(_before, b => (double)TensorPrimitives.Norm<float>(b));
        Uniform = [.. _weights.Select((w, i) => IsUniform(w.Weight, _before[i]))];
    }

    /// <summary>For each weight: the value that all its elements had when the watch began; NaN when they differed.</summary>
    internal IReadOnlyList<double> Uniform { get; }

    internal WeightSample[] BeforeUpdate()
    {
        var samples = new WeightSample[_weights.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            (string path, Parameter weight) = _weights[i];
            double norm = Math.Sqrt(GradientClipping.SumOfSquares(weight.Value));
            double gradient = TensorMarshal.BorrowGradient(weight) is { } g ? Math.Sqrt(GradientClipping.SumOfSquares(g)) : double.NaN;
            samples[i] = new WeightSample(path, norm, gradient);
            Read(weight, _before[i]);
        }

        return samples;
    }

    internal void AfterUpdate(WeightSample[] samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            float[] before = _before[i];
            var after = new float[before.Length];
            Read(_weights[i].Weight, after);

            // A weight that training makes small on purpose is measured against what it was: |w| near 0 says nothing about the step.
            double size = Math.Max(TensorPrimitives.Norm<float>(before), _atFirst[i]);
            samples[i] = samples[i] with { Update = size > 0 ? TensorPrimitives.Distance<float>(before, after) / size : double.NaN };
        }
    }

    private static double IsUniform(Parameter weight, float[] values) =>
        values.Length > 1 && weight.Shape[-1] > 1 && !values.AsSpan().ContainsAnyExcept(values[0]) ? values[0] : double.NaN;

    private static void Read(Parameter weight, Span<float> to)
    {
        Tensor value = weight.Value;
        if (value.DType == DType.Float32)
        {
            TensorMarshal.GetSpan<float>(value)[..to.Length].CopyTo(to);
        }
        else if (value.DType == DType.Float64)
        {
            TensorPrimitives.ConvertTruncating(TensorMarshal.GetSpan<double>(value)[..to.Length], to);
        }

        GC.KeepAlive(value);
    }
}
