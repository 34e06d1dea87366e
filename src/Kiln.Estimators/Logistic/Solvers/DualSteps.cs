using System.Runtime.Intrinsics.X86;

namespace Kiln.Estimators;

/// <summary>The step of a dual variable in terms of the coefficients.</summary>
internal static unsafe class DualSteps
{
    /// <summary>Asks for a sample that comes some visits later, and for what is kept of it.</summary>
    public static void Prefetch<T>(in SampleView x, int row, T* state)
        where T : unmanaged
    {
        x.Prefetch(row);
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(state + row);
        }
    }

    /// <summary>w += step · (x, bias).</summary>
    public static void Move(in SampleView x, int row, double step, double* w, double bias)
    {
        x.AddScaled(row, step, w);
        if (bias != 0)
        {
            w[x.Columns] += step * bias;
        }
    }
}
