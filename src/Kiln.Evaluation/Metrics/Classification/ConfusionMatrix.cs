using System.Globalization;

namespace Kiln.Evaluation;

/// <summary>
/// How often each true class was predicted as each class: rows are the truth, columns the prediction. Counts can be added batch by
/// batch. Not safe for concurrent writers.
/// </summary>
public sealed partial class ConfusionMatrix
{
    /// <summary>The largest number of classes a matrix may have: its memory grows with the square.</summary>
    public const int MaximumClasses = 16_384;

    private readonly int[] _classes;
    private readonly string[] _labels;
    private readonly long[] _counts;

    // Class values 0 … n − 1, the usual case, index directly; others go through the dictionary.
    private readonly Dictionary<int, int>? _indexOf;

    /// <summary>A matrix of zeros for the classes 0 … <paramref name="classCount"/> − 1.</summary>
    /// <param name="classCount">Number of classes, 1 to <see cref="MaximumClasses"/>.</param>
    /// <param name="labels">Names of the classes; their numbers when null or empty.</param>
    /// <exception cref="ArgumentException">The number of labels differs from the number of classes.</exception>
    public ConfusionMatrix(int classCount, IReadOnlyList<string>? labels = null)
        : this(Range(classCount), labels)
    {
    }

    /// <summary>A matrix of zeros for the given class values.</summary>
    /// <param name="classes">Distinct class values, in the order of the rows.</param>
    /// <param name="labels">Names of the classes; their values when null or empty.</param>
    /// <exception cref="ArgumentException">There is no class, a class repeats, or the number of labels differs.</exception>
    public ConfusionMatrix(IReadOnlyList<int> classes, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count is < 1 or > MaximumClasses)
        {
            throw new ArgumentException(
                $"confusion matrix: {classes.Count} classes were given; between 1 and {MaximumClasses} are expected.", nameof(classes));
        }

        if (labels is { Count: > 0 } && labels.Count != classes.Count)
        {
            throw new ArgumentException(
                $"confusion matrix: {labels.Count} labels were given for {classes.Count} classes; "
                + "give one per class or none.", nameof(labels));
        }

        _classes = [.. classes];
        _labels = labels is { Count: > 0 } ? [.. labels] : [.. _classes.Select(c => c.ToString(CultureInfo.InvariantCulture))];
        _counts = new long[_classes.Length * _classes.Length];
        _indexOf = IndexOf(_classes);
    }

    /// <summary>The same counts under other names.</summary>
    internal ConfusionMatrix Named(IReadOnlyList<string> labels)
    {
        var result = new ConfusionMatrix(_classes, labels);
        _counts.CopyTo(result._counts, 0);
        return result;
    }

    /// <summary>Number of classes: rows, and columns.</summary>
    public int ClassCount => _classes.Length;

    /// <summary>The class values, in the order of the rows.</summary>
    public IReadOnlyList<int> Classes => _classes;

    /// <summary>The names of the classes, in the order of the rows.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>Number of samples counted.</summary>
    public long Total => _counts.Sum();

    /// <summary>Number of samples on the diagonal.</summary>
    public long Correct
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < ClassCount; i++)
            {
                sum += this[i, i];
            }

            return sum;
        }
    }

    /// <summary>Fraction of samples on the diagonal; NaN for an empty matrix.</summary>
    public double Accuracy => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>How often the class of row <paramref name="truth"/> was predicted as the class of column <paramref name="predicted"/>.</summary>
    /// <param name="truth">Row, 0 … <see cref="ClassCount"/> − 1.</param>
    /// <param name="predicted">Column, 0 … <see cref="ClassCount"/> − 1.</param>
    public long this[int truth, int predicted]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)truth, (uint)ClassCount, nameof(truth));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)ClassCount, nameof(predicted));
            return _counts[(truth * ClassCount) + predicted];
        }
    }

    /// <summary>Counts one sample.</summary>
    /// <param name="truth">True class value.</param>
    /// <param name="predicted">Predicted class value.</param>
    /// <exception cref="ArgumentException">One of them is not among <see cref="Classes"/>.</exception>
    public void Add(int truth, int predicted) => _counts[(Index(truth, "true") * ClassCount) + Index(predicted, "predicted")]++;

    /// <summary>Adds several samples of one true and one predicted class.</summary>
    /// <param name="truth">The true class.</param>
    /// <param name="predicted">The predicted class.</param>
    /// <param name="count">How many; not negative.</param>
    internal void Add(int truth, int predicted, long count) =>
        _counts[(Index(truth, "true") * ClassCount) + Index(predicted, "predicted")] += count;

    /// <summary>Counts many samples; nothing is counted when one of them is refused.</summary>
    /// <param name="truth">True class values.</param>
    /// <param name="predicted">Predicted class values, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not among <see cref="Classes"/>.</exception>
    public void Add(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException(
                $"confusion matrix: the two sides differ in length: {truth.Length} true values, {predicted.Length} predictions.");
        }

        for (var i = 0; i < truth.Length; i++)
        {
            _ = Index(truth[i], "true");
            _ = Index(predicted[i], "predicted");
        }

        for (var i = 0; i < truth.Length; i++)
        {
            Add(truth[i], predicted[i]);
        }
    }

    /// <summary>Number of true samples of the class of a row.</summary>
    /// <param name="truth">Row.</param>
    public long RowTotal(int truth)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)truth, (uint)ClassCount, nameof(truth));
        var sum = 0L;
        foreach (var count in _counts.AsSpan(truth * ClassCount, ClassCount))
        {
            sum += count;
        }

        return sum;
    }

    /// <summary>Number of predictions of the class of a column.</summary>
    /// <param name="predicted">Column.</param>
    public long ColumnTotal(int predicted)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)ClassCount, nameof(predicted));
        var sum = 0L;
        for (var row = 0; row < ClassCount; row++)
        {
            sum += _counts[(row * ClassCount) + predicted];
        }

        return sum;
    }

    /// <summary>The counts as a new (truth, predicted) array.</summary>
    public long[,] ToArray()
    {
        var result = new long[ClassCount, ClassCount];
        Buffer.BlockCopy(_counts, 0, result, 0, _counts.Length * sizeof(long));
        return result;
    }

    /// <summary>
    /// Each row divided by its total (scikit-learn: <c>normalize="true"</c>), so that the diagonal is the recall of each class. A row
    /// without samples is all zeros.
    /// </summary>
    public double[,] NormalizeRows()
    {
        var result = new double[ClassCount, ClassCount];
        for (var row = 0; row < ClassCount; row++)
        {
            var total = RowTotal(row);
            for (var column = 0; column < ClassCount && total > 0; column++)
            {
                result[row, column] = (double)this[row, column] / total;
            }
        }

        return result;
    }

    private int Index(int value, string side)
    {
        if (_indexOf is null ? (uint)value < (uint)ClassCount : _indexOf.ContainsKey(value))
        {
            return _indexOf is null ? value : _indexOf[value];
        }

        throw new ArgumentException(
            $"confusion matrix: the {side} class {value} is not among its {ClassCount} classes ({_classes[0]} … {_classes[^1]}).");
    }

    private static int[] Range(int count)
    {
        if (count is < 1 or > MaximumClasses)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"confusion matrix: between 1 and {MaximumClasses} classes are expected.");
        }

        return [.. Enumerable.Range(0, count)];
    }

    private static Dictionary<int, int>? IndexOf(int[] classes)
    {
        var direct = true;
        var indexOf = new Dictionary<int, int>(classes.Length);
        for (var i = 0; i < classes.Length; i++)
        {
            direct &= classes[i] == i;
            if (!indexOf.TryAdd(classes[i], i))
            {
                throw new ArgumentException($"confusion matrix: the class {classes[i]} was given twice.", nameof(classes));
            }
        }

        return direct ? null : indexOf;
    }
}
