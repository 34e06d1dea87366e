using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Systems with a triangular matrix, by substitution in blocks.</summary>
public static unsafe class TriangularMatrix
{
    /// <summary>Solves op(T)·X = B in place.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns.</param>
    /// <param name="rightSides">Columns of B.</param>
    /// <param name="t">T, (n, n); only the triangle named is read.</param>
    /// <param name="ldt">Elements from one row of T to the next.</param>
    /// <param name="lower">Whether T is lower rather than upper triangular.</param>
    /// <param name="transpose">Whether to solve with Tᵀ.</param>
    /// <param name="unit">Whether the diagonal counts as ones and is not read.</param>
    /// <param name="b">B, (n, rightSides); on return X.</param>
    /// <param name="ldb">Elements from one row of B to the next.</param>
    /// <exception cref="SingularMatrixException">An element of the diagonal is zero.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    public static void Solve<T>(
        int n, int rightSides, ReadOnlySpan<T> t, int ldt, bool lower, bool transpose, bool unit, Span<T> b, int ldb)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Op = "solve triangular";
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(t), n, n, ldt, t.Length);
        MatrixChecks.Matrix(Op, nameof(b), n, rightSides, ldb, b.Length);
        fixed (T* pt = t, pb = b)
        {
            for (var i = 0; i < n && !unit; i++)
            {
                if (pt[(i * (nint)ldt) + i] == T.Zero)
                {
                    throw new SingularMatrixException(Op, n, i);
                }
            }

            var triangle = new Triangle<T>((nint)pt, ldt, 1, lower, unit);
            TriangularSolver<T>.Left(transpose ? triangle.Transposed : triangle, n, pb, ldb, rightSides);
        }
    }
}
