using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>How probable each class is before the features are seen.</summary>
internal static class ClassPriors
{
    /// <summary>Those given, checked; otherwise the shares of the counts.</summary>
    /// <param name="name">The estimator.</param>
    /// <param name="parameter">The parameter's name, for the error.</param>
    /// <param name="given">The priors given, or null.</param>
    /// <param name="counts">The weight of each class.</param>
    /// <param name="sumToOne">Whether priors that do not add up to 1 are an error; otherwise they are scaled.</param>
    public static double[] Of(string name, string parameter, double[]? given, double[] counts, bool sumToOne)
    {
        var priors = new double[counts.Length];
        if (given is null)
        {
            TensorPrimitives.Divide(counts, TensorPrimitives.Sum<double>(counts), priors);
            return priors;
        }

        Require.That(given.Length == counts.Length, name, parameter, $"{given.Length} numbers", $"{counts.Length}, one for each class");
        Require.That(Array.TrueForAll(given, p => p >= 0), name, parameter, ParameterText.Of(given), "numbers of 0 or more");
        var sum = TensorPrimitives.Sum<double>(given);
        Require.That(sum > 0 && (!sumToOne || Math.Abs(sum - 1) < 1e-8), name, parameter, ParameterText.Of(given), "numbers that add up to 1");
        given.CopyTo(priors, 0);
        if (Math.Abs(sum - 1) > 1e-5)
        {
            TensorPrimitives.Divide(priors, sum, priors);
        }

        return priors;
    }

    /// <summary>The classes of a first or further part for a partial fit, and the codes of its samples among them.</summary>
    public static (Target Classes, int[] Codes) Part(string name, Features x, Target y, Target? known, Target? given)
    {
        Inputs.Same(name, x, y);
        var all = known ?? (given is null ? Inputs.Classes(name, x, y, least: 1).Classes : given.Distinct(out _));
        var codes = y.CodesAmong(all);
        var stranger = Array.IndexOf(codes, -1);
        return stranger < 0
            ? (all, codes)
            : throw new DatasetException(name, stranger, "the label", $"is '{y.TextAt(stranger)}', which is none of the {all.Count} known classes; give all with the first part");
    }
}
