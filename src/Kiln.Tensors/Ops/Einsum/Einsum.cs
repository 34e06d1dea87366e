namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Sums of products by named axes: <c>Einsum("bij,bjk-&gt;bik", x, y)</c> is a batch of matrix products, <c>"ii"</c> a trace,
    /// <c>"ij-&gt;ji"</c> a transpose. Axes of one name run together; what the result does not name is summed.
    /// </summary>
    /// <param name="equation">
    /// A letter for each axis of each operand, operands separated by commas; <c>...</c> stands for axes that broadcast. Without
    /// <c>-&gt;</c> the result has the letters that occur once, in alphabetical order.
    /// </param>
    /// <param name="operands">The tensors; contracted from left to right, two at a time.</param>
    /// <exception cref="ShapeException">The equation is not one, or does not fit the operands.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        return EinsumOp.Apply(equation, operands.ToArray());
    }
}

/// <summary>
/// Reduces every contraction of two operands to a batch of matrix products (B, L, K)·(B, K, R): the labels of both that are still needed
/// are the batch, those of both that are not are summed over, the others stand on one side. All steps are ops with gradients.
/// </summary>
internal static class EinsumOp
{
    internal static Tensor Apply(string equation, Tensor[] operands)
    {
        EinsumEquation parsed = EinsumEquation.Parse(equation, operands);
        Labeled result = Labeled.Of(operands[0], parsed.Operands[0]);
        for (int i = 1; i < operands.Length; i++)
        {
            var needed = new HashSet<char>(parsed.Result);
            for (int later = i + 1; later < operands.Length; later++)
            {
                needed.UnionWith(parsed.Operands[later]);
            }

            result = Contract(parsed, result, Labeled.Of(operands[i], parsed.Operands[i]), needed);
        }

        return result.SumExcept(parsed.Result).Arrange(parsed.Result).Tensor;
    }

    private static Labeled Contract(EinsumEquation equation, Labeled left, Labeled right, HashSet<char> needed)
    {
        left = left.SumExcept([.. needed, .. right.Labels]);
        right = right.SumExcept([.. needed, .. left.Labels]);
        string both = string.Concat(left.Labels.Where(c => right.Labels.Contains(c, StringComparison.Ordinal)));
        (left, right) = Stretch(equation, left, right, both);
        string batch = string.Concat(both.Where(needed.Contains));
        string summed = string.Concat(both.Where(c => !needed.Contains(c)));
        string leftOnly = string.Concat(left.Labels.Where(c => !both.Contains(c, StringComparison.Ordinal)));
        string rightOnly = string.Concat(right.Labels.Where(c => !both.Contains(c, StringComparison.Ordinal)));

        left = left.Arrange(batch + leftOnly + summed);
        right = right.Arrange(batch + summed + rightOnly);
        int b = left.Size(batch), l = left.Size(leftOnly), k = left.Size(summed), r = right.Size(rightOnly);
        int[] sizes = [.. left.Sizes(batch), .. left.Sizes(leftOnly), .. right.Sizes(rightOnly)];
        DType type = DTypes.Promote(left.Tensor.DType, right.Tensor.DType);
        Tensor product;
        if (summed.Length == 0)
        {
            product = left.Tensor.Reshape(b, l, 1) * right.Tensor.Reshape(b, 1, r);
        }
        else if (type.IsFloatingPoint())
        {
            product = left.Tensor.Reshape(b, l, k).To(type).MatMul(right.Tensor.Reshape(b, k, r).To(type));
        }
        else
        {
            product = (left.Tensor.Reshape(b, l, k, 1) * right.Tensor.Reshape(b, 1, k, r)).Sum(2);
        }

        return new(product.Reshape(sizes), batch + leftOnly + rightOnly);
    }

    /// <summary>Stretches axes of size 1 that meet larger ones under the same label.</summary>
    private static (Labeled Left, Labeled Right) Stretch(EinsumEquation equation, Labeled left, Labeled right, string both)
    {
        int[] l = left.Tensor.Shape.ToArray(), r = right.Tensor.Shape.ToArray();
        foreach (char label in both)
        {
            ref int a = ref l[left.Axis(label)];
            ref int b = ref r[right.Axis(label)];
            if (a != b && a != 1 && b != 1)
            {
                string name = char.IsAsciiLetter(label) ? $"'{label}'" : "an axis of '...'";
                throw equation.Wrong($"gives {name} two sizes, {a} in {left.Tensor.Shape} and {b} in {right.Tensor.Shape}");
            }

            a = b = a == 1 ? b : a;
        }

        return (left with { Tensor = left.Tensor.BroadcastTo(l) }, right with { Tensor = right.Tensor.BroadcastTo(r) });
    }

    /// <summary>A tensor with a label for each axis, none twice.</summary>
    private sealed record Labeled(Tensor Tensor, string Labels)
    {
        internal static Labeled Of(Tensor tensor, string labels)
        {
            // A label that comes twice walks along the diagonal, which becomes the last axis.
            for (int i = 0; i < labels.Length; i++)
            {
                int again = labels.IndexOf(labels[i], i + 1);
                if (again < 0)
                {
                    continue;
                }

                if (tensor.Shape[i] != tensor.Shape[again])
                {
                    throw new ShapeException($"einsum: '{labels[i]}' names two axes of one operand of shape {tensor.Shape}, whose sizes differ");
                }

                tensor = tensor.Diagonal(0, i, again);
                labels = labels.Remove(again, 1).Remove(i, 1) + labels[i];
                i--;
            }

            return new(tensor, labels);
        }

        internal int Axis(char label) => Labels.IndexOf(label, StringComparison.Ordinal);

        internal int[] Sizes(string labels) => [.. labels.Select(c => Tensor.Shape[Axis(c)])];

        internal int Size(string labels) => Sizes(labels).Aggregate(1, static (a, b) => a * b);

        internal Labeled SumExcept(IEnumerable<char> kept)
        {
            int[] axes = [.. Enumerable.Range(0, Labels.Length).Where(i => !kept.Contains(Labels[i]))];
            return axes.Length == 0 ? this : new(Tensor.Sum(axes), string.Concat(Labels.Where(kept.Contains)));
        }

        internal Labeled Arrange(string labels) =>
            labels == Labels ? this : new(Tensor.Permute([.. labels.Select(Axis)]), labels);
    }
}
