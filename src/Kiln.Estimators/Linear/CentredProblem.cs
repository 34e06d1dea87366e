namespace Kiln.Estimators;

/// <summary>
/// Samples and targets less their (weighted) means, each row times the root of its weight: least squares on them gives the coefficients, and the means give
/// the intercept.
/// </summary>
/// <param name="X">(samples, features).</param>
/// <param name="Y">(samples, outputs).</param>
/// <param name="XMeans">The mean of each feature; zeros without an intercept.</param>
/// <param name="YMeans">The mean of each output; zeros without an intercept.</param>
internal sealed record CentredProblem(double[] X, double[] Y, double[] XMeans, double[] YMeans)
{
    public static CentredProblem Of(Features x, ReadOnlySpan<double> y, int outputs, double[]? weights, bool center)
    {
        var xMeans = center ? Means(x.Values, x.Columns, weights) : new double[x.Columns];
        var yMeans = center ? Means(y, outputs, weights) : new double[outputs];
        return new(Centre(x.Values, x.Columns, xMeans, weights), Centre(y, outputs, yMeans, weights), xMeans, yMeans);
    }

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

    /// <summary>ȳ − x̄·w for each output.</summary>
    /// <param name="coefficients">(outputs, features).</param>
    public double[] Intercept(ReadOnlySpan<double> coefficients)
    {
        var intercept = new double[YMeans.Length];
        for (var output = 0; output < intercept.Length; output++)
        {
            intercept[output] = YMeans[output] - System.Numerics.Tensors.TensorPrimitives.Dot(XMeans, coefficients.Slice(output * XMeans.Length, XMeans.Length));
        }

        return intercept;
    }

    private static double[] Means(ReadOnlySpan<double> rows, int columns, double[]? weights)
    {
        var means = new double[columns];
        var total = 0.0;
        for (var row = 0; row * columns < rows.Length; row++)
        {
            var weight = weights?[row] ?? 1;
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(rows.Slice(row * columns, columns), weight, means, means);
            total += weight;
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(means, total, means);
        return means;
    }

    private static double[] Centre(ReadOnlySpan<double> rows, int columns, double[] means, double[]? weights)
    {
        var centred = new double[rows.Length];
        for (var row = 0; row * columns < rows.Length; row++)
        {
            var target = centred.AsSpan(row * columns, columns);
            System.Numerics.Tensors.TensorPrimitives.Subtract(rows.Slice(row * columns, columns), means, target);
            if (weights is not null)
            {
                System.Numerics.Tensors.TensorPrimitives.Multiply(target, Math.Sqrt(weights[row]), target);
            }
        }

        return centred;
    }
}
