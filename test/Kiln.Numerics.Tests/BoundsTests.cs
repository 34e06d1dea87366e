namespace Kiln.Numerics.Tests;

/// <summary>Products, convolutions and poolings stay within their operands, checked by pages that may not be touched.</summary>
public class BoundsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_matrix_product_touches_nothing_beyond_its_operands(bool atEnd)
    {
        Assert.SkipUnless(GuardedMemory<float>.IsSupported, "Guard pages are made by Linux's mmap here.");
        var random = new Random(2);
        for (var i = 0; i < 150; i++)
        {
            var (m, n, k) = (random.Next(1, 70), random.Next(1, 90), random.Next(1, 150));
            var (ta, tb) = (random.Next(2) == 0, random.Next(2) == 0);
            using var a = new GuardedMemory<float>(MatMulCase.Draw<float>(random, m * k), atEnd);
            using var b = new GuardedMemory<float>(MatMulCase.Draw<float>(random, k * n), atEnd);
            using var c = new GuardedMemory<float>(new float[m * n], atEnd);
            using var bias = new GuardedMemory<float>(new float[n], atEnd);
            var expected = new float[m * n];
            MatMul.Multiply(m, n, k, a.Span.ToArray(), ta ? m : k, ta, b.Span.ToArray(), tb ? k : n, tb, expected, n, bias: bias.Span);
            MatMul.Multiply(m, n, k, a.Span, ta ? m : k, ta, b.Span, tb ? k : n, tb, c.Span, n, bias: bias.Span);
            c.Span.SequenceEqual(expected).ShouldBeTrue($"{m} × {n} × {k}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Convolutions_touch_nothing_beyond_their_operands(bool atEnd)
    {
        Assert.SkipUnless(GuardedMemory<float>.IsSupported, "Guard pages are made by Linux's mmap here.");
        var random = new Random(3);
        for (var i = 0; i < 80; i++)
        {
            var g = ConvolutionCheck.Random(random);
            using var x = new GuardedMemory<float>(MatMulCase.Draw<float>(random, (int)g.InputCount), atEnd);
            using var w = new GuardedMemory<float>(MatMulCase.Draw<float>(random, (int)g.WeightCount), atEnd);
            using var y = new GuardedMemory<float>(new float[g.OutputCount], atEnd);
            using var bias = new GuardedMemory<float>(new float[g.OutChannels], atEnd);
            using var gx = new GuardedMemory<float>(new float[g.InputCount], atEnd);
            using var gw = new GuardedMemory<float>(new float[g.WeightCount], atEnd);
            var expected = new float[g.OutputCount];
            Convolution2D.Forward(g, x.Span.ToArray(), w.Span.ToArray(), [], expected);
            Convolution2D.Forward(g, x.Span, w.Span, bias.Span, y.Span);
            Convolution2D.InputGradient(g, y.Span, w.Span, gx.Span);
            Convolution2D.WeightGradient(g, x.Span, y.Span, gw.Span);
            y.Span.SequenceEqual(expected).ShouldBeTrue(g.ToString());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Poolings_and_bias_gradients_touch_nothing_beyond_their_operands(bool atEnd)
    {
        Assert.SkipUnless(GuardedMemory<float>.IsSupported, "Guard pages are made by Linux's mmap here.");
        var random = new Random(4);
        for (var i = 0; i < 60; i++)
        {
            var (kernel, stride) = (random.Next(1, 4), random.Next(1, 4));
            var pad = random.Next(kernel);
            var g = new Pool2DGeometry(2, random.Next(4, 9), random.Next(4, 9), random.Next(1, 70), kernel, kernel, stride, stride, pad, pad, pad, pad);
            using var x = new GuardedMemory<float>(MatMulCase.Draw<float>(random, (int)g.InputCount), atEnd);
            using var y = new GuardedMemory<float>(new float[g.OutputCount], atEnd);
            using var indices = new GuardedMemory<int>(new int[g.OutputCount], atEnd);
            using var gx = new GuardedMemory<float>(new float[g.InputCount], atEnd);
            using var sums = new GuardedMemory<float>(new float[g.Channels], atEnd);
            MaxPooling2D.Forward(g, x.Span, y.Span, indices.Span);
            MaxPooling2D.Backward(g, y.Span, indices.Span, gx.Span);
            AveragePooling2D.Forward(g, true, x.Span, y.Span);
            AveragePooling2D.Backward(g, true, y.Span, gx.Span);
            BiasActivation.Backward((int)g.InputCount / g.Channels, g.Channels, x.Span, gx.Span, gx.Span, sums.Span, Activation.ReLU);
        }
    }
}
