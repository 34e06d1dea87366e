using System.Globalization;
using System.Text.Json;
using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

/// <summary>A tensor's elements in a form that goldens of any type compare with.</summary>
internal static class TensorValues
{
    internal static double[] Doubles(this Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => tensor.ToArray<double>(),
        DType.Float32 => Array.ConvertAll(tensor.ToArray<float>(), v => (double)v),
        DType.Float16 => Array.ConvertAll(tensor.ToArray<Half>(), v => (double)v),
        DType.BFloat16 => Array.ConvertAll(tensor.ToArray<BFloat16>(), v => (double)(float)v),
        DType.Int64 => Array.ConvertAll(tensor.ToArray<long>(), v => (double)v),
        DType.Int32 => Array.ConvertAll(tensor.ToArray<int>(), v => (double)v),
        DType.Int8 => Array.ConvertAll(tensor.ToArray<sbyte>(), v => (double)v),
        DType.UInt8 => Array.ConvertAll(tensor.ToArray<byte>(), v => (double)v),
        _ => Array.ConvertAll(tensor.ToArray<bool>(), v => v ? 1.0 : 0.0),
    };

    /// <summary>Checks shape and elements against a golden's <c>shape</c> and <c>values</c>; integers of 64 bits exactly.</summary>
    internal static void ShouldEqual(this Tensor tensor, JsonElement golden, string what)
    {
        tensor.Shape.ToArray().ShouldBe(golden.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()), what);
        tensor.IsContiguous.ShouldBeTrue(what);
        var values = golden.GetProperty("values").EnumerateArray().Select(e => e.GetString()!).ToArray();
        if (tensor.DType == DType.Int64)
        {
            tensor.ToArray<long>().ShouldBe(values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)), what);
            return;
        }

        tensor.Doubles().Select(BitConverter.DoubleToInt64Bits).ShouldBe(values.Select(v => BitConverter.DoubleToInt64Bits(Parse(v))), what);
    }

    /// <summary>A tensor of a type, with awkward values for floating point.</summary>
    internal static Tensor Sample(DType dtype, Shape shape)
    {
        var v = new double[shape.ElementCount];
        RandomKey.FromSeed(1).Normal(v.AsSpan(), 0, 50);
        return dtype switch
        {
            DType.Float64 => Tensor.From(v, shape),
            DType.Float32 => Tensor.From(Array.ConvertAll(v, x => (float)x), shape),
            DType.Float16 => Tensor.From(Array.ConvertAll(v, x => (Half)x), shape),
            DType.BFloat16 => Tensor.From(Array.ConvertAll(v, x => (BFloat16)x), shape),
            DType.Int64 => Tensor.From(Array.ConvertAll(v, x => (long)x << 33), shape),
            DType.Int32 => Tensor.From(Array.ConvertAll(v, x => (int)x << 20), shape),
            DType.Int8 => Tensor.From(Array.ConvertAll(v, x => (sbyte)Math.Clamp(x, -128, 127)), shape),
            DType.UInt8 => Tensor.From(Array.ConvertAll(v, x => (byte)Math.Clamp(x + 100, 0, 255)), shape),
            _ => Tensor.From(Array.ConvertAll(v, x => x > 0), shape),
        };
    }

    private static double Parse(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
