namespace Kiln.Cli;

/// <summary>A kernel with operands of one size.</summary>
/// <param name="Name">What <c>--kernel</c> selects by.</param>
/// <param name="Shape">The operands, for people.</param>
/// <param name="Operations">Floating-point operations of one run, a multiply-add counted as two; 0 where they are not what bounds it.</param>
/// <param name="BytesRead">Bytes of operands, each counted once however often it is read.</param>
/// <param name="BytesWritten">Bytes of results.</param>
/// <param name="Prepare">Makes the operands and gives one run.</param>
internal sealed record KernelBenchmark(string Name, string Shape, double Operations, double BytesRead, double BytesWritten, Func<Action> Prepare)
{
    /// <summary>Whether it computes in float64, whose peak is half.</summary>
    public bool IsDouble { get; init; }

    /// <summary>Operations per byte.</summary>
    public double Intensity => Operations / (BytesRead + BytesWritten);
}
