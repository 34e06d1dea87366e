using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The vector operations that decompositions are made of, on contiguous numbers. Each member picks the loop for the processor's vector
/// width; the comparison with <see cref="InstructionSets.Current"/> is a constant to the JIT, so that nothing is left of the choice.
/// </summary>
internal static unsafe class VectorKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Σ xᵢyᵢ.</summary>
    public static T Dot(T* x, T* y, nint n) => InstructionSets.Current switch
    {
        InstructionSet.Avx512 => VectorLoops<Lanes512<T>, T>.Dot(x, y, n),
        InstructionSet.Avx2 => VectorLoops<Lanes256<T>, T>.Dot(x, y, n),
        InstructionSet.Vector128 => VectorLoops<Lanes128<T>, T>.Dot(x, y, n),
        _ => VectorLoops<Lanes1<T>, T>.Dot(x, y, n),
    };

    /// <summary>y += a·x.</summary>
    public static void AddScaled(T a, T* x, T* y, nint n)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: VectorLoops<Lanes512<T>, T>.AddScaled(a, x, y, n); break;
            case InstructionSet.Avx2: VectorLoops<Lanes256<T>, T>.AddScaled(a, x, y, n); break;
            case InstructionSet.Vector128: VectorLoops<Lanes128<T>, T>.AddScaled(a, x, y, n); break;
            default: VectorLoops<Lanes1<T>, T>.AddScaled(a, x, y, n); break;
        }
    }

    /// <summary>y = a·x; x and y may be the same.</summary>
    public static void Scale(T a, T* x, T* y, nint n)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: VectorLoops<Lanes512<T>, T>.Scale(a, x, y, n); break;
            case InstructionSet.Avx2: VectorLoops<Lanes256<T>, T>.Scale(a, x, y, n); break;
            case InstructionSet.Vector128: VectorLoops<Lanes128<T>, T>.Scale(a, x, y, n); break;
            default: VectorLoops<Lanes1<T>, T>.Scale(a, x, y, n); break;
        }
    }

    /// <summary>Exchanges x and y, which do not overlap.</summary>
    public static void Swap(T* x, T* y, nint n)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: VectorLoops<Lanes512<T>, T>.Swap(x, y, n); break;
            case InstructionSet.Avx2: VectorLoops<Lanes256<T>, T>.Swap(x, y, n); break;
            case InstructionSet.Vector128: VectorLoops<Lanes128<T>, T>.Swap(x, y, n); break;
            default: VectorLoops<Lanes1<T>, T>.Swap(x, y, n); break;
        }
    }

    /// <summary>The plane rotation (x, y) → (c·x + s·y, c·y − s·x).</summary>
    public static void Rotate(T* x, T* y, nint n, T c, T s)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: VectorLoops<Lanes512<T>, T>.Rotate(x, y, n, c, s); break;
            case InstructionSet.Avx2: VectorLoops<Lanes256<T>, T>.Rotate(x, y, n, c, s); break;
            case InstructionSet.Vector128: VectorLoops<Lanes128<T>, T>.Rotate(x, y, n, c, s); break;
            default: VectorLoops<Lanes1<T>, T>.Rotate(x, y, n, c, s); break;
        }
    }

    /// <summary>max |xᵢ|, 0 for none; the numbers are finite.</summary>
    public static T AbsMax(T* x, nint n) => InstructionSets.Current switch
    {
        InstructionSet.Avx512 => VectorLoops<Lanes512<T>, T>.AbsMax(x, n),
        InstructionSet.Avx2 => VectorLoops<Lanes256<T>, T>.AbsMax(x, n),
        InstructionSet.Vector128 => VectorLoops<Lanes128<T>, T>.AbsMax(x, n),
        _ => VectorLoops<Lanes1<T>, T>.AbsMax(x, n),
    };

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool AllFinite(T* x, nint n) => InstructionSets.Current switch
    {
        InstructionSet.Avx512 => VectorLoops<Lanes512<T>, T>.AllFinite(x, n),
        InstructionSet.Avx2 => VectorLoops<Lanes256<T>, T>.AllFinite(x, n),
        InstructionSet.Vector128 => VectorLoops<Lanes128<T>, T>.AllFinite(x, n),
        _ => VectorLoops<Lanes1<T>, T>.AllFinite(x, n),
    };

    /// <summary>√Σ xᵢ², without overflow or harmful underflow on the way.</summary>
    public static T Norm(T* x, nint n)
    {
        var squares = Dot(x, x, n);

        // Inside these bounds no square overflowed, and those that underflowed are too small to count.
        var small = T.ScaleB(T.One, typeof(T) == typeof(float) ? -80 : -900);
        var large = T.ScaleB(T.One, typeof(T) == typeof(float) ? 120 : 1000);
        return squares > small && squares < large ? T.Sqrt(squares) : ScaledNorm(x, n);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T ScaledNorm(T* x, nint n)
    {
        var largest = AbsMax(x, n);
        if (largest == T.Zero)
        {
            return T.Zero;
        }

        // A power of two brings the largest to [1, 2): exact, apart from numbers that are too small to count.
        var exponent = T.ILogB(largest);
        var sum = T.Zero;
        for (nint i = 0; i < n; i++)
        {
            var scaled = T.ScaleB(x[i], -exponent);
            sum += scaled * scaled;
        }

        return T.ScaleB(T.Sqrt(sum), exponent);
    }
}
