using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Pinned samples, dense or sparse: valid inside the <see langword="fixed"/> block that made it. Solvers take it instead of <see cref="Features"/> because tiles of
/// a parallel region can hold pointers but no spans.
/// </summary>
/// <param name="values">Dense: rows × columns numbers. Sparse: the stored ones.</param>
/// <param name="indices">Sparse: the column of each stored number; null when dense.</param>
/// <param name="starts">Sparse: where each row begins, rows + 1; null when dense.</param>
/// <param name="rows">Samples.</param>
/// <param name="columns">Features.</param>
/// <param name="matrix">Sparse: whose numbers they are; null when dense.</param>
internal readonly unsafe struct SampleView(double* values, int* indices, int* starts, int rows, int columns, SparseMatrix? matrix = null)
{
    private const int MostPrefetched = 64;

    public readonly double* Values = values;
    public readonly int* Indices = indices;
    public readonly int* Starts = starts;
    public readonly int Rows = rows;
    public readonly int Columns = columns;
    public readonly SparseMatrix? Matrix = matrix;

    public bool IsSparse => Indices != null;

    /// <summary>How many numbers are stored.</summary>
    public long Stored => IsSparse ? Starts[Rows] : (long)Rows * Columns;

    /// <summary>A dense row.</summary>
    public double* Row(int row) => Values + ((nint)row * Columns);

    /// <summary>x·w of one row.</summary>
    public double Dot(int row, double* w) => IsSparse
        ? SparseRows.Dot(Values + Starts[row], Indices + Starts[row], Starts[row + 1] - Starts[row], w)
        : RowKernels.Dot(Row(row), w, Columns);

    /// <summary>w += a·x of one row.</summary>
    public void AddScaled(int row, double a, double* w)
    {
        if (IsSparse)
        {
            SparseRows.AddScaled(Values + Starts[row], Indices + Starts[row], Starts[row + 1] - Starts[row], a, w);
        }
        else
        {
            RowKernels.AddScaled(a, Row(row), w, Columns);
        }
    }

    /// <summary>
    /// Asks for a row some steps before it is needed: visited in a random order, rows are far apart in memory, and nothing else tells the processor which one comes. Of a long
    /// row only the beginning is asked for; the rest follows as a stream.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prefetch(int row)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        if (IsSparse)
        {
            var start = Starts[row];
            var stored = Math.Min(Starts[row + 1] - start, MostPrefetched);
            for (var i = 0; i < stored; i += 8)
            {
                Sse.Prefetch0(Values + start + i);
                Sse.Prefetch0(Indices + start + i);
            }

            return;
        }

        // A line of the cache holds eight numbers; a row may begin in the middle of one, so that its last number can lie in a line more.
        var at = Row(row);
        var count = Math.Min(Columns, MostPrefetched);
        for (var i = 0; i < count; i += 8)
        {
            Sse.Prefetch0(at + i);
        }

        Sse.Prefetch0(at + count - 1);
    }

    /// <summary>x·x of one row.</summary>
    public double SquaredNorm(int row)
    {
        var first = IsSparse ? Values + Starts[row] : Row(row);
        return RowKernels.Dot(first, first, IsSparse ? Starts[row + 1] - Starts[row] : Columns);
    }

    /// <summary>Runs something with the samples pinned.</summary>
    public static T With<T>(Features x, Func<SampleView, T> run)
    {
        if (x.Kind == FeaturesKind.Sparse)
        {
            var matrix = x.Sparse!;

            // An empty span has no address to pin: one number stands in for none.
            fixed (double* values = matrix.StoredCount == 0 ? [0.0] : matrix.Values)
            fixed (int* indices = matrix.StoredCount == 0 ? [0] : matrix.ColumnIndices, starts = matrix.RowStarts)
            {
                return run(new SampleView(values, indices, starts, x.Rows, x.Columns, matrix));
            }
        }

        fixed (double* values = FeaturesMarshal.GetSpan(x))
        {
            var result = run(new SampleView(values, null, null, x.Rows, x.Columns));
            GC.KeepAlive(x);
            return result;
        }
    }
}
