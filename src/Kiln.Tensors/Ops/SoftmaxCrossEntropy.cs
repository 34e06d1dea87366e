using Kiln.Numerics;
using Kernels = Kiln.Numerics.SoftmaxCrossEntropyRows;

namespace Kiln.Tensors;

/// <summary>Functions of several tensors that layers and losses are made of; each has a fused forward and backward.</summary>
public static partial class Functional
{
    /// <summary>
    /// The cross-entropy between targets and the softmax of logits, by row: −log softmax(x)[target], or −Σ t · log softmax(x) for a row t
    /// of probabilities.
    /// </summary>
    /// <param name="logits">(…, classes): any real numbers; no softmax before.</param>
    /// <param name="targets">Classes 0 to classes − 1 as integers of shape (…), or probabilities of the logits' shape and type.</param>
    /// <returns>(…): the loss of each row. Take the mean for training.</returns>
    /// <exception cref="ShapeException">The targets' shape is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is not a class; the message names its row.</exception>
    /// <exception cref="AutogradException">The targets require a gradient, which this function does not give.</exception>
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        return SoftmaxCrossEntropyOp.Apply(logits, targets, null, default);
    }

    /// <summary>
    /// The cross-entropy of rows whose targets are classes, with class weights w, label smoothing ε and an ignored class, as PyTorch's
    /// <c>cross_entropy(reduction="none")</c>: (1 − ε) w_t (lse − x_t) + ε/C Σ w_c (lse − x_c).
    /// </summary>
    /// <param name="logits">(…, classes): any real numbers; no softmax before.</param>
    /// <param name="targets">Classes 0 to classes − 1, or the ignored one, as integers of shape (…).</param>
    /// <param name="options">Label smoothing and the ignored class.</param>
    /// <param name="weights">(classes,): the weight of each class, or null for ones; no gradient.</param>
    /// <returns>
    /// (…): the loss of each row, 0 where the target is ignored. PyTorch's mean divides their sum by the sum of the targets' weights, ignored rows left out.
    /// </returns>
    /// <exception cref="ShapeException">The targets or the weights have another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor ignored (the message names its row), or ε is not in [0, 1).</exception>
    /// <exception cref="AutogradException">The weights require a gradient, which this function does not give.</exception>
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Tensor targets, CrossEntropyOptions options, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (!targets.DType.IsInteger())
        {
            throw new DTypeException($"softmax cross-entropy: smoothing, weights and ignored rows need classes as integers, the targets are {targets.DType.Name()}");
        }

        return SoftmaxCrossEntropyOp.Apply(logits, targets, weights, options);
    }
}

/// <summary>Lᵢ = log Σⱼ exp(xᵢⱼ) · Σⱼ tᵢⱼ − Σⱼ tᵢⱼ xᵢⱼ; dL/dx = (softmax(x) · Σ t − t) · g. The log-sums are kept for the backward pass.</summary>
internal static class SoftmaxCrossEntropyOp
{
    internal delegate (Tensor Losses, Tensor LogSums) ForwardKernel(Tensor logits, Tensor targets, Tensor? weights, CrossEntropyOptions options);

    internal delegate Tensor BackwardKernel(
        Tensor logits, Tensor targets, Tensor? weights, CrossEntropyOptions options, Tensor logSums, Tensor gradient);

    internal static readonly KernelSlot<ForwardKernel> Forward = new("softmax cross-entropy", DTypeSet.Float32 | DTypeSet.Float64, ForwardOnCpu);

    internal static readonly KernelSlot<BackwardKernel> Backward = new("softmax cross-entropy", DTypeSet.Float32 | DTypeSet.Float64, BackwardOnCpu);

    internal static Tensor Apply(Tensor logits, Tensor targets, Tensor? weights, CrossEntropyOptions options)
    {
        if (logits.Rank == 0)
        {
            throw new ShapeException("softmax cross-entropy: the logits are a scalar; expected (…, classes)");
        }

        if (HalfPrecision.Is(logits.DType))
        {
            Tensor wide = targets.DType.IsFloatingPoint() ? targets.To(DType.Float32) : targets;
            return Apply(logits.To(DType.Float32), wide, weights?.To(DType.Float32), options).To(logits.DType);
        }

        targets = Checked(logits, targets);
        if (Tape.Wants(targets))
        {
            throw new AutogradException("softmax cross-entropy: the targets require a gradient, which is not computed; call targets.Detach() first");
        }

        NormChecks.PerChannel("softmax cross-entropy", logits, weights, "the class weights");
        if (weights is not null && Tape.Wants(weights))
        {
            throw new AutogradException("softmax cross-entropy: the class weights require a gradient, which is not computed; call weights.Detach() first");
        }

        logits = logits.Contiguous();
        weights = weights?.Contiguous();
        bool weighted = weights is not null;
        (Tensor losses, Tensor logSums) = Forward.For(logits)(logits, targets, weights, options);
        return Tape.Record("softmax cross-entropy", losses, [logits], [logits, targets, logSums.AsTemporary(), weights], context =>
        {
            Tensor? kept = weighted ? context.Saved(3) : null;
            Tensor g = context.Gradient.Contiguous();
            context.Give(0, Backward.For(g)(context.Saved(0), context.Saved(1), kept, options, context.Saved(2), g));
        });
    }

    private static Tensor Checked(Tensor logits, Tensor targets)
    {
        if (targets.DType.IsInteger())
        {
            Shape rows = Shape.Adopt(logits.Shape.Sizes[..^1].ToArray());
            if (targets.Shape != rows)
            {
                throw new ShapeException(
                    $"softmax cross-entropy: logits of shape {logits.Shape} need integer targets of shape {rows}, got {targets.Shape}"
                    + (targets.Rank == rows.Rank + 1 && targets.Shape[-1] == 1 ? "; leave out their last axis with Squeeze(-1)" : ""));
            }

            return targets.To(DType.Int64).Contiguous();
        }

        if (targets.Shape != logits.Shape || !targets.DType.IsFloatingPoint())
        {
            throw new ShapeException(
                $"softmax cross-entropy: logits are {logits.DType.Name()} {logits.Shape}, targets {targets.DType.Name()} {targets.Shape}; "
                + "expected classes as integers without the last axis, or probabilities of the logits' shape"
                + (targets.Rank == logits.Rank - 1 ? "; classes that are floating point become integers with To(DType.Int64)" : ""));
        }

        return targets.To(logits.DType).Contiguous();
    }

    private static (Tensor Losses, Tensor LogSums) ForwardOnCpu(Tensor logits, Tensor targets, Tensor? weights, CrossEntropyOptions options)
    {
        int classes = logits.Shape[-1];
        Shape shape = Shape.Adopt(logits.Shape.Sizes[..^1].ToArray());
        Tensor losses = Tensor.Empty(shape, logits.DType);
        Tensor logSums = Tensor.Empty(shape, logits.DType);
        int rows = shape.ElementCount;
        switch (logits.DType == DType.Float32, targets.DType == DType.Int64)
        {
            case (true, true):
                Kernels.Forward(
                    rows, classes, logits.Span<float>(), targets.Span<long>(), NormChecks.SpanOf<float>(weights), options, losses.Span<float>(), logSums.Span<float>());
                break;
            case (true, false):
                Kernels.Forward(rows, classes, logits.Span<float>(), targets.Span<float>(), losses.Span<float>(), logSums.Span<float>());
                break;
            case (false, true):
                Kernels.Forward(
                    rows, classes, logits.Span<double>(), targets.Span<long>(), NormChecks.SpanOf<double>(weights), options, losses.Span<double>(), logSums.Span<double>());
                break;
            default:
                Kernels.Forward(rows, classes, logits.Span<double>(), targets.Span<double>(), losses.Span<double>(), logSums.Span<double>());
                break;
        }

        GC.KeepAlive(logits);
        GC.KeepAlive(targets);
        GC.KeepAlive(weights);
        GC.KeepAlive(losses);
        GC.KeepAlive(logSums);
        return (losses, logSums);
    }

    private static Tensor BackwardOnCpu(
        Tensor logits, Tensor targets, Tensor? weights, CrossEntropyOptions options, Tensor logSums, Tensor gradient)
    {
        int classes = logits.Shape[-1];
        int rows = logSums.Count;
        Tensor result = Tensor.Empty(logits.Shape, logits.DType);
        switch (logits.DType == DType.Float32, targets.DType == DType.Int64)
        {
            case (true, true):
                Kernels.Backward(
                    rows,
                    classes,
                    logits.Span<float>(),
                    targets.Span<long>(),
                    NormChecks.SpanOf<float>(weights),
                    options,
                    logSums.Span<float>(),
                    gradient.Span<float>(),
                    result.Span<float>());
                break;
            case (true, false):
                Kernels.Backward(rows, classes, logits.Span<float>(), targets.Span<float>(), logSums.Span<float>(), gradient.Span<float>(), result.Span<float>());
                break;
            case (false, true):
                Kernels.Backward(
                    rows,
                    classes,
                    logits.Span<double>(),
                    targets.Span<long>(),
                    NormChecks.SpanOf<double>(weights),
                    options,
                    logSums.Span<double>(),
                    gradient.Span<double>(),
                    result.Span<double>());
                break;
            default:
                Kernels.Backward(rows, classes, logits.Span<double>(), targets.Span<double>(), logSums.Span<double>(), gradient.Span<double>(), result.Span<double>());
                break;
        }

        GC.KeepAlive(logits);
        GC.KeepAlive(targets);
        GC.KeepAlive(weights);
        GC.KeepAlive(logSums);
        GC.KeepAlive(gradient);
        return result;
    }
}
