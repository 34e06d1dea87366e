using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>A dataset held in two tensors: row i of each is example i.</summary>
public sealed class TensorDataset : Dataset
{
    /// <summary>Makes the dataset; nothing is copied unless a tensor is a view that is not contiguous.</summary>
    /// <param name="x">The inputs, (examples, …).</param>
    /// <param name="y">The targets, (examples, …); class labels are int64 of shape (examples,).</param>
    /// <param name="classNames">The names of the classes, by label; none by default.</param>
    /// <param name="allowNonFinite">True to accept NaN and infinities, which are refused by default.</param>
    /// <param name="weights">How much each example counts in the loss, (examples,): finite and not negative; all alike by default.</param>
    /// <exception cref="DatasetException">The tensors have different numbers of rows, or hold NaN or infinities.</exception>
    public TensorDataset(Tensor x, Tensor y, IReadOnlyList<string>? classNames = null, bool allowNonFinite = false, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Rank == 0 || y.Rank == 0 || x.Shape[0] != y.Shape[0])
        {
            throw new DatasetException($"dataset: inputs {x.Shape} and targets {y.Shape} must have the same number of rows, their first axis");
        }

        if (!allowNonFinite)
        {
            Finite.Check(x, "inputs");
            Finite.Check(y, "targets");
        }

        if (weights is not null)
        {
            if (weights.Rank != 1 || weights.Shape[0] != x.Shape[0])
            {
                throw new DatasetException($"dataset: weights {weights.Shape} for {x.Shape[0]} examples; expected ({x.Shape[0]},)");
            }

            Finite.Check(weights, "weights");
            if (weights.Count > 0 && weights.Min().Item<double>() < 0)
            {
                throw new DatasetException("dataset: a weight is negative; weights say how much an example counts, from 0 (not at all)");
            }

            Weights = weights.Detach().Contiguous();
        }

        (X, Y, ClassNames) = (x.Detach().Contiguous(), y.Detach().Contiguous(), [.. classNames ?? []]);
    }

    /// <summary>The inputs, (examples, …).</summary>
    public Tensor X { get; }

    /// <summary>The targets, (examples, …).</summary>
    public Tensor Y { get; }

    /// <summary>How much each example counts in the loss, (examples,); null when all count alike.</summary>
    public Tensor? Weights { get; }

    /// <inheritdoc/>
    public override int Count => X.Shape[0];

    /// <inheritdoc/>
    public override Shape InputShape => X.Shape.Sizes[1..].ToArray();

    /// <inheritdoc/>
    public override Shape TargetShape => Y.Shape.Sizes[1..].ToArray();

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override Batch Gather(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices);
        var rows = indices.ToArray();
        return new Batch(Rows(X, rows), Rows(Y, rows), rows) { Weights = Weights is null ? null : Rows(Weights, rows) };
    }

    /// <summary>The rows of a contiguous tensor at the given places, copied.</summary>
    internal static Tensor Rows(Tensor source, int[] rows) => source.DType switch
    {
        DType.Float32 => Rows<float>(source, rows),
        DType.Float64 => Rows<double>(source, rows),
        DType.Float16 => Rows<Half>(source, rows),
        DType.BFloat16 => Rows<BFloat16>(source, rows),
        DType.Int8 => Rows<sbyte>(source, rows),
        DType.Int32 => Rows<int>(source, rows),
        DType.Int64 => Rows<long>(source, rows),
        DType.UInt8 => Rows<byte>(source, rows),
        DType.Bool => Rows<bool>(source, rows),
        _ => throw new DTypeException($"dataset: no rows of {source.DType.Name()}"),
    };

    private static Tensor Rows<T>(Tensor source, int[] rows)
        where T : unmanaged
    {
        int[] sizes = [rows.Length, .. source.Shape.Sizes[1..]];
        return Tensor.Create<T, (Tensor Source, int[] Rows)>(sizes, (source, rows), static (destination, state) =>
        {
            var elements = TensorMarshal.GetSpan<T>(state.Source);
            var length = state.Rows.Length == 0 ? 0 : destination.Length / state.Rows.Length;
            for (var i = 0; i < state.Rows.Length; i++)
            {
                elements.Slice(state.Rows[i] * length, length).CopyTo(destination[(i * length)..]);
            }

            GC.KeepAlive(state.Source);
        });
    }
}
