namespace Kiln.Estimators;

/// <summary>The samples that early stopping holds back, and how well they are predicted.</summary>
internal static class SgdValidation
{
    /// <summary>Chooses them as scikit-learn does: at random, of a classifier with each class's share.</summary>
    public static bool[] Hold(SgdSettings settings, int rows, int[]? codes, double[]? sampleWeights)
    {
        RowIndices train, test;
        try
        {
            (train, test) = Split.Indices(rows, settings.ValidationFraction, settings.Seed, stratify: codes);
        }
        catch (ArgumentException e)
        {
            throw new DatasetException($"{settings.Owner}: early_stopping cannot hold back {settings.ValidationFraction} of {rows} samples: {e.Message}", e);
        }

        var held = new bool[rows];
        foreach (var row in test)
        {
            held[row] = true;
        }

        return sampleWeights is null || test.Any(row => sampleWeights[row] > 0)
            ? held
            : throw new DatasetException($"{settings.Owner}: the {test.Count} samples that early_stopping holds back all weigh 0 ({train.Count} are left to learn from); take another random_state");
    }

    /// <summary>The (weighted) share of samples held back whose sign is right.</summary>
    public static Func<SgdState, double> Accuracy(SampleView x, double[] targets, double[]? weights, bool[] held) => state => Mean(x, state, held, weights, (score, row) =>
        (score > 0 ? 1 : -1) == targets[row] ? 1 : 0);

    /// <summary>R² of the samples held back.</summary>
    public static Func<SgdState, double> Determination(SampleView x, double[] targets, double[]? weights, bool[] held)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var row = 0; row < held.Length; row++)
        {
            sum += held[row] ? (weights?[row] ?? 1) * targets[row] : 0;
            weight += held[row] ? weights?[row] ?? 1 : 0;
        }

        var mean = sum / weight;
        return state => 1 - (Mean(x, state, held, weights, (score, row) => (targets[row] - score) * (targets[row] - score))
            / Mean(x, state, held, weights, (_, row) => (targets[row] - mean) * (targets[row] - mean)));
    }

    private static unsafe double Mean(SampleView x, SgdState state, bool[] held, double[]? weights, Func<double, int, double> value)
    {
        var (sum, weight) = (0.0, 0.0);
        fixed (double* w = state.Weights)
        {
            for (var row = 0; row < held.Length; row++)
            {
                if (held[row])
                {
                    var own = weights?[row] ?? 1;
                    sum += own * value(x.Dot(row, w) + state.Intercept, row);
                    weight += own;
                }
            }
        }

        return sum / weight;
    }
}
