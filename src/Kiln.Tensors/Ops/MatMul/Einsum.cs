namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// Sums of products in Einstein's notation, as <c>numpy.einsum</c>: every operand's axes are named by letters, axes of the same name are
    /// multiplied element by element, and names missing from the result are summed over.
    /// </summary>
    /// <param name="equation">
    /// The names, as <c>"ij,jk->ik"</c>. A name repeated within an operand takes the diagonal. <c>...</c> stands for further axes, which broadcast.
    /// Without <c>-></c> the result has the names that occur once, in alphabetical order, after the axes of <c>...</c>.
    /// </param>
    /// <param name="operands">One tensor for each part of the equation; types are promoted.</param>
    /// <returns>The result; operands are combined from left to right, each pair by one matrix product where names are summed over.</returns>
    /// <exception cref="ArgumentException">The equation is malformed.</exception>
    /// <exception cref="ShapeException">An operand's axes do not fit its names, or sizes of one name differ.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        return EinsumOp.Apply(equation, operands);
    }
}

/// <summary>
/// Y[out] = Σ Π X[in]. A composition of recorded ops (diagonal, sum, permute, reshape, multiply, matrix product), so the gradient needs no rule of
/// its own. For a pair, names fall into four groups: kept and shared (batch), summed and shared (inner), left only, right only; then
/// (batch, left, inner) · (batch, inner, right) is a batched matrix product.
/// </summary>
internal static class EinsumOp
{
    internal static Tensor Apply(string equation, ReadOnlySpan<Tensor> operands)
    {
        EinsumEquation parsed = EinsumEquation.Parse(equation, operands);
        Named current = Prepare(operands[0], parsed, 0);
        for (int i = 1; i < operands.Length; i++)
        {
            current = Contract(current, Prepare(operands[i], parsed, i), parsed.NeededAfter(i));
        }

        current = SumAway(current, parsed.Output);
        return current.Tensor.Permute([.. parsed.Output.Select(name => current.Names.IndexOf(name))]);
    }

    // Takes diagonals of repeated names, and drops axes of size 1 whose name is longer elsewhere: broadcasting does the rest.
    private static Named Prepare(Tensor x, EinsumEquation parsed, int operand)
    {
        List<int> names = [.. parsed.Inputs[operand]];
        for (int i = 0; i < names.Count; i++)
        {
            int other = names.IndexOf(names[i], i + 1);
            if (other >= 0)
            {
                // The diagonal's axis comes last.
                x = x.Diagonal(0, i, other);
                names.Add(names[i]);
                names.RemoveAt(other);
                names.RemoveAt(i);
                i--;
            }
        }

        for (int i = names.Count - 1; i >= 0; i--)
        {
            if (x.Shape[i] == 1 && parsed.Size(names[i]) != 1)
            {
                x = x.Squeeze(i);
                names.RemoveAt(i);
            }
        }

        return new Named(x, names);
    }

    private static Named Contract(Named left, Named right, HashSet<int> needed)
    {
        left = SumAway(left, [.. needed, .. right.Names]);
        right = SumAway(right, [.. needed, .. left.Names]);
        List<int> batch = [.. left.Names.Where(n => right.Names.Contains(n) && needed.Contains(n))];
        List<int> inner = [.. left.Names.Where(n => right.Names.Contains(n) && !needed.Contains(n))];
        List<int> leftOnly = [.. left.Names.Except(right.Names)];
        List<int> rightOnly = [.. right.Names.Except(left.Names)];
        bool product = inner.Count > 0 && DTypes.Promote(left.Tensor.DType, right.Tensor.DType).IsFloatingPoint();
        return product ? MatrixProduct(left, right, batch, inner, leftOnly, rightOnly) : Multiply(left, right, batch, inner, leftOnly, rightOnly);
    }

    private static Named MatrixProduct(
        Named left, Named right, List<int> batch, List<int> inner, List<int> leftOnly, List<int> rightOnly)
    {
        int b = left.Extent(batch);
        int k = left.Extent(inner);
        int m = left.Extent(leftOnly);
        int n = right.Extent(rightOnly);
        Tensor x = left.Ordered([.. batch, .. leftOnly, .. inner]);
        Tensor y = right.Ordered([.. batch, .. inner, .. rightOnly]);
        int[] sizes = [.. batch.Select(left.Size), .. leftOnly.Select(left.Size), .. rightOnly.Select(right.Size)];
        Tensor z = batch.Count == 0
            ? x.Reshape(m, k).MatMul(y.Reshape(k, n)) // (left, inner) · (inner, right)
            : x.Reshape(b, m, k).MatMul(y.Reshape(b, k, n)); // (batch, left, inner) · (batch, inner, right)
        return new Named(z.Reshape(sizes), [.. batch, .. leftOnly, .. rightOnly]);
    }

    // Nothing is summed over (or the elements are integers): one broadcast multiplication, then the sum.
    private static Named Multiply(Named left, Named right, List<int> batch, List<int> inner, List<int> leftOnly, List<int> rightOnly)
    {
        int[] x = [.. batch.Select(left.Size), .. leftOnly.Select(left.Size), .. rightOnly.Select(_ => 1), .. inner.Select(left.Size)];
        int[] y = [.. batch.Select(right.Size), .. leftOnly.Select(_ => 1), .. rightOnly.Select(right.Size), .. inner.Select(right.Size)];
        Tensor z = left.Ordered([.. batch, .. leftOnly, .. inner]).Reshape(x) * right.Ordered([.. batch, .. rightOnly, .. inner]).Reshape(y);
        List<int> names = [.. batch, .. leftOnly, .. rightOnly, .. inner];
        return SumAway(new Named(z, names), [.. batch, .. leftOnly, .. rightOnly]);
    }

    private static Named SumAway(Named x, IReadOnlyCollection<int> needed)
    {
        int[] axes = [.. Enumerable.Range(0, x.Names.Count).Where(i => !needed.Contains(x.Names[i]))];
        return axes.Length == 0 ? x : new Named(x.Tensor.Sum(axes), [.. x.Names.Where(needed.Contains)]);
    }

    /// <summary>A tensor whose axes have names.</summary>
    private sealed record Named(Tensor Tensor, List<int> Names)
    {
        public int Size(int name) => Tensor.Shape[Names.IndexOf(name)];

        public int Extent(List<int> names) => names.Aggregate(1, (product, name) => product * Size(name));

        public Tensor Ordered(int[] names) => Tensor.Permute([.. names.Select(name => Names.IndexOf(name))]);
    }
}
