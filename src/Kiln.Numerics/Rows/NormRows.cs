using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The kernels behind <see cref="LayerNormRows"/> and <see cref="RmsNormRows"/>, which differ in whether the mean is subtracted.</summary>
internal static unsafe partial class NormRows
{
    /// <summary>Whether the mean is subtracted; a constant to the JIT.</summary>
    internal interface IKind
    {
        public static abstract bool SubtractsMean { get; }
    }

    internal readonly struct Centered : IKind
    {
        public static bool SubtractsMean => true;
    }

    internal readonly struct Uncentered : IKind
    {
        public static bool SubtractsMean => false;
    }

    public static void Forward<TKind, T>(
        string kernel,
        int rows,
        int width,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gamma,
        ReadOnlySpan<T> beta,
        double epsilon,
        Span<T> y,
        Span<T> means,
        Span<T> scales)
        where TKind : struct, IKind
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix(kernel, rows, width, x.Length, y.Length);
        RowChecks.Optional(kernel, "gamma", width, gamma.Length);
        RowChecks.Optional(kernel, "beta", width, beta.Length);
        RowChecks.Optional(kernel, "means", rows, means.Length);
        RowChecks.Optional(kernel, "scales", rows, scales.Length);
        fixed (T* px = x, pg = gamma, pb = beta, py = y, pm = means, ps = scales)
        {
            if (TKind.SubtractsMean)
            {
                RowLoops.Run<LayerNormFunction, T>(rows, width, px, null, py, new(pg, pb, pm, ps, epsilon));
            }
            else
            {
                RowLoops.Run<RmsNormFunction, T>(rows, width, px, null, py, new(pg, pb, null, ps, epsilon));
            }
        }
    }
}
