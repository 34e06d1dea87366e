using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// Clouds of points, one for each class: normal around centres that are uniform in a box. scikit-learn's <c>make_blobs</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; dealt out evenly, the first classes get one more where it does not come out even.</param>
    /// <param name="features">Columns, at least 1; 2 by default.</param>
    /// <param name="centers">Classes, at least 1; 3 by default.</param>
    /// <param name="deviation">The standard deviation of each cloud; 1 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <param name="low">The box's lower bound along every axis; −10 by default.</param>
    /// <param name="high">The box's upper bound along every axis; 10 by default.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default. When false they are sorted by class.</param>
    /// <returns>x (samples, features) and int64 labels y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Blobs(
        int samples = 100,
        int features = 2,
        int centers = 3,
        double deviation = 1,
        uint seed = 0,
        DType dtype = DType.Float32,
        double low = -10,
        double high = 10,
        bool shuffle = true)
    {
        CheckSizes(samples, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(centers, 1);
        var (x, y, _) = Blobs(Evenly(samples, centers), features, null, [deviation], seed, dtype, low, high, shuffle);
        return (x, y);
    }

    /// <summary>Clouds of points around given centres. scikit-learn's <c>make_blobs(centers=[…], cluster_std=[…])</c>.</summary>
    /// <param name="samples">Rows, at least 1; dealt out evenly, the first classes get one more where it does not come out even.</param>
    /// <param name="centers">The centres, (classes, features).</param>
    /// <param name="deviations">The standard deviations of the clouds, one for all or one for each; 1 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default. When false they are sorted by class.</param>
    /// <returns>x (samples, features) and int64 labels y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Blobs(
        int samples, double[,] centers, IReadOnlyList<double>? deviations = null, uint seed = 0, DType dtype = DType.Float32, bool shuffle = true)
    {
        ArgumentNullException.ThrowIfNull(centers);
        CheckSizes(samples, centers.GetLength(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(centers.GetLength(0), 1);
        var (x, y, _) = Blobs(Evenly(samples, centers.GetLength(0)), centers.GetLength(1), centers, deviations, seed, dtype, shuffle: shuffle);
        return (x, y);
    }

    /// <summary>
    /// Clouds of points of given sizes, with the centres they were drawn around. scikit-learn's
    /// <c>make_blobs(n_samples=[…], cluster_std=[…], return_centers=True)</c>.
    /// </summary>
    /// <param name="samples">The rows of each class.</param>
    /// <param name="features">Columns, at least 1; 2 by default.</param>
    /// <param name="centers">The centres, (classes, features); by default uniform in the box.</param>
    /// <param name="deviations">The standard deviations of the clouds, one for all or one for each; 1 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <param name="low">The box's lower bound along every axis; −10 by default.</param>
    /// <param name="high">The box's upper bound along every axis; 10 by default.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default. When false they are sorted by class.</param>
    /// <returns>x (samples, features), int64 labels y (samples,) and the centres (classes, features).</returns>
    /// <exception cref="ArgumentException">Sizes, centres and deviations disagree about the number of classes or features.</exception>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y, Tensor Centers) Blobs(
        IReadOnlyList<int> samples,
        int features = 2,
        double[,]? centers = null,
        IReadOnlyList<double>? deviations = null,
        uint seed = 0,
        DType dtype = DType.Float32,
        double low = -10,
        double high = 10,
        bool shuffle = true)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var classes = samples.Count;
        deviations ??= [1.0];
        if (classes == 0 || samples.Any(size => size < 0) || (centers is not null && (centers.GetLength(0) != classes || centers.GetLength(1) != features))
            || (deviations.Count != 1 && deviations.Count != classes))
        {
            throw new ArgumentException(
                $"blobs: {classes} classes of {features} features, but {deviations.Count} deviations and "
                + $"{(centers is null ? "no centres" : $"centres of shape ({centers.GetLength(0)}, {centers.GetLength(1)})")}; expected one of each for each class");
        }

        CheckSizes(samples.Sum(), features);
        var random = new RandomState(seed);
        var middle = centers is null ? random.Uniform(low, high, checked(classes * features)) : [.. centers.Cast<double>()];
        var labels = new long[samples.Sum()];
        var points = new double[checked(labels.Length * features)];
        var row = 0;
        for (var c = 0; c < classes; c++)
        {
            var deviation = deviations[deviations.Count == 1 ? 0 : c];
            for (var end = row + samples[c]; row < end; row++)
            {
                labels[row] = c;
                for (var k = 0; k < features; k++)
                {
                    points[(row * features) + k] = random.Normal(middle[(c * features) + k], deviation);
                }
            }
        }

        var (x, y) = Labelled(points, features, labels, shuffle ? random : null, dtype);
        return (x, y, Make(middle, [classes, features], dtype));
    }

    private static int[] Evenly(int samples, int classes) =>
        [.. Enumerable.Range(0, classes).Select(c => (samples / classes) + (c < samples % classes ? 1 : 0))];

    /// <summary>Points and their labels as tensors, shuffled together when there is something to draw from.</summary>
    private static (Tensor X, Tensor Y) Labelled(double[] points, int features, long[] labels, RandomState? random, DType dtype)
    {
        if (random is not null)
        {
            var rows = Shuffled(labels.Length, random);
            points = TakeRows(points, features, rows);
            labels = Array.ConvertAll(rows, i => labels[i]);
        }

        return (Make(points, [labels.Length, features], dtype), Tensor.From(labels, [labels.Length]));
    }
}
