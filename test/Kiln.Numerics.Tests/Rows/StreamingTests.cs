namespace Kiln.Numerics.Tests;

/// <summary>Results so large that they go past the caches have the bits of small ones, from any alignment.</summary>
public unsafe class StreamingTests
{
    private const int Width = 768;
    private const int Rows = 3800;

    [Fact]
    public void Large_element_wise_results_equal_those_of_their_parts()
    {
        const int Count = 3_000_001;
        float[] x = RowData.Single(RowData.Random(Count, 4, 1)), y = RowData.Single(RowData.Random(Count, 4, 2));
        float[] whole = new float[Count + 3], parts = new float[Count];
        foreach (int offset in new[] { 0, 3 })
        {
            Elementwise.Unary<ExpOperator, float>(x, whole.AsSpan(offset));
            Parts((from, n) => Elementwise.Unary<ExpOperator, float>(x.AsSpan(from, n), parts.AsSpan(from, n)));
            Same(whole.AsSpan(offset, Count), parts);
            Elementwise.Binary<SubtractOperator, float>(x, y, whole.AsSpan(offset));
            Parts((from, n) => Elementwise.Binary<SubtractOperator, float>(x.AsSpan(from, n), y.AsSpan(from, n), parts.AsSpan(from, n)));
            Same(whole.AsSpan(offset, Count), parts);
            Elementwise.Binary<SubtractOperator, float>(3f, y, whole.AsSpan(offset));
            Parts((from, n) => Elementwise.Binary<SubtractOperator, float>(3f, y.AsSpan(from, n), parts.AsSpan(from, n)));
            Same(whole.AsSpan(offset, Count), parts);
        }

        float[] inPlace = [.. x];
        Elementwise.Binary<SubtractOperator, float>(inPlace, y, inPlace);
        Elementwise.Binary<SubtractOperator, float>(x, y, whole);
        Same(inPlace, whole.AsSpan(0, Count));

        static void Parts(Action<int, int> part)
        {
            for (int from = 0; from < Count; from += 100_003)
            {
                part(from, Math.Min(100_003, Count - from));
            }
        }
    }

    [Fact]
    public void Large_matrices_of_rows_equal_their_rows()
    {
        var memory = new[] { Aligned(), Aligned(), Aligned() };
        try
        {
            Span<float> x = new((void*)memory[0], Rows * Width), g = new((void*)memory[1], Rows * Width), y = new((void*)memory[2], Rows * Width);
            RowData.Single(RowData.Random(Rows * Width, 3, 1)).CopyTo(x);
            RowData.Single(RowData.Random(Rows * Width, 3, 2)).CopyTo(g);
            float[] row = new float[Width], means = new float[Rows], scales = new float[Rows];
            SoftmaxRows.Forward(Rows, Width, x, y);
            Check(x, g, y, (x, g, r, i) => SoftmaxRows.Forward(1, Width, x, r));
            SoftmaxRows.Backward(Rows, Width, x, g, y);
            Check(x, g, y, (x, g, r, i) => SoftmaxRows.Backward(1, Width, x, g, r));
            SoftmaxRows.LogForward(Rows, Width, x, y);
            Check(x, g, y, (x, g, r, i) => SoftmaxRows.LogForward(1, Width, x, r));
            SoftmaxRows.LogBackward(Rows, Width, x, g, y);
            Check(x, g, y, (x, g, r, i) => SoftmaxRows.LogBackward(1, Width, x, g, r));
            LayerNormRows.Forward(Rows, Width, x, default, default, 1e-5, y, means, scales);
            Check(x, g, y, (x, g, r, i) => LayerNormRows.Forward(1, Width, x, default, default, 1e-5, r, default, default));
            LayerNormRows.Backward(Rows, Width, x, default, means, scales, g, y, default, default);
            Check(x, g, y, (x, g, r, i) => LayerNormRows.Backward(
                1, Width, x, default, means.AsSpan(i, 1), scales.AsSpan(i, 1), g, r, default, default), tolerance: 1e-6f);
        }
        finally
        {
            foreach (IntPtr p in memory)
            {
                System.Runtime.InteropServices.NativeMemory.AlignedFree((void*)p);
            }
        }

        static IntPtr Aligned() => (IntPtr)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(Rows * Width * sizeof(float), 64);
    }

    private delegate void OneRow(ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> result, int row);

    private static void Check(Span<float> x, Span<float> g, Span<float> y, OneRow function, float tolerance = 0)
    {
        var result = new float[Width];
        for (int row = 0; row < Rows; row += 97)
        {
            function(x.Slice(row * Width, Width), g.Slice(row * Width, Width), result, row);
            for (int i = 0; i < Width; i++)
            {
                if (!(Math.Abs(y[(row * Width) + i] - result[i]) <= tolerance * Math.Max(1, Math.Abs(result[i]))))
                {
                    Assert.Fail($"row {row}, column {i}: {y[(row * Width) + i]:R} in the whole, {result[i]:R} alone");
                }
            }
        }
    }

    private static void Same(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => x.SequenceEqual(y).ShouldBeTrue();
}
