using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Singular values, and for small matrices singular vectors, of an upper bidiagonal matrix by QR iteration with implicit shifts, and without a shift where that
/// alone keeps small singular values accurate (J. Demmel and W. Kahan, SIAM J. Sci. Stat. Comput. 11(5), 1990): each
/// singular value has a small relative error.
/// </summary>
internal static unsafe class BidiagonalQr<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Twice the number of sweeps that a singular value takes at most, in practice three.
    private const int SweepsPerValue = 30;

    private static T Tolerance => T.CreateTruncating(10) * Precision<T>.Epsilon;

    /// <summary>Diagonalizes B = U·Σ·Vᵀ.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="d">The diagonal; on return the singular values, descending.</param>
    /// <param name="e">The n − 1 elements above it; lost.</param>
    /// <param name="u">Null, or n rows that the left rotations are applied to.</param>
    /// <param name="ldu">From one of them to the next.</param>
    /// <param name="lengthU">Their length.</param>
    /// <param name="v">Null with <paramref name="u"/>, or n rows that the right rotations are applied to.</param>
    /// <param name="ldv">From one of them to the next.</param>
    /// <param name="lengthV">Their length.</param>
    /// <exception cref="ConvergenceException">The iteration does not end, which has not been seen.</exception>
    public static void Solve(int n, T* d, T* e, T* u, nint ldu, int lengthU, T* v, nint ldv, int lengthV)
    {
        var sweeps = (long)SweepsPerValue * Math.Max(n, 4);
        var smallest = SmallestBound(n, d, e) * Tolerance;
        var threshold = T.Max(smallest, T.CreateTruncating(n) * T.CreateTruncating(n) * Precision<T>.SafeMinimum);
        var end = n - 1;
        var down = true;
        var lastFirst = -1;
        var lastEnd = -1;
        while (end > 0)
        {
            var first = Split(d, e, end, threshold);
            if (first == end)
            {
                end--;
                continue;
            }

            if (first > lastEnd || end < lastFirst || lastEnd < 0)
            {
                // A new block: chase the bulge from its large end to its small one.
                down = T.Abs(d[first]) >= T.Abs(d[end]);
            }

            lastFirst = first;
            lastEnd = end;
            var sweep = down
                ? new Block { Count = end - first + 1, D = d + first, E = e + first, Step = 1, X = v == null ? null : v + (first * ldv), Ldx = ldv, LengthX = lengthV, Y = u == null ? null : u + (first * ldu), Ldy = ldu, LengthY = lengthU }
                : new Block { Count = end - first + 1, D = d + end, E = e + end - 1, Step = -1, X = u == null ? null : u + (end * ldu), Ldx = -ldu, LengthX = lengthU, Y = v == null ? null : v + (end * ldv), Ldy = -ldv, LengthY = lengthV };
            if (sweep.Converged(Tolerance, out var low, out var high))
            {
                continue;
            }

            if (sweeps-- == 0)
            {
                throw new ConvergenceException($"svd: the singular values of a bidiagonal matrix of {n} rows did not converge");
            }

            sweep.Run(sweep.Shift(n, low, high, Tolerance));
        }

        Finish(n, d, u, ldu, lengthU, v, ldv, lengthV);
    }

    // A lower bound of the smallest singular value, up to a factor √n (Demmel and Kahan, section 4).
    private static T SmallestBound(int n, T* d, T* e)
    {
        var mu = T.Abs(d[0]);
        var bound = mu;
        for (var i = 1; i < n && bound != T.Zero; i++)
        {
            mu = T.Abs(d[i]) * (mu / (mu + T.Abs(e[i - 1])));
            bound = T.Min(bound, mu);
        }

        return bound / T.Sqrt(T.CreateTruncating(n));
    }

    private static int Split(T* d, T* e, int end, T threshold)
    {
        for (var i = end - 1; i >= 0; i--)
        {
            if (T.Abs(d[i]) <= threshold)
            {
                d[i] = T.Zero;
            }

            if (T.Abs(e[i]) <= threshold)
            {
                e[i] = T.Zero;
                return i + 1;
            }
        }

        return 0;
    }

    private static void Finish(int n, T* d, T* u, nint ldu, int lengthU, T* v, nint ldv, int lengthV)
    {
        for (var i = 0; i < n; i++)
        {
            if (d[i] < T.Zero || T.IsNegative(d[i]))
            {
                d[i] = -d[i];
                if (v != null)
                {
                    VectorKernels<T>.Scale(T.NegativeOne, v + (i * ldv), v + (i * ldv), lengthV);
                }
            }
        }

        if (v == null)
        {
            new Span<T>(d, n).Sort();
            new Span<T>(d, n).Reverse();
            return;
        }

        for (var i = 0; i < n - 1; i++)
        {
            var largest = i;
            for (var j = i + 1; j < n; j++)
            {
                largest = d[j] > d[largest] ? j : largest;
            }

            if (largest != i)
            {
                (d[i], d[largest]) = (d[largest], d[i]);
                VectorKernels<T>.Swap(u + (i * ldu), u + (largest * ldu), lengthU);
                VectorKernels<T>.Swap(v + (i * ldv), v + (largest * ldv), lengthV);
            }
        }
    }

    /// <summary>
    /// An unreduced block, seen from either end: turned around, an upper bidiagonal matrix is a lower one, whose transpose is upper again with left and
    /// right vectors exchanged. So one sweep serves both directions.
    /// </summary>
    private struct Block
    {
        public int Count;
        public T* D;
        public T* E;
        public int Step;
        public T* X;
        public nint Ldx;
        public int LengthX;
        public T* Y;
        public nint Ldy;
        public int LengthY;

        /// <summary>Sets a negligible element to zero and says so; else gives bounds of the smallest and largest singular value.</summary>
        public readonly bool Converged(T tolerance, out T low, out T high)
        {
            low = T.Zero;
            high = T.Zero;
            var last = Count - 2;
            if (T.Abs(E[last * Step]) <= tolerance * T.Abs(D[(Count - 1) * Step]))
            {
                E[last * Step] = T.Zero;
                return true;
            }

            var mu = T.Abs(D[0]);
            low = mu;
            high = mu;
            for (var i = 0; i < Count - 1; i++)
            {
                var e = T.Abs(E[i * Step]);
                if (e <= tolerance * mu)
                {
                    E[i * Step] = T.Zero;
                    return true;
                }

                high = T.Max(high, T.Max(e, T.Abs(D[(i + 1) * Step])));
                mu = T.Abs(D[(i + 1) * Step]) * (mu / (mu + e));
                low = T.Min(low, mu);
            }

            return false;
        }

        /// <summary>The shift: the smaller singular value of the last two by two, or 0 where it would cost relative accuracy.</summary>
        public readonly T Shift(int n, T low, T high, T tolerance)
        {
            if (T.CreateTruncating(n) * tolerance * (low / high) <= T.Max(Precision<T>.Epsilon, T.CreateTruncating(0.01) * tolerance))
            {
                return T.Zero;
            }

            var last = Count - 1;
            var shift = SmallerOfTwo(D[(last - 1) * Step], E[(last - 1) * Step], D[last * Step]);
            var start = T.Abs(D[0]);
            return start > T.Zero && shift / start * (shift / start) < Precision<T>.Epsilon ? T.Zero : shift;
        }

        public readonly void Run(T shift)
        {
            if (shift == T.Zero)
            {
                ZeroShift();
            }
            else
            {
                Shifted(shift);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void ZeroShift()
        {
            var c = T.One;
            var oldC = T.One;
            var oldS = T.Zero;
            for (var i = 0; i < Count - 1; i++)
            {
                var r = Rotation(D[i * Step] * c, E[i * Step], out c, out var s);
                if (i > 0)
                {
                    E[(i - 1) * Step] = oldS * r;
                }

                D[i * Step] = Rotation(oldC * r, D[(i + 1) * Step] * s, out oldC, out oldS);
                Rotate(i, c, s, oldC, oldS);
            }

            var h = D[(Count - 1) * Step] * c;
            D[(Count - 1) * Step] = h * oldC;
            E[(Count - 2) * Step] = h * oldS;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Shifted(T shift)
        {
            var f = (T.Abs(D[0]) - shift) * (T.CopySign(T.One, D[0]) + (shift / D[0]));
            var g = E[0];
            for (var i = 0; i < Count - 1; i++)
            {
                var r = Rotation(f, g, out var c, out var s);
                if (i > 0)
                {
                    E[(i - 1) * Step] = r;
                }

                ref var d = ref D[i * Step];
                ref var e = ref E[i * Step];
                ref var next = ref D[(i + 1) * Step];
                f = (c * d) + (s * e);
                e = (c * e) - (s * d);
                g = s * next;
                next = c * next;
                d = Rotation(f, g, out var leftC, out var leftS);
                f = (leftC * e) + (leftS * next);
                next = (leftC * next) - (leftS * e);
                if (i < Count - 2)
                {
                    g = leftS * E[(i + 1) * Step];
                    E[(i + 1) * Step] = leftC * E[(i + 1) * Step];
                }

                Rotate(i, c, s, leftC, leftS);
            }

            E[(Count - 2) * Step] = f;
        }

        private readonly void Rotate(int i, T c, T s, T leftC, T leftS)
        {
            if (X != null)
            {
                VectorKernels<T>.Rotate(X + (i * Ldx), X + ((i + 1) * Ldx), LengthX, c, s);
                VectorKernels<T>.Rotate(Y + (i * Ldy), Y + ((i + 1) * Ldy), LengthY, leftC, leftS);
            }
        }
    }

    /// <summary>c and s with c·f + s·g = r and c·g − s·f = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rotation(T f, T g, out T c, out T s)
    {
        if (g == T.Zero)
        {
            c = T.One;
            s = T.Zero;
            return f;
        }

        var squares = (f * f) + (g * g);
        var low = Precision<T>.SafeMinimum / Precision<T>.Epsilon;
        var r = squares > low && squares < T.One / low ? T.Sqrt(squares) : Householder<T>.Hypotenuse(f, g);
        r = T.CopySign(r, f);
        c = f / r;
        s = g / r;
        return r;
    }

    // The smaller singular value of (f, g; 0, h), without overflow and to full relative precision (LAPACK's las2).
    private static T SmallerOfTwo(T f, T g, T h)
    {
        f = T.Abs(f);
        g = T.Abs(g);
        h = T.Abs(h);
        var small = T.Min(f, h);
        var large = T.Max(f, h);
        if (small == T.Zero)
        {
            return T.Zero;
        }

        var one = T.One;
        var sum = one + (small / large);
        var difference = (large - small) / large;
        if (g < large)
        {
            var ratio = g / large * (g / large);
            return small * ((one + one) / (T.Sqrt((sum * sum) + ratio) + T.Sqrt((difference * difference) + ratio)));
        }

        var inverse = large / g;
        if (inverse == T.Zero)
        {
            return small * large / g;
        }

        var c = one / (T.Sqrt(one + (sum * inverse * (sum * inverse))) + T.Sqrt(one + (difference * inverse * (difference * inverse))));
        return (small * c * inverse) + (small * c * inverse);
    }
}
