namespace Kiln.Neural;

/// <summary>What is known of the last axis of a tensor between two layers: its size, or a number that divides it (behind a <see cref="Flatten"/>).</summary>
/// <param name="Size">The size, or its divisor; 0 when nothing is known.</param>
/// <param name="IsMultiple">Whether the axis is a multiple of the size rather than the size.</param>
/// <param name="Maker">The layer that decided it.</param>
internal readonly record struct LastAxis(int Size, bool IsMultiple = false, Module? Maker = null)
{
    internal static LastAxis Unknown => default;

    /// <summary>Behind a layer that makes all axes one.</summary>
    internal LastAxis Flattened => Size == 0 ? this : this with { IsMultiple = true };

    /// <summary>Throws when a layer cannot take what comes before it.</summary>
    /// <param name="layer">The layer, not yet registered.</param>
    /// <param name="place">Where it will stand.</param>
    /// <exception cref="ShapeException">It expects another size; the message names both layers and both sizes.</exception>
    internal void Check(Module layer, string place)
    {
        int taken = layer.TakenFeatures;
        if (taken == 0 || Size == 0 || (IsMultiple ? taken % Size == 0 : taken == Size))
        {
            return;
        }

        string who = $"{layer.GetType().Name} {place}: expected {taken} features (the last axis of its input)";
        if (IsMultiple)
        {
            throw new ShapeException(
                $"{who}, which is no multiple of the {Size} that {Maker?.Title} makes and a Flatten joins; Summary(inputShape) of the layers before it shows their number");
        }

        string hint = layer is Dense && Maker is Convolution or SeparableConvolution && taken % Size == 0 ? "; is a Flatten missing between them?" : string.Empty;
        throw new ShapeException($"{who}, got the {Size} that {Maker?.Title} makes{hint}");
    }
}
