using Kiln.Data;
using Kiln.Estimators;
using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>Predictions as a table: "prediction", and of a classifier that has them a probability for each class.</summary>
internal static class PredictionTable
{
    /// <summary>Predicts some rows.</summary>
    public static Table Of(PredictorModel model, Features x)
    {
        var predicted = model.Predict(x);
        var columns = new List<Column>();
        if (predicted.Kind == TargetKind.Text)
        {
            columns.Add(new TextColumn("prediction", [.. predicted.Texts()]));
        }
        else
        {
            var values = predicted.Numbers();
            for (var output = 0; output < predicted.Outputs; output++)
            {
                columns.Add(new NumberColumn(predicted.Outputs == 1 ? "prediction" : $"prediction_{output}", Column(values, output, predicted.Outputs)));
            }
        }

        if (Probabilities(model, x)?.ToArray<double>() is { } probabilities && model is ClassificationModel { Classes: var classes })
        {
            for (var c = 0; c < classes.Count; c++)
            {
                columns.Add(new NumberColumn($"probability_{classes.TextAt(c)}", Column(probabilities, c, classes.Count)));
            }
        }

        return new Table(columns);
    }

    /// <summary>The probability of each class, (rows, classes); null where the model gives none.</summary>
    public static Tensor? Probabilities(PredictorModel model, Features x)
    {
        try
        {
            return (model as IProbabilityModel)?.PredictProbabilities(x);
        }
        catch (NotSupportedException)
        {
            return null; // Some give them only with other parameters.
        }
    }

    private static double[] Column(ReadOnlySpan<double> values, int column, int columns)
    {
        var picked = new double[values.Length / columns];
        for (var row = 0; row < picked.Length; row++)
        {
            picked[row] = values[(row * columns) + column];
        }

        return picked;
    }
}
