using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The choice of a ridge's penalty by leaving out each sample once.</summary>
internal static class RidgeLeavingOneOut
{
    /// <summary>The errors of the samples left out (<see cref="LeftOutErrors"/>) for each penalty, without fitting anew, and the coefficients of the best.</summary>
    /// <param name="search">The search.</param>
    /// <param name="given">The samples as they were given.</param>
    /// <param name="samples">The problem.</param>
    /// <param name="rate">Rates the predictions of samples left out, (outputs, samples), all outputs together; null for <see cref="RidgeCV.Scoring"/> or the squared error.</param>
    /// <param name="cancellation">Stops it.</param>
    public static RidgeCVModel Search(RidgeCV search, Features given, CentredSamples samples, Func<double[], double>? rate, CancellationToken cancellation)
    {
        var (rows, n, outputs) = (samples.Rows, samples.Columns, samples.Outputs);
        var spectrum = RidgeSpectrum.Of(samples, search.Decomposition, cancellation);
        var left = new LeftOutErrors(samples, spectrum);
        var alphas = search.Alphas;
        var best = new (double Alpha, double Score)[search.AlphaPerTarget ? outputs : 1];

        // The first penalty stands where no score is a number, as of one sample.
        Array.Fill(best, (alphas[0], double.NegativeInfinity));
        var kept = search.StoreErrors ? new double[rows * outputs * alphas.Length] : null;
        var predictions = search.Scoring is null && rate is null ? null : new double[rows * outputs];
        var (means, errors) = (new double[outputs], new double[rows]);
        for (var i = 0; i < alphas.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var output = 0; output < outputs; output++)
            {
                means[output] = left.Of(output, alphas[i], errors);
                Keep(samples, output, errors, predictions, kept is null ? default : kept.AsSpan(i), alphas.Length);
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
            spectrum.Coefficients(left.Projected(output), alpha, coefficients.AsSpan(output * n, n));
        }

        var intercept = samples.Intercept(coefficients);
        Overflow.Check(search.Name, samples.X, coefficients, intercept);
        return new(
            search, FeatureLayout.Of(given), coefficients, intercept, Array.ConvertAll(best, b => b.Alpha), Array.ConvertAll(best, b => b.Score))
        {
            Errors = kept is null ? null : Kiln.Tensors.Tensor.From(kept, [rows, outputs, alphas.Length]),
            Warnings = spectrum.Cut == 0 ? [] :
            [
                $"{search.Name}: with gcv_mode=eigen, {spectrum.Cut} of {spectrum.Cut + spectrum.Rank} directions of the samples vary too little beside the largest to be told from rounding and are left out; take gcv_mode=svd to keep them",
            ],
        };
    }

    /// <summary>What is wanted of one output's errors: the predictions of the samples left out, (outputs, samples), and with <see cref="RidgeCV.StoreErrors"/> these or the squares.</summary>
    private static void Keep(CentredSamples samples, int output, double[] errors, double[]? predictions, Span<double> kept, int alphas)
    {
        var target = samples.Target(output);
        for (var row = 0; row < errors.Length && (predictions is not null || !kept.IsEmpty); row++)
        {
            if (predictions is not null)
            {
                predictions[(output * errors.Length) + row] = target[row] - errors[row];
            }

            if (!kept.IsEmpty)
            {
                kept[((row * samples.Outputs) + output) * alphas] = predictions is null ? errors[row] * errors[row] : target[row] - errors[row];
            }
        }
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
}
