using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// A linear problem: x is standard normal, y = x·w (+ bias) + noise, the weights of up to <paramref name="informative"/>
    /// features uniform between 0 and 100 and those of the others zero. scikit-learn's <c>make_regression</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1.</param>
    /// <param name="features">Columns, at least 1.</param>
    /// <param name="noise">The standard deviation of the noise; 0 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="informative">How many features matter; 10 by default, all when there are fewer.</param>
    /// <param name="bias">Added to y; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <param name="targets">How many columns y has; 1 by default.</param>
    /// <param name="effectiveRank">
    /// About how many directions explain most of x, which is then a <see cref="LowRankMatrix"/>; by default its columns are independent.
    /// </param>
    /// <param name="tailStrength">The weight of the noisy tail of the singular values, 0 to 1, when there is an effective rank; 0.5 by default.</param>
    /// <param name="shuffle">Whether rows and columns are put into random order; true by default. When false the informative columns come first.</param>
    /// <returns>x (samples, features) and y (samples,), or (samples, targets) when there are several.</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Regression(
        int samples = 100,
        int features = 100,
        double noise = 0,
        uint seed = 0,
        int informative = 10,
        double bias = 0,
        DType dtype = DType.Float32,
        int targets = 1,
        int? effectiveRank = null,
        double tailStrength = 0.5,
        bool shuffle = true)
    {
        var (x, y, _) = RegressionWithCoefficients(
            samples, features, noise, seed, informative, bias, dtype, targets, effectiveRank, tailStrength, shuffle);
        return (x, y);
    }

    /// <summary><see cref="Regression"/> with the weights behind the data: scikit-learn's <c>make_regression(coef=True)</c>.</summary>
    /// <inheritdoc cref="Regression"/>
    /// <returns>
    /// x (samples, features), y (samples,) and the weights (features,); y (samples, targets) and weights (features, targets) when there are several.
    /// </returns>
    public static (Tensor X, Tensor Y, Tensor Coefficients) RegressionWithCoefficients(
        int samples = 100,
        int features = 100,
        double noise = 0,
        uint seed = 0,
        int informative = 10,
        double bias = 0,
        DType dtype = DType.Float32,
        int targets = 1,
        int? effectiveRank = null,
        double tailStrength = 0.5,
        bool shuffle = true)
    {
        CheckSizes(samples, features);
        CheckNoise(noise);
        ArgumentOutOfRangeException.ThrowIfNegative(informative);
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, 1);
        var random = new RandomState(seed);
        var x = effectiveRank is { } rank
            ? LowRank(samples, features, rank, tailStrength, random)
            : random.Randn(checked(samples * features));
        var weights = new double[checked(features * targets)];
        Array.ConvertAll(random.Uniform(0, 1, Math.Min(informative, features) * targets), w => 100 * w).CopyTo(weights, 0);
        var y = Array.ConvertAll(Product(samples, targets, features, x, weights), v => v + bias);
        if (noise > 0)
        {
            AddNoise(y, noise, random);
        }

        if (shuffle)
        {
            var rows = Shuffled(samples, random);
            var columns = Shuffled(features, random);
            x = TakeColumns(TakeRows(x, features, rows), samples, columns);
            y = TakeRows(y, targets, rows);
            weights = TakeRows(weights, targets, columns);
        }

        return targets == 1
            ? (Make(x, [samples, features], dtype), Make(y, [samples], dtype), Make(weights, [features], dtype))
            : (Make(x, [samples, features], dtype), Make(y, [samples, targets], dtype), Make(weights, [features, targets], dtype));
    }
}
