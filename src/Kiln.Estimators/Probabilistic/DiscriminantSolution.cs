namespace Kiln.Estimators;

/// <summary>What the solvers of a linear discriminant analysis return.</summary>
/// <param name="Coefficients">(classes, features), of two classes after <see cref="ForTwo"/> (1, features).</param>
/// <param name="Intercept">(classes,).</param>
/// <param name="Scalings">The directions as columns, (features, directions); empty where there are none.</param>
/// <param name="Center">What is taken from samples before they are turned to the directions; zeros for none.</param>
/// <param name="Shares">The share of the variance between classes in each direction.</param>
/// <param name="Covariance">The covariance within the classes, (features, features); empty where it was not asked for.</param>
internal sealed record DiscriminantSolution(double[] Coefficients, double[] Intercept, double[] Scalings, double[] Center, double[] Shares, double[] Covariance)
{
    /// <summary>Of two classes the difference: positive for the second.</summary>
    public DiscriminantSolution ForTwo()
    {
        if (Intercept.Length != 2)
        {
            return this;
        }

        var n = Center.Length;
        var difference = new double[n];
        System.Numerics.Tensors.TensorPrimitives.Subtract(Coefficients.AsSpan(n, n), Coefficients.AsSpan(0, n), difference);
        return this with { Coefficients = difference, Intercept = [Intercept[1] - Intercept[0]] };
    }
}
