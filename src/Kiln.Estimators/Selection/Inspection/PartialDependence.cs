using System.Globalization;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// What a model predicts on average when some features are given one value for all samples (J. H. Friedman, "Greedy function approximation", The Annals of Statistics
/// 29, 2001; scikit-learn: <c>partial_dependence(method="brute")</c>).
/// </summary>
/// <param name="Values">The values of each feature: numbers, or texts of a category.</param>
/// <param name="Average">Float64, (outputs, values of the first feature, …): of two classes the probability of the second, of more one output for each.</param>
/// <param name="Individual">Float64, (outputs, samples, values of the first feature, …): every sample's own; null unless asked for.</param>
public sealed record PartialDependence(IReadOnlyList<object[]> Values, Tensor Average, Tensor? Individual)
{
    private const string Owner = "partial dependence";
    private const int MostPoints = Require.MostValues;

    /// <summary>Computes it.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="x">Samples to average over.</param>
    /// <param name="features">The places of one or more features.</param>
    /// <param name="resolution">How many values of each number, at least 2; 100 by default. A feature with fewer different values, or a category, takes those.</param>
    /// <param name="low">The quantile at which the values begin; 0.05 by default.</param>
    /// <param name="high">The quantile at which they end; 0.95 by default.</param>
    /// <param name="individual">Whether every sample's own curve is kept; false by default.</param>
    /// <param name="categorical">Which of the features are categories in spite of being numbers; none by default.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">There is no such feature, its values are too close to each other for a grid, or the grid has more than a million points.</exception>
    public static PartialDependence Of(
        PredictorModel model, Features x, IReadOnlyList<int> features, int resolution = 100, double low = 0.05, double high = 0.95, bool individual = false,
        IReadOnlyList<int>? categorical = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(resolution, 2);
        if (features.Count == 0 || features.Any(feature => feature < 0 || feature >= x.Columns) || !(low >= 0 && low < high && high <= 1))
        {
            throw new ArgumentException($"{Owner}: features {string.Join(", ", features)} of {x.Columns}, between the quantiles {low} and {high}; expected places from 0, and quantiles that ascend");
        }

        var samples = x.Kind == FeaturesKind.Sparse ? x.ToDense(Owner) : x;
        object[][] values = [.. features.Select(feature => GridAxis.Of(Owner, samples, feature, resolution, low, high, categorical?.Contains(feature) == true))];
        var points = Points(values, x.Rows);
        var predictions = new double[points][];
        WorkerTeam.Run(points, new Body(point => predictions[point] = Predictions(model, At(samples, features, values, point))), cancellation);

        // (points, samples, outputs) → (outputs, points) and (outputs, samples, points)
        var outputs = predictions[0].Length / x.Rows;
        var (average, each) = (new double[outputs * points], individual ? new double[checked(outputs * x.Rows * points)] : []);
        for (var point = 0; point < points; point++)
        {
            for (var i = 0; i < predictions[point].Length; i++)
            {
                var (sample, output) = (i / outputs, i % outputs);
                average[(output * points) + point] += predictions[point][i] / x.Rows;
                if (individual)
                {
                    each[(((output * x.Rows) + sample) * points) + point] = predictions[point][i];
                }
            }
        }

        int[] sizes = [.. values.Select(axis => axis.Length)];
        return new(values, Tensor.From(average, [outputs, .. sizes]), individual ? Tensor.From(each, [outputs, x.Rows, .. sizes]) : null);
    }

    /// <summary>The values and what is predicted on average: <c>partial dependence at 40 values (1.5 to 9): 0.12 to 0.87</c>.</summary>
    public override string ToString()
    {
        var axes = string.Join(" × ", Values.Select(axis => string.Create(CultureInfo.InvariantCulture, $"{Plural.Of(axis.Length, "value")}{Ends(axis)}")));
        var (averages, outputs) = (Average.ToArray<double>(), Average.Shape[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{Owner} at {axes}: {averages.Min():G4} to {averages.Max():G4}{(outputs == 1 ? string.Empty : $" of {outputs} outputs")}")
            + (Individual is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", and of {Plural.Of(Individual.Shape[1], "sample")} by itself"));
    }

    private static string Ends(object[] axis) => axis.Length < 2 ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $" ({Shown(axis[0])}{(axis[0] is string ? ", …, " : " to ")}{Shown(axis[^1])})");

    private static string Shown(object value) => value is double number ? number.ToString("G4", CultureInfo.InvariantCulture) : NearNames.Shown(ParameterText.Of(value), 20);

    /// <summary>The points of the grid, at each of which all samples are predicted.</summary>
    private static int Points(object[][] values, int rows)
    {
        var points = values.Aggregate(Int128.One, (count, axis) => Int128.Min(count * axis.Length, long.MaxValue));
        return points <= MostPoints
            ? (int)points
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{Owner}: the grid of {values.Length} features has {string.Join(" × ", values.Select(axis => axis.Length))} = {points:N0} points, and {rows} samples would be predicted at each; "
                + $"at most {MostPoints:N0} are. Take fewer features, or a lower resolution"));
    }

    private static Features At(Features x, IReadOnlyList<int> features, object[][] values, int point)
    {
        for (var f = features.Count - 1; f >= 0; f--)
        {
            var edit = new ColumnEdit(x, features[f]);
            edit.Fill(values[f][point % values[f].Length]);
            (x, point) = (edit.Samples, point / values[f].Length);
        }

        return x;
    }

    /// <summary>Predicted numbers, or probabilities or scores of classes (of two classes the second's), sample after sample.</summary>
    private static double[] Predictions(PredictorModel model, Features x)
    {
        if (model is not ClassificationModel classifier)
        {
            return model.Predict(x).Numbers(Owner).ToArray();
        }

        var scores = model is IProbabilityModel probabilities ? probabilities.PredictProbabilities(x).ToArray<double>()
            : model is IDecisionModel decisions ? decisions.DecisionFunction(x).ToArray<double>()
            : throw new NotSupportedException($"{Owner}: {model.Estimator.Name} has neither probabilities nor a decision function");
        return classifier.Classes.Count == 2 && scores.Length == 2 * x.Rows ? [.. Enumerable.Range(0, x.Rows).Select(i => scores[(2 * i) + 1])] : scores;
    }

    private readonly struct Body(Action<int> work) : ITileBody
    {
        public void Invoke(int tile) => work(tile);
    }
}
