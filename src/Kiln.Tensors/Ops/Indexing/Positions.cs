namespace Kiln.Tensors;

/// <summary>Moves single elements between places that are numbered in row-major order. Sums run in the order of the list: same bits each time.</summary>
internal static unsafe class Positions
{
    /// <summary>y[i] = x[positions[i]].</summary>
    internal static Tensor Gather(Tensor x, int[] positions, Shape shape)
    {
        x = Raw(x);
        Tensor y = Tensor.Empty(shape, x.DType);
        byte* from = x.RawPointer();
        byte* to = y.RawPointer();
        switch (x.DType.SizeInBytes())
        {
            case 1:
                Gather(from, to, positions);
                break;
            case 2:
                Gather((ushort*)from, (ushort*)to, positions);
                break;
            case 4:
                Gather((uint*)from, (uint*)to, positions);
                break;
            default:
                Gather((ulong*)from, (ulong*)to, positions);
                break;
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return y;
    }

    /// <summary>y[positions[i]] = x[i], the last one winning; y must be contiguous and of the same type.</summary>
    internal static void Scatter(Tensor y, int[] positions, Tensor x)
    {
        x = Raw(x);
        byte* from = x.RawPointer();
        byte* to = y.RawPointer();
        switch (x.DType.SizeInBytes())
        {
            case 1:
                Scatter(from, to, positions);
                break;
            case 2:
                Scatter((ushort*)from, (ushort*)to, positions);
                break;
            case 4:
                Scatter((uint*)from, (uint*)to, positions);
                break;
            default:
                Scatter((ulong*)from, (ulong*)to, positions);
                break;
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    /// <summary>y[positions[i]] += x[i]; y must be contiguous and of the same type.</summary>
    /// <exception cref="MissingKernelException">The type has no sums.</exception>
    internal static void ScatterAdd(Tensor y, int[] positions, Tensor x)
    {
        x = Raw(x);
        switch (y.DType)
        {
            case DType.Float32:
                ScatterAdd(x.Pointer<float>(), y.Pointer<float>(), positions);
                break;
            case DType.Float64:
                ScatterAdd(x.Pointer<double>(), y.Pointer<double>(), positions);
                break;
            case DType.Int32:
                ScatterAdd(x.Pointer<int>(), y.Pointer<int>(), positions);
                break;
            case DType.Int64:
                ScatterAdd(x.Pointer<long>(), y.Pointer<long>(), positions);
                break;
            case DType.Int8:
                ScatterAdd(x.Pointer<sbyte>(), y.Pointer<sbyte>(), positions);
                break;
            case DType.UInt8:
                ScatterAdd(x.Pointer<byte>(), y.Pointer<byte>(), positions);
                break;
            case DType.Float16 or DType.BFloat16:
                // Sums run in float32 and are rounded once.
                Tensor wide = y.To(DType.Float32);
                ScatterAdd(wide, positions, x.To(DType.Float32));
                y.CopyFrom(wide.To(y.DType));
                break;
            default:
                throw new MissingKernelException("scatter add", y.Device, y.DType, "the numeric types");
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    /// <summary>The tensor or a contiguous copy without a graph: for kernels.</summary>
    internal static Tensor Raw(Tensor x) => x.IsContiguous ? x : x.CopyRaw();

    private static void Gather<T>(T* from, T* to, int[] positions)
        where T : unmanaged
    {
        for (int i = 0; i < positions.Length; i++)
        {
            to[i] = from[positions[i]];
        }
    }

    private static void Scatter<T>(T* from, T* to, int[] positions)
        where T : unmanaged
    {
        for (int i = 0; i < positions.Length; i++)
        {
            to[positions[i]] = from[i];
        }
    }

    private static void ScatterAdd<T>(T* from, T* to, int[] positions)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (int i = 0; i < positions.Length; i++)
        {
            to[positions[i]] += from[i];
        }
    }
}

/// <summary>y[i] = x[p[i]] for a list p of row-major positions; dL/dx[j] is the sum of dL/dy[i] over all i with p[i] = j.</summary>
internal static class PositionsOp
{
    internal static Tensor Gather(string op, Tensor x, int[] positions, Shape shape)
    {
        Shape before = x.Shape;
        return Tape.Unary(op, Positions.Gather(x, positions, shape), x, g => Spread(g, positions, before));
    }

    /// <summary>Zeros with the elements of <paramref name="g"/> added at the positions.</summary>
    internal static Tensor Spread(Tensor g, int[] positions, Shape shape)
    {
        Tensor result = Tensor.Zeros(shape, g.DType);
        Positions.ScatterAdd(result, positions, g);
        return result;
    }
}
