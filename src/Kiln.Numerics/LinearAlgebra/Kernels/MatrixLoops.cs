using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The loops behind <see cref="MatrixKernels{T}"/>, over lanes. Four rows at a time share each load of the vector.</summary>
internal static unsafe class MatrixLoops<L, T>
    where L : unmanaged, IFloatLanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RowDots(T* a, nint stride, int rows, T* x, nint n, T* result)
    {
        var row = 0;
        for (; row <= rows - 4; row += 4)
        {
            var a0 = a + (row * stride);
            var a1 = a0 + stride;
            var a2 = a1 + stride;
            var a3 = a2 + stride;
            var s0 = L.Constant(0);
            var s1 = s0;
            var s2 = s0;
            var s3 = s0;
            var t0 = s0;
            var t1 = s0;
            var t2 = s0;
            var t3 = s0;
            nint j = 0;
            for (; j <= n - (2 * L.Count); j += 2 * L.Count)
            {
                var x0 = L.Load(x + j);
                var x1 = L.Load(x + j + L.Count);
                s0 = L.MultiplyAdd(L.Load(a0 + j), x0, s0);
                s1 = L.MultiplyAdd(L.Load(a1 + j), x0, s1);
                s2 = L.MultiplyAdd(L.Load(a2 + j), x0, s2);
                s3 = L.MultiplyAdd(L.Load(a3 + j), x0, s3);
                t0 = L.MultiplyAdd(L.Load(a0 + j + L.Count), x1, t0);
                t1 = L.MultiplyAdd(L.Load(a1 + j + L.Count), x1, t1);
                t2 = L.MultiplyAdd(L.Load(a2 + j + L.Count), x1, t2);
                t3 = L.MultiplyAdd(L.Load(a3 + j + L.Count), x1, t3);
            }

            for (; j <= n - L.Count; j += L.Count)
            {
                var x0 = L.Load(x + j);
                s0 = L.MultiplyAdd(L.Load(a0 + j), x0, s0);
                s1 = L.MultiplyAdd(L.Load(a1 + j), x0, s1);
                s2 = L.MultiplyAdd(L.Load(a2 + j), x0, s2);
                s3 = L.MultiplyAdd(L.Load(a3 + j), x0, s3);
            }

            var r0 = L.Sum(s0 + t0);
            var r1 = L.Sum(s1 + t1);
            var r2 = L.Sum(s2 + t2);
            var r3 = L.Sum(s3 + t3);
            for (; j < n; j++)
            {
                r0 += a0[j] * x[j];
                r1 += a1[j] * x[j];
                r2 += a2[j] * x[j];
                r3 += a3[j] * x[j];
            }

            result[row] = r0;
            result[row + 1] = r1;
            result[row + 2] = r2;
            result[row + 3] = r3;
        }

        for (; row < rows; row++)
        {
            result[row] = VectorLoops<L, T>.Dot(a + (row * stride), x, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(T* a, nint stride, int rows, T* factors, T* y, nint n)
    {
        var row = 0;
        for (; row <= rows - 4; row += 4)
        {
            var a0 = a + (row * stride);
            var a1 = a0 + stride;
            var a2 = a1 + stride;
            var a3 = a2 + stride;
            var f0 = L.Broadcast(factors[row]);
            var f1 = L.Broadcast(factors[row + 1]);
            var f2 = L.Broadcast(factors[row + 2]);
            var f3 = L.Broadcast(factors[row + 3]);
            nint j = 0;
            for (; j <= n - (2 * L.Count); j += 2 * L.Count)
            {
                var s = L.MultiplyAdd(L.Load(a0 + j), f0, L.Load(y + j));
                var t = L.MultiplyAdd(L.Load(a0 + j + L.Count), f0, L.Load(y + j + L.Count));
                s = L.MultiplyAdd(L.Load(a1 + j), f1, s);
                t = L.MultiplyAdd(L.Load(a1 + j + L.Count), f1, t);
                s = L.MultiplyAdd(L.Load(a2 + j), f2, s);
                t = L.MultiplyAdd(L.Load(a2 + j + L.Count), f2, t);
                s = L.MultiplyAdd(L.Load(a3 + j), f3, s);
                t = L.MultiplyAdd(L.Load(a3 + j + L.Count), f3, t);
                L.Store(s, y + j);
                L.Store(t, y + j + L.Count);
            }

            for (; j <= n - L.Count; j += L.Count)
            {
                var s = L.MultiplyAdd(L.Load(a0 + j), f0, L.Load(y + j));
                s = L.MultiplyAdd(L.Load(a1 + j), f1, s);
                s = L.MultiplyAdd(L.Load(a2 + j), f2, s);
                s = L.MultiplyAdd(L.Load(a3 + j), f3, s);
                L.Store(s, y + j);
            }

            for (; j < n; j++)
            {
                y[j] += (a0[j] * factors[row]) + (a1[j] * factors[row + 1]) + (a2[j] * factors[row + 2]) + (a3[j] * factors[row + 3]);
            }
        }

        for (; row < rows; row++)
        {
            VectorLoops<L, T>.AddScaled(factors[row], a + (row * stride), y, n);
        }
    }
}
