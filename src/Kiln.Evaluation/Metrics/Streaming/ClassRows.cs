using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// The outputs of a classifier as rows of scores with a label each. The last axis of the outputs is the classes; targets are either labels,
/// one per row, or one-hot (or soft) rows of the same shape as the outputs, of which the largest counts.
/// </summary>
internal readonly ref struct ClassRows
{
    private ClassRows(ReadOnlySpan<double> scores, ReadOnlySpan<long> labels, ReadOnlySpan<double> oneHot, int classes)
    {
        Scores = scores;
        Labels = labels;
        OneHot = oneHot;
        Classes = classes;
    }

    /// <summary>Row-major (rows, classes).</summary>
    public ReadOnlySpan<double> Scores { get; }

    /// <summary>Number of columns.</summary>
    public int Classes { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Scores.Length / Classes;

    private ReadOnlySpan<long> Labels { get; }

    private ReadOnlySpan<double> OneHot { get; }

    /// <summary>The scores of a row.</summary>
    public ReadOnlySpan<double> Row(int row) => Scores.Slice(row * Classes, Classes);

    /// <summary>The true class of a row.</summary>
    /// <exception cref="ArgumentException">It is not among the classes.</exception>
    public int Label(string metric, int row)
    {
        if (OneHot.Length > 0)
        {
            return Metrics.ArgMax(OneHot.Slice(row * Classes, Classes));
        }

        var label = Labels[row];
        return (ulong)label < (ulong)Classes
            ? (int)label
            : throw new ArgumentException($"{metric}: the label at index {row} is {label}, but the outputs have "
                + $"{Classes} classes (0 to {Classes - 1}).");
    }

    /// <summary>Reads a batch.</summary>
    /// <exception cref="ShapeException">The targets do not fit the outputs.</exception>
    public static ClassRows Of(string metric, TensorReader reader, Tensor outputs, Tensor targets)
    {
        var classes = outputs.Rank == 0 ? 0 : outputs.Shape[^1];
        if (outputs.Rank < 2 || classes < 1)
        {
            throw new ShapeException($"{metric}: outputs of shape {outputs.Shape} have no axis of classes; expected (B, classes).");
        }

        var rows = outputs.Count / classes;
        var scores = reader.Doubles(outputs);
        if (targets.Shape == outputs.Shape && classes > 1)
        {
            return new ClassRows(scores, [], reader.OtherDoubles(targets), classes);
        }

        if (targets.Count != rows)
        {
            throw new ShapeException(
                $"{metric}: outputs {outputs.Shape} hold {rows} rows of {classes} classes, but the targets have shape {targets.Shape}; "
                + $"expected one label per row ({rows}) or one-hot rows {outputs.Shape}.");
        }

        return new ClassRows(scores, reader.Labels(metric, targets), [], classes);
    }
}
