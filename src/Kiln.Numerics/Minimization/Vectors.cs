namespace Kiln.Numerics;

/// <summary>Vector operations on arrays.</summary>
internal static unsafe class Vectors
{
    /// <summary>Σ xᵢyᵢ.</summary>
    public static double Dot(double[] x, double[] y)
    {
        fixed (double* px = x, py = y)
        {
            return VectorKernels<double>.Dot(px, py, x.Length);
        }
    }

    /// <summary>y += a·x.</summary>
    public static void AddScaled(double a, double[] x, double[] y)
    {
        fixed (double* px = x, py = y)
        {
            VectorKernels<double>.AddScaled(a, px, py, x.Length);
        }
    }

    /// <summary>max |xᵢ|.</summary>
    public static double AbsMax(double[] x)
    {
        fixed (double* px = x)
        {
            return VectorKernels<double>.AbsMax(px, x.Length);
        }
    }

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool AllFinite(double[] x)
    {
        fixed (double* px = x)
        {
            return VectorKernels<double>.AllFinite(px, x.Length);
        }
    }
}
