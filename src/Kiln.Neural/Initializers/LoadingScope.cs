namespace Kiln.Neural;

/// <summary>
/// Open while a saved model is built from its configuration. Initial values need not be drawn then, and a configuration must not ask
/// for more parameter memory than its weights file can fill, or a damaged or hostile one could exhaust the machine.
/// </summary>
internal static class LoadingScope
{
    private static readonly AsyncLocal<Budget?> s_current = new();

    /// <summary>Opens the scope.</summary>
    /// <param name="elements">How many elements the weights file holds.</param>
    internal static IDisposable Enter(long elements)
    {
        var budget = new Budget(elements, s_current.Value);
        s_current.Value = budget;
        return budget;
    }

    /// <summary>True inside the scope, after counting a parameter against what the file holds.</summary>
    /// <exception cref="FileFormatException">The configuration asks for more than the file holds.</exception>
    internal static bool Take(Shape shape)
    {
        if (s_current.Value is not { } budget)
        {
            return false;
        }

        budget.Remaining -= shape.ElementCount;
        return budget.Remaining >= 0
            ? true
            : throw new FileFormatException(
                $"the configuration describes more parameters than the weights file holds ({budget.Elements} elements); it stopped at one of shape {shape}");
    }

    private sealed class Budget(long elements, Budget? outer) : IDisposable
    {
        internal long Elements { get; } = elements;

        internal long Remaining { get; set; } = elements;

        public void Dispose() => s_current.Value = outer;
    }
}
