using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The entries of an axis at given positions, as <c>numpy.take</c>: the axis is replaced by the axes of the indices.</summary>
    /// <param name="indices">Positions of any shape, int64 or int32; negative ones count from the end, repeats are allowed.</param>
    /// <param name="axis">The axis; null takes from the flattened tensor.</param>
    /// <exception cref="ShapeException">A position lies outside the axis.</exception>
    /// <exception cref="DTypeException">The indices are not integers.</exception>
    public Tensor Take(Tensor indices, int? axis = null)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return axis is { } a ? TakeOp.Apply("take", this, a, indices) : TakeOp.Apply("take", Flatten(), 0, indices);
    }

    /// <summary>The entries of an axis at a list of positions: <see cref="Take"/> by one-dimensional indices.</summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="indices">A vector of positions, int64 or int32.</param>
    /// <exception cref="ShapeException">The indices are not a vector, or one lies outside the axis.</exception>
    public Tensor IndexSelect(int axis, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return indices.Rank == 1
            ? TakeOp.Apply("index select", this, axis, indices)
            : throw new ShapeException($"index select: the indices have shape {indices.Shape}; expected a vector (Take accepts any shape)");
    }

    /// <summary>One entry of an axis, which disappears: a view.</summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="index">The position; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">The position lies outside the axis.</exception>
    public Tensor Select(int axis, int index)
    {
        axis = Shape.Axis(axis, "select");
        var slices = new Slice[axis + 1];
        slices[axis] = index;
        slices.AsSpan(0, axis).Fill(Slice.All);
        return SliceOp.Apply(this, slices);
    }
}

/// <summary>y[…, k, …] = x[…, index[k], …]; dL/dx[…, j, …] is the sum of dL/dy[…, k, …] over all k with index[k] = j, in the order of k.</summary>
internal static class TakeOp
{
    internal static readonly KernelSlot<TakeKernel> Kernel = new("take", Forward);

    /// <summary>What one thread adds at a time.</summary>
    private const int TileElements = 524288;

    internal delegate Tensor TakeKernel(Tensor x, int axis, Tensor places, Shape shape);

    internal static Tensor Apply(string op, Tensor x, int axis, Tensor indices)
    {
        axis = x.Shape.Axis(axis, op);
        Tensor places = IndexList.Places(indices, x.Shape.Sizes[axis], op, axis, x.Shape);
        Shape shape = [.. x.Shape.Sizes[..axis], .. indices.Shape.Sizes, .. x.Shape.Sizes[(axis + 1)..]];
        return Apply(op, x, axis, places, shape);
    }

    /// <summary>Takes by positions that are known to be good.</summary>
    internal static Tensor Apply(string op, Tensor x, int axis, int[] indices, Shape shape) => Apply(op, x, axis, IndexList.Of(indices), shape);

    private static Tensor Apply(string op, Tensor x, int axis, Tensor places, Shape shape)
    {
        Shape before = x.Shape;
        return Tape.Unary(op, Kernel.For(x)(x, axis, places, shape), x, places, (g, saved) => Backward(g, before, axis, saved));
    }

    private static unsafe Tensor Forward(Tensor x, int axis, Tensor places, Shape shape)
    {
        x = Positions.Raw(x);
        Tensor y = Tensor.Empty(shape, x.DType);
        (int outer, int size, long inner) = Split(x.Shape, axis);
        PickedRows.Copy(outer, size, places.Span<int>(), checked((nint)inner * x.DType.SizeInBytes()), x.RawPointer(), y.RawPointer());
        GC.KeepAlive(x);
        GC.KeepAlive(places);
        GC.KeepAlive(y);
        return y;
    }

    private static Tensor Backward(Tensor g, Shape shape, int axis, Tensor places)
    {
        if (g.DType is DType.Float16 or DType.BFloat16)
        {
            return Backward(g.To(DType.Float32), shape, axis, places).To(g.DType); // sums run in float32 and are rounded once
        }

        Tensor result = Tensor.Zeros(shape, g.DType);
        g = Positions.Raw(g);
        switch (g.DType)
        {
            case DType.Float32:
                AddRows(g.Span<float>(), result.Span<float>(), shape, axis, places.Span<int>());
                break;
            default:
                AddRows(g.Span<double>(), result.Span<double>(), shape, axis, places.Span<int>());
                break;
        }

        GC.KeepAlive(g);
        GC.KeepAlive(places);
        GC.KeepAlive(result);
        return result;
    }

    private static unsafe void AddRows<T>(ReadOnlySpan<T> g, Span<T> result, Shape shape, int axis, ReadOnlySpan<int> places)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        (int outer, int size, long width) = Split(shape, axis);
        if (places.IndexOfAnyExceptInRange(0, size - 1) >= 0)
        {
            // The indices may be the caller's own memory, which a span from before the forward pass can change unnoticed.
            throw new AutogradException("take: the indices were changed after the forward pass, to places outside the axis");
        }

        fixed (T* from = g, to = result)
        {
            fixed (int* list = places)
            {
                var lines = new AxisLines(outer, places.Length, (int)width);
                WorkerTeam.Run(lines.Tiles(TileElements), new Sums<T>(from, to, list, size, lines));
            }
        }
    }

    private static (int Outer, int Size, long Inner) Split(Shape shape, int axis)
    {
        int outer = 1;
        long inner = 1;
        for (int i = 0; i < axis; i++)
        {
            outer *= shape.Sizes[i];
        }

        for (int i = axis + 1; i < shape.Rank; i++)
        {
            inner *= shape.Sizes[i];
        }

        return (outer, shape.Sizes[axis], inner);
    }

    /// <summary>
    /// Adds rows to where they were taken from. A tile has the whole list of indices for some columns, so that no two tiles add to one place and each place gets its terms in
    /// the order of the list.
    /// </summary>
    private readonly unsafe struct Sums<T>(T* from, T* to, int* indices, int size, AxisLines lines) : ITileBody
        where T : unmanaged, System.Numerics.INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            AxisLines.Part part = lines.PartOf(tile, TileElements);
            int columns = part.EndInner - part.FirstInner;
            for (int outer = part.FirstOuter; outer < part.EndOuter; outer++)
            {
                T* block = to + ((nint)outer * size * lines.Inner) + part.FirstInner;
                T* source = from + ((nint)outer * lines.Size * lines.Inner) + part.FirstInner;
                for (int k = 0; k < lines.Size; k++, source += lines.Inner)
                {
                    T* target = block + ((nint)indices[k] * lines.Inner);
                    if (columns == 1)
                    {
                        *target += *source;
                    }
                    else
                    {
                        var sum = new Span<T>(target, columns);
                        TensorPrimitives.Add(sum, new ReadOnlySpan<T>(source, columns), sum);
                    }
                }
            }
        }
    }
}
