using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>Operations of several operands, as functions.</summary>
public static partial class Functional
{
    /// <summary>A fully connected layer as one operation: activation(x·weight + bias).</summary>
    /// <param name="x">(…, in).</param>
    /// <param name="weight">(in, out).</param>
    /// <param name="bias">(out,), or null.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>(…, out), of the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Dense(Tensor x, Tensor weight, Tensor? bias = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return DenseOp.Apply(x, weight, bias, activation);
    }
}

/// <summary>
/// Y = f(X·W + b). With Z' = dL/dY · f′: dL/dX = Z'·Wᵀ, dL/dW = Xᵀ·Z', dL/db = the column sums of Z'.
/// </summary>
internal static class DenseOp
{
    internal delegate Tensor DenseKernel(Tensor rows, Tensor weight, Tensor? bias, Activation activation);

    internal static readonly KernelSlot<DenseKernel> Kernel = new("dense", DTypeSet.Float32 | DTypeSet.Float64, cpu: Forward);

    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Activation activation)
    {
        Check(x, weight, bias);
        FusedActivation.Check("dense", activation);
        if (!BiasActivation.IsFused(activation))
        {
            return FusedActivation.Apply(Apply(x, weight, bias, Activation.None), activation);
        }

        DType dtype = DTypes.Promote(x.DType, weight.DType);
        DType compute = ComputeTypes.Of(dtype);
        x = x.To(compute);
        weight = weight.To(compute).Contiguous();
        bias = bias is null ? null : bias.To(compute).Contiguous();
        Shape lead = x.Shape;
        Tensor rows = Rows(x).Contiguous();
        Tensor y = Kernel.For(rows)(rows, weight, bias, activation);
        y = Tape.Record(
            "dense",
            y,
            [rows, weight, bias],
            [rows, weight, activation == Activation.None ? null : y],
            context => Backward(context, activation));
        if (lead.Rank != 2)
        {
            int[] sizes = lead.ToArray();
            sizes[^1] = weight.Shape[1];
            y = y.Reshape(sizes);
        }

        return y.To(dtype);
    }

    /// <summary>All leading axes as one; a vector is one row.</summary>
    private static Tensor Rows(Tensor x)
    {
        if (x.Rank == 2)
        {
            return x;
        }

        int rows = 1;
        foreach (int size in x.Shape.Sizes[..^1])
        {
            rows *= size;
        }

        return x.Reshape(rows, x.Shape[^1]);
    }

    private static void Backward(BackwardContext context, Activation activation)
    {
        Tensor rows = context.Saved(0);
        Tensor weight = context.Saved(1);
        (Tensor g, Tensor? biasGradient) = FusedActivation.Backward(context, activation);
        if (biasGradient is not null)
        {
            context.Give(2, biasGradient);
        }

        if (context.Needs(0))
        {
            context.Give(0, MatMulOp.Kernel.For(g)(g, weight.T));
        }

        if (context.Needs(1))
        {
            context.Give(1, MatMulOp.Kernel.For(g)(rows.T, g));
        }
    }

    private static Tensor Forward(Tensor rows, Tensor weight, Tensor? bias, Activation activation)
    {
        int m = rows.Shape[0];
        int k = weight.Shape[0];
        int n = weight.Shape[1];
        Tensor y = Tensor.Empty([m, n], rows.DType);
        MultiplyAddCounter.Add((long)m * n * k);
        if (rows.DType == DType.Float32)
        {
            Numerics.MatMul.Multiply(
                m,
                n,
                k,
                rows.Span<float>(),
                Math.Max(1, k),
                false,
                weight.Span<float>(),
                Math.Max(1, n),
                false,
                y.Span<float>(),
                Math.Max(1, n),
                bias: bias is null ? default : bias.Span<float>(),
                activation: activation);
        }
        else
        {
            Numerics.MatMul.Multiply(
                m,
                n,
                k,
                rows.Span<double>(),
                Math.Max(1, k),
                false,
                weight.Span<double>(),
                Math.Max(1, n),
                false,
                y.Span<double>(),
                Math.Max(1, n),
                bias: bias is null ? default : bias.Span<double>(),
                activation: activation);
        }

        GC.KeepAlive(rows);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return y;
    }

    internal static void Check(Tensor x, Tensor weight, Tensor? bias)
    {
        if (weight.Rank != 2)
        {
            throw new ShapeException($"dense: the weight has shape {weight.Shape}; expected (in, out)");
        }

        if (x.Rank == 0 || x.Shape[^1] != weight.Shape[0])
        {
            string hint = x.Rank > 0 && x.Shape[^1] == weight.Shape[1] ? "; is the weight stored as (out, in)? Pass weight.T" : string.Empty;
            throw new ShapeException(
                $"dense: the input has shape {x.Shape}, the weight {weight.Shape}; expected an input of (…, {weight.Shape[0]}){hint}");
        }

        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[1]))
        {
            throw new ShapeException($"dense: the bias has shape {bias.Shape}; expected ({weight.Shape[1]},), one element for each output");
        }
    }
}
