namespace Kiln.Neural;

/// <summary>min(max(x, 0), 6), as ReLU6 computes it.</summary>
internal static class ClippedReLU
{
    internal static Tensor Apply(Tensor x) => x.Relu().Minimum(Tensor.Full([], 6, x.DType));
}
