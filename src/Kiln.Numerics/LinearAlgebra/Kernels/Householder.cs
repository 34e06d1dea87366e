using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Elementary reflectors H = I − τ·v·vᵀ with v[0] = 1 (LAPACK's convention).</summary>
internal static unsafe class Householder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Below this a norm's last digits are lost to underflow, and a reciprocal may overflow.
    private static T Tiny => T.ScaleB(T.One, typeof(T) == typeof(float) ? -100 : -960);

    /// <summary>
    /// The reflector with H·x = (β, 0, …, 0). On return x holds v, whose first element is written as 1.
    /// </summary>
    /// <param name="x">The vector; becomes v.</param>
    /// <param name="n">Its length, at least 1.</param>
    /// <param name="beta">What x becomes: ∓‖x‖, of the sign that does not cancel.</param>
    /// <returns>τ; 0 when x is a multiple of the first unit vector already.</returns>
    public static T Make(T* x, int n, out T beta)
    {
        var alpha = x[0];
        var rest = VectorKernels<T>.Norm(x + 1, n - 1);
        if (rest == T.Zero)
        {
            beta = alpha;
            x[0] = T.One;
            return T.Zero;
        }

        var exponent = 0;
        if (T.Max(T.Abs(alpha), rest) < Tiny)
        {
            // Tiny numbers are brought to the middle of the range by a power of two, and β back at the end.
            exponent = typeof(T) == typeof(float) ? 120 : 1000;
            var factor = T.ScaleB(T.One, exponent);
            VectorKernels<T>.Scale(factor, x, x, n);
            alpha = x[0];
            rest = VectorKernels<T>.Norm(x + 1, n - 1);
        }

        beta = -T.CopySign(Hypotenuse(alpha, rest), alpha);
        var tau = (beta - alpha) / beta;
        VectorKernels<T>.Scale(T.One / (alpha - beta), x + 1, x + 1, n - 1);
        x[0] = T.One;
        beta = exponent == 0 ? beta : T.ScaleB(beta, -exponent);
        return tau;
    }

    /// <summary>√(x² + y²) without overflow on the way.</summary>
    public static T Hypotenuse(T x, T y)
    {
        x = T.Abs(x);
        y = T.Abs(y);
        var large = T.Max(x, y);
        if (large == T.Zero)
        {
            return large;
        }

        var ratio = T.Min(x, y) / large;
        return large * T.Sqrt(T.One + (ratio * ratio));
    }
}
