namespace Kiln.Tensors;

/// <summary>How the window of a one-dimensional convolution moves.</summary>
public sealed record Conv1DOptions
{
    /// <summary>Stride 1, no padding, no dilation, one group.</summary>
    public static Conv1DOptions Default { get; } = new();

    /// <summary>Input steps from one output step to the next; at least 1, by default 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros at each end; by default none. Before alone, dilation · (kernel − 1) of them, makes the convolution causal.</summary>
    public (int Before, int After) Padding { get; init; }

    /// <summary>Distance of the window's taps; at least 1, by default 1 (a dense window).</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Groups of channels that do not see each other; must divide both channel counts. By default 1.</summary>
    public int Groups { get; init; } = 1;
}
