using System.Numerics;

namespace Kiln.Numerics.Tests;

/// <summary>One product with random operands, run through the kernel and through three plain loops.</summary>
internal sealed record MatMulCase(int M, int N, int K)
{
    public bool TransposeA { get; init; }

    public bool TransposeB { get; init; }

    public int ExtraA { get; init; }

    public int ExtraB { get; init; }

    public int ExtraC { get; init; }

    public bool Accumulate { get; init; }

    public bool HasBias { get; init; }

    public Activation Activation { get; init; }

    private int Lda => (TransposeA ? M : K) + ExtraA;

    private int Ldb => (TransposeB ? K : N) + ExtraB;

    private int Ldc => N + ExtraC;

    /// <summary>Runs both and compares every element of C, and that nothing between its rows was written.</summary>
    public void Check()
    {
        Check<float>(4e-7, static (c, a, b, y, bias) => MatMul.Multiply(
            c.M, c.N, c.K, a, c.Lda, c.TransposeA, b, c.Ldb, c.TransposeB, y, c.Ldc, c.Accumulate, bias, c.Activation));
        Check<double>(1e-15, static (c, a, b, y, bias) => MatMul.Multiply(
            c.M, c.N, c.K, a, c.Lda, c.TransposeA, b, c.Ldb, c.TransposeB, y, c.Ldc, c.Accumulate, bias, c.Activation));
    }

    /// <summary>As <see cref="Check()"/>, with B packed beforehand.</summary>
    public void CheckPacked()
    {
        Check<float>(4e-7, static (c, a, b, y, bias) => MatMul.Multiply(
            c.M, a, c.Lda, c.TransposeA, new PackedMatrix<float>(c.K, c.N, b, c.Ldb, c.TransposeB), y, c.Ldc, c.Accumulate, bias, c.Activation));
        Check<double>(1e-15, static (c, a, b, y, bias) => MatMul.Multiply(
            c.M, a, c.Lda, c.TransposeA, new PackedMatrix<double>(c.K, c.N, b, c.Ldb, c.TransposeB), y, c.Ldc, c.Accumulate, bias, c.Activation));
    }

    public static T[] Draw<T>(Random random, int count)
        where T : INumber<T>
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = T.CreateChecked((random.NextDouble() * 2) - 1);
        }

        return values;
    }

    public static double Activate(double x, Activation activation) => activation switch
    {
        Activation.None => x,
        Activation.ReLU => Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.LeakyReLU => x < 0 ? 0.01 * x : x,
        Activation.SiLU => x / (1 + Math.Exp(-x)),
        Activation.GELU => Gelu(x),
        _ => throw new NotSupportedException(),
    };

    // By the function itself in double precision, which its own tests compare with published values.
    private static double Gelu(double x)
    {
        double[] y = [x];
        Elementwise.Unary<GeluOperator, double>(y, y);
        return y[0];
    }

    private void Check<T>(double unit, Action<MatMulCase, T[], T[], T[], T[]> multiply)
        where T : IFloatingPointIeee754<T>
    {
        var random = new Random((((M * 31) + N) * 31) + K);
        var a = Draw<T>(random, Lda * (TransposeA ? K : M));
        var b = Draw<T>(random, Ldb * (TransposeB ? N : K));
        var bias = HasBias ? Draw<T>(random, N) : [];
        var before = Draw<T>(random, Ldc * M);
        var c = (T[])before.Clone();
        multiply(this, a, b, c, bias);
        var tolerance = unit * (K + 8);
        for (var i = 0; i < M; i++)
        {
            for (var j = 0; j < Ldc; j++)
            {
                var actual = double.CreateChecked(c[(i * Ldc) + j]);
                if (j >= N)
                {
                    c[(i * Ldc) + j].ShouldBe(before[(i * Ldc) + j], $"{this}: column {j} of row {i} is outside of C and must not change");
                    continue;
                }

                var sum = Accumulate ? double.CreateChecked(before[(i * Ldc) + j]) : 0;
                for (var k = 0; k < K; k++)
                {
                    var x = a[TransposeA ? (k * Lda) + i : (i * Lda) + k];
                    var y = b[TransposeB ? (j * Ldb) + k : (k * Ldb) + j];
                    sum += double.CreateChecked(x) * double.CreateChecked(y);
                }

                var expected = Activate(sum + (HasBias ? double.CreateChecked(bias[j]) : 0), Activation);
                if (!(Math.Abs(actual - expected) <= tolerance))
                {
                    actual.ShouldBe(expected, tolerance, $"{typeof(T).Name} {this} at ({i}, {j})");
                }
            }
        }
    }
}
