namespace Kiln.Tensors;

/// <summary>The backward rule that maximum and minimum along axes share.</summary>
internal static class ExtremumGradient
{
    /// <summary>The gradient divided among the elements that equal the extremum.</summary>
    internal static Tensor Share(Tensor x, Tensor extremum, Tensor g, ReducedAxes axes)
    {
        Tensor chosen = x.EqualTo(axes.Spread(extremum)).To(g.DType);
        Tensor count = SumOp.Apply(chosen, axes);
        return chosen * axes.Spread(g / count);
    }
}
