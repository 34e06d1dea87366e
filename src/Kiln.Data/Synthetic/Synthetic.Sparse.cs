using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// Standard normal columns of which four matter: y is normal around x₀ + 2 x₁ − 2 x₂ − 1.5 x₃ (G. Celeux, M. El Anbari, J.-M. Marin and
    /// C. P. Robert, "Regularization in regression: comparing Bayesian and frequentist methods", 2009). scikit-learn's <c>make_sparse_uncorrelated</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; 100 by default.</param>
    /// <param name="features">Columns, at least 4; 10 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>x (samples, features) and y (samples,).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor X, Tensor Y) SparseUncorrelated(int samples = 100, int features = 10, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 4);
        var random = new RandomState(seed);
        var x = random.Randn(checked(samples * features));
        var y = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var row = x.AsSpan(i * features, features);
            y[i] = random.Normal(row[0] + (2 * row[1]) - (2 * row[2]) - (1.5 * row[3]), 1);
        }

        return (Make(x, [samples, features], dtype), Make(y, [samples], dtype));
    }

    /// <summary>
    /// Signals that are sums of few atoms of a dictionary: signals = codes·dictionary, with rows of unit length in the dictionary and
    /// <paramref name="nonZero"/> normal weights in each row of codes. scikit-learn's <c>make_sparse_coded_signal(data_transposed=False)</c>.
    /// </summary>
    /// <param name="samples">Signals, at least 1.</param>
    /// <param name="components">Atoms in the dictionary, at least 1.</param>
    /// <param name="features">Values of a signal, at least 1.</param>
    /// <param name="nonZero">Atoms in a signal, 0 to <paramref name="components"/>.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>Signals (samples, features), dictionary (components, features) and codes (samples, components).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static (Tensor Signals, Tensor Dictionary, Tensor Codes) SparseCodedSignal(
        int samples, int components, int features, int nonZero, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(nonZero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nonZero, components);
        var random = new RandomState(seed);
        var drawn = random.Randn(checked(features * components));
        var dictionary = new double[drawn.Length];
        for (var c = 0; c < components; c++)
        {
            var squares = 0.0;
            for (var k = 0; k < features; k++)
            {
                var value = drawn[(k * components) + c];
                squares += value * value;
            }

            for (var k = 0; k < features; k++)
            {
                dictionary[(c * features) + k] = drawn[(k * components) + c] / Math.Sqrt(squares);
            }
        }

        var codes = new double[checked(samples * components)];
        for (var i = 0; i < samples; i++)
        {
            foreach (var atom in Shuffled(components, random).AsSpan(0, nonZero))
            {
                codes[(i * components) + atom] = random.Randn();
            }
        }

        return (
            Make(Product(samples, features, components, codes, dictionary), [samples, features], dtype),
            Make(dictionary, [components, features], dtype),
            Make(codes, [samples, components], dtype));
    }

    /// <summary>
    /// A symmetric positive definite matrix with many zeros, such as the precision of a sparse Gaussian graph: LᵀL of a sparse triangle with
    /// its lines permuted. scikit-learn's <c>make_sparse_spd_matrix</c>.
    /// </summary>
    /// <param name="size">Rows and columns, at least 1.</param>
    /// <param name="alpha">The probability that an element of the factor is zero, 0 to 1; 0.95 by default.</param>
    /// <param name="unitDiagonal">Whether the result is scaled to a diagonal of ones (<c>norm_diag</c>); false by default.</param>
    /// <param name="smallest">The smallest element of the factor that is not zero; 0.1 by default.</param>
    /// <param name="largest">The largest; 0.9 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>The matrix (size, size).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static Tensor SparseSpdMatrix(
        int size, double alpha = 0.95, bool unitDiagonal = false, double smallest = 0.1, double largest = 0.9, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(size);
        var random = new RandomState(seed);
        var drawn = Array.ConvertAll(random.RandomSample(checked(size * size)), u => u < alpha ? 0 : u);
        for (var i = 0; i < drawn.Length; i++)
        {
            if (drawn[i] > alpha)
            {
                drawn[i] = smallest + ((largest - smallest) * random.RandomSample());
            }
        }

        var lines = Shuffled(size, random);
        var factor = new double[drawn.Length];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                // The strict lower triangle with rows and columns permuted alike.
                var (row, column) = (lines[k], lines[i]);
                factor[(k * size) + i] = (row > column ? drawn[(row * size) + column] : 0) - (i == k ? 1 : 0);
            }
        }

        // The factor is stored transposed: its product with its own transpose is what is wanted.
        var result = Product(size, size, size, factor, factor, transposeB: true);
        if (unitDiagonal)
        {
            var scale = Enumerable.Range(0, size).Select(i => 1 / Math.Sqrt(result[(i * size) + i])).ToArray();
            for (var i = 0; i < result.Length; i++)
            {
                result[i] *= scale[i % size] * scale[i / size];
            }
        }

        return Make(result, [size, size], dtype);
    }
}
