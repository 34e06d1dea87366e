using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// A matrix whose rows are adjacent terms, times one or two vectors, eight rows at a time. Every element of the matrix is read once, so the time is that of
/// reading it, and the processor foresees such reading best by itself: asking for lines ahead took 5 to 30 % from it, except for short rows.
/// </summary>
/// <remarks>
/// Each sum runs over its terms by lanes and ends in one order, however many rows are computed together; tasks are runs of rows that follow from the
/// shape alone: the same bits for any number of threads.
/// </remarks>
internal static unsafe class VectorMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int RowsTogether = VectorKernels<T, TVector, TLanes>.RowsTogether;

    // Some 10 µs of reading; more tasks than 32 share nothing better.
    private const long SmallestTask = 128 * 1024;
    private const int MostTasks = 32;

    // With fewer rows than this a long sum is better shared by its terms.
    private const int LongSum = 8192;
    private const int FewRows = 256;

    // Rows up to this are read one after the other, as the one run of memory that they often are; of longer ones eight are read abreast.
    private const int ShortBytes = 1024;

    // A matrix of this size comes from the second-level cache, which does not care for the order.
    private const long NearBytes = 512 * 1024;

    /// <summary>Whether B is a vector and the rows of A are runs of terms.</summary>
    public static bool SuitsColumn(in MatMulProblem<T> problem) =>
        problem.N == 1 && problem.AStep == 1 && (problem.K < LongSum || problem.M >= FewRows);

    /// <summary>Whether A has one or two rows and those of the stored B are runs of terms.</summary>
    public static bool SuitsRows(in MatMulProblem<T> problem) =>
        problem.TransposeB && (problem.AStep == 1 || problem.K == 1) && problem.M <= 2;

    /// <summary>Computes the product of <see cref="SuitsColumn"/>; M and K are positive, and <paramref name="vector"/> are the K elements of B side by side.</summary>
    public static void RunColumn(in MatMulProblem<T> problem, T* vector)
    {
        // Sums that need nothing from what C holds are written where they belong.
        var isDirect = problem.Ldc == 1 && !problem.Accumulate;
        using var sums = Scratch.Rent<T>(isDirect ? 0 : problem.M);
        Run(
            problem,
            new Body
            {
                Matrix = problem.A,
                Row = problem.ARow,
                Rows = problem.M,
                Vector = vector,
                Sums = isDirect ? problem.C : (T*)sums.Pointer,
                Bias = isDirect ? problem.Bias : null,
            },
            isDirect);
    }

    /// <summary>Computes the product of <see cref="SuitsRows"/>; N and K are positive.</summary>
    public static void RunRows(in MatMulProblem<T> problem)
    {
        var isDirect = !problem.Accumulate;
        using var sums = Scratch.Rent<T>(isDirect ? 0 : (nint)problem.M * problem.N);
        var first = isDirect ? problem.C : (T*)sums.Pointer;
        Run(
            problem,
            new Body
            {
                Matrix = problem.B,
                Row = problem.Ldb,
                Rows = problem.N,
                Vector = problem.A,
                Second = problem.M == 2 ? problem.ARow : 0,
                Sums = first,
                SecondSums = problem.M == 2 ? first + (isDirect ? problem.Ldc : problem.N) : null,
                Bias = isDirect ? problem.Bias : null,
                BiasStep = 1,
            },
            isDirect);
    }

    private static void Run(in MatMulProblem<T> problem, Body body, bool isDirect)
    {
        var elements = (long)body.Rows * problem.K;
        body.Terms = problem.K;
        body.Activation = isDirect ? problem.Activation : Activation.None;
        body.Groups = (body.Rows + RowsTogether - 1) / RowsTogether;
        body.InOrder = body.SecondSums == null && problem.K * sizeof(T) <= ShortBytes && elements * sizeof(T) > NearBytes;
        body.Tasks = (int)Math.Clamp(elements / SmallestTask, 1, Math.Min(body.Groups, MostTasks));
        if (body.Tasks == 1)
        {
            body.Invoke(0);
        }
        else
        {
            WorkerTeam.Run(body.Tasks, body);
        }

        if (!isDirect)
        {
            Epilogue.Finish(problem, body.Sums, 0, 1);
        }
    }

    private struct Body : ITileBody
    {
        public T* Matrix;
        public nint Row;
        public int Rows;
        public int Terms;
        public T* Vector;
        public nint Second; // From the first vector to the second, if SecondSums is not null.
        public T* Sums;
        public T* SecondSums;
        public T* Bias;
        public int BiasStep;
        public Activation Activation;
        public int Groups;
        public int Tasks;
        public bool InOrder;

        public readonly void Invoke(int tile)
        {
            var first = (int)((long)Groups * tile / Tasks) * RowsTogether;
            var end = Math.Min(Rows, (int)((long)Groups * (tile + 1) / Tasks) * RowsTogether);
            var whole = (end - first) / RowsTogether;
            var matrix = Matrix + (first * Row);
            if (SecondSums != null)
            {
                VectorKernels<T, TVector, TLanes>.Run2(matrix, Row, whole, Terms, Vector, Vector + Second, Sums + first, SecondSums + first);
            }
            else if (InOrder)
            {
                EightInOrder(matrix, Row, whole, Terms, Vector, Sums + first);
            }
            else
            {
                VectorKernels<T, TVector, TLanes>.Run1(matrix, Row, whole, Terms, Vector, Sums + first);
            }

            Rest(first + (whole * RowsTogether), end);
            Finish(Sums, first, end);
            if (SecondSums != null)
            {
                Finish(SecondSums, first, end);
            }
        }

        private readonly void Finish(T* sums, int first, int end)
        {
            if (Bias != null)
            {
                for (var row = first; row < end; row++)
                {
                    sums[row] += Bias[row * BiasStep];
                }
            }

            Epilogue.Activate(sums + first, end - first, Activation);
        }

        // Four rows at a time; beyond the last row the last one is computed again and dropped.
        private readonly void Rest(int row, int end)
        {
            var vectors = SecondSums == null ? 1 : 2;
            var sums = stackalloc T[8];
            for (; row < end; row += 4)
            {
                var b0 = Matrix + (row * Row);
                var b1 = Matrix + (Math.Min(row + 1, end - 1) * Row);
                var b2 = Matrix + (Math.Min(row + 2, end - 1) * Row);
                var b3 = Matrix + (Math.Min(row + 3, end - 1) * Row);
                DotKernels<T, TVector, TLanes>.Run(vectors, Vector, Second, b0, b1, b2, b3, 0, 1, 0, Terms, sums);
                for (var i = 0; i < Math.Min(4, end - row); i++)
                {
                    Sums[row + i] = sums[i];
                    if (vectors == 2)
                    {
                        SecondSums[row + i] = sums[4 + i];
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void EightInOrder(T* row, nint step, int groups, nint terms, T* vector, T* sums)
        {
            var whole = terms - (terms % TLanes.Count);
            var rest = (int)(terms - whole);
            var mask = TLanes.FirstLanes(rest);
            for (; groups > 0; groups--)
            {
                var s0 = Sum(row, whole, rest, mask, vector);
                var s1 = Sum(row + step, whole, rest, mask, vector);
                row += 2 * step;
                var s2 = Sum(row, whole, rest, mask, vector);
                var s3 = Sum(row + step, whole, rest, mask, vector);
                row += 2 * step;
                TLanes.SumFour(s0, s1, s2, s3, sums);
                s0 = Sum(row, whole, rest, mask, vector);
                s1 = Sum(row + step, whole, rest, mask, vector);
                row += 2 * step;
                s2 = Sum(row, whole, rest, mask, vector);
                s3 = Sum(row + step, whole, rest, mask, vector);
                row += 2 * step;
                TLanes.SumFour(s0, s1, s2, s3, sums + 4);
                sums += RowsTogether;
            }
        }

        // The products of one row, by lanes.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TVector Sum(T* row, nint whole, int rest, TVector mask, T* vector)
        {
            var sum = TLanes.Zero;
            for (nint term = 0; term < whole; term += TLanes.Count)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(vector + term), TLanes.Load(row + term), sum);
            }

            return rest == 0 ? sum : TLanes.MultiplyAdd(TLanes.LoadFirst(vector + whole, mask, rest), TLanes.LoadFirst(row + whole, mask, rest), sum);
        }
    }
}
