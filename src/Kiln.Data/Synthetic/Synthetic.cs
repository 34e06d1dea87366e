using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Data made up from a seed. With the same arguments and seed they are those of scikit-learn 1.2.1's <c>make_…</c> functions: in float64
/// up to the rounding of sums, in float32, the default, rounded to it.
/// </summary>
public static partial class Synthetic
{
    /// <summary>The numbers 0 to count − 1 in random order.</summary>
    private static int[] Shuffled(int count, RandomState random) => random.Permutation(count);

    /// <summary>The rows of a matrix in the given order.</summary>
    private static double[] TakeRows(double[] x, int columns, int[] rows)
    {
        var taken = new double[checked(rows.Length * columns)];
        for (var i = 0; i < rows.Length; i++)
        {
            x.AsSpan(rows[i] * columns, columns).CopyTo(taken.AsSpan(i * columns));
        }

        return taken;
    }

    /// <summary>The columns of a matrix in the given order.</summary>
    private static double[] TakeColumns(double[] x, int rows, int[] columns)
    {
        var taken = new double[x.Length];
        for (var i = 0; i < rows; i++)
        {
            var row = x.AsSpan(i * columns.Length, columns.Length);
            for (var k = 0; k < columns.Length; k++)
            {
                taken[(i * columns.Length) + k] = row[columns[k]];
            }
        }

        return taken;
    }

    /// <summary>(m, k)·(k, n), or (m, k)·(n, k)ᵀ.</summary>
    private static double[] Product(int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, bool transposeB = false)
    {
        var c = new double[checked(m * n)];
        MatMul.Multiply(m, n, k, a, k, false, b, transposeB ? k : n, transposeB, c, n, accumulate: false);
        return c;
    }

    /// <summary><paramref name="count"/> numbers in equal steps, as NumPy's <c>linspace</c>.</summary>
    private static double[] Steps(double stop, int count, bool withEnd)
    {
        var step = stop / Math.Max(1, withEnd ? count - 1 : count);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = i * step;
        }

        if (withEnd && count > 1)
        {
            values[^1] = stop;
        }

        return values;
    }

    /// <summary>Adds normal noise to every element, drawn in their order; draws even when the noise is 0, as the functions that call it do.</summary>
    private static void AddNoise(double[] values, double noise, RandomState random)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += noise * random.Randn();
        }
    }

    private static Tensor Make(double[] values, Shape shape, DType dtype) => dtype switch
    {
        DType.Float32 => Tensor.From(Array.ConvertAll(values, v => (float)v), shape),
        DType.Float64 => Tensor.From(values, shape),
        _ => throw new DTypeException($"synthetic: data are made in float32 or float64, not {dtype.Name()}"),
    };

    private static void CheckSizes(int samples, int features = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
    }

    private static void CheckNoise(double noise)
    {
        if (!(noise >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "synthetic: noise is a standard deviation; expected at least 0");
        }
    }
}
