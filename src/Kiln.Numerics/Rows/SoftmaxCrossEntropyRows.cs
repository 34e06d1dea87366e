using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// The cross-entropy of softmax outputs, from the logits, without storing the probabilities: per row the loss log Σ exp(x) − x[target], or
/// Σ t · (log Σ exp(x) − x) for a row t of probabilities. The forward pass keeps log Σ exp(x) per row for the backward one.
/// </summary>
public static unsafe partial class SoftmaxCrossEntropyRows
{
    /// <summary>Losses of rows whose targets are classes.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="logits">rows × classes numbers.</param>
    /// <param name="targets">The class of each row.</param>
    /// <param name="losses">The loss of each row.</param>
    /// <param name="logSums">log Σ exp of each row, for the backward pass.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is not a class; the message names its row.</exception>
    public static void Forward(
        int rows, int classes, ReadOnlySpan<float> logits, ReadOnlySpan<long> targets, Span<float> losses, Span<float> logSums) =>
        ForwardClasses(rows, classes, logits, targets, default, default, losses, logSums);

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, ReadOnlySpan{long}, Span{float}, Span{float})"/>
    public static void Forward(
        int rows, int classes, ReadOnlySpan<double> logits, ReadOnlySpan<long> targets, Span<double> losses, Span<double> logSums) =>
        ForwardClasses(rows, classes, logits, targets, default, default, losses, logSums);

    /// <summary>Losses of rows whose targets are probabilities.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="logits">rows × classes numbers.</param>
    /// <param name="targets">rows × classes weights, normally probabilities.</param>
    /// <param name="losses">The loss of each row.</param>
    /// <param name="logSums">log Σ exp of each row, for the backward pass.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(
        int rows, int classes, ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> losses, Span<float> logSums) =>
        ForwardProbabilities(rows, classes, logits, targets, losses, logSums);

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    public static void Forward(
        int rows, int classes, ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, Span<double> losses, Span<double> logSums) =>
        ForwardProbabilities(rows, classes, logits, targets, losses, logSums);

    /// <summary>The gradient of the logits: d = (softmax(x) − onehot(target)) · g, with g the gradient of the row's loss.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="logits">The logits of the forward pass.</param>
    /// <param name="targets">The class of each row.</param>
    /// <param name="logSums">What the forward pass kept.</param>
    /// <param name="gradients">The gradient of each row's loss.</param>
    /// <param name="result">rows × classes gradients.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Backward(
        int rows,
        int classes,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<float> logSums,
        ReadOnlySpan<float> gradients,
        Span<float> result) => BackwardClasses(rows, classes, logits, targets, default, default, logSums, gradients, result);

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{long}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Backward(
        int rows,
        int classes,
        ReadOnlySpan<double> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<double> logSums,
        ReadOnlySpan<double> gradients,
        Span<double> result) => BackwardClasses(rows, classes, logits, targets, default, default, logSums, gradients, result);

    /// <summary>The gradient of the logits: d = (softmax(x) · Σ t − t) · g, with g the gradient of the row's loss.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="logits">The logits of the forward pass.</param>
    /// <param name="targets">The probabilities of the forward pass.</param>
    /// <param name="logSums">What the forward pass kept.</param>
    /// <param name="gradients">The gradient of each row's loss.</param>
    /// <param name="result">rows × classes gradients.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Backward(
        int rows,
        int classes,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> logSums,
        ReadOnlySpan<float> gradients,
        Span<float> result) => BackwardProbabilities(rows, classes, logits, targets, logSums, gradients, result);

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Backward(
        int rows,
        int classes,
        ReadOnlySpan<double> logits,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> logSums,
        ReadOnlySpan<double> gradients,
        Span<double> result) => BackwardProbabilities(rows, classes, logits, targets, logSums, gradients, result);

    private static void ForwardClasses<T>(
        int rows,
        int classes,
        ReadOnlySpan<T> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<T> weights,
        CrossEntropyOptions options,
        Span<T> losses,
        Span<T> logSums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, classes, logits.Length, rows, targets.Length, losses.Length, logSums.Length);
        CheckClasses(classes, weights.Length, options);
        fixed (T* x = logits, w = weights, l = losses, s = logSums)
        {
            fixed (long* t = targets)
            {
                var wanted = new ClassTargets<T>(t, w, classes, options);
                wanted.Check(rows, classes, nameof(targets));
                CrossEntropyRows.Run(rows, classes, x, wanted, s, l);
            }
        }
    }

    private static void ForwardProbabilities<T>(
        int rows, int classes, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> losses, Span<T> logSums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, classes, logits.Length, (long)rows * classes, targets.Length, losses.Length, logSums.Length);
        fixed (T* x = logits, t = targets, l = losses, s = logSums)
        {
            CrossEntropyRows.Run(rows, classes, x, t, s, l);
        }
    }

    private static void BackwardClasses<T>(
        int rows,
        int classes,
        ReadOnlySpan<T> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<T> weights,
        CrossEntropyOptions options,
        ReadOnlySpan<T> logSums,
        ReadOnlySpan<T> gradients,
        Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, classes, logits.Length, rows, targets.Length, gradients.Length, logSums.Length);
        RowChecks.Matrix("softmax cross-entropy", rows, classes, logits.Length, result.Length);
        CheckClasses(classes, weights.Length, options);
        fixed (T* x = logits, w = weights, s = logSums, g = gradients, d = result)
        {
            fixed (long* t = targets)
            {
                var wanted = new ClassTargets<T>(t, w, classes, options);
                wanted.Check(rows, classes, nameof(targets));
                CrossEntropyRows.RunBackward(rows, classes, x, wanted, s, g, d);
            }
        }
    }

    private static void BackwardProbabilities<T>(
        int rows, int classes, ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, ReadOnlySpan<T> logSums, ReadOnlySpan<T> gradients, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(rows, classes, logits.Length, (long)rows * classes, targets.Length, gradients.Length, logSums.Length);
        RowChecks.Matrix("softmax cross-entropy", rows, classes, logits.Length, result.Length);
        fixed (T* x = logits, t = targets, s = logSums, g = gradients, d = result)
        {
            CrossEntropyRows.RunBackward(rows, classes, x, t, s, g, d);
        }
    }

    private static void CheckClasses(int classes, int weights, CrossEntropyOptions options)
    {
        options.Check();
        if (weights != 0)
        {
            RowChecks.Length("softmax cross-entropy", "class weights", classes, weights);
        }
    }

    private static void Check(int rows, int classes, int logits, long targetsNeeded, int targets, int perRow, int logSums)
    {
        RowChecks.Matrix("softmax cross-entropy", rows, classes, logits, logits);
        RowChecks.Length("softmax cross-entropy", "targets", targetsNeeded, targets);
        RowChecks.Length("softmax cross-entropy", "losses", rows, perRow);
        RowChecks.Length("softmax cross-entropy", "log sums", rows, logSums);
    }
}
