using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>A fully connected layer with a packed weight: activation(x·weight + bias).</summary>
    /// <param name="x">(…, in).</param>
    /// <param name="weight">(in, out), packed.</param>
    /// <param name="bias">(out,), or null.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>(…, out), of the promoted type: equal within rounding to <see cref="Dense(Tensor, Tensor, Tensor?, Activation)"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    /// <remarks>Where a gradient is wanted, or the types have to be promoted, the weight is used as it is: a gradient is never cut.</remarks>
    public static Tensor Dense(Tensor x, PackedWeight weight, Tensor? bias = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return DensePacked.Apply(x, weight, bias, activation);
    }
}

/// <summary>Y = f(X·W + b) with W packed, which records nothing: its way back is that of <see cref="DenseOp"/>.</summary>
internal static class DensePacked
{
    internal static Tensor Apply(Tensor x, PackedWeight weight, Tensor? bias, Activation activation)
    {
        Tensor w = weight.Weight;
        if (Tape.Wants(x) || Tape.Wants(w) || (bias is not null && Tape.Wants(bias)) || x.DType != w.DType || (bias is not null && bias.DType != w.DType))
        {
            return DenseOp.Apply(x, w, bias, activation);
        }

        DenseOp.Check(x, w, bias);
        int[] sizes = x.Shape.ToArray();
        sizes[^1] = w.Shape[1];
        Tensor y = Tensor.Empty(sizes, x.DType);
        Tensor rows = x.Contiguous();
        bias = bias?.Contiguous();
        if (x.DType == DType.Float32)
        {
            Run(rows, weight.Matrix<float>(), bias, y, activation);
        }
        else
        {
            Run(rows, weight.Matrix<double>(), bias, y, activation);
        }

        GC.KeepAlive(rows);
        GC.KeepAlive(bias);
        return y;
    }

    private static void Run(Tensor x, PackedMatrix<float> weight, Tensor? bias, Tensor y, Activation activation) => Numerics.MatMul.Multiply(
        Rows(y, weight.Columns),
        x.Span<float>(),
        Math.Max(1, weight.Rows),
        false,
        weight,
        y.Span<float>(),
        Math.Max(1, weight.Columns),
        bias: bias is null ? default : bias.Span<float>(),
        activation: activation);

    private static void Run(Tensor x, PackedMatrix<double> weight, Tensor? bias, Tensor y, Activation activation) => Numerics.MatMul.Multiply(
        Rows(y, weight.Columns),
        x.Span<double>(),
        Math.Max(1, weight.Rows),
        false,
        weight,
        y.Span<double>(),
        Math.Max(1, weight.Columns),
        bias: bias is null ? default : bias.Span<double>(),
        activation: activation);

    private static int Rows(Tensor y, int columns) => columns == 0 ? 0 : y.Count / columns;
}
