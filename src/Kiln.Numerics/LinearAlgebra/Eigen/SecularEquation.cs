using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Roots of f(λ) = 1/ρ + Σ zⱼ²/(dⱼ − λ), ρ &gt; 0, d ascending: root i lies between dᵢ and dᵢ₊₁, the last one beyond d's last. This is the inner step of
/// divide and conquer, for eigenvalues and for singular values alike.
/// </summary>
/// <remarks>
/// <para>
/// A root is found as a distance τ from the nearer pole, so that every difference dⱼ − λ has a small relative error however close the root lies;
/// these differences are the result, and what eigenvectors are made of.
/// </para>
/// <para>
/// Each step fits to f a rational function with the poles on either side of the root and solves a quadratic (R.-C. Li, "Solving secular equations
/// stably and efficiently", LAPACK working note 89, 1993: the fixed weight method, and the middle way where that one is slow). A bracket is
/// kept, and halved when a step leaves it, so that the iteration ends for any input. It stops where f is no larger than the rounding errors of its
/// own evaluation, which is what the stability of the vectors needs (M. Gu and S. Eisenstat, SIAM J. Matrix Anal. Appl. 15(4), 1994).
/// </para>
/// </remarks>
internal static unsafe class SecularEquation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostSteps = 120;

    private static T Two => T.One + T.One;

    private static T Four => Two + Two;

    /// <summary>Finds root <paramref name="i"/>.</summary>
    /// <param name="n">Terms of the sum.</param>
    /// <param name="i">Which root.</param>
    /// <param name="distances">On return dⱼ − λ.</param>
    /// <param name="z">z.</param>
    /// <param name="inverse">1/ρ.</param>
    /// <param name="poles">The poles d.</param>
    /// <param name="origin">On return the number of the pole that τ counts from.</param>
    /// <returns>τ.</returns>
    public static T Root<TPoles>(int n, int i, T* distances, T* z, T inverse, in TPoles poles, out int origin)
        where TPoles : struct, ISecularPoles<T> =>
        i == n - 1 ? Last(n, distances, z, inverse, poles, out origin) : Inner(n, i, distances, z, inverse, poles, out origin);

    private static T Inner<TPoles>(int n, int i, T* distances, T* z, T inverse, in TPoles poles, out int origin)
        where TPoles : struct, ISecularPoles<T>
    {
        poles.Distances(i, distances);
        var gap = distances[i + 1];
        var middle = gap / Two;
        var f = Evaluate(n, i, distances, z, middle, inverse);
        var zi = z[i] * z[i];
        var zr = z[i + 1] * z[i + 1];

        // All but the two nearest poles act on the root almost as a constant.
        var c = f.Value - (zi / (distances[i] - middle)) - (zr / (distances[i + 1] - middle));
        T tau, low, high;
        if (f.Value >= T.Zero)
        {
            origin = i;
            low = T.Zero;
            high = middle;
            var a = (c * gap) + zi + zr;
            var b = zi * gap;
            var root = T.Sqrt(T.Abs((a * a) - (Four * b * c)));
            tau = a > T.Zero ? Two * b / (a + root) : (a - root) / (Two * c);
        }
        else
        {
            origin = i + 1;
            poles.Distances(i + 1, distances);
            low = -middle;
            high = T.Zero;
            var a = (c * gap) - zi - zr;
            var b = zr * gap;
            var root = T.Sqrt(T.Abs((a * a) + (Four * b * c)));
            tau = a < T.Zero ? Two * b / (a - root) : -(a + root) / (Two * c);
        }

        if (!(tau > low && tau < high))
        {
            tau = (low + high) / Two;
        }

        var previous = T.PositiveInfinity;
        var middleWay = false;
        for (var step = 0; step < MostSteps; step++)
        {
            f = Evaluate(n, i, distances, z, tau, inverse);
            if (T.Abs(f.Value) <= Precision<T>.Epsilon * f.Error(tau))
            {
                break;
            }

            if (f.Value < T.Zero)
            {
                low = tau;
            }
            else
            {
                high = tau;
            }

            if (T.Abs(f.Value) * T.CreateTruncating(10) > previous)
            {
                middleWay = !middleWay;
            }

            previous = T.Abs(f.Value);
            var next = tau + InnerStep(i, origin == i, distances, z, tau, f, middleWay);
            if (!(next > low && next < high))
            {
                next = (low + high) / Two;
            }

            if (next == tau || next == low || next == high)
            {
                break;
            }

            tau = next;
        }

        Shift(n, distances, tau);
        return tau;
    }

    // η solves c·η² − a·η + b = 0, the fit with poles at both ends.
    private static T InnerStep(int i, bool leftOrigin, T* distances, T* z, T tau, in Sum f, bool middleWay)
    {
        var left = distances[i] - tau;
        var right = distances[i + 1] - tau;
        var slope = f.LeftSlope + f.RightSlope;
        T c;
        if (middleWay)
        {
            c = f.Value - (left * f.LeftSlope) - (right * f.RightSlope);
        }
        else if (leftOrigin)
        {
            var weight = z[i] / left;
            c = f.Value - (right * slope) - ((left - right) * weight * weight);
        }
        else
        {
            var weight = z[i + 1] / right;
            c = f.Value - (left * slope) - ((right - left) * weight * weight);
        }

        var a = ((left + right) * f.Value) - (left * right * slope);
        var b = left * right * f.Value;
        return Quadratic(a, b, c, f.Value / slope);
    }

    private static T Quadratic(T a, T b, T c, T newton)
    {
        if (c == T.Zero)
        {
            return a == T.Zero ? -newton : b / a;
        }

        var root = T.Sqrt(T.Abs((a * a) - (Four * b * c)));
        return a <= T.Zero ? (a - root) / (Two * c) : Two * b / (a + root);
    }

    private static T Last<TPoles>(int n, T* distances, T* z, T inverse, in TPoles poles, out int origin)
        where TPoles : struct, ISecularPoles<T>
    {
        origin = n - 1;
        poles.Distances(n - 1, distances);
        var norm = VectorKernels<T>.Dot(z, z, n);
        var reach = norm / inverse;
        var own = z[n - 1] * z[n - 1];
        if (n == 1)
        {
            distances[0] = -reach;
            return reach;
        }

        var gap = -distances[n - 2];
        var before = z[n - 2] * z[n - 2];
        var middle = reach / Two;
        var f = Evaluate(n, n - 2, distances, z, middle, inverse);
        var c = f.Value - (before / (distances[n - 2] - middle)) - (own / (distances[n - 1] - middle));
        var (low, high) = f.Value <= T.Zero ? (middle, reach) : (T.Zero, middle);
        T tau;
        if (f.Value <= T.Zero && c <= (before / (gap + reach)) + (own / reach))
        {
            tau = reach;
        }
        else
        {
            var a = (-c * gap) + before + own;
            var b = own * gap;
            var root = T.Sqrt(T.Abs((a * a) + (Four * b * c)));
            tau = a < T.Zero ? Two * b / (root - a) : (a + root) / (Two * c);
        }

        if (!(tau > low && tau <= high))
        {
            tau = (low + high) / Two;
        }

        // Rounding may put the root a little beyond the bound.
        high *= T.One + (T.CreateTruncating(8) * Precision<T>.Epsilon);
        for (var step = 0; step < MostSteps; step++)
        {
            f = Evaluate(n, n - 2, distances, z, tau, inverse);
            if (T.Abs(f.Value) <= Precision<T>.Epsilon * f.Error(tau))
            {
                break;
            }

            if (f.Value < T.Zero)
            {
                low = tau;
            }
            else
            {
                high = tau;
            }

            var left = distances[n - 2] - tau;
            var right = distances[n - 1] - tau;
            c = f.Value - (left * f.LeftSlope) - (right * f.RightSlope);
            c = T.Abs(c);
            var a = ((left + right) * f.Value) - (left * right * (f.LeftSlope + f.RightSlope));
            var b = left * right * f.Value;
            var root = T.Sqrt(T.Abs((a * a) - (Four * b * c)));
            var step1 = a >= T.Zero ? (a + root) / (Two * c) : Two * b / (a - root);

            // Towards the root the step has the sign that f has not; otherwise take Newton's.
            if (!(f.Value * step1 < T.Zero))
            {
                step1 = -f.Value / (f.LeftSlope + f.RightSlope);
            }

            var next = tau + step1;
            if (!(next > low && next < high))
            {
                next = (low + high) / Two;
            }

            if (next == tau || next == low || next == high)
            {
                break;
            }

            tau = next;
        }

        Shift(n, distances, tau);
        return tau;
    }

    private static void Shift(int n, T* distances, T tau)
    {
        for (var j = 0; j < n; j++)
        {
            distances[j] -= tau;
        }
    }

    /// <summary>f and its slope, the poles up to <paramref name="split"/> apart from those after it.</summary>
    private static Sum Evaluate(int n, int split, T* distances, T* z, T tau, T inverse)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: return Evaluate<Lanes512<T>>(n, split, distances, z, tau, inverse);
            case InstructionSet.Avx2: return Evaluate<Lanes256<T>>(n, split, distances, z, tau, inverse);
            case InstructionSet.Vector128: return Evaluate<Lanes128<T>>(n, split, distances, z, tau, inverse);
            default: return Evaluate<Lanes1<T>>(n, split, distances, z, tau, inverse);
        }
    }

    private static Sum Evaluate<L>(int n, int split, T* distances, T* z, T tau, T inverse)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var left = Terms<L>(0, split + 1, distances, z, tau, out var leftSlope);
        var right = Terms<L>(split + 1, n, distances, z, tau, out var rightSlope);
        return new Sum(inverse + left + right, inverse + T.Abs(left) + T.Abs(right), leftSlope, rightSlope);
    }

    // All terms of one call have the same sign, so that nothing cancels within it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Terms<L>(int first, int end, T* distances, T* z, T tau, out T slope)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var j = first;
        var sum = T.Zero;
        slope = T.Zero;
        if (end - first >= L.Count)
        {
            var shift = L.Broadcast(tau);
            var sum0 = L.Constant(0);
            var sum1 = sum0;
            var slope0 = sum0;
            var slope1 = sum0;
            for (; j <= end - (2 * L.Count); j += 2 * L.Count)
            {
                var z0 = L.Load(z + j);
                var z1 = L.Load(z + j + L.Count);
                var ratio0 = z0 / (L.Load(distances + j) - shift);
                var ratio1 = z1 / (L.Load(distances + j + L.Count) - shift);
                sum0 = L.MultiplyAdd(z0, ratio0, sum0);
                sum1 = L.MultiplyAdd(z1, ratio1, sum1);
                slope0 = L.MultiplyAdd(ratio0, ratio0, slope0);
                slope1 = L.MultiplyAdd(ratio1, ratio1, slope1);
            }

            for (; j <= end - L.Count; j += L.Count)
            {
                var z0 = L.Load(z + j);
                var ratio0 = z0 / (L.Load(distances + j) - shift);
                sum0 = L.MultiplyAdd(z0, ratio0, sum0);
                slope0 = L.MultiplyAdd(ratio0, ratio0, slope0);
            }

            sum = L.Sum(sum0 + sum1);
            slope = L.Sum(slope0 + slope1);
        }

        for (; j < end; j++)
        {
            var ratio = z[j] / (distances[j] - tau);
            sum += z[j] * ratio;
            slope += ratio * ratio;
        }

        return sum;
    }

    private readonly record struct Sum(T Value, T Magnitude, T LeftSlope, T RightSlope)
    {
        /// <summary>What rounding may have added to f, in units of the precision.</summary>
        public T Error(T tau) => (T.CreateTruncating(8) * Magnitude) + (T.Abs(tau) * (LeftSlope + RightSlope));
    }
}

/// <summary>The poles of a secular equation: how far they lie from one of them, to full relative precision.</summary>
internal unsafe interface ISecularPoles<T>
    where T : unmanaged
{
    /// <summary>Writes all distances dⱼ − d[origin].</summary>
    public void Distances(int origin, T* distances);
}
