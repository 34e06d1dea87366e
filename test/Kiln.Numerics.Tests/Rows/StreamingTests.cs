namespace Kiln.Numerics.Tests;

/// <summary>Results so large that they go past the caches have the bits of small ones, from any alignment.</summary>
public unsafe class StreamingTests
{
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
            Elementwise.Ternary<EluGradient, float>(x, y, [0.7f], whole.AsSpan(offset));
            Parts((from, n) => Elementwise.Ternary<EluGradient, float>(x.AsSpan(from, n), y.AsSpan(from, n), [0.7f], parts.AsSpan(from, n)));
            Same(whole.AsSpan(offset, Count), parts);
            Elementwise.Ternary<CeluOperator, float>(x, [0.5f], [2f], whole.AsSpan(offset));
            Parts((from, n) => Elementwise.Ternary<CeluOperator, float>(x.AsSpan(from, n), [0.5f], [2f], parts.AsSpan(from, n)));
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

    // Past the caches; rows that are mapped from their end on; from outside the second-level cache; few rows of great length, which share tiles.
    [Theory]
    [InlineData(3800, 768)]
    [InlineData(1030, 3072)]
    [InlineData(8300, 128)]
    [InlineData(40, 30522)]
    public void Large_matrices_of_rows_equal_their_rows(int rows, int width)
    {
        nuint bytes = (nuint)(rows * width * sizeof(float));
        var memory = new[] { Aligned(bytes), Aligned(bytes), Aligned(bytes) };
        try
        {
            Span<float> x = new((void*)memory[0], rows * width), g = new((void*)memory[1], rows * width), y = new((void*)memory[2], rows * width);
            RowData.Single(RowData.Random(rows * width, 3, 1)).CopyTo(x);
            RowData.Single(RowData.Random(rows * width, 3, 2)).CopyTo(g);
            float[] means = new float[rows], scales = new float[rows], gamma = new float[width], beta = new float[width];
            SoftmaxRows.Forward(rows, width, x, y);
            Check(rows, x, g, y, (x, g, r, i) => SoftmaxRows.Forward(1, width, x, r));
            SoftmaxRows.Backward(rows, width, x, g, y);
            Check(rows, x, g, y, (x, g, r, i) => SoftmaxRows.Backward(1, width, x, g, r));
            SoftmaxRows.LogForward(rows, width, x, y);
            Check(rows, x, g, y, (x, g, r, i) => SoftmaxRows.LogForward(1, width, x, r));
            SoftmaxRows.LogBackward(rows, width, x, g, y);
            Check(rows, x, g, y, (x, g, r, i) => SoftmaxRows.LogBackward(1, width, x, g, r));
            LayerNormRows.Forward(rows, width, x, default, default, 1e-5, y, means, scales);
            Check(rows, x, g, y, (x, g, r, i) => LayerNormRows.Forward(1, width, x, default, default, 1e-5, r, default, default));
            LayerNormRows.Backward(rows, width, x, default, means, scales, g, y, gamma, beta);
            Check(rows, x, g, y, (x, g, r, i) => LayerNormRows.Backward(
                1, width, x, default, means.AsSpan(i, 1), scales.AsSpan(i, 1), g, r, default, default), tolerance: 1e-6f);
            Sums(x, g, means, scales, gamma, beta);
            float[] a = RowData.Single(RowData.Random(width, 3, 3)), b = RowData.Single(RowData.Random(width, 3, 4)), c = RowData.Single(RowData.Random(width, 3, 5));
            BatchNormRows.Normalize(rows, width, x, a, b, c, y);
            Check(rows, x, g, y, (x, g, r, i) => BatchNormRows.Normalize(1, width, x, a, b, c, r));
            BatchNormRows.InputGradient(rows, width, x, a, g, b, c, a, y);
            Check(rows, x, g, y, (x, g, r, i) => BatchNormRows.InputGradient(1, width, x, a, g, b, c, a, r));
            GroupNorm(rows, width, x, g, y);
        }
        finally
        {
            foreach (IntPtr p in memory)
            {
                System.Runtime.InteropServices.NativeMemory.AlignedFree((void*)p);
            }
        }

        static IntPtr Aligned(nuint bytes) => (IntPtr)System.Runtime.InteropServices.NativeMemory.AlignedAlloc(bytes, 64);
    }

    // As many items as rows: what is large together is small for each.
    private static void GroupNorm(int rows, int width, Span<float> x, Span<float> g, Span<float> y)
    {
        const int Groups = 2;
        float[] means = new float[rows * Groups], scales = new float[rows * Groups];
        GroupNormRows.Forward(rows, 1, width, Groups, x, default, default, 1e-5, y, means, scales);
        Check(rows, x, g, y, (x, g, r, i) => GroupNormRows.Forward(1, 1, width, Groups, x, default, default, 1e-5, r, new float[Groups], new float[Groups]));
        GroupNormRows.Backward(rows, 1, width, Groups, x, default, means, scales, g, y, default, default);
        Check(rows, x, g, y, (x, g, r, i) => GroupNormRows.Backward(
            1, 1, width, Groups, x, default, means.AsSpan(i * Groups, Groups), scales.AsSpan(i * Groups, Groups), g, r, default, default));
    }

    private delegate void OneRow(ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> result, int row);

    private static void Check(int rows, Span<float> x, Span<float> g, Span<float> y, OneRow function, float tolerance = 0)
    {
        int width = x.Length / rows;
        var result = new float[width];
        for (int row = 0; row < rows; row += rows > 97 ? 97 : 7)
        {
            function(x.Slice(row * width, width), g.Slice(row * width, width), result, row);
            for (int i = 0; i < width; i++)
            {
                if (!(Math.Abs(y[(row * width) + i] - result[i]) <= tolerance * Math.Max(1, Math.Abs(result[i]))))
                {
                    Assert.Fail($"row {row}, column {i}: {y[(row * width) + i]:R} in the whole, {result[i]:R} alone");
                }
            }
        }
    }

    // Each column's sums in float64, the terms as large as their rounding.
    private static void Sums(Span<float> x, Span<float> g, float[] means, float[] scales, float[] gamma, float[] beta)
    {
        int rows = means.Length, width = gamma.Length;
        for (int column = 0; column < width; column += 61)
        {
            double first = 0, second = 0;
            for (int row = 0; row < rows; row++)
            {
                double dy = g[(row * width) + column];
                first += dy * (x[(row * width) + column] - means[row]) * scales[row];
                second += dy;
            }

            Math.Abs(gamma[column] - first).ShouldBeLessThan(1e-5 * rows);
            Math.Abs(beta[column] - second).ShouldBeLessThan(1e-5 * rows);
        }
    }

    private static void Same(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => x.SequenceEqual(y).ShouldBeTrue();
}
