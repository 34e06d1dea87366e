using BenchmarkDotNet.Attributes;
using Kiln.Numerics;

namespace Kiln.Microbenchmarks;

/// <summary>Square matrix products in float32 and float64.</summary>
public class MatMulSquares : IHasWork
{
    private float[] _a = [], _b = [], _c = [];
    private double[] _p = [], _q = [], _r = [];

    [Params(16, 32, 64, 128, 256, 512, 1024)]
    public int Size { get; set; }

    public (double Amount, string Unit) Work => (2.0 * Size * Size * Size, "GFLOP/s");

    [GlobalSetup]
    public void Setup()
    {
        (_a, _b, _c) = (Operands.Draw(Size * Size), Operands.Draw(Size * Size), new float[Size * Size]);
        (_p, _q, _r) = (Array.ConvertAll(_a, v => (double)v), Array.ConvertAll(_b, v => (double)v), new double[Size * Size]);
    }

    [Benchmark]
    public void Float32() => MatMul.Multiply(Size, Size, Size, _a, Size, false, _b, Size, false, _c, Size);

    [Benchmark]
    public void Float32Transposed() => MatMul.Multiply(Size, Size, Size, _a, Size, false, _b, Size, true, _c, Size);

    [Benchmark]
    public void Float64() => MatMul.Multiply(Size, Size, Size, _p, Size, false, _q, Size, false, _r, Size);
}

/// <summary>Few rows times the weights of a Transformer's layer.</summary>
public class MatMulFewRows : IHasWork
{
    private const int Inner = 768;
    private const int Columns = 3072;
    private float[] _a = [], _b = [], _c = [];

    [Params(1, 4, 16, 64, 256)]
    public int Rows { get; set; }

    public (double Amount, string Unit) Work => (2.0 * Rows * Inner * Columns, "GFLOP/s");

    [GlobalSetup]
    public void Setup() => (_a, _b, _c) = (Operands.Draw(Rows * Inner), Operands.Draw(Inner * Columns), new float[Rows * Columns]);

    [Benchmark]
    public void Plain() => MatMul.Multiply(Rows, Columns, Inner, _a, Inner, false, _b, Columns, false, _c, Columns);

    [Benchmark]
    public void Transposed() => MatMul.Multiply(Rows, Columns, Inner, _a, Inner, false, _b, Inner, true, _c, Columns);
}
