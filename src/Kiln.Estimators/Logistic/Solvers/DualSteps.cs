namespace Kiln.Estimators;

/// <summary>The step of a dual variable in terms of the coefficients.</summary>
internal static unsafe class DualSteps
{
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
