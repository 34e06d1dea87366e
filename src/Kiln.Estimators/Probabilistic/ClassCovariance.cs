using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>How a linear discriminant analysis estimates covariances.</summary>
/// <param name="Owner">The estimator, for errors.</param>
/// <param name="Share">How much to shrink: null for not at all, NaN for as much as loses least.</param>
/// <param name="Function">The user's own way, or null.</param>
/// <param name="Cancellation">Stops it.</param>
internal sealed record ClassCovariance(string Owner, double? Share, Func<Features, Kiln.Tensors.Tensor>? Function, CancellationToken Cancellation)
{
    /// <summary>The classes' covariances, each times the class's probability: (features, features).</summary>
    public double[] Within(ClassScatter scatter, double[] priors)
    {
        var within = new double[scatter.Features * scatter.Features];
        for (var c = 0; c < scatter.Classes; c++)
        {
            TensorPrimitives.MultiplyAdd(Of(scatter, c), priors[c], within, within);
        }

        return within;
    }

    /// <summary>The covariance of one class, (features, features).</summary>
    public double[] Of(ClassScatter scatter, int code)
    {
        if (Function is not null)
        {
            return Given(scatter, code);
        }

        var (n, products) = (scatter.Features, scatter.Products(code, Cancellation));
        if (Share is { } given && double.IsNaN(given))
        {
            return Shrinkage.LedoitWolf(scatter.Centred(code), products, n);
        }

        TensorPrimitives.Divide(products, scatter.Counts[code], products);
        if (Share is { } fixedShare)
        {
            Shrinkage.Apply(products, n, fixedShare);
        }

        return products;
    }

    private double[] Given(ClassScatter scatter, int code)
    {
        Cancellation.ThrowIfCancellationRequested();
        var (n, rows) = (scatter.Features, scatter.Centred(code));
        var covariance = Function!(Features.Dense(rows, rows.Length / n, n));
        return covariance is not null && covariance.Rank == 2 && covariance.Shape[0] == n && covariance.Shape[1] == n
            ? covariance.ToArray<double>()
            : throw new DatasetException($"{Owner}: covariance_estimator returned {(covariance is null ? "null" : $"a tensor of shape {covariance.Shape}")} for {n} features; ({n}, {n}) is expected");
    }
}
