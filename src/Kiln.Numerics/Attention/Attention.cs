using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Scaled dot-product attention and its gradients, without ever storing the scores: working memory is linear in the lengths.</summary>
/// <remarks>
/// <para>
/// O = softmax(scale · Q·Kᵀ + bias)·V by sequence and head, over the keys that a query sees. A query that sees no key (lengths, masks, or a bias of −∞) gives
/// zeros, and takes and gives no gradient. NaN in a query, key or value reaches every output that it has a part in; hidden keys may hold anything.
/// Values that only the causal mask hides must be finite: they are multiplied by zero.
/// </para>
/// <para>
/// Any strides, lengths, sizes and numbers of heads. Results have the same bits for any <see cref="WorkerTeam.ThreadCount"/>. The path is chosen by
/// <see cref="InstructionSets.Current"/>.
/// </para>
/// </remarks>
public static unsafe class Attention
{
    /// <summary>Computes the output.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="g">The extents.</param>
    /// <param name="inputs">What is read.</param>
    /// <param name="output">(batch, queries, query heads, value size); must not overlap the inputs.</param>
    /// <param name="outputStrides">Where its rows lie.</param>
    /// <param name="logSums">
    /// For <see cref="Backward"/>: (batch, query heads, queries), the natural logarithm of each row's sum of exponentials, +∞ for a query that sees no key.
    /// Empty when it is not wanted.
    /// </param>
    /// <exception cref="ArgumentException">The geometry is not valid, or a span is shorter than its extents and strides.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Forward<T>(
        in AttentionGeometry g, in AttentionInputs<T> inputs, Span<T> output, AttentionStrides outputStrides, Span<T> logSums = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AttentionChecks.Inputs(g, inputs);
        AttentionChecks.Operand("the output", g.Batch, g.Queries, g.QueryHeads, g.ValueSize, output.Length, outputStrides);
        AttentionChecks.LogSums(g, logSums.Length, optional: true);
        fixed (T* query = inputs.Query, key = inputs.Key, value = inputs.Value, bias = inputs.Bias, to = output, sums = logSums)
        {
            fixed (bool* mask = inputs.KeyMask)
            {
                fixed (int* lengths = inputs.KeyLengths)
                {
                    var problem = Problem(g, inputs, query, key, value, bias, mask, lengths);
                    problem.Output = new(to, outputStrides);
                    problem.LogSums = sums;
                    AttentionDispatch.Run<AttentionForward, T>(ref problem);
                }
            }
        }
    }

    /// <summary>Computes the gradients of the inputs.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="g">The extents.</param>
    /// <param name="inputs">What the forward pass read, with the same dropout.</param>
    /// <param name="output">The output of the forward pass.</param>
    /// <param name="outputStrides">Where its rows lie.</param>
    /// <param name="logSums">The log-sums of the forward pass.</param>
    /// <param name="outputGradient">The gradient of the output.</param>
    /// <param name="outputGradientStrides">Where its rows lie.</param>
    /// <param name="gradients">Where the results go.</param>
    /// <exception cref="ArgumentException">The geometry is not valid, or a span is shorter than its extents and strides.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Backward<T>(
        in AttentionGeometry g,
        in AttentionInputs<T> inputs,
        ReadOnlySpan<T> output,
        AttentionStrides outputStrides,
        ReadOnlySpan<T> logSums,
        ReadOnlySpan<T> outputGradient,
        AttentionStrides outputGradientStrides,
        in AttentionGradients<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AttentionChecks.Inputs(g, inputs);
        AttentionChecks.Operand("the output", g.Batch, g.Queries, g.QueryHeads, g.ValueSize, output.Length, outputStrides);
        AttentionChecks.Operand("the gradient of the output", g.Batch, g.Queries, g.QueryHeads, g.ValueSize, outputGradient.Length, outputGradientStrides);
        AttentionChecks.LogSums(g, logSums.Length, optional: false);
        AttentionChecks.Gradients(g, inputs, gradients);
        fixed (T* query = inputs.Query, key = inputs.Key, value = inputs.Value, bias = inputs.Bias, from = output, sums = logSums, go = outputGradient)
        fixed (T* gq = gradients.Query, gk = gradients.Key, gv = gradients.Value, gb = gradients.Bias)
        {
            fixed (bool* mask = inputs.KeyMask)
            {
                fixed (int* lengths = inputs.KeyLengths)
                {
                    var problem = Problem(g, inputs, query, key, value, bias, mask, lengths);
                    problem.Output = new(from, outputStrides);
                    problem.LogSums = sums;
                    problem.OutputGradient = new(go, outputGradientStrides);
                    problem.QueryGradient = new(gq, gradients.QueryStrides);
                    problem.KeyGradient = new(gk, gradients.KeyStrides);
                    problem.ValueGradient = new(gv, gradients.ValueStrides);
                    problem.BiasGradient = new(gb, gradients.BiasStrides);
                    if (gradients.Query.Length + gradients.Key.Length + gradients.Value.Length > 0)
                    {
                        AttentionDispatch.Run<AttentionBackward, T>(ref problem);
                    }

                    if (gb != null)
                    {
                        AttentionDispatch.Run<AttentionBiasGradient, T>(ref problem);
                    }
                }
            }
        }
    }

    private static AttentionProblem<T> Problem<T>(
        in AttentionGeometry g, in AttentionInputs<T> inputs, T* query, T* key, T* value, T* bias, bool* mask, int* lengths)
        where T : unmanaged => new()
        {
            Geometry = g,
            Query = new(query, inputs.QueryStrides),
            Key = new(key, inputs.KeyStrides),
            Value = new(value, inputs.ValueStrides),
            Bias = new(bias, inputs.BiasStrides),
            KeyMask = mask,
            KeyLengths = lengths,
            Dropout = inputs.Dropout is { Rate: > 0 } dropout ? dropout : null,
        };
}
