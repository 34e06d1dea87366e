namespace Kiln.Numerics;

/// <summary>
/// C = activation(A·B + bias) for a tall A whose C is too large for the caches: the product of a 1 × 1 convolution that widens its channels. A tile of
/// rows is computed for all columns into a strip that stays in the first-level cache; the strip then goes to memory row after row, past the
/// caches. So C's lines are not fetched before they are overwritten, which with few terms takes as long as the multiply-adds.
/// </summary>
internal static unsafe class StreamedProduct<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Widest = 2;

    // B is read once for every tile of rows: from the second-level cache, where it has to leave room.
    private const long MostBytesOfB = 384 * 1024;
    private const int MostColumns = 512;
    private const int WantedTasks = 32;

    // Half of the first-level cache, as long as the rows of a tile keep the multiply-adds busy.
    private const int StripBytes = 16 * 1024;
    private const int FewestRows = 7;

    // With more terms the fetching hides behind the multiply-adds, and longer blocks of rows are faster.
    private const int MostTerms = 192;

    /// <summary>Whether the product has that form. C must not overlap A.</summary>
    public static bool Suits(in MatMulProblem<T> problem) =>
        TLanes.Count * sizeof(T) == Streaming.Alignment
        && problem.N % TLanes.Count == 0
        && problem.N <= MostColumns
        && problem.K <= MostTerms
        && problem.AStep == 1
        && problem.ARow == problem.K
        && problem.Ldc == problem.N
        && !problem.Accumulate
        && (nuint)problem.C % Streaming.Alignment == 0
        && (long)problem.N * problem.K * sizeof(T) <= MostBytesOfB
        && Streaming.Pays((long)problem.M * problem.K * sizeof(T), (long)problem.M * problem.N * sizeof(T));

    /// <summary>Computes the product.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        using var panels = Scratch.Rent<T>((nint)problem.N * problem.K);
        for (var column = 0; column < problem.N; column += Widest * TLanes.Count)
        {
            var width = Math.Min(Widest * TLanes.Count, problem.N - column);
            var panel = (T*)panels.Pointer + ((nint)column * problem.K);
            if (problem.TransposeB)
            {
                PanelPacking.Columns(problem.B + (column * problem.Ldb), problem.Ldb, problem.K, width, width, panel);
            }
            else
            {
                PanelPacking.Rows(problem.B + column, problem.Ldb, problem.K, width, width, panel);
            }
        }

        WorkerTeam.Run(WantedTasks, new Body { Problem = problem, Panels = (T*)panels.Pointer });
    }

    private struct Body : ITileBody
    {
        public MatMulProblem<T> Problem;
        public T* Panels;

        public readonly void Invoke(int tile)
        {
            var most = (int)Math.Clamp(StripBytes / ((long)Problem.N * sizeof(T)), FewestRows, TLanes.MaxRows(Widest));
            var first = (int)((long)Problem.M * tile / WantedTasks);
            var rows = (int)((long)Problem.M * (tile + 1) / WantedTasks) - first;
            var tiles = (rows + most - 1) / most;
            using var strip = Scratch.Rent<T>((nint)most * Problem.N);
            for (var i = 0; i < tiles; i++)
            {
                var start = first + (int)((long)rows * i / tiles);
                var end = first + (int)((long)rows * (i + 1) / tiles);
                Compute(start, end - start, (T*)strip.Pointer);
                if (Problem.Activation is not (Activation.None or Activation.ReLU))
                {
                    Epilogue.Activate((T*)strip.Pointer, (end - start) * Problem.N, Problem.Activation);
                }

                Write((T*)strip.Pointer, end - start, Problem.C + (start * Problem.Ldc));
            }

            Streaming.Fence();
        }

        // Panel after panel of columns, each (rows, width): adjacent rows of a panel do not fall onto the same cache sets.
        private readonly void Compute(int row, int rows, T* strip)
        {
            TileJob<T> job = default;
            job.A = Problem.A + (row * Problem.ARow);
            job.ARow = Problem.ARow;
            job.AStep = 1;
            job.Terms = Problem.K;
            job.Segments = 1;
            job.LastLanes = TLanes.Count;
            job.Rectify = Problem.Activation == Activation.ReLU;
            var ahead = job.A + (rows * Problem.ARow);
            var fetched = 0;
            for (var column = 0; column < Problem.N; column += Widest * TLanes.Count)
            {
                var width = Math.Min(Widest * TLanes.Count, Problem.N - column);

                // The next tile's rows of A, a share with each panel.
                for (var until = rows * Problem.K * (column + width) / Problem.N; fetched < until; fetched += TLanes.Count)
                {
                    TLanes.PrefetchFar(ahead + fetched);
                }

                job.B = Panels + ((nint)column * Problem.K);
                job.BStep = width;
                job.C = strip + ((nint)rows * column);
                job.CRow = width;
                job.Bias = Problem.Bias == null ? null : Problem.Bias + column;
                ColumnPanels<T, TVector, TLanes>.Run(rows, width / TLanes.Count, &job);
            }
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
        private readonly void Write(T* strip, int rows, T* to)
        {
            for (var row = 0; row < rows; row++)
            {
                var column = 0;
                for (; column + (Widest * TLanes.Count) <= Problem.N; column += Widest * TLanes.Count)
                {
                    var from = strip + ((nint)rows * column) + (row * (Widest * TLanes.Count));
                    TLanes.StoreThrough(to, TLanes.Load(from));
                    TLanes.StoreThrough(to + TLanes.Count, TLanes.Load(from + TLanes.Count));
                    to += Widest * TLanes.Count;
                }

                if (column < Problem.N)
                {
                    TLanes.StoreThrough(to, TLanes.Load(strip + ((nint)rows * column) + (row * TLanes.Count)));
                    to += TLanes.Count;
                }
            }
        }
    }
}
