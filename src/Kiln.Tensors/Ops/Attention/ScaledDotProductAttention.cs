using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// Scaled dot-product attention (Vaswani et al., 2017) as one operation: softmax(scale · Q·Kᵀ + bias)·V by sequence and head. The scores are never stored:
    /// memory is linear in the lengths, forward and backward (FlashAttention: Dao et al., 2022).
    /// </summary>
    /// <param name="query">(batch, queries, query heads, size), or (batch, query heads, queries, size) with <see cref="AttentionLayout.HeadsFirst"/>.</param>
    /// <param name="key">
    /// (batch, keys, key heads, size), in the same order of axes. Query heads are a multiple of key heads; query head h reads key head h / (query heads / key
    /// heads).
    /// </param>
    /// <param name="value">(batch, keys, key heads, value size), in the same order of axes.</param>
    /// <param name="options">Layout, causal mask, scale, dropout; null for <see cref="AttentionOptions.Default"/>.</param>
    /// <param name="bias">
    /// Added to the scaled scores: broadcast to (batch, query heads, queries, keys) in either layout; null for none. −∞ hides a key. Its gradient costs two more
    /// products.
    /// </param>
    /// <param name="keyMask">(batch, keys) of bool: false hides a key from all queries; null for none.</param>
    /// <param name="keyLengths">
    /// (batch,) of integers: how many keys of each sequence exist; the memory of the others is not read. Null for all.
    /// </param>
    /// <returns>
    /// (batch, queries, query heads, value size), or (batch, query heads, queries, value size), of the promoted type. Zeros for a query that sees no key.
    /// </returns>
    /// <remarks>
    /// Strided operands are read in place as long as their last axis is contiguous: a projection to (batch, time, heads · size) is reshaped, never transposed.
    /// Hidden keys and values may hold anything, even NaN; those that only the causal mask hides must be finite.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The mask is not bool, or the lengths are not integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dropout rate is below 0, or 1 or more; or a length is more than there are keys.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor ScaledDotProductAttention(
        Tensor query,
        Tensor key,
        Tensor value,
        AttentionOptions? options = null,
        Tensor? bias = null,
        Tensor? keyMask = null,
        Tensor? keyLengths = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return AttentionOp.Apply(query, key, value, options ?? AttentionOptions.Default, bias, keyMask, keyLengths);
    }
}

/// <summary>
/// Y = P·V with P = softmax(S), S = scale · Q·Kᵀ + b. With dP = dY·Vᵀ: dV = Pᵀ·dY, dS = P · (dP − Σ P · dP), dQ = scale · dS·K, dK = scale · dSᵀ·Q, db = dS
/// summed as b was broadcast. P is computed again from the logarithms of the rows' sums, and the draws of dropout are drawn again.
/// </summary>
internal static class AttentionOp
{
    internal delegate Tensor ForwardKernel(AttentionGeometry g, AttentionOperands operands, AttentionDropout? dropout, Tensor logSums);

    internal delegate (Tensor? Query, Tensor? Key, Tensor? Value, Tensor? Bias) GradientKernel(
        AttentionGeometry g, AttentionOperands operands, AttentionDropout? dropout, Tensor y, Tensor logSums, Tensor gradient, bool ofBias, bool ofOthers);

    internal static readonly KernelSlot<ForwardKernel> Kernel = new("attention", DTypeSet.Float32 | DTypeSet.Float64, cpu: Forward);
    internal static readonly KernelSlot<GradientKernel> Gradient = new("attention gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: Backward);

    internal static Tensor Apply(Tensor query, Tensor key, Tensor value, AttentionOptions options, Tensor? bias, Tensor? keyMask, Tensor? keyLengths)
    {
        bool headsFirst = options.Layout == AttentionLayout.HeadsFirst;
        AttentionGeometry g = AttentionArguments.Check(query, key, value, options, bias, keyMask, keyLengths);
        DType dtype = DTypes.Promote(DTypes.Promote(query.DType, key.DType), value.DType);
        DType compute = ComputeTypes.Of(dtype);
        var operands = new AttentionOperands(
            AttentionOperands.Readable(Turned(query.To(compute), headsFirst)),
            AttentionOperands.Readable(Turned(key.To(compute), headsFirst)),
            AttentionOperands.Readable(Turned(value.To(compute), headsFirst)),
            bias is null ? null : AttentionArguments.Bias(bias, g).To(compute).Contiguous(),
            keyMask?.Contiguous(),
            keyLengths?.To(DType.Int32).Contiguous());
        AttentionArguments.CheckLengths(operands.KeyLengths, g);
        AttentionDropout? dropout = options.Dropout == 0
            ? null
            : new KeyedDropout(options.Dropout, options.DropoutKey ?? RandomScope.Next("attention dropout"));

        // The rule must not hold on to the operands: the node lets go of them after its pass.
        bool hasBias = operands.Bias is not null;
        bool hasMask = operands.KeyMask is not null;
        bool hasLengths = operands.KeyLengths is not null;
        Tensor logSums = Tensor.Empty([g.Batch, g.QueryHeads, g.Queries], compute).AsTemporary();
        Tensor y = Kernel.For(operands.Query)(g, operands, dropout, logSums);
        y = Tape.Record(
            "attention",
            y,
            [operands.Query, operands.Key, operands.Value, operands.Bias],
            [operands.Query, operands.Key, operands.Value, operands.Bias, operands.KeyMask, operands.KeyLengths, y, logSums],
            context => Backward(context, g, hasBias, hasMask, hasLengths, dropout));
        GC.KeepAlive(operands.KeyMask);
        GC.KeepAlive(operands.KeyLengths);
        return Turned(y, headsFirst).To(dtype);
    }

    // (B, H, T, D) → (B, T, H, D), and back.
    private static Tensor Turned(Tensor x, bool headsFirst) => headsFirst ? x.Permute(0, 2, 1, 3) : x;

    private static void Backward(BackwardContext context, AttentionGeometry g, bool bias, bool mask, bool lengths, AttentionDropout? dropout)
    {
        var operands = new AttentionOperands(
            context.Saved(0),
            context.Saved(1),
            context.Saved(2),
            bias ? context.Saved(3) : null,
            mask ? context.Saved(4) : null,
            lengths ? context.Saved(5) : null);
        Tensor gradient = AttentionOperands.Readable(context.Gradient);
        bool ofOthers = context.Needs(0) || context.Needs(1) || context.Needs(2);
        var gradients = Gradient.For(gradient)(
            g, operands, dropout, context.Saved(6), context.Saved(7), gradient, ofBias: bias && context.Needs(3), ofOthers);
        Tensor?[] given = [gradients.Query, gradients.Key, gradients.Value, gradients.Bias];
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i] is { } tensor)
            {
                context.Give(i, tensor);
            }
        }
    }

    private static Tensor Forward(AttentionGeometry g, AttentionOperands operands, AttentionDropout? dropout, Tensor logSums)
    {
        Tensor y = AttentionOperands.Like(operands.Query, g.ValueSize);
        MultiplyAddCounter.Add((long)g.Batch * g.QueryHeads * g.Queries * g.Keys * ((long)g.Size + g.ValueSize));
        if (y.DType == DType.Float32)
        {
            Attention.Forward(
                g, operands.Inputs<float>(dropout), AttentionOperands.Span<float>(y), AttentionOperands.Strides(y), logSums.Span<float>());
        }
        else
        {
            Attention.Forward(
                g, operands.Inputs<double>(dropout), AttentionOperands.Span<double>(y), AttentionOperands.Strides(y), logSums.Span<double>());
        }

        KeepAlive(operands);
        return y;
    }

    private static (Tensor? Query, Tensor? Key, Tensor? Value, Tensor? Bias) Backward(
        AttentionGeometry g, AttentionOperands operands, AttentionDropout? dropout, Tensor y, Tensor logSums, Tensor gradient, bool ofBias, bool ofOthers)
    {
        Tensor? query = ofOthers ? AttentionOperands.Like(operands.Query, g.Size) : null;
        Tensor? key = ofOthers ? AttentionOperands.Like(operands.Key, g.Size) : null;
        Tensor? value = ofOthers ? AttentionOperands.Like(operands.Value, g.ValueSize) : null;
        Tensor? bias = ofBias ? Tensor.Empty(operands.Bias!.Shape, gradient.DType) : null;
        if (gradient.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        KeepAlive(operands);
        GC.KeepAlive(y);
        GC.KeepAlive(logSums);
        GC.KeepAlive(gradient);
        return (query, key, value, bias);

        void Run<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Attention.Backward(
            g,
            operands.Inputs<T>(dropout),
            AttentionOperands.Span<T>(y),
            AttentionOperands.Strides(y),
            logSums.Span<T>(),
            AttentionOperands.Span<T>(gradient),
            AttentionOperands.Strides(gradient),
            new AttentionGradients<T>
            {
                Query = query is null ? default : AttentionOperands.Span<T>(query),
                QueryStrides = query is null ? default : AttentionOperands.Strides(query),
                Key = key is null ? default : AttentionOperands.Span<T>(key),
                KeyStrides = key is null ? default : AttentionOperands.Strides(key),
                Value = value is null ? default : AttentionOperands.Span<T>(value),
                ValueStrides = value is null ? default : AttentionOperands.Strides(value),
                Bias = bias is null ? default : bias.Span<T>(),
                BiasStrides = AttentionOperands.BiasStrides(bias),
            });
    }

    private static void KeepAlive(AttentionOperands operands)
    {
        GC.KeepAlive(operands.Query);
        GC.KeepAlive(operands.Key);
        GC.KeepAlive(operands.Value);
        GC.KeepAlive(operands.Bias);
        GC.KeepAlive(operands.KeyMask);
        GC.KeepAlive(operands.KeyLengths);
    }
}
