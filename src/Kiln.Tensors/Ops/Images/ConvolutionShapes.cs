namespace Kiln.Tensors;

/// <summary>The checks of ranks, channels and bias that convolutions share.</summary>
internal static class ConvolutionShapes
{
    /// <summary>Checks the operands of a convolution.</summary>
    /// <param name="op">The op.</param>
    /// <param name="x">The input.</param>
    /// <param name="weight">The weight, of the same rank.</param>
    /// <param name="bias">One element for each filter, or null.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="axes">The spatial axes as messages name them: "height, width".</param>
    /// <param name="kernelAxes">The same for the weight: "kernel height, kernel width".</param>
    internal static void Check(string op, Tensor x, Tensor weight, Tensor? bias, int groups, string axes, string kernelAxes)
    {
        CheckRanks(op, x, weight, axes, $"({kernelAxes}, channels / groups, filters)");
        if (groups < 1 || x.Shape[^1] != (long)weight.Shape[^2] * groups)
        {
            throw new ShapeException(
                $"{op}: the input {x.Shape} has {x.Shape[^1]} channels, the weight {weight.Shape} with {groups} groups takes "
                + $"{(long)weight.Shape[^2] * groups}{Hint(x, (long)weight.Shape[^2] * groups, axes)}");
        }

        CheckBias(op, bias, weight.Shape[^1]);
    }

    /// <summary>Checks the operands of a transposed convolution, whose weight has filters and channels the other way round.</summary>
    internal static void CheckTransposed(string op, Tensor x, Tensor weight, Tensor? bias, int groups, string axes, string kernelAxes)
    {
        CheckRanks(op, x, weight, axes, $"({kernelAxes}, filters / groups, channels)");
        if (groups < 1 || x.Shape[^1] != weight.Shape[^1] || weight.Shape[^1] % groups != 0)
        {
            throw new ShapeException(
                $"{op}: the input {x.Shape} has {x.Shape[^1]} channels, the weight {weight.Shape} with {groups} groups takes {weight.Shape[^1]}"
                + $"{(groups >= 1 && weight.Shape[^1] % groups == 0 ? Hint(x, weight.Shape[^1], axes) : ", which must be a multiple of the groups")}");
        }

        long filters = (long)weight.Shape[^2] * groups;
        if (filters > int.MaxValue)
        {
            throw new ShapeException($"{op}: the weight {weight.Shape} with {groups} groups has {filters} filters, more than {int.MaxValue}");
        }

        CheckBias(op, bias, (int)filters);
    }

    private static void CheckRanks(string op, Tensor x, Tensor weight, string axes, string weightAxes)
    {
        int rank = axes.Split(", ").Length + 2;
        if (x.Rank != rank)
        {
            string hint = x.Rank == rank - 1 ? "; add the batch axis with ExpandDims(0), or the channel axis with ExpandDims(-1)" : string.Empty;
            throw new ShapeException($"{op}: the input has shape {x.Shape}; expected (batch, {axes}, channels){hint}");
        }

        if (weight.Rank != rank)
        {
            throw new ShapeException($"{op}: the weight has shape {weight.Shape}; expected {weightAxes}");
        }
    }

    private static string Hint(Tensor x, long channels, string axes) =>
        x.Shape[1] == channels ? $"; is the input channels-first? Permute it to (batch, {axes}, channels)" : string.Empty;

    private static void CheckBias(string op, Tensor? bias, int filters)
    {
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != filters))
        {
            throw new ShapeException($"{op}: the bias has shape {bias.Shape}; expected ({filters},), one element for each filter");
        }
    }
}
