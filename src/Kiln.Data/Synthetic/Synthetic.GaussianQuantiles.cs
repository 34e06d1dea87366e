using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// One normal cloud cut into shells around its middle, a class each, of (almost) equal size (J. Zhu, S. Rosset, H. Zou and T. Hastie, "Multi-class
    /// AdaBoost", Statistics and its Interface 2, 2009). scikit-learn's <c>make_gaussian_quantiles</c>.
    /// </summary>
    /// <param name="samples">Rows, at least as many as classes; 100 by default.</param>
    /// <param name="features">Columns, at least 1; 2 by default.</param>
    /// <param name="classes">Classes, at least 1; 3 by default. The outermost gets what is left when it does not come out even.</param>
    /// <param name="mean">The middle, one value for each feature; the origin by default.</param>
    /// <param name="variance">The variance along every axis (<c>cov</c>), at least 0; 1 by default.</param>
    /// <param name="shuffle">Whether rows are put into random order; true by default. When false they are sorted by distance.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <returns>x (samples, features) and int64 labels y (samples,), 0 the innermost.</returns>
    /// <exception cref="ArgumentException">There are fewer rows than classes, or the mean has another length.</exception>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) GaussianQuantiles(
        int samples = 100,
        int features = 2,
        int classes = 3,
        IReadOnlyList<double>? mean = null,
        double variance = 1,
        bool shuffle = true,
        uint seed = 0,
        DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(variance);
        if (samples < classes || (mean is not null && mean.Count != features))
        {
            throw new ArgumentException(
                $"gaussian quantiles: {samples} rows in {classes} classes, and a mean of {mean?.Count ?? features} values for {features} features; "
                + "expected at least one row for each class and one value for each feature");
        }

        var random = new RandomState(seed);
        var x = random.Randn(checked(samples * features));
        var distances = new double[samples];
        for (var i = 0; i < x.Length; i++)
        {
            var middle = mean?[i % features] ?? 0;
            x[i] = (x[i] * Math.Sqrt(variance)) + middle;
            distances[i / features] += (x[i] - middle) * (x[i] - middle);
        }

        var order = Enumerable.Range(0, samples).OrderBy(i => distances[i]).ToArray();
        var labels = Enumerable.Range(0, samples).Select(i => (long)Math.Min(i / (samples / classes), classes - 1)).ToArray();
        return Labelled(TakeRows(x, features, order), features, labels, shuffle ? random : null, dtype);
    }

    /// <summary>
    /// Ten standard normal columns; y is 1 outside and −1 inside the sphere that holds half of the points, Σ x² &gt; 9.34 (T. Hastie, R. Tibshirani and
    /// J. Friedman, The Elements of Statistical Learning, 2nd ed., example 10.2). scikit-learn's <c>make_hastie_10_2</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; 12,000 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>x (samples, 10) and y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Hastie102(int samples = 12_000, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples);
        var x = new RandomState(seed).Randn(checked(samples * 10));
        var y = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var squares = 0.0;
            foreach (var value in x.AsSpan(10 * i, 10))
            {
                squares += value * value;
            }

            y[i] = squares > 9.34 ? 1 : -1;
        }

        return (Make(x, [samples, 10], dtype), Make(y, [samples], dtype));
    }
}
