namespace Kiln.Estimators;

/// <content>Predictions for each sample by a model that was not fitted on it: scikit-learn's <c>cross_val_predict</c>.</content>
public static partial class CrossValidation
{
    /// <summary>What is predicted for each sample by the model that was fitted without it.</summary>
    /// <param name="estimator">What to fit; it stays as it is.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="folds">How many parts, when there is no splitter: stratified for classifiers, in runs for others; 5 by default.</param>
    /// <param name="splitter">How the samples are split, each tested exactly once; null by default.</param>
    /// <param name="groups">The group of each sample, for splitters that keep groups together; null by default.</param>
    /// <param name="sampleWeights">How much each sample counts in the fits; null for 1 each.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatasetException">The samples cannot be split that way, or not each is tested exactly once.</exception>
    public static Target Predict(
        Predictor estimator, Features x, Target y, int folds = 5, Splitter? splitter = null, IReadOnlyList<int>? groups = null, double[]? sampleWeights = null,
        CancellationToken cancellation = default)
    {
        var (data, parts) = Each(estimator, x, y, folds, splitter, groups, sampleWeights, static (model, part) => model.Predict(part), cancellation);
        var all = parts[0].Kind == TargetKind.Text
            ? Target.Of(InOrder([.. parts.Select(part => part.Texts().ToArray())], data, 1))
            : parts[0].Kind == TargetKind.Integers
                ? Target.Of(InOrder([.. parts.Select(part => part.Integers().ToArray())], data, parts[0].Outputs), parts[0].Outputs)
                : Target.Of(InOrder([.. parts.Select(part => part.Numbers().ToArray())], data, parts[0].Outputs), parts[0].Outputs);
        return all;
    }

    /// <summary>The probabilities of each sample's classes by the model that was fitted without it; 0 for a class the fit did not see.</summary>
    /// <inheritdoc cref="Predict"/>
    /// <returns>Float64, (samples, classes), the classes ascending.</returns>
    /// <exception cref="NotSupportedException">The models give no probabilities.</exception>
    public static Tensor PredictProbabilities(
        Predictor estimator, Features x, Target y, int folds = 5, Splitter? splitter = null, IReadOnlyList<int>? groups = null, double[]? sampleWeights = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(y);
        var classes = y.Distinct(out _);
        var (data, parts) = Each(estimator, x, y, folds, splitter, groups, sampleWeights, (model, part) => model is IProbabilityModel probabilities
            ? Widened(probabilities.PredictProbabilities(part).ToArray<double>(), part.Rows, Classes(model).CodesAmong(classes), classes.Count, 0)
            : throw new NotSupportedException($"{Owner}: {model.Estimator.Name} gives no probabilities"), cancellation);
        return Tensor.From(InOrder(parts, data, classes.Count), [x.Rows, classes.Count]);
    }

    /// <summary>The decision function of each sample by the model that was fitted without it.</summary>
    /// <inheritdoc cref="Predict"/>
    /// <returns>Float64: of two classes (samples,), otherwise (samples, classes), the lowest number for a class the fit did not see.</returns>
    /// <exception cref="NotSupportedException">The models have no decision function.</exception>
    public static Tensor DecisionFunction(
        Predictor estimator, Features x, Target y, int folds = 5, Splitter? splitter = null, IReadOnlyList<int>? groups = null, double[]? sampleWeights = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(y);
        var classes = y.Distinct(out _);
        var (data, parts) = Each(estimator, x, y, folds, splitter, groups, sampleWeights, (model, part) =>
        {
            var known = Classes(model);
            var scores = model is IDecisionModel decisions
                ? decisions.DecisionFunction(part).ToArray<double>()
                : throw new NotSupportedException($"{Owner}: {model.Estimator.Name} has no decision function");
            return known.Count == classes.Count ? scores
                : known.Count > 2 ? Widened(scores, part.Rows, known.CodesAmong(classes), classes.Count, double.MinValue)
                : throw new DatasetException($"{Owner}: a training part has {known.Count} of {classes.Count} classes, whose decisions cannot be compared; split so that each has all (StratifiedKFold)");
        }, cancellation);
        var columns = classes.Count == 2 ? 1 : classes.Count;
        return Tensor.From(InOrder(parts, data, columns), columns == 1 ? [x.Rows] : [x.Rows, columns]);
    }

    private static (FoldData Data, T[] Parts) Each<T>(
        Predictor estimator, Features x, Target y, int folds, Splitter? splitter, IReadOnlyList<int>? groups, double[]? weights,
        Func<PredictorModel, Features, T> predict, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        var splits = FoldData.Split(Owner, estimator.IsClassifier, splitter, folds, x, y, groups);
        var tested = new int[x.Rows];
        foreach (var i in splits.SelectMany(split => split.Test))
        {
            tested[i]++;
        }

        if (Array.FindIndex(tested, times => times != 1) is >= 0 and var odd)
        {
            throw new DatasetException($"{Owner}: to predict each sample once, the test parts have to hold each once; sample {odd} is in {tested[odd]}. Take KFold or another partition");
        }

        var data = new FoldData(x, y, Inputs.Weights(Owner, weights, x.Rows), splits);
        var parts = new T[splits.Length];
        var scorer = ModelScorer.Of("prediction", static (_, _, _, _) => 0);
        var fits = new FoldFits { Owner = Owner, Data = data, Scorers = [scorer], ErrorScore = null, KeepModels = true };
        var outcomes = fits.Run([estimator], cancellation);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = predict(outcomes[i].Model!, data.Test(i).X);
        }

        return (data, parts);
    }

    private static Target Classes(PredictorModel model) =>
        model is ClassificationModel classifier ? classifier.Classes : throw new NotSupportedException($"{Owner}: {model.Estimator.Name} predicts no classes");

    /// <summary>Rows of the test parts in the order of the samples.</summary>
    private static T[] InOrder<T>(T[][] parts, FoldData data, int columns)
    {
        var all = new T[parts.Sum(part => part.Length)];
        for (var p = 0; p < parts.Length; p++)
        {
            var rows = data.Splits[p].Test;
            for (var i = 0; i < rows.Count; i++)
            {
                parts[p].AsSpan(i * columns, columns).CopyTo(all.AsSpan(rows[i] * columns));
            }
        }

        return all;
    }

    /// <summary>Scores of the classes a model knows at the places of all classes.</summary>
    private static double[] Widened(double[] scores, int rows, int[] places, int classes, double missing)
    {
        if (places.Length == classes)
        {
            return scores;
        }

        var wide = new double[rows * classes];
        Array.Fill(wide, missing);
        for (var i = 0; i < rows; i++)
        {
            for (var c = 0; c < places.Length; c++)
            {
                wide[(i * classes) + places[c]] = scores[(i * places.Length) + c];
            }
        }

        return wide;
    }
}
