namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// How much nearer each sample is to its own group than to the next one, (b − a) / max(a, b) with a and b the mean Euclidean distances to
    /// the others of its group and to the nearest other group (scikit-learn: <c>silhouette_samples</c>): from −1, misplaced, to 1. A sample
    /// alone in its group has 0. P. Rousseeuw, Silhouettes, 1987.
    /// </summary>
    /// <param name="features">The samples, row-major (samples, columns).</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="groups">The group of each sample; at least 2 groups and fewer than samples.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a feature is not finite, or there is one group or one per sample.</exception>
    public static double[] SilhouetteSamples(ReadOnlySpan<double> features, int columns, ReadOnlySpan<int> groups)
    {
        CheckFeatures("silhouette", features, columns, groups);
        return Silhouettes.Of(features, columns, Grouped("silhouette", groups));
    }

    /// <summary>The mean silhouette of the samples (scikit-learn: <c>silhouette_score</c>).</summary>
    /// <inheritdoc cref="SilhouetteSamples"/>
    public static double Silhouette(ReadOnlySpan<double> features, int columns, ReadOnlySpan<int> groups) =>
        MeanOfRows("silhouette", SilhouetteSamples(features, columns, groups), default);

    /// <summary>The silhouette of each sample from distances of any kind (scikit-learn: <c>metric="precomputed"</c>).</summary>
    /// <param name="distances">Row-major (samples, samples), zero on the diagonal.</param>
    /// <param name="groups">The group of each sample; at least 2 groups and fewer than samples.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, the diagonal is not zero, or there is one group or one per sample.</exception>
    public static double[] SilhouetteSamplesOfDistances(ReadOnlySpan<double> distances, ReadOnlySpan<int> groups)
    {
        CheckFeatures("silhouette", distances, groups.Length, groups);
        for (var i = 0; i < groups.Length; i++)
        {
            if (Math.Abs(distances[(i * groups.Length) + i]) > 100 * Float64.Epsilon)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"silhouette: the distance of sample {i} to itself is {distances[(i * groups.Length) + i]}; zeros on the diagonal are expected."));
            }
        }

        return Silhouettes.OfDistances(distances, Grouped("silhouette", groups));
    }

    /// <summary>
    /// The spread between groups over the spread within them, each per degree of freedom (scikit-learn: <c>calinski_harabasz_score</c>);
    /// higher is better, 1 when every group is one point. T. Caliński and J. Harabasz, A Dendrite Method for Cluster Analysis, 1974.
    /// </summary>
    /// <inheritdoc cref="SilhouetteSamples"/>
    public static double CalinskiHarabasz(ReadOnlySpan<double> features, int columns, ReadOnlySpan<int> groups)
    {
        CheckFeatures("calinski-harabasz", features, columns, groups);
        var map = Grouped("calinski-harabasz", groups);
        var (centers, sizes) = Centers(features, columns, map);
        var mean = new double[columns];
        for (var c = 0; c < sizes.Length; c++)
        {
            for (var k = 0; k < columns; k++)
            {
                mean[k] += centers[(c * columns) + k] * sizes[c] / map.Places.Length;
            }
        }

        double between = 0, within = 0;
        for (var c = 0; c < sizes.Length; c++)
        {
            between += sizes[c] * SquaredDistance(centers.AsSpan(c * columns, columns), mean);
        }

        for (var i = 0; i < map.Places.Length; i++)
        {
            within += SquaredDistance(features.Slice(i * columns, columns), centers.AsSpan(map.Places[i] * columns, columns));
        }

        return within == 0 ? 1 : between * (map.Places.Length - sizes.Length) / (within * (sizes.Length - 1.0));
    }

    /// <summary>
    /// The mean over the groups of how alike each is to the one most like it: the sum of their mean distances to their centers over the
    /// distance of the centers (scikit-learn: <c>davies_bouldin_score</c>). 0 is best. D. Davies and D. Bouldin, A Cluster Separation
    /// Measure, 1979.
    /// </summary>
    /// <inheritdoc cref="SilhouetteSamples"/>
    public static double DaviesBouldin(ReadOnlySpan<double> features, int columns, ReadOnlySpan<int> groups)
    {
        CheckFeatures("davies-bouldin", features, columns, groups);
        var map = Grouped("davies-bouldin", groups);
        var (centers, sizes) = Centers(features, columns, map);
        var spreads = new double[sizes.Length];
        for (var i = 0; i < map.Places.Length; i++)
        {
            var group = map.Places[i];
            spreads[group] += Math.Sqrt(SquaredDistance(features.Slice(i * columns, columns), centers.AsSpan(group * columns, columns))) / sizes[group];
        }

        var sum = 0.0;
        bool compact = true, together = true;
        for (var a = 0; a < sizes.Length; a++)
        {
            compact &= spreads[a] <= 1e-8;
            var worst = 0.0;
            for (var b = 0; b < sizes.Length; b++)
            {
                var distance = Math.Sqrt(SquaredDistance(centers.AsSpan(a * columns, columns), centers.AsSpan(b * columns, columns)));
                together &= distance <= 1e-8;
                worst = distance == 0 ? worst : Math.Max(worst, (spreads[a] + spreads[b]) / distance);
            }

            sum += worst;
        }

        return compact || together ? 0 : sum / sizes.Length;
    }

    private static (double[] Centers, int[] Sizes) Centers(ReadOnlySpan<double> features, int columns, (int[] Places, int Count) map)
    {
        var (centers, sizes) = (new double[map.Count * columns], new int[map.Count]);
        for (var i = 0; i < map.Places.Length; i++)
        {
            sizes[map.Places[i]]++;
            var center = centers.AsSpan(map.Places[i] * columns, columns);
            for (var k = 0; k < columns; k++)
            {
                center[k] += features[(i * columns) + k];
            }
        }

        for (var i = 0; i < centers.Length; i++)
        {
            centers[i] /= sizes[i / columns];
        }

        return (centers, sizes);
    }

    private static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => PairSum.Of(a, b, default, new SquaredTerm(0));

    private static (int[] Places, int Count) Grouped(string metric, ReadOnlySpan<int> groups)
    {
        var map = ClassMap.Of(groups);
        return map.Count > 1 && map.Count < groups.Length
            ? (map.Encode(groups), map.Count)
            : throw new ArgumentException($"{metric}: {groups.Length} samples are in {map.Count} groups; from 2 to {groups.Length - 1} are needed.");
    }

    private static void CheckFeatures(string metric, ReadOnlySpan<double> features, int columns, ReadOnlySpan<int> groups)
    {
        if (groups.IsEmpty)
        {
            throw new ArgumentException($"{metric}: no samples were given; at least three are needed.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (features.Length != (long)columns * groups.Length)
        {
            throw new ArgumentException(
                $"{metric}: {groups.Length} samples of {columns} columns need {(long)columns * groups.Length} values, {features.Length} were given; expected row-major.");
        }

        CheckFinite(metric, "value", features);
    }
}
