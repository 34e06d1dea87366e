using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The two ways to choose a ridge's penalty.</summary>
internal static class RidgeSearch
{
    /// <summary>
    /// The error of a sample left out is (bᵢ − Hᵢ·b) / (1 − Hᵢᵢ), H = A (AᵀA + αI)⁻¹ Aᵀ (and the intercept's share of it), so nothing is fitted anew (R. Rifkin and
    /// R. Lippert, "Notes on Regularized Least Squares", MIT-CSAIL-TR-2007-025). With A = U Σ Vᵀ both parts are sums over the columns of U with the
    /// factors α / (σ² + α): no difference of nearly equal numbers for a small α.
    /// </summary>
    /// <param name="search">The search.</param>
    /// <param name="given">The samples as they were given.</param>
    /// <param name="samples">The problem.</param>
    /// <param name="rate">Rates the predictions of samples left out, (outputs, samples), all outputs together; null for <see cref="RidgeCV.Scoring"/> or the squared error.</param>
    /// <param name="cancellation">Stops it.</param>
    public static RidgeCVModel ByLeavingOneOut(RidgeCV search, Features given, CentredSamples samples, Func<double[], double>? rate, CancellationToken cancellation)
    {
        var (rows, n, outputs) = (samples.Rows, samples.Columns, samples.Outputs);
        var spectrum = RidgeSpectrum.Of(samples, search.Decomposition, cancellation);
        var (values, u, k, rank) = (spectrum.Values, spectrum.Left, spectrum.Count, spectrum.Rank);
        var alphas = search.Alphas;
        var best = new (double Alpha, double Score)[search.AlphaPerTarget ? outputs : 1];

        // The first penalty stands where no score is a number, as of one sample.
        Array.Fill(best, (alphas[0], double.NegativeInfinity));
        var kept = search.StoreErrors ? new double[rows * outputs * alphas.Length] : null;
        var predictions = search.Scoring is null && rate is null ? null : new double[rows * outputs];
        var projected = Projections(samples, u, k, rank);
        var means = new double[outputs];
        for (var i = 0; i < alphas.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var output = 0; output < outputs; output++)
            {
                means[output] = MeanError(samples, u, k, values.AsSpan(0, rank), projected.AsSpan(output * rank, rank), output, alphas[i], kept, i, alphas.Length, predictions);
            }

            for (var choice = 0; choice < best.Length; choice++)
            {
                var score = rate is not null ? rate(predictions!)
                    : predictions is not null ? Score(search, samples, predictions, search.AlphaPerTarget ? choice..(choice + 1) : ..outputs)
                    : -(search.AlphaPerTarget ? means[choice] : TensorPrimitives.Sum<double>(means) / outputs);
                if (i == 0 || score > best[choice].Score)
                {
                    best[choice] = (alphas[i], score);
                }
            }
        }

        var coefficients = new double[outputs * n];
        for (var output = 0; output < outputs; output++)
        {
            var alpha = best[Math.Min(output, best.Length - 1)].Alpha;
            spectrum.Coefficients(projected.AsSpan(output * rank, rank), alpha, coefficients.AsSpan(output * n, n));
        }

        var intercept = samples.Intercept(coefficients);
        Overflow.Check(search.Name, samples.X, coefficients, intercept);
        return new(
            search, FeatureLayout.Of(given), coefficients, intercept, Array.ConvertAll(best, b => b.Alpha), Array.ConvertAll(best, b => b.Score))
        {
            Errors = kept is null ? null : Kiln.Tensors.Tensor.From(kept, [rows, outputs, alphas.Length]),
            Warnings = spectrum.Cut == 0 ? [] :
            [
                $"{search.Name}: with gcv_mode=eigen, {spectrum.Cut} of {spectrum.Cut + rank} directions of the samples vary too little beside the largest to be told from rounding and are left out; take gcv_mode=svd to keep them",
            ],
        };
    }

    /// <summary>What a scorer says of the predictions of samples that were left out, of some outputs.</summary>
    private static double Score(RidgeCV search, CentredSamples samples, double[] predictions, Range outputs)
    {
        var (from, to) = (outputs.Start.Value, outputs.End.Value);
        var truth = new List<double>((to - from) * samples.Rows);
        for (var output = from; output < to; output++)
        {
            truth.AddRange(samples.Target(output));
        }

        Target predicted = predictions[(from * samples.Rows)..(to * samples.Rows)];
        var model = new KnownPredictions(search, predicted);
        return search.Scoring!.Score(model, Features.Dense(new double[predicted.Count], predicted.Count, 1), truth.ToArray());
    }

    /// <summary>The mean R² (or what else is to decide) over folds for each penalty, and a last fit with the best.</summary>
    public static RidgeCVModel ByFolds(RidgeCV search, Features given, Features x, Target y, double[]? weights, CancellationToken cancellation)
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

    /// <summary>Uᵀb, (outputs, rank).</summary>
    private static double[] Projections(CentredSamples samples, double[] u, int k, int rank)
    {
        var projected = new double[samples.Outputs * rank];
        for (var output = 0; output < samples.Outputs; output++)
        {
            var sums = projected.AsSpan(output * rank, rank);
            var target = samples.Target(output);
            for (var row = 0; row < target.Length; row++)
            {
                TensorPrimitives.MultiplyAdd(u.AsSpan(row * k, rank), target[row], sums, sums);
            }
        }

        return projected;
    }

    private static double MeanError(
        CentredSamples samples, double[] u, int k, ReadOnlySpan<double> values, ReadOnlySpan<double> projected, int output, double alpha, double[]? kept, int at, int alphas, double[]? predictions)
    {
        var rank = values.Length;
        var target = samples.Target(output);
        var (shares, parts, squares) = (new double[rank], new double[rank], new double[rank]);
        for (var j = 0; j < rank; j++)
        {
            shares[j] = alpha / ((values[j] * values[j]) + alpha);
            parts[j] = shares[j] * projected[j];
        }

        var sum = 0.0;
        for (var row = 0; row < target.Length; row++)
        {
            var line = u.AsSpan(row * k, rank);
            TensorPrimitives.Multiply(line, line, squares);
            var root = samples.Roots?[row] ?? 1;
            var intercept = samples.IsCentred ? root * root / samples.TotalWeight : 0;

            // What lies outside of A's columns, which a full set of them leaves nothing of but rounding.
            var isFull = rank + (samples.IsCentred ? 1 : 0) >= target.Length;
            var outside = isFull ? 0 : 1 - intercept - TensorPrimitives.Sum<double>(squares);
            var rest = isFull ? 0 : target[row] - TensorPrimitives.Dot(line, projected);
            var error = (rest + TensorPrimitives.Dot<double>(line, parts)) / (outside + TensorPrimitives.Dot<double>(squares, shares));
            sum += error * error;
            if (predictions is not null)
            {
                predictions[(output * target.Length) + row] = target[row] - error;
            }

            if (kept is not null)
            {
                kept[(((row * samples.Outputs) + output) * alphas) + at] = predictions is null ? error * error : target[row] - error;
            }
        }

        return sum / target.Length;
    }
}
