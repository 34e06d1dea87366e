namespace Kiln.Neural;

/// <summary>Adds to what a layer says about a wrong shape which layer made it.</summary>
internal static class InputSource
{
    /// <summary>Whether an error is about the input of this layer, not about something further inside it.</summary>
    internal static bool IsAtFault(Module layer, ShapeException error) => error.Message.StartsWith($"{First(layer).Title}:", StringComparison.Ordinal);

    /// <summary>The same error with the layer that the input comes from.</summary>
    internal static ShapeException Named(ShapeException error, Module before) =>
        new($"{error.Message}; its input comes from {Last(before).Title}", error);

    private static Module First(Module layer) => layer is Sequential { Count: > 0 } layers ? First(layers[0]) : layer;

    private static Module Last(Module layer) => layer is Sequential { Count: > 0 } layers ? Last(layers[^1]) : layer;
}
