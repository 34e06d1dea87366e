using System.Numerics;
using System.Runtime.InteropServices;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>The fraction of samples whose predicted class equals the true one (scikit-learn: <c>accuracy_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="normalize">Whether the fraction is wanted, or else the number (the weight) of right predictions. Default: the fraction.</param>
    /// <returns>A value in [0, 1] when normalized.</returns>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double Accuracy(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default, bool normalize = true)
    {
        CheckLengths("accuracy", truth.Length, predicted.Length);
        CheckWeights("accuracy", truth.Length, weights);
        return MeanOrSum("accuracy", Hits(truth, predicted, weights), truth.Length, weights, normalize);
    }

    /// <summary>The fraction of samples all of whose labels are right.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="normalize">Whether the fraction is wanted, or else the number (the weight) of right samples. Default: the fraction.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the weights add up to zero.</exception>
    public static double Accuracy(LabelSets truth, LabelSets predicted, ReadOnlySpan<double> weights = default, bool normalize = true)
    {
        CheckSets("accuracy", truth, predicted, weights);
        var sum = 0.0;
        for (var i = 0; i < truth.Samples; i++)
        {
            var right = truth.Flags.Slice(i * truth.Labels, truth.Labels).SequenceEqual(predicted.Flags.Slice(i * truth.Labels, truth.Labels));
            sum += right ? (weights.IsEmpty ? 1 : weights[i]) : 0;
        }

        return MeanOrSum("accuracy", sum, truth.Samples, weights, normalize);
    }

    /// <summary>The fraction of samples that are predicted wrong, 1 − accuracy (scikit-learn: <c>zero_one_loss</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="normalize">Whether the fraction is wanted, or else the number (the weight) of wrong predictions. Default: the fraction.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double ZeroOneLoss(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default, bool normalize = true)
    {
        var right = Accuracy(truth, predicted, weights, normalize);
        return (normalize ? 1 : weights.IsEmpty ? truth.Length : PairSum.Sum(weights)) - right;
    }

    /// <summary>The fraction of samples that have a wrong label.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="normalize">Whether the fraction is wanted, or else the number (the weight) of such samples. Default: the fraction.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the weights add up to zero.</exception>
    public static double ZeroOneLoss(LabelSets truth, LabelSets predicted, ReadOnlySpan<double> weights = default, bool normalize = true)
    {
        var right = Accuracy(truth, predicted, weights, normalize);
        return (normalize ? 1 : weights.IsEmpty ? truth.Samples : PairSum.Sum(weights)) - right;
    }

    /// <summary>The fraction of wrong labels (scikit-learn: <c>hamming_loss</c>); of one class per sample, the fraction of wrong samples.</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double HammingLoss(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default)
    {
        CheckLengths("hamming loss", truth.Length, predicted.Length);
        CheckWeights("hamming loss", truth.Length, weights);
        var total = TotalWeight("hamming loss", truth.Length, weights);
        return (total - Hits(truth, predicted, weights)) / total;
    }

    /// <summary>The fraction of wrong labels among all labels of all samples (scikit-learn: <c>hamming_loss</c>).</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the weights add up to zero.</exception>
    public static double HammingLoss(LabelSets truth, LabelSets predicted, ReadOnlySpan<double> weights = default)
    {
        CheckSets("hamming loss", truth, predicted, weights);
        var wrong = 0.0;
        for (var i = 0; i < truth.Samples; i++)
        {
            var row = truth.Flags.Slice(i * truth.Labels, truth.Labels);
            var guess = predicted.Flags.Slice(i * truth.Labels, truth.Labels);
            var count = 0;
            for (var k = 0; k < row.Length; k++)
            {
                count += row[k] ^ guess[k];
            }

            wrong += count * (weights.IsEmpty ? 1 : weights[i]);
        }

        return wrong / (TotalWeight("hamming loss", truth.Samples, weights) * truth.Labels);
    }

    /// <summary>
    /// The mean over the classes of the share of their samples that are found (scikit-learn: <c>balanced_accuracy_score</c>): accuracy in
    /// which rare classes count as much as frequent ones. Classes that only the predictions have are left out.
    /// </summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="adjusted">Whether chance is made 0: (score − 1/classes) / (1 − 1/classes). Default: false.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double BalancedAccuracy(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, bool adjusted = false, ReadOnlySpan<double> weights = default)
    {
        CheckLengths("balanced accuracy", truth.Length, predicted.Length);
        CheckWeights("balanced accuracy", truth.Length, weights);
        var sum = 0.0;
        var classes = 0;
        foreach (var counts in ClassTotals.Of("balanced accuracy", truth, predicted, weights, null, out _))
        {
            if (counts.Support != 0)
            {
                sum += counts.Recall();
                classes++;
            }
        }

        var score = sum / classes;
        var chance = 1.0 / classes;
        return adjusted ? (score - chance) / (1 - chance) : score;
    }

    /// <summary>The weight of the samples whose prediction is right.</summary>
    private static double Hits(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights)
    {
        if (!weights.IsEmpty)
        {
            var sum = 0.0;
            for (var i = 0; i < truth.Length; i++)
            {
                sum += truth[i] == predicted[i] ? weights[i] : 0;
            }

            return sum;
        }

        // A lane of equals is all ones, which is −1: the negated sum counts them. No lane overflows before 2³¹ samples.
        var counts = Vector<int>.Zero;
        var t = MemoryMarshal.Cast<int, Vector<int>>(truth);
        var p = MemoryMarshal.Cast<int, Vector<int>>(predicted);
        for (var i = 0; i < t.Length; i++)
        {
            counts -= Vector.Equals(t[i], p[i]);
        }

        var hits = Vector.Sum(counts);
        for (var i = t.Length * Vector<int>.Count; i < truth.Length; i++)
        {
            hits += truth[i] == predicted[i] ? 1 : 0;
        }

        return hits;
    }
}
