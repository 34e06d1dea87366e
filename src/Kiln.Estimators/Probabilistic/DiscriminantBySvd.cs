using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Discriminants by two singular value decompositions (T. Hastie, R. Tibshirani and J. Friedman, "The Elements of Statistical Learning", section 4.3): the
/// first makes the clouds round, the second finds the directions in which their centers lie apart.
/// </summary>
internal static class DiscriminantBySvd
{
    // The eigenvalues of the products are the squares of the singular values: where the smallest that counts is this far below the largest, their error would
    // show, and the samples themselves are decomposed.
    private const double LeastRatio = 1e-8;

    public static DiscriminantSolution Solve(string name, ClassScatter scatter, int samples, double[] priors, double tolerance, int components, CancellationToken cancellation)
    {
        var (n, classes) = (scatter.Features, scatter.Classes);
        var products = new double[n * n];
        for (var c = 0; c < classes; c++)
        {
            TensorPrimitives.Add(products, scatter.Products(c, cancellation), products);
        }

        var inverse = new double[n];
        for (var i = 0; i < n; i++)
        {
            var variance = products[(i * n) + i] / samples;
            inverse[i] = variance > 0 ? 1 / Math.Sqrt(variance) : 1;
        }

        var (values, vectors) = Within(scatter, products, inverse, samples, tolerance, cancellation);
        var rank = values.Count(value => value > tolerance);
        if (rank == 0)
        {
            throw new DatasetException($"{name}: no feature varies within the classes");
        }

        // (features, rank): turns, scales and scales again, so that the clouds are round.
        var round = new double[n * rank];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < rank; j++)
            {
                round[(i * rank) + j] = vectors[(j * n) + i] * inverse[i] / values[j];
            }
        }

        var center = new double[n];
        for (var c = 0; c < classes; c++)
        {
            TensorPrimitives.MultiplyAdd(scatter.Mean(c), priors[c], center, center);
        }

        var (apart, between) = (new double[classes * n], new double[classes * n]);
        for (var c = 0; c < classes; c++)
        {
            TensorPrimitives.Subtract(scatter.Mean(c), center, apart.AsSpan(c * n, n));
            TensorPrimitives.Multiply(apart.AsSpan(c * n, n), Math.Sqrt(samples * priors[c] / Math.Max(1, classes - 1)), between.AsSpan(c * n, n));
        }

        var turned = Product(between, round, classes, n, rank);
        var k = Math.Min(classes, rank);
        var (lengths, left, right) = (new double[k], new double[classes * k], new double[k * rank]);
        Svd.Decompose<double>(classes, rank, turned, rank, lengths, left, k, right, rank, cancellation: cancellation);
        var directions = lengths.Count(length => length > tolerance * lengths[0]);
        var scalings = new double[n * directions];
        MatMul.Multiply(n, directions, rank, round, rank, false, right, rank, true, scalings, directions);
        var images = Product(apart, scalings, classes, n, directions);
        var coefficients = new double[classes * n];
        MatMul.Multiply(classes, n, directions, images, directions, false, scalings, directions, true, coefficients, n);
        var intercept = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            intercept[c] = Math.Log(priors[c]) - (0.5 * TensorPrimitives.SumOfSquares<double>(images.AsSpan(c * directions, directions)))
                - TensorPrimitives.Dot<double>(center, coefficients.AsSpan(c * n, n));
        }

        var total = TensorPrimitives.SumOfSquares<double>(lengths);
        double[] shares = [.. lengths.Take(components).Select(length => length * length / total)];
        return new(coefficients, intercept, scalings, center, shares, []);
    }

    /// <summary>Singular values, descending, and right vectors as rows of the samples less their classes' means, scaled.</summary>
    private static (double[] Values, double[] Vectors) Within(ClassScatter scatter, double[] products, double[] inverse, int samples, double tolerance, CancellationToken cancellation)
    {
        var n = scatter.Features;
        var factor = 1.0 / (samples - scatter.Classes);
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                matrix[(i * n) + j] = products[(i * n) + j] * inverse[i] * inverse[j] * factor;
            }
        }

        var (squares, columns) = (new double[n], new double[n * n]);
        SymmetricEigen.Decompose<double>(n, matrix, n, squares, columns, n, cancellation);
        var isClear = squares[0] > LeastRatio * squares[n - 1] && squares[0] > 4 * tolerance * tolerance;
        if (isClear)
        {
            // The order of singular values is descending; vectors are wanted as rows.
            var (values, vectors) = (new double[n], new double[n * n]);
            for (var i = 0; i < n; i++)
            {
                values[i] = Math.Sqrt(squares[n - 1 - i]);
                for (var j = 0; j < n; j++)
                {
                    vectors[(i * n) + j] = columns[(j * n) + n - 1 - i];
                }
            }

            return (values, vectors);
        }

        return BySamples(scatter, inverse, samples, Math.Sqrt(factor), cancellation);
    }

    private static (double[] Values, double[] Vectors) BySamples(ClassScatter scatter, double[] inverse, int samples, double factor, CancellationToken cancellation)
    {
        var n = scatter.Features;
        var all = new double[checked(samples * n)];
        var at = 0;
        for (var c = 0; c < scatter.Classes; c++)
        {
            var rows = scatter.Centred(c);
            rows.CopyTo(all, at);
            at += rows.Length;
        }

        for (var row = 0; row < samples; row++)
        {
            var line = all.AsSpan(row * n, n);
            TensorPrimitives.Multiply(line, inverse, line);
            TensorPrimitives.Multiply(line, factor, line);
        }

        var k = Math.Min(samples, n);
        var (values, left, right) = (new double[k], new double[samples * k], new double[k * n]);
        Svd.Decompose<double>(samples, n, all, n, values, left, k, right, n, cancellation: cancellation);
        return (values, right);
    }

    private static double[] Product(double[] a, double[] b, int rows, int inner, int columns)
    {
        var product = new double[rows * columns];
        MatMul.Multiply(rows, columns, inner, a, inner, false, b, columns, false, product, columns);
        return product;
    }
}
