using System.Diagnostics.CodeAnalysis;
using Kiln.Data;

namespace Kiln.Evaluation;

/// <summary>
/// The class labels of two targets as integers: themselves where both hold whole numbers, otherwise the places of their texts among all that
/// occur, in the order of code points.
/// </summary>
internal readonly struct LabelCodes
{
    private LabelCodes(int[] truth, int[] predicted, string[]? names) => (Truth, Predicted, Names) = (truth, predicted, names);

    public int[] Truth { get; }

    public int[] Predicted { get; }

    /// <summary>The text of each code; null where the codes are the labels themselves.</summary>
    public string[]? Names { get; }

    public static LabelCodes Of(string metric, Target truth, Target predicted)
    {
        Check(metric, "truth", truth);
        Check(metric, "prediction", predicted);
        if (truth.Count != predicted.Count)
        {
            throw new ArgumentException(
                $"{metric}: the two sides differ in length: {truth.Count} true values, {predicted.Count} predictions; one prediction per sample is expected.");
        }

        if (truth.Kind != TargetKind.Text && predicted.Kind != TargetKind.Text && Whole(metric, truth) is { } t && Whole(metric, predicted) is { } p)
        {
            return new LabelCodes(t, p, null);
        }

        Target texts = truth.Texts().Concat(predicted.Texts()).ToArray();
        var classes = texts.Distinct(out var codes);
        return new LabelCodes(codes[..truth.Count], codes[truth.Count..], [.. classes.Texts()]);
    }

    /// <summary>One side alone, as places among the classes, which are those that occur when not given.</summary>
    public static int[] Places(string metric, Target truth, [NotNull] ref Target? classes)
    {
        Check(metric, "truth", truth);
        if (classes is null)
        {
            classes = truth.Distinct(out var own);
            return own;
        }

        var codes = truth.CodesAmong(classes);
        var unknown = Array.IndexOf(codes, -1);
        return unknown < 0
            ? codes
            : throw new ArgumentException($"{metric}: the label of sample {unknown} is '{truth.TextAt(unknown)}', which is none of the {classes.Count} classes.");
    }

    /// <summary>The code of a label given as text.</summary>
    public int CodeOf(string metric, string? label)
    {
        if (label is null)
        {
            // Of two texts the greater, as the second column of probabilities belongs to it.
            return 1;
        }

        var code = Names is not null
            ? Array.IndexOf(Names, label)
            : int.TryParse(label, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1;
        return Names is null || code >= 0
            ? code
            : throw new ArgumentException($"{metric}: no label is '{label}'; {NearNames.Hint(label, Names, "the labels are")}");
    }

    private static void Check(string metric, string side, Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Outputs != 1)
        {
            throw new ArgumentException($"{metric}: the {side} has {target.Outputs} values per sample; one class label each is expected.");
        }

        if (target.Count == 0)
        {
            throw new ArgumentException($"{metric}: no samples were given; at least one is needed.");
        }
    }

    /// <summary>The labels as 32-bit integers; null where one does not fit. Fractions are no labels.</summary>
    private static int[]? Whole(string metric, Target target)
    {
        var result = new int[target.Count];
        if (target.Kind == TargetKind.Integers)
        {
            var integers = target.Integers();
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = (int)integers[i];
                if (result[i] != integers[i])
                {
                    return null;
                }
            }

            return result;
        }

        var numbers = target.Numbers();
        for (var i = 0; i < result.Length; i++)
        {
            if (numbers[i] != Math.Floor(numbers[i]))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"{metric}: the value of sample {i} is {numbers[i]}, which is no class; whole numbers or texts are expected. Is it a regression?"));
            }

            result[i] = (int)numbers[i];
            if (result[i] != numbers[i])
            {
                return null;
            }
        }

        return result;
    }
}
