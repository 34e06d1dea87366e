namespace Kiln.Tensors;

/// <summary>Runs a row kernel of Kiln.Numerics over the last axis of a tensor; other axes are moved there by a view.</summary>
internal static class LastAxis
{
    internal delegate void MapKernel<T>(int rows, int width, ReadOnlySpan<T> x, Span<T> y);

    internal delegate void ZipKernel<T>(int rows, int width, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    /// <summary>What row kernels exist for; 16-bit floats go through <see cref="HalfPrecision"/>.</summary>
    internal const DTypeSet DTypes = DTypeSet.Floating;

    /// <summary>Applies a function of the last axis along any axis.</summary>
    internal static Tensor Along(Tensor x, int axis, string op, Func<Tensor, Tensor> function)
    {
        if (x.Rank == 0)
        {
            return function(x.Reshape(1)).Reshape([]);
        }

        axis = x.Shape.Axis(axis, op);
        return axis == x.Rank - 1 ? function(x) : function(x.Transpose(axis, -1)).Transpose(axis, -1);
    }

    internal static Tensor Map(Tensor x, MapKernel<float> single, MapKernel<double> @double)
    {
        if (HalfPrecision.Is(x.DType))
        {
            return Map(x.To(DType.Float32), single, @double).To(x.DType);
        }

        Tensor source = x.Contiguous();
        Tensor result = Tensor.Empty(x.Shape, x.DType);
        int width = x.Shape[^1];
        int rows = width == 0 ? 0 : x.Count / width;
        if (x.DType == DType.Float32)
        {
            single(rows, width, source.Span<float>(), result.Span<float>());
        }
        else
        {
            @double(rows, width, source.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(source);
        return result;
    }

    internal static Tensor Zip(Tensor left, Tensor right, ZipKernel<float> single, ZipKernel<double> @double)
    {
        if (HalfPrecision.Is(left.DType))
        {
            return Zip(left.To(DType.Float32), right.To(DType.Float32), single, @double).To(left.DType);
        }

        Tensor a = left.Contiguous();
        Tensor b = right.Contiguous();
        Tensor result = Tensor.Empty(left.Shape, left.DType);
        int width = left.Shape[^1];
        int rows = width == 0 ? 0 : left.Count / width;
        if (left.DType == DType.Float32)
        {
            single(rows, width, a.Span<float>(), b.Span<float>(), result.Span<float>());
        }
        else
        {
            @double(rows, width, a.Span<double>(), b.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return result;
    }
}
