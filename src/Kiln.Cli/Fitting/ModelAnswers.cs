using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>
/// What a model says of some rows: predictions, and of a classifier that has them the probability of each class, row after row. Many rows are asked block by
/// block, because a pipeline makes a copy of what it transforms.
/// </summary>
/// <param name="Predicted">One value (or row of outputs) for each row.</param>
/// <param name="Probabilities">rows × classes; null where the model gives none.</param>
internal sealed record ModelAnswers(Target Predicted, double[]? Probabilities)
{
    // Two million values, 16 MB: enough for all threads, little beside the table itself.
    private const int ValuesOfBlock = 1 << 21;

    /// <summary>Asks the model.</summary>
    public static ModelAnswers Of(PredictorModel model, Features x)
    {
        var rows = Math.Max(1, ValuesOfBlock / Math.Max(1, x.Columns));
        if (x.Rows <= rows)
        {
            return new(model.Predict(x), ProbabilitiesOf(model, x));
        }

        var (predicted, probabilities) = (new List<Target>(), new List<double[]?>());
        for (var from = 0; from < x.Rows; from += rows)
        {
            var part = x.Take([.. Enumerable.Range(from, Math.Min(rows, x.Rows - from))]);
            predicted.Add(model.Predict(part));
            probabilities.Add(ProbabilitiesOf(model, part));
        }

        return new(Joined(predicted), probabilities.Contains(null) ? null : [.. probabilities.SelectMany(part => part!)]);
    }

    private static double[]? ProbabilitiesOf(PredictorModel model, Features x)
    {
        try
        {
            return (model as IProbabilityModel)?.PredictProbabilities(x).ToArray<double>();
        }
        catch (NotSupportedException)
        {
            return null; // Some give them only with other parameters.
        }
    }

    private static Target Joined(List<Target> parts) => parts[0].Kind switch
    {
        TargetKind.Text => Target.Of(parts.SelectMany(part => part.Texts()).ToArray()),
        TargetKind.Integers => Target.Of(parts.SelectMany(part => part.Integers().ToArray()).ToArray(), parts[0].Outputs),
        _ => Target.Of(parts.SelectMany(part => part.Numbers().ToArray()).ToArray(), parts[0].Outputs),
    };
}
