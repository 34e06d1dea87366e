namespace Kiln.Estimators;

/// <summary>
/// Class labels as a column for each class, with one value where a sample is of the class and another elsewhere, and back (scikit-learn: <c>LabelBinarizer</c>). Two
/// classes take one column, which stands for the second.
/// </summary>
public sealed class LabelBinarizer
{
    private readonly LabelEncoder _encoder;

    private LabelBinarizer(LabelEncoder encoder, double negative, double positive) => (_encoder, NegativeLabel, PositiveLabel) = (encoder, negative, positive);

    /// <summary>The classes in ascending order, of the kind of the labels.</summary>
    public Target Classes => _encoder.Classes;

    /// <summary>What stands where a sample is not of the class.</summary>
    public double NegativeLabel { get; }

    /// <summary>What stands where it is.</summary>
    public double PositiveLabel { get; }

    /// <summary>Learns the classes of labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="negativeLabel">What stands where a sample is not of the class; 0 by default.</param>
    /// <param name="positiveLabel">What stands where it is; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The negative label is not below the positive one.</exception>
    public static LabelBinarizer Fit(Target labels, double negativeLabel = 0, double positiveLabel = 1)
    {
        Require.That(negativeLabel < positiveLabel, "label binarizer", nameof(negativeLabel), negativeLabel, "less than the positive label");
        return new(LabelEncoder.Fit(labels), negativeLabel, positiveLabel);
    }

    /// <summary>The columns: (samples, 1) of one or two classes, otherwise (samples, classes). Labels that are none of the classes are negative everywhere.</summary>
    /// <param name="labels">The labels.</param>
    public Features Transform(Target labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var codes = labels.CodesAmong(Classes);
        var width = Classes.Count <= 2 ? 1 : Classes.Count;
        var values = new double[codes.Length * width];
        values.AsSpan().Fill(NegativeLabel);
        for (var i = 0; i < codes.Length; i++)
        {
            if (width == 1 && Classes.Count == 2 && codes[i] == 1)
            {
                values[i] = PositiveLabel;
            }
            else if (width > 1 && codes[i] >= 0)
            {
                values[(i * width) + codes[i]] = PositiveLabel;
            }
        }

        return Features.Dense(values, codes.Length, width);
    }

    /// <summary>The labels of columns: with one column the second class above the middle of both labels, otherwise the class of the largest value.</summary>
    /// <param name="columns">What <see cref="Transform"/> returned, or decisions.</param>
    /// <exception cref="DatasetException">There is another number of columns.</exception>
    public Target InverseTransform(Features columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var width = Classes.Count <= 2 ? 1 : Classes.Count;
        if (columns.Columns != width)
        {
            throw new DatasetException($"label binarizer: {columns.Columns} columns were given; {Classes.Count} classes take {width}");
        }

        var dense = columns.ToDense("label binarizer");
        var codes = new int[dense.Rows];
        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = width > 1 ? System.Numerics.Tensors.TensorPrimitives.IndexOfMax(dense.Row(row))
                : Classes.Count == 2 && dense.Row(row)[0] > (PositiveLabel + NegativeLabel) / 2 ? 1 : 0;
        }

        return Classes.Take(codes);
    }
}
