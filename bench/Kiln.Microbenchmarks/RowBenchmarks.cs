using BenchmarkDotNet.Attributes;
using Kiln.Numerics;

namespace Kiln.Microbenchmarks;

/// <summary>Functions of rows, from the caches to memory.</summary>
public class Rows : IHasWork
{
    private const int Count = 256;
    private float[] _x = [], _y = [];

    [Params(64, 1024, 16384)]
    public int Width { get; set; }

    public (double Amount, string Unit) Work => (8.0 * Count * Width, "GB/s");

    [GlobalSetup]
    public void Setup() => (_x, _y) = (Operands.Draw(Count * Width), new float[Count * Width]);

    [Benchmark]
    public void Softmax() => SoftmaxRows.Forward(Count, Width, _x, _y);

    [Benchmark]
    public void LogSoftmax() => SoftmaxRows.LogForward(Count, Width, _x, _y);
}
