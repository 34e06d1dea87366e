namespace Kiln.Estimators;

/// <summary>A classifier with the curves that turn its scores into probabilities: one for the second of two classes, otherwise one for each class it knows.</summary>
internal sealed class CalibratedPart
{
    private readonly ClassificationModel _model;
    private readonly int[] _places;
    private readonly Calibrator[] _curves;

    private CalibratedPart(ClassificationModel model, int[] places, Calibrator[] curves) => (_model, _places, _curves) = (model, places, curves);

    /// <summary>Fits the curves.</summary>
    /// <param name="owner">Who asks, for errors.</param>
    /// <param name="model">The classifier.</param>
    /// <param name="places">The place of each of its classes among all.</param>
    /// <param name="method">The form of the curves.</param>
    /// <param name="scores">The scores of some samples, one column for each curve.</param>
    /// <param name="codes">Their classes.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="classes">How many classes there are.</param>
    public static CalibratedPart Fit(
        string owner, ClassificationModel model, int[] places, CalibrationMethod method, double[] scores, int[] codes, double[]? weights, int classes)
    {
        var columns = scores.Length / codes.Length;
        if (classes > 2 && columns != places.Length)
        {
            throw new DatasetException($"{owner}: a part of the samples has {places.Length} of {classes} classes; give more samples of each class, or use fewer parts");
        }

        var curves = new Calibrator[columns];
        for (var c = 0; c < columns; c++)
        {
            var positive = columns == 1 ? 1 : places[c];
            curves[c] = Calibrator.Fit(
                method, [.. Enumerable.Range(0, codes.Length).Select(i => scores[(i * columns) + c])], Array.ConvertAll(codes, code => code == positive), weights);
        }

        return new(model, places, curves);
    }

    /// <summary>A classifier's scores: decisions, or probabilities; of two classes only the second's.</summary>
    public static double[] Scores(string owner, ClassificationModel model, Features x) => model switch
    {
        IDecisionModel decisions => decisions.DecisionFunction(x).ToArray<double>(),
        IProbabilityModel probabilities => Positive(probabilities.PredictProbabilities(x).ToArray<double>(), model.Classes.Count),
        _ => throw new NotSupportedException($"{owner}: {model.Estimator.Name} has neither a decision function nor probabilities, so there is nothing to calibrate"),
    };

    /// <summary>Of two classes the second's probabilities; otherwise all.</summary>
    public static double[] Positive(double[] probabilities, int classes) =>
        classes == 2 ? [.. Enumerable.Range(0, probabilities.Length / 2).Select(i => probabilities[(2 * i) + 1])] : probabilities;

    /// <summary>Adds the probabilities of samples, (samples, classes).</summary>
    public void AddProbabilities(string owner, Features x, int classes, double[] sum)
    {
        var scores = Scores(owner, _model, x);
        var columns = _curves.Length;
        var row = new double[classes];
        for (var i = 0; i < x.Rows; i++)
        {
            Array.Clear(row);
            for (var c = 0; c < columns; c++)
            {
                row[columns == 1 ? 1 : _places[c]] = _curves[c].Probability(scores[(i * columns) + c]);
            }

            Normalize(row);
            for (var c = 0; c < classes; c++)
            {
                sum[(i * classes) + c] += row[c];
            }
        }
    }

    public void Write(ModelWriter writer, string name)
    {
        writer.Model(name + ".model", _model);
        writer.Integers(name + ".places", _places);
        writer.Integer(name + ".curves", _curves.Length);
        for (var c = 0; c < _curves.Length; c++)
        {
            _curves[c].Write(writer, $"{name}.curve{c}");
        }
    }

    public static CalibratedPart Read(ModelReader reader, string name, CalibrationMethod method, int classes)
    {
        var model = reader.Model<ClassificationModel>(name + ".model");
        var (places, curves) = (reader.Integers(name + ".places", model.Classes.Count), reader.Count(name + ".curves"));
        return Array.TrueForAll(places, place => place >= 0 && place < classes) && (curves == places.Length || (curves == 1 && classes == 2))
            ? new(model, places, [.. Enumerable.Range(0, curves).Select(c => Calibrator.Read(reader, method, $"{name}.curve{c}"))])
            : throw reader.Damaged($"'{name}' has {curves} curves for {places.Length} of {classes} classes");
    }

    private static void Normalize(double[] row)
    {
        if (row.Length == 2)
        {
            row[0] = 1 - row[1];
            return;
        }

        var sum = row.Sum();
        for (var c = 0; c < row.Length; c++)
        {
            row[c] = sum == 0 ? 1.0 / row.Length : row[c] / sum;
        }
    }
}
