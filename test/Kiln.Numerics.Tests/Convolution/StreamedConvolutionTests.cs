using System.Runtime.InteropServices;

namespace Kiln.Numerics.Tests;

/// <summary>Convolutions whose results are so large, and lie so, that they are written past the caches.</summary>
public unsafe class StreamedConvolutionTests
{
    [Theory]
    [InlineData(32, 3, 1)]
    [InlineData(32, 3, 2)]
    [InlineData(48, 5, 1)]
    public void Large_depthwise_results_equal_those_of_one_image_at_a_time(int channels, int kernel, int stride) =>
        EqualsOneImageAtATime(new Conv2DGeometry(
            9, 112, 112, channels, channels, kernel, kernel, stride, stride, kernel / 2, kernel / 2, kernel / 2, kernel / 2, 1, 1, channels));

    [Theory]
    [InlineData(3, 16, 3, 2, 1)]
    [InlineData(3, 48, 3, 2, 1)]
    [InlineData(1, 32, 3, 1, 1)]
    [InlineData(3, 64, 5, 2, 2)]
    [InlineData(8, 48, 3, 1, 1)]
    [InlineData(16, 32, 3, 2, 2)]
    [InlineData(5, 64, 1, 1, 1)]
    [InlineData(64, 80, 1, 1, 1)]
    public void Large_dense_results_equal_those_of_one_image_at_a_time(int channels, int filters, int kernel, int stride, int dilation)
    {
        var size = filters == 80 ? 40 : 110;
        EqualsOneImageAtATime(new Conv2DGeometry(
            30, size, size, channels, filters, kernel, kernel, stride, stride, 1, 1, 0, 1, dilation, dilation, 1));
    }

    // A batch streams; a single image, whose result is small, does not. What a pixel gets does not depend on the others beyond rounding.
    private static void EqualsOneImageAtATime(Conv2DGeometry g)
    {
        var one = g with { Batch = 1 };
        using var x = new Operand(g.InputCount, 1);
        using var w = new Operand(g.WeightCount, 2);
        using var bias = new Operand(g.OutChannels, 3);
        using var gy = new Operand(g.OutputCount, 4);
        using var y = new Operand(g.OutputCount, 5);
        using var gx = new Operand(g.InputCount, 6);
        y.Span.Fill(float.NaN);
        gx.Span.Fill(float.NaN);
        Convolution2D.Forward(g, x.Span, w.Span, bias.Span, y.Span, Activation.ReLU);
        Convolution2D.InputGradient(g, gy.Span, w.Span, gx.Span);
        var expectedY = new float[one.OutputCount];
        var expectedX = new float[one.InputCount];
        for (var image = 0; image < g.Batch; image += 4)
        {
            Convolution2D.Forward(one, x.Part(image, expectedX.Length), w.Span, bias.Span, expectedY, Activation.ReLU);
            Convolution2D.InputGradient(one, gy.Part(image, expectedY.Length), w.Span, expectedX);
            Compare(y.Part(image, expectedY.Length), expectedY, $"forward of {g}, image {image}");
            Compare(gx.Part(image, expectedX.Length), expectedX, $"input gradient of {g}, image {image}");
        }
    }

    private static void Compare(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= 1e-4f))
            {
                actual[i].ShouldBe(expected[i], 1e-4f, $"{what} at {i}");
            }
        }
    }

    /// <summary>Numbers that begin at a cache line.</summary>
    private sealed class Operand : IDisposable
    {
        private readonly float* _first;
        private readonly int _count;

        public Operand(long count, int seed)
        {
            _count = checked((int)count);
            _first = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
            var random = new Random(seed);
            for (var i = 0; i < _count; i++)
            {
                _first[i] = (random.Next(2001) - 1000) / 1024f;
            }
        }

        public Span<float> Span => new(_first, _count);

        public Span<float> Part(int index, int length) => Span.Slice(index * length, length);

        public void Dispose() => NativeMemory.AlignedFree(_first);
    }
}
