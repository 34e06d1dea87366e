using BenchmarkDotNet.Attributes;
using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Microbenchmarks;

/// <summary>What the tape costs: a small network's forward and backward, where the kernels are short.</summary>
[MemoryDiagnoser]
public class Tape : IHasWork
{
    private readonly Parameter _w1 = new(Tensor.From(Operands.Draw(784 * 128), [784, 128]));
    private readonly Parameter _b1 = new(Tensor.From(Operands.Draw(128), [128]));
    private readonly Parameter _w2 = new(Tensor.From(Operands.Draw(128 * 10), [128, 10]));
    private readonly Parameter _b2 = new(Tensor.From(Operands.Draw(10), [10]));
    private Tensor _x = Tensor.Zeros([1]);
    private Tensor _labels = Tensor.Zeros([1]);

    [Params(1, 64)]
    public int Batch { get; set; }

    public (double Amount, string Unit) Work => (6.0 * Batch * ((784 * 128) + (128 * 10)), "GFLOP/s");

    [GlobalSetup]
    public void Setup()
    {
        _x = Tensor.From(Operands.Draw(Batch * 784), [Batch, 784]);
        _labels = Tensor.From([.. Enumerable.Range(0, Batch).Select(i => (long)(i % 10))], [Batch]);
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        var hidden = Functional.Dense(_x, _w1, _b1, Activation.ReLU); // (B, 784) → (B, 128)
        Functional.SoftmaxCrossEntropy(Functional.Dense(hidden, _w2, _b2), _labels).Sum().Backward(); // → (B, 10) → (B)
        foreach (var parameter in new[] { _w1, _b1, _w2, _b2 })
        {
            parameter.ClearGradient();
        }
    }
}
