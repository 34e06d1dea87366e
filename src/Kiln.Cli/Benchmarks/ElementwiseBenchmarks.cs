using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>Element by element, reductions, an optimizer's step: what memory bounds.</summary>
internal static class ElementwiseBenchmarks
{
    private const int Count = 32 << 20;
    private const double Bytes = 4.0 * Count;

    /// <summary>The kernels of the family.</summary>
    public static IEnumerable<KernelBenchmark> All()
    {
        yield return new("add", Shape, 0, 2 * Bytes, Bytes, () =>
        {
            var (x, y, z) = (Operands.Single(Count), Operands.Single(Count), new float[Count]);
            return () => Elementwise.Binary<AddOperator, float>(x, y, z);
        });
        yield return Unary<ExpOperator>("exp");
        yield return Unary<GeluOperator>("gelu");
        yield return Unary<TanhOperator>("tanh");
        yield return new("sum", Shape, 0, Bytes, 0, () =>
        {
            var (x, y) = (Operands.Single(Count), new float[1]);
            return () => Reduction.Sum<float>(x, y, 1, Count, 1);
        });
        yield return new("adam", Shape, 0, 4 * Bytes, 3 * Bytes, () =>
        {
            var (w, g, m, v) = (Operands.Single(Count), Operands.Single(Count), new float[Count], new float[Count]);
            var step = new AdamStep(1e-3, 1, 0.9, 0.999, 1e-8);
            return () => step.Apply(w, g, m, v);
        });
    }

    private static string Shape => "32 Mi";

    private static KernelBenchmark Unary<TOperator>(string name)
        where TOperator : struct, IUnaryOperator => new(name, Shape, 0, Bytes, Bytes, () =>
        {
            var (x, y) = (Operands.Single(Count), new float[Count]);
            return () => Elementwise.Unary<TOperator, float>(x, y);
        });
}
