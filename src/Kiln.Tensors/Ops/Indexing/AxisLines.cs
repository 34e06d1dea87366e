namespace Kiln.Tensors;

/// <summary>
/// A shape seen along one axis, (outer, size, inner), and how its lines are dealt out: by outer indices, or, where those are few, by inner ones too. The elements of a line stay
/// together and in order.
/// </summary>
internal readonly record struct AxisLines(int Outer, int Size, int Inner)
{
    /// <summary>The lines along an axis.</summary>
    internal static AxisLines Of(Shape shape, int axis)
    {
        ReadOnlySpan<int> sizes = shape.Sizes;
        return sizes.IsEmpty ? new(1, 1, 1) : new(Product(sizes[..axis]), sizes[axis], Product(sizes[(axis + 1)..]));
    }

    /// <summary>The number of tiles of about so many elements.</summary>
    internal int Tiles(int elements) => Outer == 0 || Inner == 0 ? 0 : OuterTiles(elements) * InnerTiles(elements);

    /// <summary>The lines of a tile.</summary>
    internal Part PartOf(int tile, int elements)
    {
        (int o, int i) = Math.DivRem(tile, InnerTiles(elements));
        (int outer, int inner) = (OuterPerTile(elements), InnerPerTile(elements));
        return new(o * outer, Math.Min(Outer, (o + 1) * outer), i * inner, Math.Min(Inner, (i + 1) * inner));
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        int product = 1;
        foreach (int size in sizes)
        {
            product *= size;
        }

        return product;
    }

    private int OuterPerTile(int elements) => (int)Math.Clamp(elements / Math.Max(1, (long)Size * Inner), 1, Math.Max(1, Outer));

    private int InnerPerTile(int elements) => Math.Clamp(elements / Math.Max(1, Size), Math.Min(16, Inner), Math.Max(1, Inner));

    private int OuterTiles(int elements) => (Outer + OuterPerTile(elements) - 1) / OuterPerTile(elements);

    private int InnerTiles(int elements) => (Inner + InnerPerTile(elements) - 1) / InnerPerTile(elements);

    /// <summary>A range of outer indices times a range of inner ones.</summary>
    internal readonly record struct Part(int FirstOuter, int EndOuter, int FirstInner, int EndInner);
}
