using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Argument checks of linear algebra, apart from the algorithms.</summary>
internal static class MatrixChecks
{
    /// <summary>Checks that the element type is one of the two there are algorithms for.</summary>
    public static void Element<T>(string op)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"{op}: no algorithm for {typeof(T).Name}; expected float or double");
        }
    }

    /// <summary>Checks an extent.</summary>
    public static void Extent(string op, string name, int value)
    {
        if (value < 0)
        {
            throw new ArgumentException($"{op}: {name} is {value}; expected 0 or more", name);
        }
    }

    /// <summary>Checks that a span holds a matrix.</summary>
    public static void Matrix(string op, string name, int rows, int columns, int leading, int length)
    {
        Extent(op, "the number of rows of " + name, rows);
        Extent(op, "the number of columns of " + name, columns);
        if (rows == 0 || columns == 0)
        {
            return;
        }

        if (leading < columns)
        {
            throw new ArgumentException(
                $"{op}: the leading dimension of {name} is {leading}, shorter than its rows of {columns} elements; expected at least {columns}", name);
        }

        var needed = ((long)(rows - 1) * leading) + columns;
        if (length < needed)
        {
            throw new ArgumentException(
                $"{op}: {name} has {length} elements; {rows} × {columns} with leading dimension {leading} needs {needed}", name);
        }
    }

    /// <summary>Checks that <paramref name="columns"/> is the number of columns of Q in one of its two forms.</summary>
    public static void OrthonormalColumns(string op, int m, int n, int columns)
    {
        if (columns != Math.Min(m, n) && columns != m)
        {
            throw new ArgumentException(
                $"{op}: {columns} columns of Q asked for; a {m} × {n} matrix has {Math.Min(m, n)} in the economic form and {m} in the full one", nameof(columns));
        }
    }

    /// <summary>Checks that a span holds a vector.</summary>
    public static void Vector(string op, string name, int count, int length)
    {
        if (length < count)
        {
            throw new ArgumentException($"{op}: {name} has {length} elements; expected {count}", name);
        }
    }

    /// <summary>Throws where an element is NaN or infinite, naming the first.</summary>
    public static unsafe void Finite<T>(string op, string name, T* a, int rows, int columns, nint leading)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows; i++)
        {
            FiniteRow(op, name, a + (i * leading), i, columns);
        }
    }

    /// <summary>As <see cref="Finite"/>, for row <paramref name="i"/> alone.</summary>
    public static unsafe void FiniteRow<T>(string op, string name, T* row, int i, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!VectorKernels<T>.AllFinite(row, columns))
        {
            ThrowNonFinite(op, name, row, i, columns);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void ThrowNonFinite<T>(string op, string name, T* row, int i, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var j = 0; j < columns; j++)
        {
            if (!T.IsFinite(row[j]))
            {
                throw new NonFiniteMatrixException(
                    $"{op}: {name}[{i}, {j}] is {row[j].ToString(null, System.Globalization.CultureInfo.InvariantCulture)}; expected finite numbers. Find where it came from, or replace it before.");
            }
        }
    }
}
