using System.Numerics;
using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>
/// The right operand of a matrix product in the form that the kernels read fastest, for a matrix that many products share: the weights of a layer
/// at inference.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>
/// The columns are cut into panels of two registers (32 floats on AVX-512), each stored term after term in one run of memory, the last padded to whole
/// registers. A product with few rows then reads the matrix as one stream; measured gains are in bench/README.md. The copy takes as much memory as
/// the matrix; it does not follow later changes of it.
/// </para>
/// <para>Immutable, so any number of threads may use it. Its memory, outside the managed heap, is freed when the object is collected.</para>
/// </remarks>
public sealed unsafe class PackedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _panels;
    private readonly long _bytes;

    /// <summary>Packs a matrix.</summary>
    /// <param name="rows">K: rows of op(B), the terms of each sum.</param>
    /// <param name="columns">N: columns of op(B).</param>
    /// <param name="b">B: (rows, columns), or (columns, rows) when <paramref name="transpose"/>.</param>
    /// <param name="leading">Leading dimension of B: elements from one stored row to the next.</param>
    /// <param name="transpose">Whether op(B) is the transpose of what is stored.</param>
    /// <exception cref="ArgumentException">The span is too short for the shape, the leading dimension shorter than a row, or an extent negative.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public PackedMatrix(int rows, int columns, ReadOnlySpan<T> b, int leading, bool transpose = false)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"matmul: packed matrices hold float or double, not {typeof(T).Name}.");
        }

        MatMulChecks.Packed(rows, columns, b.Length, leading, transpose);
        Rows = rows;
        Columns = columns;
        _bytes = (long)rows * PanelLayout<T>.Padded(columns) * sizeof(T);
        _panels = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(_bytes, 64), _bytes >= HugePages.Size ? (nuint)HugePages.Size : 64);
        HugePages.Advise(_panels, (nuint)_bytes);
        if (_bytes == 0)
        {
            return;
        }

        GC.AddMemoryPressure(_bytes);
        fixed (T* source = b)
        {
            PanelPackingBody<T>.Run(source, leading, transpose, rows, columns, _panels);
        }
    }

    /// <summary>Frees the panels.</summary>
    ~PackedMatrix()
    {
        if (_panels != null)
        {
            NativeMemory.AlignedFree(_panels);
            if (_bytes > 0)
            {
                GC.RemoveMemoryPressure(_bytes);
            }
        }
    }

    /// <summary>K: rows of op(B), the terms of each sum.</summary>
    public int Rows { get; }

    /// <summary>N: columns of op(B), the columns of the product.</summary>
    public int Columns { get; }

    /// <summary>The panels; valid while this object lives.</summary>
    internal T* Panels => _panels;
}
