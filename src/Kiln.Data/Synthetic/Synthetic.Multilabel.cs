using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// Documents as word counts with several labels each: the number of labels and of words is Poisson, the words are drawn from the mean of
    /// the labels' distributions. scikit-learn's <c>make_multilabel_classification</c>.
    /// </summary>
    /// <param name="samples">Documents, at least 1; 100 by default.</param>
    /// <param name="features">Words of the vocabulary, at least 1; 20 by default.</param>
    /// <param name="classes">Labels to choose from, at least 1; 5 by default.</param>
    /// <param name="labels">The mean number of labels of a document; 2 by default. Documents never have more than there are classes.</param>
    /// <param name="length">The mean number of words, above 0; 50 by default.</param>
    /// <param name="allowUnlabeled">Whether a document may have no label; true by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <returns>Counts x (samples, features) and an int64 indicator y (samples, classes): 1 where a document has a label.</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) MultilabelClassification(
        int samples = 100,
        int features = 20,
        int classes = 5,
        double labels = 2,
        double length = 50,
        bool allowUnlabeled = true,
        uint seed = 0,
        DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var random = new RandomState(seed);
        var labelShares = Cumulated(random.RandomSample(classes));
        var words = random.RandomSample(checked(features * classes));
        var sums = new double[classes];
        for (var i = 0; i < words.Length; i++)
        {
            sums[i % classes] += words[i];
        }

        for (var i = 0; i < words.Length; i++)
        {
            words[i] /= sums[i % classes];
        }

        var x = new double[checked(samples * features)];
        var y = new long[checked(samples * classes)];
        for (var i = 0; i < samples; i++)
        {
            var has = y.AsSpan(i * classes, classes);
            DrawLabels(has, labels, allowUnlabeled, labelShares, random);
            DrawWords(x.AsSpan(i * features, features), has, words, length, random);
        }

        return (Make(x, [samples, features], dtype), Tensor.From(y, [samples, classes]));
    }

    private static void DrawLabels(Span<long> has, double mean, bool allowNone, double[] shares, RandomState random)
    {
        long wanted;
        do
        {
            wanted = random.Poisson(mean);
        }
        while (wanted > has.Length || (wanted == 0 && !allowNone));

        for (var found = 0L; found < wanted;)
        {
            foreach (var u in random.RandomSample((int)(wanted - found)))
            {
                ref var label = ref has[CountBelow(shares, u)];
                found += 1 - label;
                label = 1;
            }
        }
    }

    private static void DrawWords(Span<double> counts, ReadOnlySpan<long> has, double[] words, double mean, RandomState random)
    {
        long length;
        do
        {
            length = random.Poisson(mean);
        }
        while (length == 0);

        if (!has.Contains(1))
        {
            foreach (var word in random.RandInt(0, counts.Length, (int)length))
            {
                counts[(int)word]++;
            }

            return;
        }

        var weights = new double[counts.Length];
        for (var i = 0; i < words.Length; i++)
        {
            weights[i / has.Length] += has[i % has.Length] == 0 ? 0 : words[i];
        }

        var shares = Cumulated(weights);
        foreach (var u in random.RandomSample((int)length))
        {
            counts[CountBelow(shares, u)]++;
        }
    }

    /// <summary>Running sums, scaled to end at 1.</summary>
    private static double[] Cumulated(double[] weights)
    {
        var sums = new double[weights.Length];
        var total = 0.0;
        for (var i = 0; i < sums.Length; i++)
        {
            total += weights[i];
            sums[i] = total;
        }

        return Array.ConvertAll(sums, sum => sum / total);
    }

    /// <summary>How many ascending values are below a number: where it would be inserted, at the left of equal ones.</summary>
    private static int CountBelow(double[] ascending, double value)
    {
        var (low, high) = (0, ascending.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascending[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
