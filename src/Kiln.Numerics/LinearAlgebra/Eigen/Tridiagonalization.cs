using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A = Q·T·Qᵀ with T tridiagonal, by Householder reflectors in blocks.</summary>
/// <remarks>
/// The scheme of J. Dongarra, D. Sorensen and S. Hammarling (J. Comput. Appl. Math. 27, 1989), LAPACK's sytrd: reflectors of a block are applied to
/// the rest of the matrix together, as one product; within the block each step needs the product of the matrix as it was with one vector, which is half
/// of all arithmetic and bound by reading memory. The upper triangle is worked on, so that reflectors and matrix are read along rows.
/// </remarks>
internal static unsafe class Tridiagonalization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = 32;

    // The update of a block row this high is one product; what it computes below the diagonal is wasted.
    private const int UpdateRows = 192;

    /// <summary>Reduces A in place.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="a">The upper triangle of A; on return row i holds reflector i from column i + 1 on, its first element 1 written out.</param>
    /// <param name="lda">From one row to the next.</param>
    /// <param name="d">On return T's diagonal.</param>
    /// <param name="e">On return the n − 1 elements beside it.</param>
    /// <param name="tau">On return the reflectors' factors, n − 1.</param>
    public static void Reduce(int n, T* a, nint lda, T* d, T* e, T* tau)
    {
        var stride = QrCore<T>.Padded(n);
        using var room = Scratch.Rent<T>((4 * Block * stride) + SymmetricProduct<T>.RoomFor(n));

        // The block's vectors in pairs, v₀ w₀ v₁ w₁ …, so that the correction Σ v·wᵀ + w·vᵀ is one sum over rows.
        var pairs = (T*)room.Pointer;
        var turned = pairs + (2 * Block * stride);
        var partial = turned + (2 * Block * stride);
        for (var first = 0; first < n; first += Block)
        {
            var width = Math.Min(Block, n - first);
            for (var j = 0; j < width; j++)
            {
                Step(n, first, j, a, lda, d, e, tau, pairs, stride, partial);
            }

            var next = first + width;
            if (next < n)
            {
                Update(n, next, width, a, lda, pairs, turned, stride);
            }
        }
    }

    private static void Step(int n, int first, int j, T* a, nint lda, T* d, T* e, T* tau, T* pairs, nint stride, T* partial)
    {
        var i = first + j;
        var row = a + (i * lda);
        var factors = stackalloc T[2 * Block];
        for (var k = 0; k < j; k++)
        {
            // Row i loses v·w[i] + w·v[i].
            factors[2 * k] = -pairs[(((2 * k) + 1) * stride) + i];
            factors[(2 * k) + 1] = -pairs[(2 * k * stride) + i];
        }

        MatrixKernels<T>.AddRows(pairs + i, stride, 2 * j, factors, row + i, n - i);
        d[i] = row[i];
        var v = pairs + (2 * j * stride);
        var w = v + stride;
        if (i + 1 >= n)
        {
            new Span<T>(v, n).Clear();
            new Span<T>(w, n).Clear();
            return;
        }

        var rest = i + 1;
        var length = n - rest;
        tau[i] = Householder<T>.Make(row + rest, length, out var beta);
        e[i] = beta;
        new Span<T>(v, rest).Clear();
        new ReadOnlySpan<T>(row + rest, length).CopyTo(new Span<T>(v + rest, length));
        new Span<T>(w, rest).Clear();
        v += rest;
        w += rest;
        if (tau[i] == T.Zero)
        {
            new Span<T>(w, length).Clear();
            return;
        }

        // w = τ(A·v − Σ …·v), then w −= ½ τ (wᵀv)·v.
        SymmetricProduct<T>.Multiply(length, a + (rest * lda) + rest, lda, v, w, partial);
        MatrixKernels<T>.RowDots(pairs + rest, stride, 2 * j, v, length, factors);
        for (var k = 0; k < j; k++)
        {
            (factors[2 * k], factors[(2 * k) + 1]) = (-factors[(2 * k) + 1], -factors[2 * k]);
        }

        MatrixKernels<T>.AddRows(pairs + rest, stride, 2 * j, factors, w, length);
        VectorKernels<T>.Scale(tau[i], w, w, length);
        var half = T.CreateTruncating(-0.5) * tau[i] * VectorKernels<T>.Dot(w, v, length);
        VectorKernels<T>.AddScaled(half, v, w, length);
    }

    /// <summary>The upper triangle of A −= Σ v·wᵀ + w·vᵀ, from row and column <paramref name="next"/> on.</summary>
    private static void Update(int n, int next, int width, T* a, nint lda, T* pairs, T* turned, nint stride)
    {
        for (var k = 0; k < width; k++)
        {
            VectorKernels<T>.Scale(T.NegativeOne, pairs + (((2 * k) + 1) * stride) + next, turned + (2 * k * stride) + next, n - next);
            VectorKernels<T>.Scale(T.NegativeOne, pairs + (2 * k * stride) + next, turned + (((2 * k) + 1) * stride) + next, n - next);
        }

        for (var row = next; row < n; row += UpdateRows)
        {
            var rows = Math.Min(UpdateRows, n - row);
            Gemm<T>.Multiply(
                rows, n - row, 2 * width, pairs + row, stride, true, turned + row, stride, false, a + (row * lda) + row, lda, accumulate: true);
        }
    }
}
