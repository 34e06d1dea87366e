using System.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Kiln.Neural;

/// <summary>What one layer made of one batch.</summary>
internal sealed class LayerActivity
{
    /// <summary>So many numbers of an output are looked at, whole rows from the front: batches are shuffled, and a measured step stays cheap.</summary>
    private const int MostNumbers = 1 << 18;

    private LayerActivity(Module module, string path, Activation activation)
    {
        (Module, Path, Activation) = (module, path, activation);
        HasWeights = module.NamedParameters().Any(p => p.Value.IsTrainable && p.Value.Shape.Rank >= 2);
        Normalizes = module is Normalization or BatchNorm or UnitNorm;
    }

    internal Module Module { get; }

    internal string Path { get; }

    internal Activation Activation { get; }

    /// <summary>Whether the layer, or one within it, has weights to multiply by.</summary>
    internal bool HasWeights { get; }

    /// <summary>Whether what comes out has a size of the layer's own making.</summary>
    internal bool Normalizes { get; }

    /// <summary>Root mean square of what went in; NaN when that was no floating-point tensor.</summary>
    internal double InputSize { get; private init; }

    /// <summary>Root mean square of the outputs.</summary>
    internal double Size { get; private set; }

    /// <summary>The share of outputs at a flat end; NaN for layers that have none.</summary>
    internal double Saturated { get; private set; } = double.NaN;

    /// <summary>For rectified layers: each unit's (channel's) largest output in this batch. Dropped when newer ones are at hand.</summary>
    internal float[]? Peaks { get; set; }

    /// <summary>How many rows <see cref="Peaks"/> is taken over.</summary>
    internal int Rows { get; private set; }

    internal static LayerActivity? Of(Module module, string path, Tensor input, Tensor output)
    {
        if (output.Rank < 2 || output.Count == 0 || output.DType is not (DType.Float32 or DType.Float64))
        {
            return null;
        }

        using var quiet = Autograd.NoGrad();
        var activity = new LayerActivity(module, path, ActivationOf(module)) { InputSize = RootMeanSquare(input) };
        Tensor contiguous = output.Contiguous();
        if (output.DType == DType.Float32)
        {
            activity.Measure(TensorMarshal.GetSpan<float>(contiguous), output.Shape[-1]);
        }
        else
        {
            activity.Measure(TensorMarshal.GetSpan<double>(contiguous), output.Shape[-1]);
        }

        GC.KeepAlive(contiguous);
        return activity;
    }

    /// <summary>The nonlinearity at a layer's end.</summary>
    private static Activation ActivationOf(Module module) => module switch
    {
        Dense dense => dense.Activation,
        Convolution convolution => convolution.Activation,
        SeparableConvolution convolution => convolution.Activation,
        Residual residual => residual.Activation,
        ReLU => Activation.ReLU,
        Sigmoid => Activation.Sigmoid,
        Tanh => Activation.Tanh,
        _ => Activation.None,
    };

    private void Measure<T>(ReadOnlySpan<T> values, int units)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Rows = Math.Max(1, Math.Min(values.Length, MostNumbers) / units);
        values = values[..(Rows * units)];
        Size = RootMeanSquare(values);
        if (Activation is Activation.Tanh or Activation.Sigmoid)
        {
            Saturated = ShareSaturated(values, isSigmoid: Activation == Activation.Sigmoid);
        }

        if (Activation == Activation.ReLU)
        {
            var peaks = new T[units];
            for (int row = 0; row < Rows; row++)
            {
                TensorPrimitives.Max(values.Slice(row * units, units), peaks, peaks);
            }

            Peaks = Array.ConvertAll(peaks, float.CreateSaturating);
        }
    }

    private static double ShareSaturated<T>(ReadOnlySpan<T> values, bool isSigmoid)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A sigmoid is (1 + tanh(x/2)) / 2: the same slope, relative to its largest, lies at (1 ± 0.97) / 2.
        T high = T.CreateTruncating(isSigmoid ? (1 + DiagnosisLimits.SaturatedAt) / 2 : DiagnosisLimits.SaturatedAt);
        T low = isSigmoid ? T.One - high : -high;
        long count = 0;
        foreach (T value in values)
        {
            count += value >= high || value <= low ? 1 : 0;
        }

        return (double)count / values.Length;
    }

    private static double RootMeanSquare(Tensor tensor)
    {
        if (tensor.Count == 0 || tensor.DType is not (DType.Float32 or DType.Float64))
        {
            return double.NaN;
        }

        Tensor contiguous = tensor.Contiguous();
        double size = tensor.DType == DType.Float32
            ? RootMeanSquare(Front(TensorMarshal.GetSpan<float>(contiguous)))
            : RootMeanSquare(Front(TensorMarshal.GetSpan<double>(contiguous)));
        GC.KeepAlive(contiguous);
        return size;
    }

    private static ReadOnlySpan<T> Front<T>(ReadOnlySpan<T> values) => values[..Math.Min(values.Length, MostNumbers)];

    private static double RootMeanSquare<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // In blocks, whose sums are added in double: a long single-precision sum would lose digits.
        const int block = 4096;
        double sum = 0;
        for (int i = 0; i < values.Length; i += block)
        {
            sum += double.CreateTruncating(TensorPrimitives.SumOfSquares(values.Slice(i, Math.Min(block, values.Length - i))));
        }

        return Math.Sqrt(sum / values.Length);
    }
}
