using BenchmarkDotNet.Attributes;
using Kiln.Numerics;

namespace Kiln.Microbenchmarks;

/// <summary>Steps of optimizers over one long parameter: four arrays read, three written by Adam.</summary>
public class OptimizerSteps : IHasWork
{
    private float[] _w = [], _g = [], _m = [], _v = [];

    [Params(10_000, 10_000_000)]
    public int Count { get; set; }

    public (double Amount, string Unit) Work => (28.0 * Count, "GB/s");

    [GlobalSetup]
    public void Setup() => (_w, _g, _m, _v) = (Operands.Draw(Count), Operands.Draw(Count), new float[Count], new float[Count]);

    [Benchmark]
    public void Adam() => new AdamStep(1e-3, 1, 0.9, 0.999, 1e-8).Apply(_w, _g, _m, _v);
}
