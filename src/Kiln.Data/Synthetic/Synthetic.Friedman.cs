using Kiln.Tensors;

namespace Kiln.Data;

/// <content>
/// Three functions with interactions between the inputs (J. H. Friedman, "Multivariate adaptive regression splines", The Annals of Statistics 19,
/// 1991; L. Breiman, "Bagging predictors", Machine Learning 24, 1996).
/// </content>
public static partial class Synthetic
{
    /// <summary>
    /// y = 10 sin(π x₀ x₁) + 20 (x₂ − 0.5)² + 10 x₃ + 5 x₄ + noise, with x uniform in [0, 1) and further columns that do not matter.
    /// scikit-learn's <c>make_friedman1</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; 100 by default.</param>
    /// <param name="features">Columns, at least 5; 10 by default.</param>
    /// <param name="noise">The standard deviation of the noise; 0 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>x (samples, features) and y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Friedman1(
        int samples = 100, int features = 10, double noise = 0, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        CheckNoise(noise);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 5);
        var random = new RandomState(seed);
        var x = random.RandomSample(checked(samples * features));
        var y = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var row = x.AsSpan(i * features, features);
            y[i] = (10 * Math.Sin(Math.PI * row[0] * row[1])) + (20 * (row[2] - 0.5) * (row[2] - 0.5)) + (10 * row[3]) + (5 * row[4]);
        }

        AddNoise(y, noise, random);
        return (Make(x, [samples, features], dtype), Make(y, [samples], dtype));
    }

    /// <summary>
    /// y = √(x₀² + (x₁ x₂ − 1 / (x₁ x₃))²) + noise, with x₀ in [0, 100), x₁ in [40 π, 560 π), x₂ in [0, 1) and x₃ in [1, 11).
    /// scikit-learn's <c>make_friedman2</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; 100 by default.</param>
    /// <param name="noise">The standard deviation of the noise; 0 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>x (samples, 4) and y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) Friedman2(int samples = 100, double noise = 0, uint seed = 0, DType dtype = DType.Float32) =>
        Circuit(samples, noise, seed, dtype, static (resistance, reactance) => Math.Sqrt((resistance * resistance) + (reactance * reactance)));

    /// <summary>
    /// y = arctan((x₁ x₂ − 1 / (x₁ x₃)) / x₀) + noise, with x₀ in [0, 100), x₁ in [40 π, 560 π), x₂ in [0, 1) and x₃ in [1, 11).
    /// scikit-learn's <c>make_friedman3</c>.
    /// </summary>
    /// <inheritdoc cref="Friedman2"/>
    public static (Tensor X, Tensor Y) Friedman3(int samples = 100, double noise = 0, uint seed = 0, DType dtype = DType.Float32) =>
        Circuit(samples, noise, seed, dtype, static (resistance, reactance) => Math.Atan(reactance / resistance));

    /// <summary>The impedance and the phase of an alternating-current circuit: resistance, angular frequency, inductance and capacity.</summary>
    private static (Tensor X, Tensor Y) Circuit(int samples, double noise, uint seed, DType dtype, Func<double, double, double> response)
    {
        CheckSizes(samples);
        CheckNoise(noise);
        var random = new RandomState(seed);
        var x = random.RandomSample(checked(samples * 4));
        var y = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var row = x.AsSpan(4 * i, 4);
            row[0] *= 100;
            row[1] = (row[1] * (520 * Math.PI)) + (40 * Math.PI);
            row[3] = (row[3] * 10) + 1;
            y[i] = response(row[0], (row[1] * row[2]) - (1 / (row[1] * row[3])));
        }

        AddNoise(y, noise, random);
        return (Make(x, [samples, 4], dtype), Make(y, [samples], dtype));
    }
}
