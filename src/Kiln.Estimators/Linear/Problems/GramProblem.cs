namespace Kiln.Estimators;

/// <summary>All that least squares needs of the samples when there are many more of them than features.</summary>
/// <param name="Features">How many features.</param>
/// <param name="Outputs">How many outputs.</param>
/// <param name="Gram">AᵀA, (features, features).</param>
/// <param name="Cross">Aᵀb, (outputs, features).</param>
/// <param name="Squares">bᵀb of each output.</param>
internal sealed record GramProblem(int Features, int Outputs, double[] Gram, double[] Cross, double[] Squares)
{
    /// <summary>Aⱼ·Aⱼ of each feature.</summary>
    public double[] Diagonal()
    {
        var diagonal = new double[Features];
        for (var i = 0; i < Features; i++)
        {
            diagonal[i] = Gram[(i * Features) + i];
        }

        return diagonal;
    }
}
