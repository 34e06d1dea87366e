namespace Kiln.Tensors.Tests;

/// <summary>
/// Checks the backward of a linear operation against its definition: for y = A x and any g, the sum of y·g equals the sum of
/// x·(Aᵀ g). Whole numbers keep every sum exact, so the two must be equal to the last bit.
/// </summary>
internal static class Adjoint
{
    internal static void ShouldHold(Func<Tensor, Tensor> operation, Shape shape, string what, int seed = 1)
    {
        Tensor values = Whole(shape, seed);
        Tensor x = values.RequireGrad();
        Tensor y = operation(x);
        y.RequiresGrad.ShouldBeTrue(what);
        Tensor g = Whole(y.Shape, seed + 1);
        y.Backward(g);
        Tensor gradient = x.Grad.ShouldNotBeNull(what);
        gradient.Shape.ShouldBe(shape, what);
        Dot(values, gradient).ShouldBe(Dot(y.Detach(), g), what);

        // The same over a view that is not contiguous, forwards and backwards.
        if (shape.Rank == 0)
        {
            return;
        }

        int[] doubled = [.. shape.Sizes[..^1], shape[^1] * 2];
        Tensor wide = Tensor.Zeros(doubled, DType.Float64);
        Tensor view = wide.Narrow(-1, 0, shape[^1], 2);
        view.CopyFrom(values);
        Tensor leaf = view.RequireGrad();
        Tensor z = operation(leaf);
        z.ToArray<double>().ShouldBe(y.ToArray<double>(), what);
        z.Backward(g.Flip().Contiguous().Flip());
        leaf.Grad!.ToArray<double>().ShouldBe(gradient.ToArray<double>(), what);
    }

    /// <summary>Whole numbers in -99 to 99.</summary>
    internal static Tensor Whole(Shape shape, int seed)
    {
        var values = new int[shape.ElementCount];
        RandomKey.FromSeed((ulong)seed).Integers(values, -99, 100);
        return Tensor.From(Array.ConvertAll(values, v => (double)v), shape);
    }

    private static double Dot(Tensor left, Tensor right) => left.ToArray<double>().Zip(right.ToArray<double>(), (a, b) => a * b).Sum();
}
