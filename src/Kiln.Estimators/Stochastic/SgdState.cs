namespace Kiln.Estimators;

/// <summary>One output's coefficients while they are learned.</summary>
internal sealed class SgdState
{
    public SgdState(int columns, bool averages)
    {
        Weights = new double[columns];
        AverageWeights = averages ? new double[columns] : [];
    }

    public double[] Weights { get; init; }

    public double Intercept { get; set; }

    public double[] AverageWeights { get; init; }

    public double AverageIntercept { get; set; }

    /// <summary>Epochs made by the last run.</summary>
    public int Epochs { get; set; }
}
