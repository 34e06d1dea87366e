using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Scores of single features against a target, as scikit-learn's functions of the same names.</summary>
public static class FeatureScores
{
    /// <summary>The scores of all features.</summary>
    /// <param name="function">Which.</param>
    /// <param name="x">Finite numbers, dense or sparse.</param>
    /// <param name="y">The target.</param>
    /// <param name="neighbors">For mutual information: how many neighbours are looked at; 3 by default.</param>
    /// <param name="seed">For mutual information: the seed of the noise that separates equal values; 0 by default.</param>
    /// <returns>For each feature its score, and its p-value where there is one (otherwise empty).</returns>
    /// <exception cref="DatasetException">The samples or the target do not suit the function.</exception>
    public static (double[] Scores, double[] PValues) Of(ScoreFunction function, Features x, Target y, int neighbors = 3, uint seed = 0) => Of("feature scores", function, x, y, neighbors, seed);

    internal static (double[] Scores, double[] PValues) Of(string owner, ScoreFunction function, Features x, Target y, int neighbors, uint seed)
    {
        ArgumentNullException.ThrowIfNull(y);
        var samples = Inputs.Numbers(owner, x);
        Require.AtLeast(owner, "n_neighbors", neighbors, 1);
        return function switch
        {
            ScoreFunction.FClassification => VarianceAnalysis.Of(owner, samples, y),
            ScoreFunction.ChiSquared => UnivariateClassScores.ChiSquared(owner, samples, y),
            ScoreFunction.FRegression => Regression(owner, samples, y),
            ScoreFunction.Correlation => (Correlations(owner, samples, y), []),
            _ => (MutualInformation.Of(owner, samples, y, function == ScoreFunction.MutualInformationClassification, neighbors, seed), []),
        };
    }

    private static (double[] Scores, double[] PValues) Regression(string owner, Features x, Target y)
    {
        var correlations = Correlations(owner, x, y);
        double freedom = x.Rows - 2;
        var (f, p) = (new double[correlations.Length], new double[correlations.Length]);
        for (var c = 0; c < f.Length; c++)
        {
            var square = correlations[c] * correlations[c];
            f[c] = square / (1 - square) * freedom;
            p[c] = SpecialFunctions.FAbove(1, freedom, f[c]);
            (f[c], p[c]) = double.IsInfinity(f[c]) ? (double.MaxValue, 0) : double.IsNaN(f[c]) ? (0, 1) : (f[c], p[c]);
        }

        return (f, p);
    }

    private static double[] Correlations(string owner, Features x, Target y)
    {
        Inputs.Same(owner, x, y);
        var targets = Inputs.Values(owner, x, y).ToArray();
        if (y.Outputs != 1)
        {
            throw new DatasetException($"{owner}: the target has {y.Outputs} outputs; one is expected");
        }

        var mean = TensorPrimitives.Sum<double>(targets) / targets.Length;
        TensorPrimitives.Subtract(targets, mean, targets);
        var norm = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(targets));
        var moments = ColumnMoments.Of(x, null);
        var products = new double[x.Columns];
        if (x.Kind == FeaturesKind.Sparse)
        {
            // The target's mean is off by its rounding; times a column far from zero that would show.
            var rest = TensorPrimitives.Sum<double>(targets);
            TensorPrimitives.Multiply(moments.Means, -rest, products);
            var matrix = x.Sparse!;
            for (var row = 0; row < x.Rows; row++)
            {
                for (var i = matrix.RowStarts[row]; i < matrix.RowStarts[row + 1]; i++)
                {
                    products[matrix.ColumnIndices[i]] += matrix.Values[i] * targets[row];
                }
            }
        }
        else
        {
            var line = new double[x.Columns];
            for (var row = 0; row < x.Rows; row++)
            {
                TensorPrimitives.Subtract(x.Row(row), moments.Means, line);
                TensorPrimitives.MultiplyAdd(line, targets[row], products, products);
            }
        }

        for (var c = 0; c < products.Length; c++)
        {
            var correlation = products[c] / Math.Sqrt(moments.Variances[c] * x.Rows) / norm;
            products[c] = double.IsFinite(correlation) ? correlation : 0;
        }

        return products;
    }
}
