using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Products of a few contiguous rows with a vector, on one thread: what the panels of the blocked decompositions are made of.</summary>
internal static unsafe class MatrixKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>result[i] = Σⱼ a[i, j]·x[j].</summary>
    public static void RowDots(T* a, nint stride, int rows, T* x, nint n, T* result)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: MatrixLoops<Lanes512<T>, T>.RowDots(a, stride, rows, x, n, result); break;
            case InstructionSet.Avx2: MatrixLoops<Lanes256<T>, T>.RowDots(a, stride, rows, x, n, result); break;
            case InstructionSet.Vector128: MatrixLoops<Lanes128<T>, T>.RowDots(a, stride, rows, x, n, result); break;
            default: MatrixLoops<Lanes1<T>, T>.RowDots(a, stride, rows, x, n, result); break;
        }
    }

    /// <summary>y[j] += Σᵢ factors[i]·a[i, j].</summary>
    public static void AddRows(T* a, nint stride, int rows, T* factors, T* y, nint n)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: MatrixLoops<Lanes512<T>, T>.AddRows(a, stride, rows, factors, y, n); break;
            case InstructionSet.Avx2: MatrixLoops<Lanes256<T>, T>.AddRows(a, stride, rows, factors, y, n); break;
            case InstructionSet.Vector128: MatrixLoops<Lanes128<T>, T>.AddRows(a, stride, rows, factors, y, n); break;
            default: MatrixLoops<Lanes1<T>, T>.AddRows(a, stride, rows, factors, y, n); break;
        }
    }

    /// <summary>a[i, j] += factors[i]·x[j].</summary>
    public static void AddOuter(T* a, nint stride, int rows, T* factors, T* x, nint n)
    {
        for (var i = 0; i < rows; i++)
        {
            VectorKernels<T>.AddScaled(factors[i], x, a + (i * stride), n);
        }
    }
}
