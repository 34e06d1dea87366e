namespace Kiln.Evaluation.Tests;

/// <summary>Plausible results of estimators for charts and reports.</summary>
internal static class ModelSamples
{
    public static readonly FeatureWeights Weights = new(
        ["median income", "house age", "average rooms", "average bedrooms", "population", "average occupancy", "latitude", "longitude"],
        [0.852, 0.122, -0.305, 0.371, -0.002, -0.037, -0.897, -0.869]);

    public static readonly FeatureWeights Importance = new(Weights.Names, [0.71, 0.04, 0.12, 0.09, 0.001, 0.15, 1.02, 0.94])
    {
        Deviations = [0.03, 0.004, 0.01, 0.008, 0.001, 0.02, 0.05, 0.04],
    };

    public static CoefficientPaths Paths
    {
        get
        {
            double[] strengths = [.. Enumerable.Range(0, 50).Select(static i => Math.Pow(10, -3 + (i * 4.0 / 49)))];
            string[] names = [.. Enumerable.Range(0, 12).Select(static f => $"x{f}")];
            var coefficients = new double[strengths.Length, names.Length];
            for (var s = 0; s < strengths.Length; s++)
            {
                for (var f = 0; f < names.Length; f++)
                {
                    // Soft thresholding, as the lasso of orthogonal features has it.
                    var full = (f % 2 == 0 ? 1 : -1) * 4.0 / (1 + f);
                    coefficients[s, f] = Math.Sign(full) * Math.Max(0, Math.Abs(full) - strengths[s]);
                }
            }

            return new CoefficientPaths(strengths, names, coefficients) { Chosen = 0.05 };
        }
    }

    public static ScoreCurve Learning
    {
        get
        {
            double[] sizes = [50, 100, 200, 400, 800, 1600];
            var noise = SklearnCase.Numbers(60, 21);
            var (training, validation) = (new double[6, 5], new double[6, 5]);
            for (var i = 0; i < 6; i++)
            {
                for (var fold = 0; fold < 5; fold++)
                {
                    training[i, fold] = 0.93 + (0.06 * Math.Exp(-sizes[i] / 300)) + (0.01 * (noise[(i * 5) + fold] - 0.5));
                    validation[i, fold] = 0.92 - (0.2 * Math.Exp(-sizes[i] / 250)) + (0.05 * (noise[30 + (i * 5) + fold] - 0.5));
                }
            }

            return ScoreCurve.Of(sizes, training, validation) with { Score = "accuracy" };
        }
    }

    public static ScoreCurve Validation
    {
        get
        {
            double[] strengths = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100];
            var noise = SklearnCase.Numbers(70, 22);
            var (training, validation) = (new double[7, 5], new double[7, 5]);
            for (var i = 0; i < 7; i++)
            {
                for (var fold = 0; fold < 5; fold++)
                {
                    training[i, fold] = 0.99 - (0.06 * Math.Exp(-i)) + (0.01 * noise[(i * 5) + fold]) - (i < 2 ? 0.1 * (2 - i) : 0);
                    validation[i, fold] = 0.94 - (0.015 * (i - 3.5) * (i - 3.5)) + (0.04 * (noise[35 + (i * 5) + fold] - 0.5));
                }
            }

            return ScoreCurve.Of(strengths, training, validation) with { Axis = "C", Score = "accuracy", Logarithmic = true };
        }
    }

    /// <summary>Classes, and probabilities that are somewhat too sure.</summary>
    public static (int[] Truth, double[] Scores) Binary(int count = 600)
    {
        var (chance, draw) = (SklearnCase.Numbers(count, 11), SklearnCase.Numbers(count, 12));
        return ([.. chance.Select((p, i) => draw[i] < p ? 1 : 0)], [.. chance.Select(static p => 1 / (1 + Math.Exp(-6 * (p - 0.5))))]);
    }

    public static (double[] Truth, double[] Predicted) Regression(int count)
    {
        var (value, noise) = (SklearnCase.Numbers(count, 13), SklearnCase.Numbers(count, 14));
        double[] truth = [.. value.Select(static v => 50 + (400 * v))];
        return (truth, [.. truth.Select((t, i) => t + ((noise[i] - 0.5) * 0.4 * t) - (t > 380 ? t - 380 : 0))]);
    }
}
