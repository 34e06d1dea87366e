using System.Numerics;

namespace Kiln.Numerics.Tests;

/// <summary>A matrix in float64 with the plain operations that residuals are made of: no kernel of the library is behind them.</summary>
internal sealed class TestMatrix
{
    public TestMatrix(int rows, int columns, double[]? values = null)
    {
        Rows = rows;
        Columns = columns;
        Values = values ?? new double[rows * columns];
    }

    public int Rows { get; }

    public int Columns { get; }

    public double[] Values { get; }

    public double this[int i, int j]
    {
        get => Values[(i * Columns) + j];
        set => Values[(i * Columns) + j] = value;
    }

    public static TestMatrix Of(int rows, int columns, Func<int, int, double> element)
    {
        var result = new TestMatrix(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                result[i, j] = element(i, j);
            }
        }

        return result;
    }

    /// <summary>Takes a matrix out of rows that are <paramref name="stride"/> apart.</summary>
    public static TestMatrix From<T>(int rows, int columns, T[] values, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of(rows, columns, (i, j) => double.CreateTruncating(values[(i * stride) + j]));

    public static TestMatrix Identity(int n) => Of(n, n, (i, j) => i == j ? 1 : 0);

    public static TestMatrix Diagonal(double[] d) => Of(d.Length, d.Length, (i, j) => i == j ? d[i] : 0);

    /// <summary>The elements rounded to T, rows <paramref name="stride"/> apart, with NaN in between.</summary>
    public T[] To<T>(int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[Math.Max(1, Rows * stride)];
        result.AsSpan().Fill(T.NaN);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                result[(i * stride) + j] = T.CreateTruncating(this[i, j]);
            }
        }

        return result;
    }

    /// <summary>This matrix with its elements rounded to T.</summary>
    public TestMatrix Rounded<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Of(Rows, Columns, (i, j) => double.CreateTruncating(T.CreateTruncating(this[i, j])));

    public TestMatrix Transpose() => Of(Columns, Rows, (i, j) => this[j, i]);

    public TestMatrix Block(int rows, int columns) => Of(rows, columns, (i, j) => this[i, j]);

    public TestMatrix Scaled(double factor) => Of(Rows, Columns, (i, j) => this[i, j] * factor);

    public static TestMatrix operator -(TestMatrix x, TestMatrix y) => Of(x.Rows, x.Columns, (i, j) => x[i, j] - y[i, j]);

    public static TestMatrix operator +(TestMatrix x, TestMatrix y) => Of(x.Rows, x.Columns, (i, j) => x[i, j] + y[i, j]);

    public static TestMatrix operator *(TestMatrix x, TestMatrix y)
    {
        x.Columns.ShouldBe(y.Rows);
        var result = new TestMatrix(x.Rows, y.Columns);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = result.Values.AsSpan(i * y.Columns, y.Columns);
            for (var k = 0; k < x.Columns; k++)
            {
                var factor = x[i, k];
                var other = y.Values.AsSpan(k * y.Columns, y.Columns);
                for (var j = 0; j < row.Length; j++)
                {
                    row[j] += factor * other[j];
                }
            }
        }

        return result;
    }

    /// <summary>The Frobenius norm, without overflow.</summary>
    public double Norm()
    {
        var largest = Values.Length == 0 ? 0 : Values.Max(Math.Abs);
        return largest == 0 || !double.IsFinite(largest) ? largest : largest * Math.Sqrt(Values.Sum(x => x / largest * (x / largest)));
    }

    /// <summary>‖QᵀQ − I‖ for the columns of this matrix.</summary>
    public double OrthogonalityError() => ((Transpose() * this) - Identity(Columns)).Norm();
}
