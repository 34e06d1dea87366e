using System.Numerics;
using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// Gathers and adds along an axis straight from an index tensor, in one pass over it and without a list of places: the usual case of a contiguous index that is as large
/// as the tensor on the other axes. Where it is not, or an index lies outside, nothing is done, and <see cref="AxisPositions"/> finds the places or says what is wrong.
/// </summary>
internal static unsafe class AxisIndex
{
    /// <summary>Elements that one thread adds: some 20 µs.</summary>
    private const int TileElements = 16384;

    /// <summary>y[…, k, …] = x[…, index[…, k, …], …], or null.</summary>
    internal static Tensor? Gather(Tensor x, int axis, Tensor index)
    {
        if (!Fits(x.Shape, axis, index))
        {
            return null;
        }

        x = Positions.Raw(x);
        Tensor y = Tensor.Empty(index.Shape, x.DType);
        int size = x.Shape.Sizes[axis];
        bool done = x.DType.SizeInBytes() switch
        {
            1 => Gather(x.RawPointer(), y.RawPointer(), index, axis, size),
            2 => Gather((ushort*)x.RawPointer(), (ushort*)y.RawPointer(), index, axis, size),
            4 => Gather((uint*)x.RawPointer(), (uint*)y.RawPointer(), index, axis, size),
            _ => Gather((ulong*)x.RawPointer(), (ulong*)y.RawPointer(), index, axis, size),
        };
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return done ? y : null;
    }

    /// <summary>y[…, index[…, k, …], …] += x[…, k, …] in the order of k; y is contiguous and of the same type. False where y must be thrown away.</summary>
    internal static bool ScatterAdd(Tensor y, int axis, Tensor index, Tensor x)
    {
        if (!Fits(y.Shape, axis, index))
        {
            return false;
        }

        if (y.DType is DType.Float16 or DType.BFloat16)
        {
            // Sums run in float32 and are rounded once.
            Tensor wide = y.To(DType.Float32);
            bool added = ScatterAdd(wide, axis, index, x.To(DType.Float32));
            y.CopyFrom(wide.To(y.DType));
            return added;
        }

        x = Positions.Raw(x);
        int size = y.Shape.Sizes[axis];
        bool done = y.DType switch
        {
            DType.Float32 => Add(x.Pointer<float>(), y.Pointer<float>(), index, axis, size),
            DType.Float64 => Add(x.Pointer<double>(), y.Pointer<double>(), index, axis, size),
            DType.Int32 => Add(x.Pointer<int>(), y.Pointer<int>(), index, axis, size),
            DType.Int64 => Add(x.Pointer<long>(), y.Pointer<long>(), index, axis, size),
            _ => false,
        };
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return done;
    }

    private static bool Fits(Shape shape, int axis, Tensor index)
    {
        if (shape.Rank != index.Rank || !index.IsContiguous || index.DType is not (DType.Int64 or DType.Int32) || index.Count == 0)
        {
            return false;
        }

        for (int i = 0; i < shape.Rank; i++)
        {
            if (i != axis && index.Shape.Sizes[i] != shape.Sizes[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool Gather<T>(T* from, T* to, Tensor index, int axis, int size)
        where T : unmanaged
    {
        AxisLines lines = AxisLines.Of(index.Shape, axis);
        bool done = index.DType == DType.Int64
            ? PickedElements.Gather(lines.Outer, size, lines.Size, lines.Inner, from, index.Pointer<long>(), to)
            : PickedElements.Gather(lines.Outer, size, lines.Size, lines.Inner, from, index.Pointer<int>(), to);
        GC.KeepAlive(index);
        return done;
    }

    private static bool Add<T>(T* from, T* to, Tensor index, int axis, int size)
        where T : unmanaged, INumber<T>
    {
        AxisLines lines = AxisLines.Of(index.Shape, axis);
        int bad = 0;
        if (index.DType == DType.Int64)
        {
            WorkerTeam.Run(lines.Tiles(TileElements), new AddTiles<T, long>(from, to, index.Pointer<long>(), lines, size, &bad));
        }
        else
        {
            WorkerTeam.Run(lines.Tiles(TileElements), new AddTiles<T, int>(from, to, index.Pointer<int>(), lines, size, &bad));
        }

        GC.KeepAlive(index);
        return bad == 0;
    }

    /// <summary>The place of an index from 0 on; one that lies outside gives what is no place either way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Resolve<TIndex>(TIndex index, nint size)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        nint at = nint.CreateTruncating(index);
        return at + ((at >> 63) & size);
    }

    /// <summary>Whole lines, each place of which gets its terms in the order of the index.</summary>
    private readonly struct AddTiles<T, TIndex>(T* from, T* to, TIndex* index, AxisLines lines, nint size, int* bad) : ITileBody
        where T : unmanaged, INumber<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            AxisLines.Part part = lines.PartOf(tile, TileElements);
            nint inner = lines.Inner;
            int columns = part.EndInner - part.FirstInner;
            for (int outer = part.FirstOuter; outer < part.EndOuter; outer++)
            {
                T* block = to + (outer * size * inner) + part.FirstInner;
                nint first = ((nint)outer * lines.Size * inner) + part.FirstInner;
                for (int k = 0; k < lines.Size; k++, first += inner)
                {
                    // One column: the whole line in one go.
                    bool good = inner == 1
                        ? Add(block, index + first, from + first, lines.Size, size, 1, 0)
                        : Add(block, index + first, from + first, columns, size, inner, 1);
                    if (!good)
                    {
                        *bad = 1;
                        return;
                    }

                    if (inner == 1)
                    {
                        break;
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static bool Add(T* block, TIndex* index, T* from, int count, nint size, nint inner, nint step)
        {
            for (int i = 0; i < count; i++, block += step)
            {
                nint at = Resolve(index[i], size);
                if ((nuint)at >= (nuint)size)
                {
                    return false;
                }

                block[at * inner] += from[i];
            }

            return true;
        }
    }
}
