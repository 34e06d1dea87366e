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

    /// <summary>y = x, or zeros where it is null, and y[…, index[…, k, …], …] += source[…, k, …] in the order of k; or null.</summary>
    /// <param name="x">What is added to, of the source's type.</param>
    /// <param name="shape">The shape of x and y.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="index">The places along it.</param>
    /// <param name="source">What is added, of the shape of the index.</param>
    internal static Tensor? ScatterAdd(Tensor? x, Shape shape, int axis, Tensor index, Tensor source)
    {
        if (!Fits(shape, axis, index))
        {
            return null;
        }

        if (source.DType is DType.Float16 or DType.BFloat16)
        {
            // Sums run in float32 and are rounded once.
            return ScatterAdd(x?.To(DType.Float32), shape, axis, index, source.To(DType.Float32))?.To(source.DType);
        }

        if (source.DType is not (DType.Float32 or DType.Float64 or DType.Int32 or DType.Int64))
        {
            return null;
        }

        x = x is null ? null : Positions.Raw(x);
        source = Positions.Raw(source);
        Tensor y = Tensor.Empty(shape, source.DType);
        bool done = source.DType switch
        {
            DType.Float32 => Add<float>(x, source, y, index, axis),
            DType.Float64 => Add<double>(x, source, y, index, axis),
            DType.Int32 => Add<int>(x, source, y, index, axis),
            _ => Add<long>(x, source, y, index, axis),
        };
        GC.KeepAlive(x);
        GC.KeepAlive(source);
        GC.KeepAlive(y);
        return done ? y : null;
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

    private static bool Add<T>(Tensor? x, Tensor source, Tensor y, Tensor index, int axis)
        where T : unmanaged, INumber<T>
    {
        AxisLines lines = AxisLines.Of(index.Shape, axis);
        AxisLines results = AxisLines.Of(y.Shape, axis);
        AxisLines longer = results.Size > lines.Size ? results : lines;
        T* basis = x is null ? null : x.Pointer<T>();
        int bad = 0;
        if (index.DType == DType.Int64)
        {
            WorkerTeam.Run(longer.Tiles(TileElements), new AddTiles<T, long>(basis, source.Pointer<T>(), y.Pointer<T>(), index.Pointer<long>(), lines, longer, results.Size, &bad));
        }
        else
        {
            WorkerTeam.Run(longer.Tiles(TileElements), new AddTiles<T, int>(basis, source.Pointer<T>(), y.Pointer<T>(), index.Pointer<int>(), lines, longer, results.Size, &bad));
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

    /// <summary>
    /// Whole lines, each of which begins as a copy, still in the cache when its places get their terms in the order of the index. The longer of a line's two lengths, in the
    /// index and in the result, cuts the work.
    /// </summary>
    private readonly struct AddTiles<T, TIndex>(T* basis, T* from, T* to, TIndex* index, AxisLines lines, AxisLines longer, nint size, int* bad) : ITileBody
        where T : unmanaged, INumber<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            AxisLines.Part part = longer.PartOf(tile, TileElements);
            nint inner = lines.Inner;
            int columns = part.EndInner - part.FirstInner;
            for (int outer = part.FirstOuter; outer < part.EndOuter; outer++)
            {
                nint start = (outer * size * inner) + part.FirstInner;
                Begin(start, columns);
                T* block = to + start;
                nint first = ((nint)outer * lines.Size * inner) + part.FirstInner;
                bool good = inner == 1
                    ? PickedElements.Add(lines.Size, from + first, index + first, size, block)
                    : AddAcross(block, index + first, from + first, columns);
                if (!good)
                {
                    *bad = 1;
                    return;
                }
            }
        }

        // The lines of one outer index: whole, they are one run.
        private void Begin(nint start, int columns)
        {
            bool whole = columns == lines.Inner;
            nint length = whole ? columns * size : columns;
            for (nint row = whole ? size - 1 : 0; row < size; row++, start += lines.Inner)
            {
                var target = new Span<T>(to + start, (int)length);
                if (basis == null)
                {
                    target.Clear();
                }
                else
                {
                    new ReadOnlySpan<T>(basis + start, (int)length).CopyTo(target);
                }
            }
        }

        // Step after step of the axis: neighboring elements belong to neighboring lines.
        private bool AddAcross(T* block, TIndex* index, T* from, int columns)
        {
            for (int k = 0; k < lines.Size; k++)
            {
                if (!Add(block, index, from, columns, size, lines.Inner))
                {
                    return false;
                }

                index += lines.Inner;
                from += lines.Inner;
            }

            return true;
        }

        // Static, so that nothing is read anew from this structure after each store.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static bool Add(T* block, TIndex* index, T* from, int count, nint size, nint inner)
        {
            for (int i = 0; i < count; i++)
            {
                nint at = Resolve(index[i], size);
                if ((nuint)at >= (nuint)size)
                {
                    return false;
                }

                block[(at * inner) + i] += from[i];
            }

            return true;
        }
    }
}
