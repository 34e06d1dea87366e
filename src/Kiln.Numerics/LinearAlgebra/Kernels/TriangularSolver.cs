using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A triangular matrix by its strides, so that a transpose is only their exchange.</summary>
/// <param name="Pointer">Element [0, 0].</param>
/// <param name="RowStride">From one row to the next; 1 or <paramref name="ColumnStride"/> is.</param>
/// <param name="ColumnStride">From one column to the next.</param>
/// <param name="Lower">Whether the elements above the diagonal count as zero, rather than those below.</param>
/// <param name="Unit">Whether the diagonal counts as ones and is not read.</param>
internal readonly unsafe record struct Triangle<T>(nint Pointer, nint RowStride, nint ColumnStride, bool Lower, bool Unit)
    where T : unmanaged
{
    /// <summary>Element [0, 0].</summary>
    public T* First => (T*)Pointer;

    /// <summary>The transpose.</summary>
    public Triangle<T> Transposed => new(Pointer, ColumnStride, RowStride, !Lower, Unit);

    /// <summary>A diagonal block.</summary>
    public Triangle<T> From(int i) => this with { Pointer = (nint)At(i, i) };

    /// <summary>The address of an element.</summary>
    public T* At(int i, int j) => First + (i * RowStride) + (j * ColumnStride);
}

/// <summary>
/// Triangular systems with many right sides, by halves: the system is cut in two, the known half is taken off the other by a matrix
/// product, down to blocks that a kernel solves by substitution. Right sides are shared out in blocks whose size follows from the
/// shape alone. Backward stable, as plain substitution is: no block is inverted.
/// </summary>
internal static unsafe class TriangularSolver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Small = TriangularBlock<T>.Size;
    private const int RightSidesPerTask = 128;

    /// <summary>Solves T·X = B in place; B is n × columns.</summary>
    public static void Left(in Triangle<T> t, int n, T* b, nint ldb, int columns)
    {
        if (columns <= 2)
        {
            for (var column = 0; column < columns; column++)
            {
                TriangularVector<T>.Solve(t, n, b + column, ldb);
            }

            return;
        }

        var body = new Body { Triangle = t, N = n, B = b, Ldb = ldb, Count = columns, IsLeft = true };
        Run(body);
    }

    /// <summary>Solves X·T = B in place; B is rows × n.</summary>
    public static void Right(in Triangle<T> t, int n, T* b, nint ldb, int rows)
    {
        if (rows <= 2)
        {
            for (var row = 0; row < rows; row++)
            {
                TriangularVector<T>.Solve(t.Transposed, n, b + (row * ldb), 1);
            }

            return;
        }

        Run(new Body { Triangle = t, N = n, B = b, Ldb = ldb, Count = rows, IsLeft = false });
    }

    private static void Run(Body body)
    {
        // Below this the work is not worth a second thread.
        var tasks = (long)body.N * body.N * body.Count < 64 * 1024 ? 1 : (body.Count + RightSidesPerTask - 1) / RightSidesPerTask;
        body.Tasks = tasks;
        WorkerTeam.Run(tasks, body);
    }

    private static void SolveLeft(in Triangle<T> t, int n, T* b, nint ldb, int columns)
    {
        if (n <= Small)
        {
            SmallLeft(t, n, b, ldb, columns);
            return;
        }

        var half = Half(n);
        var (known, unknown) = t.Lower ? (0, half) : (half, 0);
        var (first, second) = t.Lower ? (half, n - half) : (n - half, half);
        SolveLeft(t.From(known), first, b + (known * ldb), ldb, columns);
        Subtract(second, columns, first, t.At(unknown, known), t, b + (known * ldb), ldb, b + (unknown * ldb), ldb);
        SolveLeft(t.From(unknown), second, b + (unknown * ldb), ldb, columns);
    }

    private static void SolveRight(in Triangle<T> t, int n, T* b, nint ldb, int rows)
    {
        if (n <= Small)
        {
            SmallRight(t, n, b, ldb, rows);
            return;
        }

        // X·T = B: with T upper triangular the first columns of X are known first.
        var half = Half(n);
        var (known, unknown) = t.Lower ? (half, 0) : (0, half);
        var (first, second) = t.Lower ? (n - half, half) : (half, n - half);
        SolveRight(t.From(known), first, b + known, ldb, rows);
        var transposed = t.ColumnStride != 1;
        Gemm<T>.Subtract(
            rows, second, first, b + known, ldb, false, t.At(known, unknown), transposed ? t.ColumnStride : t.RowStride, transposed, b + unknown, ldb);
        SolveRight(t.From(unknown), second, b + unknown, ldb, rows);
    }

    private static void Subtract(int m, int n, int k, T* block, in Triangle<T> t, T* x, nint ldx, T* b, nint ldb)
    {
        var transposed = t.ColumnStride != 1;
        Gemm<T>.Subtract(m, n, k, block, transposed ? t.ColumnStride : t.RowStride, transposed, x, ldx, false, b, ldb);
    }

    private static int Half(int n) => Math.Max(Small, n / 2 / Small * Small);

    private static void SmallLeft(in Triangle<T> t, int n, T* b, nint ldb, int columns)
    {
        var packed = stackalloc T[Small * (Small + 1)];
        if (t.Lower)
        {
            TriangularBlock<T>.Pack(t.First, t.RowStride, t.ColumnStride, n, t.Unit, packed);
            TriangularBlock<T>.Solve(packed, n, b, ldb, columns, t.Unit);
        }
        else
        {
            // Read from its last row and column backwards, an upper triangle is a lower one.
            TriangularBlock<T>.Pack(t.At(n - 1, n - 1), -t.RowStride, -t.ColumnStride, n, t.Unit, packed);
            TriangularBlock<T>.Solve(packed, n, b + ((n - 1) * ldb), -ldb, columns, t.Unit);
        }
    }

    private static void SmallRight(in Triangle<T> t, int n, T* b, nint ldb, int rows)
    {
        var stride = (nint)rows;
        using var turned = Scratch.Rent<T>(stride * n);
        var x = (T*)turned.Pointer;
        Transposition<T>.Turn(b, ldb, rows, n, x, stride);
        SmallLeft(t.Transposed, n, x, stride, rows);
        Transposition<T>.Turn(x, stride, n, rows, b, ldb);
    }

    private struct Body : ITileBody
    {
        public Triangle<T> Triangle;
        public int N;
        public T* B;
        public nint Ldb;
        public int Count;
        public int Tasks;
        public bool IsLeft;

        public readonly void Invoke(int tile)
        {
            var first = (int)((long)Count * tile / Tasks);
            var end = (int)((long)Count * (tile + 1) / Tasks);
            if (IsLeft)
            {
                SolveLeft(Triangle, N, B + first, Ldb, end - first);
            }
            else
            {
                SolveRight(Triangle, N, B + (first * Ldb), Ldb, end - first);
            }
        }
    }
}
