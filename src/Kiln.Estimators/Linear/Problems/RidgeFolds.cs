namespace Kiln.Estimators;

/// <summary>The choice of a ridge's penalty by cross-validation over folds.</summary>
internal static class RidgeFolds
{
    /// <summary>The mean R² (or what else is to decide) over folds for each penalty, and a last fit with the best.</summary>
    public static RidgeCVModel Search(RidgeCV search, Features given, Features x, Target y, double[]? weights, CancellationToken cancellation)
    {
        var parts = search.Splitter is null ? ConsecutiveFolds.Of(search.Name, x.Rows, search.Folds!.Value) : ConsecutiveFolds.By(search.Splitter, search.Name, x, y);
        var (alpha, best) = (search.Alphas[0], double.NaN);
        foreach (var candidate in search.Alphas)
        {
            var ridge = new Ridge { Alpha = candidate, FitIntercept = search.FitIntercept };
            var score = 0.0;
            foreach (var (train, test) in parts)
            {
                var model = ridge.Fit(x.Take(train), y.Take(train), weights is null ? null : Array.ConvertAll(train, row => weights[row]), cancellation);
                score += (search.Scoring ?? ModelScorer.Default).Score(model, x.Take(test), y.Take(test)) / parts.Length;
            }

            // R² of one sample is no number: the first penalty stands then.
            (alpha, best) = score > best || double.IsNaN(best) ? (double.IsNaN(score) ? alpha : candidate, score) : (alpha, best);
        }

        var fitted = new Ridge { Alpha = alpha, FitIntercept = search.FitIntercept }.Fit(x, y, weights, cancellation);
        return new(search, FeatureLayout.Of(given), fitted.Weights.ToArray(), fitted.Intercept.ToArray<double>(), [alpha], [best]) { Warnings = fitted.Warnings };
    }
}
