using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Data;

public static partial class Synthetic
{
    /// <summary>
    /// A matrix most of whose variation lies along few directions, with singular values like those of many real data: those of a bell of
    /// the width <paramref name="effectiveRank"/> and a slowly falling tail. scikit-learn's <c>make_low_rank_matrix</c>.
    /// </summary>
    /// <param name="samples">Rows, at least 1; 100 by default.</param>
    /// <param name="features">Columns, at least 1; 100 by default.</param>
    /// <param name="effectiveRank">About how many directions explain most of the matrix, at least 1; 10 by default.</param>
    /// <param name="tailStrength">The weight of the tail, 0 to 1; 0.5 by default.</param>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <param name="dtype">Float32, the default, or Float64.</param>
    /// <returns>The matrix (samples, features).</returns>
    /// <exception cref="DTypeException">Another element type.</exception>
    public static Tensor LowRankMatrix(
        int samples = 100, int features = 100, int effectiveRank = 10, double tailStrength = 0.5, uint seed = 0, DType dtype = DType.Float32)
    {
        CheckSizes(samples, features);
        return Make(LowRank(samples, features, effectiveRank, tailStrength, new RandomState(seed)), [samples, features], dtype);
    }

    private static double[] LowRank(int samples, int features, int effectiveRank, double tailStrength, RandomState random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(effectiveRank, 1);
        if (!(tailStrength is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(tailStrength), tailStrength, "low rank: the tail's strength is between 0 and 1");
        }

        var n = Math.Min(samples, features);
        var u = Orthonormal(samples, n, random);
        var v = Orthonormal(features, n, random);
        for (var k = 0; k < n; k++)
        {
            var ratio = (double)k / effectiveRank;
            var value = ((1 - tailStrength) * Math.Exp(-1.0 * (ratio * ratio))) + (tailStrength * Math.Exp(-0.1 * k / effectiveRank));
            for (var i = 0; i < samples; i++)
            {
                u[(i * n) + k] *= value;
            }
        }

        return Product(samples, features, n, u, v, transposeB: true);
    }

    /// <summary>Random orthonormal columns: those of a factorization of normal draws, with the signs that Householder reflectors give them.</summary>
    private static double[] Orthonormal(int rows, int columns, RandomState random)
    {
        var q = new double[checked(rows * columns)];
        Qr.Decompose<double>(rows, columns, random.Randn(q.Length), columns, q, columns, columns, new double[columns * columns], columns);
        return q;
    }
}
