namespace Kiln.Numerics;

public static unsafe partial class SoftmaxCrossEntropyRows
{
    /// <summary>
    /// Losses of rows whose targets are classes, with class weights w, label smoothing ε and ignored rows:
    /// (1 − ε) w_t (lse − x_t) + ε/C Σ w_c (lse − x_c), as PyTorch's <c>cross_entropy(reduction="none")</c>.
    /// </summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="logits">rows × classes numbers.</param>
    /// <param name="targets">The class of each row.</param>
    /// <param name="weights">One weight for each class, or empty for ones.</param>
    /// <param name="options">Smoothing and the ignored class.</param>
    /// <param name="losses">The loss of each row; 0 where it is ignored.</param>
    /// <param name="logSums">log Σ exp of each row, for the backward pass.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor ignored (the message names its row), or the smoothing is not in [0, 1).</exception>
    public static void Forward(
        int rows,
        int classes,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<float> weights,
        CrossEntropyOptions options,
        Span<float> losses,
        Span<float> logSums) => ForwardClasses(rows, classes, logits, targets, weights, options, losses, logSums);

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, ReadOnlySpan{long}, ReadOnlySpan{float}, CrossEntropyOptions, Span{float}, Span{float})"/>
    public static void Forward(
        int rows,
        int classes,
        ReadOnlySpan<double> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<double> weights,
        CrossEntropyOptions options,
        Span<double> losses,
        Span<double> logSums) => ForwardClasses(rows, classes, logits, targets, weights, options, losses, logSums);

    /// <summary>
    /// The gradient of the logits: d_c = (softmax(x)_c · ((1 − ε) w_t + ε/C Σ w) − (1 − ε) w_t [c = t] − ε/C w_c) · g, 0 in ignored rows.
    /// </summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="logits">The logits of the forward pass.</param>
    /// <param name="targets">The classes of the forward pass.</param>
    /// <param name="weights">The weights of the forward pass, or empty.</param>
    /// <param name="options">The options of the forward pass.</param>
    /// <param name="logSums">What the forward pass kept.</param>
    /// <param name="gradients">The gradient g of each row's loss.</param>
    /// <param name="result">rows × classes gradients.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither a class nor ignored, or the smoothing is not in [0, 1).</exception>
    public static void Backward(
        int rows,
        int classes,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<float> weights,
        CrossEntropyOptions options,
        ReadOnlySpan<float> logSums,
        ReadOnlySpan<float> gradients,
        Span<float> result) => BackwardClasses(rows, classes, logits, targets, weights, options, logSums, gradients, result);

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{long}, ReadOnlySpan{float}, CrossEntropyOptions, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Backward(
        int rows,
        int classes,
        ReadOnlySpan<double> logits,
        ReadOnlySpan<long> targets,
        ReadOnlySpan<double> weights,
        CrossEntropyOptions options,
        ReadOnlySpan<double> logSums,
        ReadOnlySpan<double> gradients,
        Span<double> result) => BackwardClasses(rows, classes, logits, targets, weights, options, logSums, gradients, result);
}
