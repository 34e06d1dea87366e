namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Whether every element is within tolerance of the other tensor's: |a − b| ≤ absolute + relative · |b|, as NumPy's allclose. Infinities of one sign are
    /// close. The shapes broadcast; types may differ.
    /// </summary>
    /// <param name="other">The tensor that is compared with.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <param name="equalNaN">Whether NaN is close to NaN.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public bool AllClose(Tensor other, double relative = 1e-5, double absolute = 1e-8, bool equalNaN = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        Tensor a = Detach().To(DType.Float64);
        Tensor b = other.Detach().To(DType.Float64);

        // What is equal is close, infinities among it; their difference would be NaN.
        Tensor close = (a - b).Abs().LessOrEqual((b.Abs() * relative) + absolute).LogicalAnd(b.IsFinite()).LogicalOr(a.EqualTo(b));
        if (equalNaN)
        {
            close = close.LogicalOr(a.IsNaN().LogicalAnd(b.IsNaN()));
        }

        return close.All().Item<bool>();
    }

    /// <summary>Whether the other tensor has the same shape and equal elements; types may differ. NaN equals nothing, as NumPy's array_equal.</summary>
    /// <param name="other">The tensor that is compared with.</param>
    public bool ArrayEqual(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Shape == other.Shape && Detach().EqualTo(other.Detach()).All().Item<bool>();
    }
}
