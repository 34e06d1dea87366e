using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The fit that the naive Bayes models of counts share: counting, smoothing and the probabilities of the classes.</summary>
/// <param name="Name">The estimator's name.</param>
/// <param name="Alpha">What is added to every count.</param>
/// <param name="ForceAlpha">Whether an alpha near 0 is taken as it is.</param>
/// <param name="FitPrior">Whether the classes' probabilities are learned.</param>
/// <param name="ClassPrior">The classes' probabilities, or null.</param>
internal sealed record DiscreteNaiveBayes(string Name, double Alpha, bool ForceAlpha, bool FitPrior, double[]? ClassPrior)
{
    // Below, scikit-learn takes this instead: a logarithm of 0 spoils every prediction it comes into.
    private const double LeastAlpha = 1e-10;

    /// <summary>Ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    public void Check() => Require.NotNegative(Name, "alpha", Alpha);

    /// <summary>The alpha that counts, and what to say if it is not the one given.</summary>
    public (double Alpha, IReadOnlyList<string> Warnings) Smoothing()
    {
        return Alpha >= LeastAlpha || ForceAlpha
            ? (Alpha, [])
            : (LeastAlpha, [$"{Name}: alpha {ParameterText.Of(Alpha)} is too small for the logarithms of counts that are 0; 1e-10 was taken. Set force_alpha to keep it"]);
    }

    /// <summary>Logarithms of the classes' probabilities.</summary>
    public double[] LogPriors(double[] counts)
    {
        if (ClassPrior is null && !FitPrior)
        {
            return [.. Enumerable.Repeat(-Math.Log(counts.Length), counts.Length)];
        }

        Require.That(ClassPrior is null || ClassPrior.Length == counts.Length, Name, "class_prior", $"{ClassPrior?.Length} numbers", $"{counts.Length}, one for each class");
        return ClassPrior is null
            ? Array.ConvertAll(counts, c => Math.Log(c) - Math.Log(TensorPrimitives.Sum<double>(counts)))
            : Array.ConvertAll(ClassPrior, Math.Log);
    }

    /// <summary>Throws where all counts together are more than a number can hold: then a logarithm of theirs is not one either.</summary>
    /// <param name="x">The samples that came last.</param>
    /// <param name="counts">What was counted of each class and feature.</param>
    public void Together(Features x, ReadOnlySpan<double> counts)
    {
        if (!double.IsFinite(TensorPrimitives.Sum(counts)))
        {
            throw Overflow.Of(Name, x, "the sum of the counts");
        }
    }

    /// <summary>Throws where a count is negative.</summary>
    public void NotNegative(Features x)
    {
        var values = x.Kind == FeaturesKind.Sparse ? x.Sparse!.Values : x.Values;
        if (values.Length > 0 && TensorPrimitives.Min(values) < 0)
        {
            var at = 0;
            while (values[at] >= 0)
            {
                at++;
            }

            throw Inputs.AtFault(Name, x, at, "counts (or weights such as tf-idf) cannot be negative");
        }
    }
}
