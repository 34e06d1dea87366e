using System.Runtime.CompilerServices;

namespace Kiln.Neural;

/// <summary>Checks and small formulas that losses share.</summary>
internal static class LossChecks
{
    /// <summary>Keeps logarithms and quotients finite: Keras's epsilon.</summary>
    internal const double Epsilon = 1e-7;

    internal static void SameShape(string loss, Tensor outputs, Tensor targets)
    {
        Given(loss, outputs, targets);
        if (outputs.Shape != targets.Shape)
        {
            string hint = outputs.Rank == targets.Rank + 1 && outputs.Shape[-1] == 1 ? "; give the targets a last axis with ExpandDims(-1)" : string.Empty;
            throw new ShapeException($"{Title(loss)}: outputs {outputs.Shape} and targets {targets.Shape} must have the same shape{hint}");
        }
    }

    /// <summary>Checks that there are outputs, and that they are floating point.</summary>
    internal static void Given(string loss, Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (!outputs.DType.IsFloatingPoint())
        {
            throw new DTypeException($"{Title(loss)}: the outputs are {outputs.DType.Name()} {outputs.Shape}; expected floating point");
        }

        if (outputs.Count == 0)
        {
            throw new ShapeException($"{Title(loss)}: no elements in outputs of shape {outputs.Shape}; is the batch empty?");
        }
    }

    /// <summary>Targets as probabilities of the outputs' shape: rows as they are, classes as one-hot rows.</summary>
    internal static Tensor Probabilities(string loss, Tensor outputs, Tensor targets, double labelSmoothing)
    {
        Given(loss, outputs, targets);
        if (outputs.Rank == 0)
        {
            throw new ShapeException($"{Title(loss)}: the outputs are a scalar; expected (…, classes)");
        }

        int classes = SeveralClasses(loss, outputs);
        Shape rows = outputs.Shape.Sizes[..^1].ToArray();
        Tensor rowsOfTargets;
        if (targets.Shape == outputs.Shape)
        {
            rowsOfTargets = targets.To(outputs.DType);
        }
        else if (targets.DType.IsInteger() && targets.Shape == rows)
        {
            Classes(loss, targets, classes);
            rowsOfTargets = Tensor.OneHot(targets, classes, outputs.DType);
        }
        else
        {
            string hint = targets.DType.IsFloatingPoint() && targets.Shape == rows ? "; classes are integers: targets.To(DType.Int64)" : string.Empty;
            throw new ShapeException(
                $"{Title(loss)}: outputs {outputs.Shape} need targets of the same shape (probabilities), or integer classes of shape {rows}, "
                + $"got {targets.DType.Name()} {targets.Shape}{hint}");
        }

        return labelSmoothing == 0 ? rowsOfTargets : rowsOfTargets * (1 - labelSmoothing) + labelSmoothing / classes;
    }

    /// <summary>The number of classes; one is no choice, and its loss always 0.</summary>
    /// <exception cref="ShapeException">There is one.</exception>
    internal static int SeveralClasses(string loss, Tensor outputs) => outputs.Shape[-1] != 1
        ? outputs.Shape[-1]
        : throw new ShapeException(
            $"{Title(loss)}: outputs {outputs.Shape} have a single class, so every answer would be right; give the network an output for each class, "
            + "or for two classes keep the one and take SigmoidCrossEntropy with targets 0 and 1 of the outputs' shape");

    internal static double Share(double value, [CallerMemberName] string name = "") => HyperParameter.Share(value, name);

    internal static double Positive(double value, [CallerMemberName] string name = "") => HyperParameter.Positive(value, name);

    internal static double NotNegative(double value, [CallerMemberName] string name = "") => HyperParameter.NotNegative(value, name);

    /// <summary>A loss in messages: its name without underscores.</summary>
    internal static string Title(string loss) => loss.Replace("cross_entropy", "cross-entropy", StringComparison.Ordinal).Replace('_', ' ');

    private static void Classes(string loss, Tensor targets, int classes)
    {
        long[] labels = targets.To(DType.Int64).ToArray<long>();
        for (int i = 0; i < labels.Length; i++)
        {
            if ((ulong)labels[i] >= (ulong)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targets), $"{Title(loss)}: target {labels[i]} in row {i} is not a class; the outputs have {classes}, counted from 0");
            }
        }
    }
}
