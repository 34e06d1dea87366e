using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// Moves single elements between places that are numbered in row-major order. Sums run in the order of the list, whatever the number of threads: same bits each time.
/// </summary>
internal static unsafe class Positions
{
    /// <summary>Elements that one thread takes: some 20 µs.</summary>
    private const int TileElements = 16384;

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
    /// <param name="y">Where to add.</param>
    /// <param name="positions">The places.</param>
    /// <param name="x">What to add.</param>
    /// <param name="lines">Which parts of the list name no place in common, and so may go to different threads.</param>
    /// <exception cref="MissingKernelException">The type has no sums.</exception>
    internal static void ScatterAdd(Tensor y, int[] positions, Tensor x, AxisLines lines)
    {
        x = Raw(x);
        switch (y.DType)
        {
            case DType.Float32:
                ScatterAdd(x.Pointer<float>(), y.Pointer<float>(), positions, lines);
                break;
            case DType.Float64:
                ScatterAdd(x.Pointer<double>(), y.Pointer<double>(), positions, lines);
                break;
            case DType.Int32:
                ScatterAdd(x.Pointer<int>(), y.Pointer<int>(), positions, lines);
                break;
            case DType.Int64:
                ScatterAdd(x.Pointer<long>(), y.Pointer<long>(), positions, lines);
                break;
            case DType.Int8:
                ScatterAdd(x.Pointer<sbyte>(), y.Pointer<sbyte>(), positions, lines);
                break;
            case DType.UInt8:
                ScatterAdd(x.Pointer<byte>(), y.Pointer<byte>(), positions, lines);
                break;
            case DType.Float16 or DType.BFloat16:
                // Sums run in float32 and are rounded once.
                Tensor wide = y.To(DType.Float32);
                ScatterAdd(wide, positions, x.To(DType.Float32), lines);
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
        fixed (int* p = positions)
        {
            WorkerTeam.Run((positions.Length + TileElements - 1) / TileElements, new GatherTiles<T>(from, to, p, positions.Length));
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

    private static void ScatterAdd<T>(T* from, T* to, int[] positions, AxisLines lines)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        fixed (int* p = positions)
        {
            WorkerTeam.Run(lines.Tiles(TileElements), new AddTiles<T>(from, to, p, lines));
        }
    }

    private readonly struct GatherTiles<T>(T* from, T* to, int* positions, int count) : ITileBody
        where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            int end = Math.Min(count, (tile + 1) * TileElements);
            for (int i = tile * TileElements; i < end; i++)
            {
                to[i] = from[positions[i]];
            }
        }
    }

    private readonly struct AddTiles<T>(T* from, T* to, int* positions, AxisLines lines) : ITileBody
        where T : unmanaged, System.Numerics.INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            AxisLines.Part part = lines.PartOf(tile, TileElements);
            for (int outer = part.FirstOuter; outer < part.EndOuter; outer++)
            {
                for (int k = 0; k < lines.Size; k++)
                {
                    int row = ((outer * lines.Size) + k) * lines.Inner;
                    for (int i = row + part.FirstInner; i < row + part.EndInner; i++)
                    {
                        to[positions[i]] += from[i];
                    }
                }
            }
        }
    }
}

/// <summary>y[i] = x[p[i]] for a list p of row-major positions; dL/dx[j] is the sum of dL/dy[i] over all i with p[i] = j.</summary>
internal static class PositionsOp
{
    /// <summary>Takes elements.</summary>
    /// <param name="op">The op's name.</param>
    /// <param name="x">Where from.</param>
    /// <param name="positions">The places.</param>
    /// <param name="shape">The result's shape.</param>
    /// <param name="axis">An axis of the result whose lines name no place in common.</param>
    internal static Tensor Gather(string op, Tensor x, int[] positions, Shape shape, int axis)
    {
        Shape before = x.Shape;
        return Tape.Unary(op, Positions.Gather(x, positions, shape), x, g => Spread(g, positions, before, axis));
    }

    /// <summary>Zeros with the elements of <paramref name="g"/> added at the positions.</summary>
    private static Tensor Spread(Tensor g, int[] positions, Shape shape, int axis)
    {
        Tensor result = Tensor.Zeros(shape, g.DType);
        Positions.ScatterAdd(result, positions, g, AxisLines.Of(g.Shape, axis));
        return result;
    }
}
