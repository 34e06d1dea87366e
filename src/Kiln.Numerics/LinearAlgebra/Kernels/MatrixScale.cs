using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Powers of two that bring a matrix into the middle of the range, so that squares and products neither overflow nor underflow. Exact,
/// and nothing at all for matrices of ordinary size.
/// </summary>
internal static unsafe class MatrixScale<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Within 2^±this nothing needs scaling.
    private static int Ordinary => typeof(T) == typeof(float) ? 20 : 200;

    /// <summary>Scales the upper triangle in place and returns the exponent that <see cref="Multiply"/> takes.</summary>
    public static int UpperTriangle(int n, T* a, nint lda)
    {
        var largest = T.Zero;
        for (var i = 0; i < n; i++)
        {
            largest = T.Max(largest, VectorKernels<T>.AbsMax(a + (i * lda) + i, n - i));
        }

        var exponent = Exponent(largest);
        for (var i = 0; exponent != 0 && i < n; i++)
        {
            Scale(a + (i * lda) + i, n - i, -exponent);
        }

        return exponent;
    }

    /// <summary>Scales a matrix in place and returns the exponent that <see cref="Multiply"/> takes.</summary>
    public static int Matrix(int m, int n, T* a, nint lda)
    {
        var largest = T.Zero;
        for (var i = 0; i < m; i++)
        {
            largest = T.Max(largest, VectorKernels<T>.AbsMax(a + (i * lda), n));
        }

        var exponent = Exponent(largest);
        for (var i = 0; exponent != 0 && i < m; i++)
        {
            Scale(a + (i * lda), n, -exponent);
        }

        return exponent;
    }

    /// <summary>Multiplies by a power of two.</summary>
    public static void Multiply(T* values, int n, int exponent)
    {
        if (exponent != 0)
        {
            Scale(values, n, exponent);
        }
    }

    private static int Exponent(T largest)
    {
        if (largest == T.Zero)
        {
            return 0;
        }

        var exponent = T.ILogB(largest);
        return Math.Abs(exponent) <= Ordinary ? 0 : exponent;
    }

    private static void Scale(T* x, int n, int exponent)
    {
        for (var i = 0; i < n; i++)
        {
            x[i] = T.ScaleB(x[i], exponent);
        }
    }
}
