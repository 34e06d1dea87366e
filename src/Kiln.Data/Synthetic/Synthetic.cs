using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Data made up from a seed. With the same arguments and seed they are those of scikit-learn's <c>make_regression</c> and
/// <c>make_blobs</c>: in float64 up to the rounding of sums, in float32, the default, rounded to it.
/// </summary>
public static class Synthetic
{
    /// <summary>
    /// A linear problem: x is standard normal, y = x·w (+ bias) + noise, the weights of up to <paramref name="informative"/>
    /// features uniform between 0 and 100 and those of the others zero.
    /// </summary>
    /// <param name="samples">Rows, at least 1.</param>
    /// <param name="features">Columns, at least 1.</param>
    /// <param name="noise">The standard deviation of the noise; 0 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="informative">How many features matter; 10 by default, all when there are fewer.</param>
    /// <param name="bias">Added to y; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>x (samples, features) and y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Regression(
        int samples = 100,
        int features = 100,
        double noise = 0,
        uint seed = 0,
        int informative = 10,
        double bias = 0,
        DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        ArgumentOutOfRangeException.ThrowIfNegative(informative);
        var random = new RandomState(seed);
        var x = random.Randn(checked(samples * features));
        var weights = new double[features];
        random.Uniform(0, 1, Math.Min(informative, features)).CopyTo(weights, 0);
        var y = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            for (var k = 0; k < features; k++)
            {
                y[i] += x[i * features + k] * (100 * weights[k]);
            }

            y[i] += bias;
        }

        if (noise > 0)
        {
            var errors = random.Normal(0, noise, samples);
            for (var i = 0; i < samples; i++)
            {
                y[i] += errors[i];
            }
        }

        var rows = Shuffled(samples, random);
        var columns = Shuffled(features, random);
        var mixed = new double[x.Length];
        for (var i = 0; i < samples; i++)
        {
            for (var k = 0; k < features; k++)
            {
                mixed[i * features + k] = x[rows[i] * features + columns[k]];
            }
        }

        return (Make(mixed, [samples, features], dtype), Make(Array.ConvertAll(rows, i => y[i]), [samples], dtype));
    }

    /// <summary>Clouds of points, one for each class: normal around centres that are uniform in [−10, 10) along every axis.</summary>
    /// <param name="samples">Rows, at least 1; dealt out evenly, the first classes get one more where it does not come out even.</param>
    /// <param name="features">Columns, at least 1; 2 by default.</param>
    /// <param name="centers">Classes, at least 1; 3 by default.</param>
    /// <param name="deviation">The standard deviation of each cloud; 1 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">The type of x: Float32, the default, or Float64.</param>
    /// <returns>x (samples, features) and int64 labels y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Blobs(
        int samples = 100, int features = 2, int centers = 3, double deviation = 1, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(centers, 1);
        var random = new RandomState(seed);
        var middle = random.Uniform(-10, 10, checked(centers * features));
        var points = new double[checked(samples * features)];
        var labels = new long[samples];
        var row = 0;
        for (var c = 0; c < centers; c++)
        {
            for (var left = samples / centers + (c < samples % centers ? 1 : 0); left > 0; left--, row++)
            {
                labels[row] = c;
                for (var k = 0; k < features; k++)
                {
                    points[row * features + k] = random.Normal(middle[c * features + k], deviation);
                }
            }
        }

        var rows = Shuffled(samples, random);
        var mixed = new double[points.Length];
        for (var i = 0; i < samples; i++)
        {
            points.AsSpan(rows[i] * features, features).CopyTo(mixed.AsSpan(i * features));
        }

        return (Make(mixed, [samples, features], dtype), Tensor.From(Array.ConvertAll(rows, i => labels[i]), [samples]));
    }

    private static int[] Shuffled(int count, RandomState random)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }

    private static Tensor Make(double[] values, Shape shape, DType dtype) => dtype switch
    {
        DType.Float32 => Tensor.From(Array.ConvertAll(values, v => (float)v), shape),
        DType.Float64 => Tensor.From(values, shape),
        _ => throw new DTypeException($"synthetic: data are made in float32 or float64, not {dtype.Name()}"),
    };

    private static void CheckSizes(int samples, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
    }
}
