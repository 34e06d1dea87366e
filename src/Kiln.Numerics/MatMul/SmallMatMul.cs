using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The product of small matrices on the calling thread: no packing, no blocks of terms, as few decisions as possible, since sixteen rows,
/// columns and terms take less time than a cache miss.
/// </summary>
/// <remarks>The last columns are read and written under a mask, so B needs no padded copy.</remarks>
internal static unsafe class SmallMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // Some 5 µs of work: below that a parallel region does not pay.
    private const long MostWork = 256 * 1024;

    // Rows of a tile of two vectors. A tile's last stores overlap with the next one's first terms the better the fewer they are: ten rows are 2 % faster than fourteen on
    // 64 × 64 × 64, where a sum has no more terms than a tile has stores.
    private const int MostRows = 10;

    // B stays in the first-level cache without being copied.
    private const int MostElements = 16 * 1024;

    /// <summary>Whether this form serves the problem and is the fastest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Suits(in MatMulProblem<T> problem) =>
        !problem.TransposeB && (long)problem.M * problem.N * problem.K <= MostWork && (long)problem.K * problem.N <= MostElements;

    /// <summary>Computes the product; M, N and K are positive.</summary>
    [SkipLocalsInit]
    public static void Run(in MatMulProblem<T> problem)
    {
        ProductJob<T> job;
        var widest = problem.M <= TLanes.MaxRows(4) ? 4 : 2;
        var maxRows = problem.N > TLanes.Count ? Math.Min(TLanes.MaxRows(widest), MostRows) : TLanes.MaxRows(widest);
        var tiles = (int)((uint)(problem.M + maxRows - 1) / (uint)maxRows);
        var rows = (int)((uint)problem.M / (uint)tiles);
        var taller = problem.M - (rows * tiles);
        job.ARow = problem.ARow;
        job.AStep = problem.AStep;
        job.BStep = problem.Ldb;
        job.Second = 2 * TLanes.Count;
        job.AheadStep = 0;
        job.AheadApart = 0;
        job.AheadTerms = 0;
        job.AheadRun = 0;
        job.Copy = null;
        job.Terms = problem.K;
        job.CRow = problem.Ldc;
        job.Accumulate = problem.Accumulate;
        job.Rectify = problem.Activation == Activation.ReLU;
        var b = problem.B;
        var c = problem.C;
        var bias = problem.Bias;
        var columns = problem.N;
        while (columns > 0)
        {
            var width = ProductPanels<T, TVector, TLanes>.Width(columns, widest);
            job.A = problem.A;
            job.B = b;
            job.Ahead = b;
            job.C = c;
            job.Bias = bias;
            job.LastLanes = ProductPanels<T, TVector, TLanes>.LastLanes(columns, width);
            for (var tile = 0; tile < tiles; tile++)
            {
                var height = tile < taller ? rows + 1 : rows;
                if (columns >= width)
                {
                    ProductPanels<T, TVector, TLanes>.Full(height, width, &job);
                }
                else
                {
                    ProductPanels<T, TVector, TLanes>.Edge(height, width, &job);
                }

                job.A += height * job.ARow;
                job.C += height * job.CRow;
            }

            b += width;
            c += width;
            bias = bias == null ? null : bias + width;
            columns -= width;
        }

        if (problem.Activation is not (Activation.None or Activation.ReLU))
        {
            for (var row = 0; row < problem.M; row++)
            {
                Epilogue.Activate(problem.C + (row * problem.Ldc), problem.N, problem.Activation);
            }
        }
    }
}
