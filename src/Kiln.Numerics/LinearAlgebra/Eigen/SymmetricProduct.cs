using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// y = A·x for a symmetric matrix of which the upper triangle is stored: half of a tridiagonalization, and bound by reading that triangle. Each
/// element is read once and used twice, for its own row's sum and for its column's.
/// </summary>
/// <remarks>
/// Rows are shared out in tasks of about equal area, cut by the size alone. A task adds into a vector of its own; these are added up in the order of
/// the tasks. Who needs the product has other things to do at both times, and so runs the tasks itself.
/// </remarks>
internal static unsafe class SymmetricProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most tasks, and so the vectors of <see cref="RoomFor"/>.</summary>
    private const int MostTasks = 16;

    private const long ElementsPerTask = 32 * 1024;

    /// <summary>Elements of scratch that the tasks need.</summary>
    public static nint RoomFor(int n) => (nint)MostTasks * (n + 16);

    /// <summary>The tasks of y = A·x, to be run in any order and then added up.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="a">A; only what is on and above the diagonal is read.</param>
    /// <param name="lda">From one row to the next.</param>
    /// <param name="x">x.</param>
    /// <param name="room">Scratch of <see cref="RoomFor"/> elements.</param>
    public static Work Prepare(int n, T* a, nint lda, T* x, T* room) => new()
    {
        N = n,
        A = a,
        Lda = lda,
        X = x,
        Partial = room,
        Stride = n + 16 - (n % 16),
        Tasks = (int)Math.Clamp((long)n * n / 2 / ElementsPerTask, 1, MostTasks),
    };

    /// <summary>The tasks, and what they leave.</summary>
    internal struct Work
    {
        public int N;
        public T* A;
        public nint Lda;
        public T* X;
        public T* Partial;
        public nint Stride;
        public int Tasks;

        /// <summary>Some elements of y, once all tasks have run.</summary>
        public readonly void AddUp(int first, int count, T* y)
        {
            new ReadOnlySpan<T>(Partial + first, count).CopyTo(new Span<T>(y, count));
            for (var task = 1; task < Tasks; task++)
            {
                var begin = Math.Max(first, FirstRow(task));
                if (begin < first + count)
                {
                    VectorKernels<T>.AddScaled(T.One, Partial + (task * Stride) + begin, y + (begin - first), first + count - begin);
                }
            }
        }

        /// <summary>The row before which the fraction task / Tasks of the triangle's area lies.</summary>
        public readonly int FirstRow(int task) =>
            task == Tasks ? N : (int)(N * (1 - Math.Sqrt(1 - ((double)task / Tasks)))) / 4 * 4;

        /// <summary>One task.</summary>
        public readonly void Run(int tile)
        {
            var first = FirstRow(tile);
            var end = FirstRow(tile + 1);
            var y = Partial + (tile * Stride);
            new Span<T>(y + first, N - first).Clear();
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512: Rows<Lanes512<T>>(first, end, y); break;
                case InstructionSet.Avx2: Rows<Lanes256<T>>(first, end, y); break;
                case InstructionSet.Vector128: Rows<Lanes128<T>>(first, end, y); break;
                default: Rows<Lanes1<T>>(first, end, y); break;
            }
        }

        // Four rows at a time: their small triangle by itself, then the columns on its right.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Rows<L>(int first, int end, T* y)
            where L : unmanaged, IFloatLanes<L, T>
        {
            var x = X;
            nint n = N;
            var row = first;
            for (; row <= end - 4; row += 4)
            {
                var a0 = A + (row * Lda);
                var a1 = a0 + Lda;
                var a2 = a1 + Lda;
                var a3 = a2 + Lda;
                var x0 = x[row];
                var x1 = x[row + 1];
                var x2 = x[row + 2];
                var x3 = x[row + 3];
                nint j = row + 4;
                var v0 = L.Broadcast(x0);
                var v1 = L.Broadcast(x1);
                var v2 = L.Broadcast(x2);
                var v3 = L.Broadcast(x3);
                var s0 = L.Constant(0);
                var s1 = s0;
                var s2 = s0;
                var s3 = s0;
                for (; j <= n - L.Count; j += L.Count)
                {
                    var xj = L.Load(x + j);
                    var yj = L.Load(y + j);
                    var e0 = L.Load(a0 + j);
                    var e1 = L.Load(a1 + j);
                    s0 = L.MultiplyAdd(e0, xj, s0);
                    yj = L.MultiplyAdd(e0, v0, yj);
                    s1 = L.MultiplyAdd(e1, xj, s1);
                    yj = L.MultiplyAdd(e1, v1, yj);
                    var e2 = L.Load(a2 + j);
                    var e3 = L.Load(a3 + j);
                    s2 = L.MultiplyAdd(e2, xj, s2);
                    yj = L.MultiplyAdd(e2, v2, yj);
                    s3 = L.MultiplyAdd(e3, xj, s3);
                    yj = L.MultiplyAdd(e3, v3, yj);
                    L.Store(yj, y + j);
                }

                var r0 = L.Sum(s0);
                var r1 = L.Sum(s1);
                var r2 = L.Sum(s2);
                var r3 = L.Sum(s3);
                for (; j < n; j++)
                {
                    r0 += a0[j] * x[j];
                    r1 += a1[j] * x[j];
                    r2 += a2[j] * x[j];
                    r3 += a3[j] * x[j];
                    y[j] += (a0[j] * x0) + (a1[j] * x1) + (a2[j] * x2) + (a3[j] * x3);
                }

                y[row] += r0 + (a0[row] * x0) + (a0[row + 1] * x1) + (a0[row + 2] * x2) + (a0[row + 3] * x3);
                y[row + 1] += r1 + (a0[row + 1] * x0) + (a1[row + 1] * x1) + (a1[row + 2] * x2) + (a1[row + 3] * x3);
                y[row + 2] += r2 + (a0[row + 2] * x0) + (a1[row + 2] * x1) + (a2[row + 2] * x2) + (a2[row + 3] * x3);
                y[row + 3] += r3 + (a0[row + 3] * x0) + (a1[row + 3] * x1) + (a2[row + 3] * x2) + (a3[row + 3] * x3);
            }

            for (; row < end; row++)
            {
                var e = A + (row * Lda);
                y[row] += (e[row] * x[row]) + VectorLoops<L, T>.Dot(e + row + 1, x + row + 1, n - row - 1);
                VectorLoops<L, T>.AddScaled(x[row], e + row + 1, y + row + 1, n - row - 1);
            }
        }
    }
}
