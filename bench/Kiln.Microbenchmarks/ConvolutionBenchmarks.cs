using BenchmarkDotNet.Attributes;
using Kiln.Numerics;

namespace Kiln.Microbenchmarks;

/// <summary>3×3 convolutions of one size of picture and several numbers of channels.</summary>
public class Convolution3X3 : IHasWork
{
    private float[] _x = [], _w = [], _y = [];
    private Conv2DGeometry _g;

    [Params(32, 64, 128, 256)]
    public int Channels { get; set; }

    public (double Amount, string Unit) Work => (2.0 * Geometry.OutputCount * 9 * Channels, "GFLOP/s");

    private Conv2DGeometry Geometry => new(8, 28, 28, Channels, Channels, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    [GlobalSetup]
    public void Setup()
    {
        _g = Geometry;
        (_x, _w, _y) = (Operands.Draw(_g.InputCount), Operands.Draw(_g.WeightCount), Operands.Draw(_g.OutputCount));
    }

    [Benchmark]
    public void Forward() => Convolution2D.Forward(_g, _x, _w, [], _y);

    [Benchmark]
    public void InputGradient() => Convolution2D.InputGradient(_g, _y, _w, _x);

    [Benchmark]
    public void WeightGradient() => Convolution2D.WeightGradient(_g, _x, _y, _w);
}

/// <summary>Depthwise convolutions: a window per channel, bound by memory.</summary>
public class ConvolutionDepthwise : IHasWork
{
    private float[] _x = [], _w = [], _y = [];
    private Conv2DGeometry _g;

    [Params(32, 128, 512)]
    public int Channels { get; set; }

    public (double Amount, string Unit) Work => (4.0 * (Geometry.InputCount + Geometry.OutputCount), "GB/s");

    private Conv2DGeometry Geometry => new(8, 28, 28, Channels, Channels, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, Channels);

    [GlobalSetup]
    public void Setup()
    {
        _g = Geometry;
        (_x, _w, _y) = (Operands.Draw(_g.InputCount), Operands.Draw(_g.WeightCount), Operands.Draw(_g.OutputCount));
    }

    [Benchmark]
    public void Forward() => Convolution2D.Forward(_g, _x, _w, [], _y);

    [Benchmark]
    public void InputGradient() => Convolution2D.InputGradient(_g, _y, _w, _x);

    [Benchmark]
    public void WeightGradient() => Convolution2D.WeightGradient(_g, _x, _y, _w);
}
