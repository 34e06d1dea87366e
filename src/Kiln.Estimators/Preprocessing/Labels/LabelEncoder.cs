namespace Kiln.Estimators;

/// <summary>Class labels as the numbers 0 … classes − 1 and back (scikit-learn: <c>LabelEncoder</c>). It is for targets; features take an <see cref="OrdinalEncoder"/>.</summary>
public sealed class LabelEncoder
{
    private LabelEncoder(Target classes) => Classes = classes;

    /// <summary>The classes in ascending order, of the kind of the labels.</summary>
    public Target Classes { get; }

    /// <summary>Learns the classes of labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <exception cref="DatasetException">A label is NaN, or there are several outputs.</exception>
    public static LabelEncoder Fit(Target labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new(labels.Distinct(out _));
    }

    /// <summary>The number of each label.</summary>
    /// <param name="labels">The labels.</param>
    /// <exception cref="DatasetException">A label is none of the classes.</exception>
    public Target Transform(Target labels) => Target.Of(Array.ConvertAll(Codes("label encoder", labels), code => (long)code));

    /// <summary>The labels of numbers.</summary>
    /// <param name="codes">The numbers, 0 … classes − 1.</param>
    /// <exception cref="DatasetException">A number is none of these.</exception>
    public Target InverseTransform(Target codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var numbers = codes.Integers("label encoder");
        var rows = new int[numbers.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = numbers[i] >= 0 && numbers[i] < Classes.Count
                ? (int)numbers[i]
                : throw new DatasetException("label encoder", i, "the number", $"is {numbers[i]}, which stands for no class; there are {Classes.Count}") { Value = numbers[i] };
        }

        return Classes.Take(rows);
    }

    internal int[] Codes(string owner, Target labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var codes = labels.CodesAmong(Classes);
        var unknown = Array.IndexOf(codes, -1);
        return unknown < 0
            ? codes
            : throw new DatasetException(owner, unknown, "the label", $"is '{labels.TextAt(unknown)}', which is none of the classes {string.Join(", ", Classes.Texts().Take(20))}");
    }
}
