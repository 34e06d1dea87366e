using BenchmarkDotNet.Attributes;
using Kiln.Numerics;

namespace Kiln.Microbenchmarks;

/// <summary>Functions of each element, with operands in the first-level cache, the last-level cache and memory.</summary>
public class UnaryFunctions : IHasWork
{
    private float[] _x = [], _y = [];

    [Params(1_000, 1_000_000, 32_000_000)]
    public int Count { get; set; }

    public (double Amount, string Unit) Work => (8.0 * Count, "GB/s");

    [GlobalSetup]
    public void Setup() => (_x, _y) = (Operands.Draw(Count), new float[Count]);

    [Benchmark]
    public void Exp() => Elementwise.Unary<ExpOperator, float>(_x, _y);

    [Benchmark]
    public void Tanh() => Elementwise.Unary<TanhOperator, float>(_x, _y);

    [Benchmark]
    public void Sigmoid() => Elementwise.Unary<SigmoidOperator, float>(_x, _y);

    [Benchmark]
    public void Erf() => Elementwise.Unary<ErfOperator, float>(_x, _y);

    [Benchmark]
    public void Gelu() => Elementwise.Unary<GeluOperator, float>(_x, _y);
}

/// <summary>Sums and other reductions of one long array.</summary>
public class Reductions : IHasWork
{
    private readonly float[] _y = new float[1];
    private readonly long[] _index = new long[1];
    private float[] _x = [];

    [Params(1_000, 1_000_000, 32_000_000)]
    public int Count { get; set; }

    public (double Amount, string Unit) Work => (4.0 * Count, "GB/s");

    [GlobalSetup]
    public void Setup() => _x = Operands.Draw(Count);

    [Benchmark]
    public void Sum() => Reduction.Sum<float>(_x, _y, 1, Count, 1);

    [Benchmark]
    public void Max() => Reduction.Max<float>(_x, _y, 1, Count, 1);

    [Benchmark]
    public void LogSumExp() => Reduction.LogSumExp<float>(_x, _y, 1, Count, 1);

    [Benchmark]
    public void ArgMax() => Reduction.ArgMax<float>(_x, _index, 1, Count, 1);
}
