using Kiln.Data;
using Kiln.Estimators;
using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>
/// By what a classifier ranks samples: probabilities, or the values of a decision function where there are none, as scikit-learn's <c>RocCurveDisplay</c> takes them.
/// </summary>
/// <param name="Values">Float64, (samples, classes); decision values of two classes (samples,), of the second.</param>
/// <param name="AreProbabilities">Whether they are probabilities.</param>
internal sealed record ClassValues(Tensor Values, bool AreProbabilities)
{
    /// <summary>Whether none is NaN or infinite, as those of collinear features may be (the model warned of them): nothing could be measured by it.</summary>
    public bool CanRank => AreProbabilities
        ? !Values.AsSpan<double>().ContainsAnyExceptInRange(0.0, 1.0)
        : !Values.AsSpan<double>().ContainsAnyExceptInRange(double.MinValue, double.MaxValue);

    /// <summary>The values for some rows; null where the model gives neither.</summary>
    public static ClassValues? Of(PredictorModel model, Features x) =>
        PredictionTable.Probabilities(model, x) is { } probabilities ? new(probabilities, true)
            : model is IDecisionModel decisions ? new(decisions.DecisionFunction(x), false)
            : null;

    /// <summary>The values of one class, for each row one.</summary>
    /// <param name="place">The class, by its place; of two classes with one value for both the second.</param>
    public Tensor OfClass(int place)
    {
        if (Values.Rank == 1)
        {
            return Values;
        }

        var values = Values.AsSpan<double>();
        var width = Values.Shape[1];
        var column = new double[Values.Shape[0]];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = values[(row * width) + place];
        }

        return Tensor.From(column);
    }
}
