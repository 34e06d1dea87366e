namespace Kiln.Estimators;

/// <summary>Coefficients of several outputs: solvers want (features, outputs), models (outputs, features).</summary>
internal static class OutputOrder
{
    /// <summary>(features, outputs) as (outputs, features).</summary>
    public static double[] ByOutput(double[] coefficients, int features, int outputs)
    {
        if (outputs == 1)
        {
            return coefficients;
        }

        var turned = new double[coefficients.Length];
        for (var feature = 0; feature < features; feature++)
        {
            for (var output = 0; output < outputs; output++)
            {
                turned[(output * features) + feature] = coefficients[(feature * outputs) + output];
            }
        }

        return turned;
    }
}
