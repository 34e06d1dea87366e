using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// Clouds of points at corners of a hypercube, several for each class, with columns that are mixtures or copies of the informative
    /// ones and columns of noise (I. Guyon, "Design of experiments for the NIPS 2003 variable selection benchmark", 2003). scikit-learn's
    /// <c>make_classification</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; 100 by default.</param>
    /// <param name="features">Columns, at least informative + redundant + repeated; 20 by default. Those left over are noise.</param>
    /// <param name="informative">Columns in which the clouds lie, at least 1; 2 by default. There are no more clouds than corners, 2^informative.</param>
    /// <param name="redundant">Columns that are random mixtures of the informative ones; 2 by default.</param>
    /// <param name="repeated">Columns that are copies of informative and redundant ones; 0 by default.</param>
    /// <param name="classes">Classes, at least 1; 2 by default.</param>
    /// <param name="clustersPerClass">Clouds of each class, at least 1; 2 by default.</param>
    /// <param name="weights">
    /// The share of each class, or of all but the last; equal by default. Shares whose sum is not 1 change the counts of the first clouds, as in scikit-learn.
    /// </param>
    /// <param name="flip">The share of rows whose label is drawn anew (<c>flip_y</c>); 0.01 by default.</param>
    /// <param name="separation">Half the side of the hypercube (<c>class_sep</c>): larger is easier; 1 by default.</param>
    /// <param name="hypercube">Whether the clouds lie at the corners of a cube or of a random box; true by default.</param>
    /// <param name="shift">Added to every column; 0 by default. Null draws one for each from [−separation, separation).</param>
    /// <param name="scale">Multiplies every column after the shift; 1 by default. Null draws one for each from [1, 101).</param>
    /// <param name="shuffle">Whether rows and columns are put into random order; true by default. When false the columns come in the order named above.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <returns>x (samples, features) and int64 labels y (samples,).</returns>
    /// <exception cref="ArgumentException">Columns, clouds or weights do not fit together.</exception>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Classification(
        int samples = 100,
        int features = 20,
        int informative = 2,
        int redundant = 2,
        int repeated = 0,
        int classes = 2,
        int clustersPerClass = 2,
        IReadOnlyList<double>? weights = null,
        double flip = 0.01,
        double separation = 1,
        bool hypercube = true,
        double? shift = 0,
        double? scale = 1,
        bool shuffle = true,
        uint seed = 0,
        DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        CheckColumns(features, informative, redundant, repeated, classes, clustersPerClass);
        var clusters = classes * clustersPerClass;
        var sizes = ClusterSizes(samples, classes, clustersPerClass, Weights(weights, classes));
        var random = new RandomState(seed);
        var corners = Corners(clusters, informative, separation, hypercube, random);
        var useful = random.Randn(checked(samples * informative));
        var labels = new long[samples];
        for (int k = 0, row = 0; k < clusters; row += sizes[k++])
        {
            labels.AsSpan(row, sizes[k]).Fill(k % classes);
            var mixture = Array.ConvertAll(random.RandomSample(informative * informative), u => (2 * u) - 1);
            var cloud = useful.AsSpan(row * informative, sizes[k] * informative);
            Product(sizes[k], informative, informative, cloud, mixture).CopyTo(cloud);
            for (var i = 0; i < cloud.Length; i++)
            {
                cloud[i] += corners[(k * informative) + (i % informative)];
            }
        }

        var x = Columns(useful, samples, features, informative, redundant, repeated, random);
        Flip(labels, flip, classes, random);
        var shifts = shift is { } s ? Filled(features, s) : Array.ConvertAll(random.RandomSample(features), u => ((2 * u) - 1) * separation);
        var scales = scale is { } f ? Filled(features, f) : Array.ConvertAll(random.RandomSample(features), u => 1 + (100 * u));
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (x[i] + shifts[i % features]) * scales[i % features];
        }

        if (shuffle)
        {
            var rows = Shuffled(samples, random);
            x = TakeColumns(TakeRows(x, features, rows), samples, Shuffled(features, random));
            labels = Array.ConvertAll(rows, row => labels[row]);
        }

        return (Make(x, [samples, features], dtype), Tensor.From(labels, [samples]));
    }

    private static void CheckColumns(int features, int informative, int redundant, int repeated, int classes, int clustersPerClass)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(informative, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(redundant);
        ArgumentOutOfRangeException.ThrowIfNegative(repeated);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(clustersPerClass, 1);
        if ((long)informative + redundant + repeated > features)
        {
            throw new ArgumentException(
                $"classification: {informative} informative, {redundant} redundant and {repeated} repeated columns are more than the {features} there are",
                nameof(features));
        }

        if (informative < Math.Log2((double)classes * clustersPerClass))
        {
            throw new ArgumentException(
                $"classification: {classes} classes of {clustersPerClass} clouds take more corners than the {1L << informative} that {informative} "
                + "informative columns have; use more informative columns or fewer clouds",
                nameof(informative));
        }
    }

    private static double[] Weights(IReadOnlyList<double>? weights, int classes) =>
        weights is null ? Filled(classes, 1.0 / classes)
        : weights.Count == classes ? [.. weights]
        : weights.Count == classes - 1 ? [.. weights, 1.0 - weights.Sum()]
        : throw new ArgumentException(
            $"classification: {weights.Count} weights for {classes} classes; expected one for each, or for all but the last", nameof(weights));

    private static int[] ClusterSizes(int samples, int classes, int clustersPerClass, double[] weights)
    {
        var sizes = new int[classes * clustersPerClass];
        for (var k = 0; k < sizes.Length; k++)
        {
            sizes[k] = (int)(samples * weights[k % classes] / clustersPerClass);
        }

        var left = samples - sizes.Sum();
        if (left < 0 || sizes.Any(size => size < 0))
        {
            throw new ArgumentException($"classification: the weights add up to {weights.Sum()}; expected shares of at least 0 that add up to 1", nameof(weights));
        }

        for (var i = 0; i < left; i++)
        {
            sizes[i % sizes.Length]++;
        }

        return sizes;
    }

    private static double[] Corners(int count, int dimensions, double separation, bool hypercube, RandomState random)
    {
        var corners = Array.ConvertAll(HypercubeCorners.Draw(count, dimensions, random), bit => (bit * 2 * separation) - separation);
        if (!hypercube)
        {
            var lengths = random.RandomSample(count);
            var widths = random.RandomSample(dimensions);
            for (var i = 0; i < corners.Length; i++)
            {
                corners[i] = corners[i] * lengths[i / dimensions] * widths[i % dimensions];
            }
        }

        return corners;
    }

    /// <summary>Beside the informative columns their mixtures, copies of both, and noise.</summary>
    private static double[] Columns(
        double[] useful, int samples, int features, int informative, int redundant, int repeated, RandomState random)
    {
        double[] mixed = [];
        if (redundant > 0)
        {
            var mixture = Array.ConvertAll(random.RandomSample(checked(informative * redundant)), u => (2 * u) - 1);
            mixed = Product(samples, redundant, informative, useful, mixture);
        }

        var known = informative + redundant;
        var copied = Array.ConvertAll(random.RandomSample(repeated), u => (int)(((known - 1) * u) + 0.5));
        var x = new double[checked(samples * features)];
        for (var i = 0; i < samples; i++)
        {
            var row = x.AsSpan(i * features, features);
            useful.AsSpan(i * informative, informative).CopyTo(row);
            mixed.AsSpan(i * redundant, redundant).CopyTo(row[informative..]);
            for (var k = 0; k < repeated; k++)
            {
                row[known + k] = row[copied[k]];
            }

            foreach (ref var noise in row[(known + repeated)..])
            {
                noise = random.Randn();
            }
        }

        return x;
    }

    private static void Flip(long[] labels, double flip, int classes, RandomState random)
    {
        if (!(flip >= 0))
        {
            return;
        }

        var draws = random.RandomSample(labels.Length);
        for (var i = 0; i < labels.Length; i++)
        {
            if (draws[i] < flip)
            {
                labels[i] = random.RandInt(classes);
            }
        }
    }

    private static double[] Filled(int count, double value)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
