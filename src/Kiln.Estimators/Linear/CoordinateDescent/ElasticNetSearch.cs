using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// The search of the cross-validated lasso and elastic net: a path of penalties for each share of L1 and each fold, the mean squared error on what the fold
/// left out, and a fit on all samples with the best.
/// </summary>
internal static class ElasticNetSearch
{
    /// <summary>Ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    public static void Check(DescentSettings settings, double[] l1Ratios, double eps, int alphaCount, double[]? alphas, int folds)
    {
        settings.Check();
        Require.Positive(settings.Name, "eps", eps);
        Require.Between(settings.Name, "n_alphas", alphaCount, 1, Require.MostValues);
        Require.AtLeast(settings.Name, "cv", folds, 2);
        Require.That(l1Ratios.Length > 0, settings.Name, "l1_ratio", "empty", "at least one");
        foreach (var l1Ratio in l1Ratios)
        {
            Require.Share(settings.Name, "l1_ratio", l1Ratio);
        }

        Require.That(alphas is null or { Length: > 0 }, settings.Name, "alphas", "empty", "at least one, or none for a path");
        foreach (var alpha in alphas ?? [])
        {
            Require.NotNegative(settings.Name, "alphas", alpha);
        }
    }

    public static ElasticNetSearchModel Fit(
        Regressor estimator, DescentSettings settings, double[] l1Ratios, double eps, int alphaCount, double[]? alphas, int folds, Splitter? splitter,
        Features x, Target y, double[]? weights, CancellationToken cancellation)
    {
        estimator.CheckParameters();
        var samples = Inputs.Numbers(settings.Name, x);
        var targets = Inputs.Values(settings.Name, samples, y).ToArray();
        if (y.Outputs != 1)
        {
            throw new DatasetException($"{settings.Name}: each sample has {y.Outputs} targets; one is expected. Fit one model for each output");
        }

        Inputs.Weights(settings.Name, weights, samples.Rows);
        var parts = splitter is null ? ConsecutiveFolds.Of(settings.Name, samples.Rows, folds) : ConsecutiveFolds.By(splitter, settings.Name, samples, y);
        folds = parts.Length;
        var all = CentredSamples.Of(samples, targets, 1, null, settings.FitIntercept);
        var paths = new double[l1Ratios.Length][];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = alphas is null ? AlphaGrid.Of(settings.Name, all, l1Ratios[i], eps, alphaCount) : [.. alphas.OrderDescending()];
        }

        var count = paths[0].Length;
        var errors = new double[l1Ratios.Length * count * folds];
        NumberedBlocks.Each(folds, fold =>
        {
            var errorsOfFold = Errors(settings, l1Ratios, paths, samples, targets, weights, parts[fold], cancellation);
            for (var i = 0; i < errorsOfFold.Length; i++)
            {
                errors[(i * folds) + fold] = errorsOfFold[i];
            }
        }, cancellation);

        var best = Best(errors, folds);
        var (ratio, alpha) = (l1Ratios[best / count], paths[best / count][best % count]);
        var model = ElasticNetFit.Fit(estimator, settings, alpha, ratio, x, y, weights, null, cancellation);
        return new(model, alpha, ratio, [.. paths.SelectMany(path => path)], errors, l1Ratios.Length, folds);
    }

    /// <summary>The first of the least mean errors over the folds.</summary>
    private static int Best(double[] errors, int folds)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < errors.Length / folds; i++)
        {
            var mean = TensorPrimitives.Sum<double>(errors.AsSpan(i * folds, folds)) / folds;
            if (mean < least)
            {
                (best, least) = (i, mean);
            }
        }

        return best;
    }

    /// <summary>The mean squared errors on one fold's test samples, (l1 ratios, alphas).</summary>
    private static double[] Errors(
        DescentSettings settings, double[] l1Ratios, double[][] paths, Features x, double[] y, double[]? weights, (int[] Train, int[] Test) fold, CancellationToken cancellation)
    {
        var trainWeights = ElasticNetFit.MeanOne(settings.Name, weights is null ? null : Array.ConvertAll(fold.Train, row => weights[row]), fold.Train.Length);
        var train = CentredSamples.Of(x.Take(fold.Train), Array.ConvertAll(fold.Train, row => y[row]), 1, trainWeights, settings.FitIntercept);
        var problem = new DescentProblems(train, settings, cancellation).Of(0);
        var test = x.Take(fold.Test);
        var (n, count) = (x.Columns, paths[0].Length);
        var errors = new double[l1Ratios.Length * count];
        for (var ratio = 0; ratio < l1Ratios.Length; ratio++)
        {
            var path = DescentPath.Run(problem, train, paths[ratio], l1Ratios[ratio], settings, [], cancellation);
            var intercepts = new double[count];
            for (var i = 0; i < count; i++)
            {
                intercepts[i] = train.Intercept(path.Coefficients.AsSpan(i * n, n))[0];
            }

            var predicted = new LinearRule(settings.Name, path.Coefficients, intercepts).Scores(test);
            var sums = errors.AsSpan(ratio * count, count);
            var total = 0.0;
            for (var row = 0; row < fold.Test.Length; row++)
            {
                var weight = weights?[fold.Test[row]] ?? 1;
                total += weight;
                for (var i = 0; i < count; i++)
                {
                    var error = predicted[(row * count) + i] - y[fold.Test[row]];
                    sums[i] += weight * error * error;
                }
            }

            TensorPrimitives.Divide(sums, total, sums);
        }

        return errors;
    }
}
