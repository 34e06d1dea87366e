using Kiln.Data;

namespace Kiln.Evaluation;

/// <summary>The same scores of groupings as <see cref="Target"/>.</summary>
public static partial class Metrics
{
    /// <summary>The share of pairs of samples on which two groupings agree.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double RandIndex(Target truth, Target predicted)
    {
        var codes = LabelCodes.Of("rand index", truth, predicted);
        return RandIndex(codes.Truth, codes.Predicted);
    }

    /// <summary>The share of pairs on which two groupings agree, chance being 0.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double AdjustedRandIndex(Target truth, Target predicted)
    {
        var codes = LabelCodes.Of("adjusted rand index", truth, predicted);
        return AdjustedRandIndex(codes.Truth, codes.Predicted);
    }

    /// <summary>The geometric mean of precision and recall over pairs of samples that are together.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double FowlkesMallows(Target truth, Target predicted)
    {
        var codes = LabelCodes.Of("fowlkes mallows", truth, predicted);
        return FowlkesMallows(codes.Truth, codes.Predicted);
    }

    /// <summary>How much one grouping tells about another, in nats.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double MutualInformation(Target truth, Target predicted)
    {
        var codes = LabelCodes.Of("mutual information", truth, predicted);
        return MutualInformation(codes.Truth, codes.Predicted);
    }

    /// <summary>How far each given group holds samples of one true group only.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double Homogeneity(Target truth, Target predicted)
    {
        var codes = LabelCodes.Of("homogeneity", truth, predicted);
        return Homogeneity(codes.Truth, codes.Predicted);
    }

    /// <summary>How far the samples of each true group are in one given group.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double Completeness(Target truth, Target predicted)
    {
        var codes = LabelCodes.Of("completeness", truth, predicted);
        return Completeness(codes.Truth, codes.Predicted);
    }

    /// <summary>Mutual information as a share of the groupings' entropy.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <param name="average">How the two entropies become one. Default: their mean.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double NormalizedMutualInformation(Target truth, Target predicted, EntropyAverage average = EntropyAverage.Arithmetic)
    {
        var codes = LabelCodes.Of("normalized mutual information", truth, predicted);
        return NormalizedMutualInformation(codes.Truth, codes.Predicted, average);
    }

    /// <summary>Mutual information, chance being 0 and full agreement 1.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <param name="average">How the two entropies become one. Default: their mean.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double AdjustedMutualInformation(Target truth, Target predicted, EntropyAverage average = EntropyAverage.Arithmetic)
    {
        var codes = LabelCodes.Of("adjusted mutual information", truth, predicted);
        return AdjustedMutualInformation(codes.Truth, codes.Predicted, average);
    }

    /// <summary>The harmonic mean of homogeneity and completeness.</summary>
    /// <param name="truth">The true groups: whole numbers or texts.</param>
    /// <param name="predicted">The groups given.</param>
    /// <param name="beta">How much more completeness counts than homogeneity. Default: 1, as much.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double VMeasure(Target truth, Target predicted, double beta = 1)
    {
        var codes = LabelCodes.Of("v measure", truth, predicted);
        return VMeasure(codes.Truth, codes.Predicted, beta);
    }
}
