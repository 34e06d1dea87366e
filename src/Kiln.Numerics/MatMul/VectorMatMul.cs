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
    private const int RowsTogether = 8;

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
                EightByTwo(matrix, Row, whole, Terms, Vector, Vector + Second, Sums + first, SecondSums + first);
            }
            else if (InOrder)
            {
                EightInOrder(matrix, Row, whole, Terms, Vector, Sums + first);
            }
            else
            {
                EightAbreast(matrix, Row, whole, Terms, Vector, Sums + first);
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void EightAbreast(T* row0, nint step, int groups, nint terms, T* vector, T* sums)
        {
            var whole = terms - (terms % TLanes.Count);
            var rest = (int)(terms - whole);
            var mask = TLanes.FirstLanes(rest);
            for (; groups > 0; groups--)
            {
                var row1 = row0 + step;
                var row2 = row1 + step;
                var row3 = row2 + step;
                var row4 = row3 + step;
                var row5 = row4 + step;
                var row6 = row5 + step;
                var row7 = row6 + step;
                var s0 = TLanes.Zero;
                var s1 = TLanes.Zero;
                var s2 = TLanes.Zero;
                var s3 = TLanes.Zero;
                var s4 = TLanes.Zero;
                var s5 = TLanes.Zero;
                var s6 = TLanes.Zero;
                var s7 = TLanes.Zero;
                for (nint term = 0; term < whole; term += TLanes.Count)
                {
                    var x = TLanes.Load(vector + term);
                    s0 = TLanes.MultiplyAdd(x, TLanes.Load(row0 + term), s0);
                    s1 = TLanes.MultiplyAdd(x, TLanes.Load(row1 + term), s1);
                    s2 = TLanes.MultiplyAdd(x, TLanes.Load(row2 + term), s2);
                    s3 = TLanes.MultiplyAdd(x, TLanes.Load(row3 + term), s3);
                    s4 = TLanes.MultiplyAdd(x, TLanes.Load(row4 + term), s4);
                    s5 = TLanes.MultiplyAdd(x, TLanes.Load(row5 + term), s5);
                    s6 = TLanes.MultiplyAdd(x, TLanes.Load(row6 + term), s6);
                    s7 = TLanes.MultiplyAdd(x, TLanes.Load(row7 + term), s7);
                }

                if (rest > 0)
                {
                    var x = TLanes.LoadFirst(vector + whole, mask, rest);
                    s0 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row0 + whole, mask, rest), s0);
                    s1 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row1 + whole, mask, rest), s1);
                    s2 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row2 + whole, mask, rest), s2);
                    s3 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row3 + whole, mask, rest), s3);
                    s4 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row4 + whole, mask, rest), s4);
                    s5 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row5 + whole, mask, rest), s5);
                    s6 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row6 + whole, mask, rest), s6);
                    s7 = TLanes.MultiplyAdd(x, TLanes.LoadFirst(row7 + whole, mask, rest), s7);
                }

                TLanes.SumFour(s0, s1, s2, s3, sums);
                TLanes.SumFour(s4, s5, s6, s7, sums + 4);
                row0 = row7 + step;
                sums += RowsTogether;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void EightByTwo(T* row0, nint step, int groups, nint terms, T* vector0, T* vector1, T* sums0, T* sums1)
        {
            var whole = terms - (terms % TLanes.Count);
            var rest = (int)(terms - whole);
            var mask = TLanes.FirstLanes(rest);
            for (; groups > 0; groups--)
            {
                var row1 = row0 + step;
                var row2 = row1 + step;
                var row3 = row2 + step;
                var row4 = row3 + step;
                var row5 = row4 + step;
                var row6 = row5 + step;
                var row7 = row6 + step;
                var s0 = TLanes.Zero;
                var s1 = TLanes.Zero;
                var s2 = TLanes.Zero;
                var s3 = TLanes.Zero;
                var s4 = TLanes.Zero;
                var s5 = TLanes.Zero;
                var s6 = TLanes.Zero;
                var s7 = TLanes.Zero;
                var t0 = TLanes.Zero;
                var t1 = TLanes.Zero;
                var t2 = TLanes.Zero;
                var t3 = TLanes.Zero;
                var t4 = TLanes.Zero;
                var t5 = TLanes.Zero;
                var t6 = TLanes.Zero;
                var t7 = TLanes.Zero;
                for (nint term = 0; term < whole; term += TLanes.Count)
                {
                    var x0 = TLanes.Load(vector0 + term);
                    var x1 = TLanes.Load(vector1 + term);
                    var y = TLanes.Load(row0 + term);
                    s0 = TLanes.MultiplyAdd(x0, y, s0);
                    t0 = TLanes.MultiplyAdd(x1, y, t0);
                    y = TLanes.Load(row1 + term);
                    s1 = TLanes.MultiplyAdd(x0, y, s1);
                    t1 = TLanes.MultiplyAdd(x1, y, t1);
                    y = TLanes.Load(row2 + term);
                    s2 = TLanes.MultiplyAdd(x0, y, s2);
                    t2 = TLanes.MultiplyAdd(x1, y, t2);
                    y = TLanes.Load(row3 + term);
                    s3 = TLanes.MultiplyAdd(x0, y, s3);
                    t3 = TLanes.MultiplyAdd(x1, y, t3);
                    y = TLanes.Load(row4 + term);
                    s4 = TLanes.MultiplyAdd(x0, y, s4);
                    t4 = TLanes.MultiplyAdd(x1, y, t4);
                    y = TLanes.Load(row5 + term);
                    s5 = TLanes.MultiplyAdd(x0, y, s5);
                    t5 = TLanes.MultiplyAdd(x1, y, t5);
                    y = TLanes.Load(row6 + term);
                    s6 = TLanes.MultiplyAdd(x0, y, s6);
                    t6 = TLanes.MultiplyAdd(x1, y, t6);
                    y = TLanes.Load(row7 + term);
                    s7 = TLanes.MultiplyAdd(x0, y, s7);
                    t7 = TLanes.MultiplyAdd(x1, y, t7);
                }

                if (rest > 0)
                {
                    var x0 = TLanes.LoadFirst(vector0 + whole, mask, rest);
                    var x1 = TLanes.LoadFirst(vector1 + whole, mask, rest);
                    var y = TLanes.LoadFirst(row0 + whole, mask, rest);
                    s0 = TLanes.MultiplyAdd(x0, y, s0);
                    t0 = TLanes.MultiplyAdd(x1, y, t0);
                    y = TLanes.LoadFirst(row1 + whole, mask, rest);
                    s1 = TLanes.MultiplyAdd(x0, y, s1);
                    t1 = TLanes.MultiplyAdd(x1, y, t1);
                    y = TLanes.LoadFirst(row2 + whole, mask, rest);
                    s2 = TLanes.MultiplyAdd(x0, y, s2);
                    t2 = TLanes.MultiplyAdd(x1, y, t2);
                    y = TLanes.LoadFirst(row3 + whole, mask, rest);
                    s3 = TLanes.MultiplyAdd(x0, y, s3);
                    t3 = TLanes.MultiplyAdd(x1, y, t3);
                    y = TLanes.LoadFirst(row4 + whole, mask, rest);
                    s4 = TLanes.MultiplyAdd(x0, y, s4);
                    t4 = TLanes.MultiplyAdd(x1, y, t4);
                    y = TLanes.LoadFirst(row5 + whole, mask, rest);
                    s5 = TLanes.MultiplyAdd(x0, y, s5);
                    t5 = TLanes.MultiplyAdd(x1, y, t5);
                    y = TLanes.LoadFirst(row6 + whole, mask, rest);
                    s6 = TLanes.MultiplyAdd(x0, y, s6);
                    t6 = TLanes.MultiplyAdd(x1, y, t6);
                    y = TLanes.LoadFirst(row7 + whole, mask, rest);
                    s7 = TLanes.MultiplyAdd(x0, y, s7);
                    t7 = TLanes.MultiplyAdd(x1, y, t7);
                }

                TLanes.SumFour(s0, s1, s2, s3, sums0);
                TLanes.SumFour(s4, s5, s6, s7, sums0 + 4);
                TLanes.SumFour(t0, t1, t2, t3, sums1);
                TLanes.SumFour(t4, t5, t6, t7, sums1 + 4);
                row0 = row7 + step;
                sums0 += RowsTogether;
                sums1 += RowsTogether;
            }
        }
    }
}
