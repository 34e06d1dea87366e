using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A triangular system with one right side, by substitution: bound by reading the triangle once.</summary>
internal static unsafe class TriangularVector<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Solves T·x = b in place; b's elements are a stride apart.</summary>
    public static void Solve(in Triangle<T> t, int n, T* b, nint stride)
    {
        if (stride == 1)
        {
            Solve(t, n, b);
            return;
        }

        using var copy = Scratch.Rent<T>(n);
        var x = (T*)copy.Pointer;
        for (var i = 0; i < n; i++)
        {
            x[i] = b[i * stride];
        }

        Solve(t, n, x);
        for (var i = 0; i < n; i++)
        {
            b[i * stride] = x[i];
        }
    }

    private static void Solve(in Triangle<T> t, int n, T* x)
    {
        for (var step = 0; step < n; step++)
        {
            var i = t.Lower ? step : n - 1 - step;
            if (t.ColumnStride == 1)
            {
                // Rows are contiguous: take off what is known, then divide.
                x[i] -= t.Lower ? VectorKernels<T>.Dot(t.At(i, 0), x, i) : VectorKernels<T>.Dot(t.At(i, i + 1), x + i + 1, n - 1 - i);
            }

            if (!t.Unit)
            {
                x[i] /= *t.At(i, i);
            }

            if (t.ColumnStride != 1)
            {
                // Columns are contiguous: divide, then take the new element off all that is left.
                if (t.Lower)
                {
                    VectorKernels<T>.AddScaled(-x[i], t.At(i + 1, i), x + i + 1, n - 1 - i);
                }
                else
                {
                    VectorKernels<T>.AddScaled(-x[i], t.At(0, i), x, i);
                }
            }
        }
    }
}
