namespace Kiln.Tensors.Tests;

/// <summary>An op with inputs to test it on. Cases of all ops are listed in <see cref="OpCases"/>; a recorded op without one fails a test.</summary>
/// <param name="Name">What the case is called in test output.</param>
/// <param name="Function">Calls the op.</param>
/// <param name="Inputs">Draws input specifications: shapes may be random.</param>
internal sealed record OpCase(string Name, Func<Tensor[], Tensor> Function, Func<Random, OpInput[]> Inputs)
{
    /// <summary>How far float32 may be from float64, relative to the largest element of the result.</summary>
    internal double SingleTolerance { get; init; } = 1e-5;

    /// <summary>How many random draws of shapes and values are tested.</summary>
    internal int Rounds { get; init; } = 4;

    /// <summary>The op on plain numbers, where it works element by element on inputs of one shape.</summary>
    internal Func<double[], double>? Reference { get; init; }

    /// <summary>How far the float64 result may be from <see cref="Reference"/>, relative to the larger of it and 1.</summary>
    internal double ReferenceTolerance { get; init; } = 1e-13;

    public override string ToString() => Name;
}
