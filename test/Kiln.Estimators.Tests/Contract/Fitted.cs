namespace Kiln.Estimators.Tests;

/// <summary>Fits an estimator of any kind, and says all that its model predicts as one list of texts and one of numbers.</summary>
internal static class Fitted
{
    public static Model Fit(Estimator estimator, Features x, Target? y, double[]? weights = null) => estimator switch
    {
        Predictor predictor => predictor.Fit(x, y!, weights),
        FeatureTransformer transformer => transformer.Fit(x, y, weights),
        _ => throw new InvalidOperationException($"{estimator.Name} is neither a predictor nor a transformer"),
    };

    /// <summary>Predictions, probabilities, decisions or transformed values: every number that comes out.</summary>
    public static double[] Numbers(Model model, Features x)
    {
        var numbers = new List<double>();
        if (model is FeatureTransformerModel transformer)
        {
            var transformed = transformer.Transform(x);
            numbers.AddRange(transformed.Kind == FeaturesKind.Table ? [] : transformed.ToDense().Values);
        }

        if (model is RegressionModel regression)
        {
            numbers.AddRange(regression.Predict(x).Numbers());
        }

        if (model is IProbabilityModel probabilities)
        {
            numbers.AddRange(probabilities.PredictProbabilities(x).ToArray<double>());
        }

        if (model is IDecisionModel decisions)
        {
            numbers.AddRange(decisions.DecisionFunction(x).ToArray<double>());
        }

        return [.. numbers];
    }

    /// <summary>Predicted labels, or a table's values.</summary>
    public static string[] Texts(Model model, Features x) => model switch
    {
        ClassificationModel classification => [.. classification.Predict(x).Texts()],
        FeatureTransformerModel transformer when transformer.Transform(x) is { Kind: FeaturesKind.Table } table =>
            [.. table.Table!.Columns.SelectMany(column => Enumerable.Range(0, column.Count).Select(row => column.TextAt(row) ?? "(missing)"))],
        _ => [],
    };

    public static void ShouldAgree(Model model, Model other, Features x, double tolerance = 0)
    {
        Texts(other, x).ShouldBe(Texts(model, x));
        ShouldAgree(Numbers(other, x), Numbers(model, x), tolerance);
    }

    public static void ShouldAgree(double[] actual, double[] expected, double tolerance)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            if (tolerance == 0)
            {
                BitConverter.DoubleToInt64Bits(actual[i]).ShouldBe(BitConverter.DoubleToInt64Bits(expected[i]), $"value {i}: {actual[i]:R} and {expected[i]:R}");
            }
            else if (!(double.IsNaN(actual[i]) && double.IsNaN(expected[i])))
            {
                actual[i].ShouldBe(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"value {i}");
            }
        }
    }
}
