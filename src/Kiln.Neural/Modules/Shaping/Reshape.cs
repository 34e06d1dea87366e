namespace Kiln.Neural;

/// <summary>Another arrangement of each item's elements: (batch, …) → (batch, sizes).</summary>
public sealed class Reshape : Module
{
    private readonly int[] _sizes;

    /// <summary>Makes the layer.</summary>
    /// <param name="sizes">The sizes of an item, without the batch; one of them may be −1, which takes what is left.</param>
    /// <exception cref="ArgumentException">A size is below −1, or several are −1.</exception>
    public Reshape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.ContainsAnyInRange(int.MinValue, -2) || sizes.Count(-1) > 1)
        {
            throw new ArgumentException($"sizes must be at least 0, and at most one of them −1; got ({string.Join(", ", sizes.ToArray())})", nameof(sizes));
        }

        _sizes = sizes.ToArray();
    }

    /// <summary>The sizes of an item, without the batch; one may be −1.</summary>
    public IReadOnlyList<int> Sizes => _sizes;

    /// <inheritdoc/>
    /// <param name="x">(batch, …), of any type.</param>
    /// <returns>(batch, sizes).</returns>
    /// <exception cref="ShapeException">The items have another number of elements.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.Batch(Label, x);
        long item = InputChecks.ItemSize(x);
        long known = 1;
        foreach (int size in _sizes)
        {
            known *= size == -1 ? 1 : size;
        }

        int unknown = Array.IndexOf(_sizes, -1);
        if (unknown < 0 ? known != item : known == 0 || item % known != 0)
        {
            throw new ShapeException(
                $"{Label}: items of {x.Shape} have {item} elements, ({string.Join(", ", _sizes)}) {(unknown < 0 ? "has" : "a multiple of")} {known}");
        }

        int[] sizes = [x.Shape[0], .. _sizes];
        if (unknown >= 0)
        {
            sizes[unknown + 1] = (int)(item / known);
        }

        return x.Reshape(sizes);
    }

    internal override LastAxis Lead(LastAxis given) => _sizes is [.., var last and > 0] ? new LastAxis(last, Maker: this) : LastAxis.Unknown;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("sizes", _sizes);
    }

    internal static Reshape Read(ModuleConfig config) => new(config.IntList("sizes", minimum: -1));
}
