using Kiln.Data;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>The same scores of labels against probabilities or decision values, which models give as tensors.</summary>
public static partial class Metrics
{
    /// <summary>Mean of −log p(true class), natural logarithm.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="probabilities">(samples, classes), each row adding up to 1; or (samples,) of the second of two classes.</param>
    /// <param name="classes">The class of each column; those of the truth, ascending, when null.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a label is none of the classes, or a row is no distribution.</exception>
    public static double LogLoss(Target truth, Tensor probabilities, Target? classes = null, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Places("log loss", truth, ref classes);
        var values = ScoresOf("log loss", probabilities, classes, out _);
        return LogLoss(codes, values, classes.Count, weights);
    }

    /// <summary>The fraction of samples whose true class is among the <paramref name="k"/> best-scored ones.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="scores">Probabilities or decision values (samples, classes); or (samples,) of the second of two classes.</param>
    /// <param name="classes">The class of each column; those of the truth, ascending, when null.</param>
    /// <param name="k">How many classes may be guessed. Default: 2, as in scikit-learn.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a label is none of the classes.</exception>
    public static double TopKAccuracy(Target truth, Tensor scores, Target? classes = null, int k = 2, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Places("top-k accuracy", truth, ref classes);
        var values = ScoresOf("top-k accuracy", scores, classes, out _);
        return TopKAccuracy(codes, values, classes.Count, k, weights);
    }

    /// <summary>Mean hinge loss of decision values: of two classes, or by Crammer and Singer of several.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="decisions">(samples,), positive for the second of two classes; or (samples, classes).</param>
    /// <param name="classes">The classes, ascending; those of the truth when null.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a label is none of the classes.</exception>
    public static double HingeLoss(Target truth, Tensor decisions, Target? classes = null, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Places("hinge loss", truth, ref classes);
        var values = ScoresOf("hinge loss", decisions, classes, out var columns);
        return columns == 1 ? HingeLoss(codes, values, 1, weights) : MulticlassHingeLoss(codes, values, classes.Count, weights);
    }

    /// <summary>The error of probabilities of two classes.</summary>
    /// <param name="truth">The true labels: whole numbers or texts, of two classes.</param>
    /// <param name="probabilities">(samples,) of the second class, or (samples, 2).</param>
    /// <param name="classes">The two classes, ascending; those of the truth when null.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are not two classes, or a number is no probability.</exception>
    public static double BrierScore(Target truth, Tensor probabilities, Target? classes = null, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Places("brier score", truth, ref classes);
        return BrierScore(codes, Second("brier score", probabilities, classes), 1, weights);
    }

    /// <summary>
    /// The area under the ROC curve. Of two classes from one score each (or the second column); of several from probabilities by the scheme
    /// given; of several 0/1 outputs the mean over them.
    /// </summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="scores">Probabilities or decision values: (samples,) or (samples, classes).</param>
    /// <param name="classes">The class of each column; those of the truth, ascending, when null.</param>
    /// <param name="scheme">How several classes are compared. Default: each against the rest.</param>
    /// <param name="average">How several classes are averaged. Default: macro.</param>
    /// <param name="maxFpr">Of two classes, the false positive rate up to which the area counts. Default: 1.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a class does not occur, or rows of several classes do not add up to 1.</exception>
    public static double RocAuc(
        Target truth,
        Tensor scores,
        Target? classes = null,
        MulticlassScheme scheme = MulticlassScheme.OneVsRest,
        Average average = Average.Macro,
        double maxFpr = 1,
        ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (truth is { Outputs: > 1 })
        {
            return RocAuc(Sets("roc auc", truth), Values(scores), average, maxFpr, weights);
        }

        var codes = LabelCodes.Places("roc auc", truth, ref classes);
        if (classes.Count <= 2)
        {
            return RocAuc(codes, Second("roc auc", scores, classes), 1, maxFpr, weights);
        }

        var values = ScoresOf("roc auc", scores, classes, out _);
        return maxFpr == 1
            ? MulticlassRocAuc(codes, values, classes.Count, scheme, average, weights)
            : throw new ArgumentException($"roc auc: a part of the area is defined for two classes; here are {classes.Count}. Leave maxFpr at 1.");
    }

    /// <summary>The average precision: of two classes; of several 0/1 outputs, or of several classes each against the rest, the mean over them.</summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="scores">Probabilities or decision values: (samples,) or (samples, classes).</param>
    /// <param name="classes">The class of each column; those of the truth, ascending, when null.</param>
    /// <param name="average">How several classes are averaged. Default: macro.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a label is none of the classes.</exception>
    public static double AveragePrecision(
        Target truth, Tensor scores, Target? classes = null, Average average = Average.Macro, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (truth is { Outputs: > 1 })
        {
            return AveragePrecision(Sets("average precision", truth), Values(scores), average, weights);
        }

        var codes = LabelCodes.Places("average precision", truth, ref classes);
        return classes.Count <= 2
            ? AveragePrecision(codes, Second("average precision", scores, classes), 1, weights)
            : AveragePrecision(LabelSets.OneHot(codes, classes.Count), ScoresOf("average precision", scores, classes, out _), average, weights);
    }

    /// <summary>True against false positive rate over all thresholds, of two classes.</summary>
    /// <param name="truth">The true labels: whole numbers or texts, of two classes.</param>
    /// <param name="scores">(samples,) of the second class, or (samples, 2).</param>
    /// <param name="classes">The two classes, ascending; those of the truth when null.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or there are not two classes.</exception>
    public static RocCurve RocCurve(Target truth, Tensor scores, Target? classes = null, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Places("roc curve", truth, ref classes);
        return RocCurve(codes, Second("roc curve", scores, classes), 1, weights);
    }

    /// <summary>Precision against recall over all thresholds, of two classes.</summary>
    /// <inheritdoc cref="RocCurve(Target, Tensor, Target, ReadOnlySpan{double})"/>
    public static PrecisionRecallCurve PrecisionRecallCurve(
        Target truth, Tensor scores, Target? classes = null, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Places("precision-recall curve", truth, ref classes);
        return PrecisionRecallCurve(codes, Second("precision-recall curve", scores, classes), 1, weights);
    }

    /// <summary>How often what was given a probability came true, of two classes.</summary>
    /// <param name="truth">The true labels: whole numbers or texts, of two classes.</param>
    /// <param name="probabilities">(samples,) of the second class, or (samples, 2).</param>
    /// <param name="bins">Number of bins. Default: 5.</param>
    /// <param name="cut">Whether bins are equally wide or equally full. Default: equally wide.</param>
    /// <param name="classes">The two classes, ascending; those of the truth when null.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are not two classes, or a number is no probability.</exception>
    public static CalibrationCurve CalibrationCurve(
        Target truth, Tensor probabilities, int bins = 5, CalibrationBins cut = CalibrationBins.Uniform, Target? classes = null)
    {
        var codes = LabelCodes.Places("calibration curve", truth, ref classes);
        return CalibrationCurve(codes, Second("calibration curve", probabilities, classes), bins, cut, 1);
    }

    /// <summary>Scores as float64, row-major; one column or one per class.</summary>
    private static double[] ScoresOf(string metric, Tensor scores, Target classes, out int columns)
    {
        ArgumentNullException.ThrowIfNull(scores);
        columns = scores.Rank < 2 ? 1 : scores.Shape[^1];
        return columns == classes.Count || (columns == 1 && classes.Count <= 2)
            ? Values(scores)
            : throw new ArgumentException(
                $"{metric}: scores of shape {scores.Shape} do not fit {classes.Count} classes; expected (samples, {classes.Count}). "
                + "When a class does not occur in the truth, give the classes of the model.");
    }

    /// <summary>The score of the second of two classes.</summary>
    private static double[] Second(string metric, Tensor scores, Target classes)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (classes.Count != 2)
        {
            throw new ArgumentException(
                classes.Count < 2
                    ? $"{metric}: the truth has only one class, so it is not known which one the scores are of; give both classes."
                    : $"{metric}: there are {classes.Count} classes; two are expected.");
        }

        var values = ScoresOf(metric, scores, classes, out var columns);
        if (columns == 1)
        {
            return values;
        }

        var second = new double[values.Length / 2];
        Column(values, 1, 2, second);
        return second;
    }
}
