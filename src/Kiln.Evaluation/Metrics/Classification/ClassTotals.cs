namespace Kiln.Evaluation;

/// <summary>Counts of each class, or of each label or sample of label sets: all that precision, recall and their kin are made of.</summary>
internal static class ClassTotals
{
    /// <summary>The counts of each class of a classification.</summary>
    /// <param name="metric">The name in messages.</param>
    /// <param name="truth">True class of each sample.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="weights">One per sample, or none.</param>
    /// <param name="labels">The classes to count, in this order; those that occur, ascending, when null.</param>
    /// <param name="classes">The classes counted.</param>
    public static BinaryCounts[] Of(
        string metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights, IReadOnlyList<int>? labels, out int[] classes)
    {
        var map = ClassMap.Of(truth, predicted);
        var (hits, given, due) = (new double[map.Count], new double[map.Count], new double[map.Count]);
        var total = Count(map, truth, predicted, weights, hits, given, due);
        classes = labels is null ? map.Classes : Distinct(metric, labels);
        var result = new BinaryCounts[classes.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var place = map[classes[i]];
            var (tp, predictions, support) = place < 0 ? (0, 0, 0) : (hits[place], given[place], due[place]);
            var (fp, fn) = (predictions - tp, support - tp);
            result[i] = new BinaryCounts(total - tp - fp - fn, fp, fn, tp);
        }

        return result;
    }

    /// <summary>The counts of each label.</summary>
    public static BinaryCounts[] OfLabels(LabelSets truth, LabelSets predicted, ReadOnlySpan<double> weights)
    {
        var result = new BinaryCounts[truth.Labels];
        for (var label = 0; label < result.Length; label++)
        {
            result[label] = Over(truth, predicted, label, truth.Labels, truth.Samples, weights);
        }

        return result;
    }

    /// <summary>The counts of each sample, over its labels.</summary>
    public static BinaryCounts[] OfSamples(LabelSets truth, LabelSets predicted)
    {
        var result = new BinaryCounts[truth.Samples];
        for (var sample = 0; sample < result.Length; sample++)
        {
            result[sample] = Over(truth, predicted, sample * truth.Labels, 1, truth.Labels, default);
        }

        return result;
    }

    /// <summary>The given classes, none of them twice.</summary>
    public static int[] Distinct(string metric, IReadOnlyList<int> labels)
    {
        int[] classes = [.. labels];
        if (classes.Length == 0)
        {
            throw new ArgumentException($"{metric}: no labels were given to count; give at least one, or null for those that occur.");
        }

        var seen = new HashSet<int>();
        foreach (var value in classes)
        {
            if (!seen.Add(value))
            {
                throw new ArgumentException($"{metric}: the label {value} was given twice.");
            }
        }

        return classes;
    }

    private static double Count(
        ClassMap map, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights, double[] hits, double[] given, double[] due)
    {
        var (t, p) = (map.Encode(truth), map.Encode(predicted));
        if (!weights.IsEmpty)
        {
            var total = 0.0;
            for (var i = 0; i < t.Length; i++)
            {
                var weight = weights[i];
                total += weight;
                due[t[i]] += weight;
                given[p[i]] += weight;
                hits[t[i]] += t[i] == p[i] ? weight : 0;
            }

            return total;
        }

        // Whole numbers: integer counters, which do not wait for the rounding of the one before.
        var (hit, predictions, support) = (new int[map.Count], new int[map.Count], new int[map.Count]);
        for (var i = 0; i < t.Length; i++)
        {
            support[t[i]]++;
            predictions[p[i]]++;
            hit[t[i]] += t[i] == p[i] ? 1 : 0;
        }

        for (var c = 0; c < hit.Length; c++)
        {
            (hits[c], given[c], due[c]) = (hit[c], predictions[c], support[c]);
        }

        return t.Length;
    }

    private static BinaryCounts Over(LabelSets truth, LabelSets predicted, int start, int step, int count, ReadOnlySpan<double> weights)
    {
        var t = truth.Flags;
        var p = predicted.Flags;
        if (!weights.IsEmpty)
        {
            double hits = 0, predictions = 0, support = 0, total = 0;
            for (int k = 0, i = start; k < count; k++, i += step)
            {
                var w = weights[k];
                total += w;
                hits += (t[i] & p[i]) * w;
                predictions += p[i] * w;
                support += t[i] * w;
            }

            var (fp, fn) = (predictions - hits, support - hits);
            return new BinaryCounts(total - hits - fp - fn, fp, fn, hits);
        }

        int both = 0, given = 0, due = 0;
        for (int k = 0, i = start; k < count; k++, i += step)
        {
            both += t[i] & p[i];
            given += p[i];
            due += t[i];
        }

        return new BinaryCounts(count - given - due + both, given - both, due - both, both);
    }
}
