namespace Kiln.Numerics;

/// <summary>How many elements one thread takes at a time. The sizes are part of no result: elements do not depend on each other.</summary>
internal static class TileSizes
{
    /// <summary>For functions bound by memory: about 10 µs from the second-level cache.</summary>
    public const int Cheap = 32768;

    /// <summary>For functions of some tens of instructions per vector.</summary>
    public const int Costly = 16384;

    /// <summary>For functions computed lane by lane at 5 to 30 ns per element.</summary>
    public const int Scalar = 2048;
}
