using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>
/// The two products of a bidiagonalization's step, y = f(Aᵀu) and g = A·r with r = base − y, in one pass over A: half of all its arithmetic, and bound
/// by reading memory.
/// </summary>
/// <remarks>
/// <para>
/// A strip of columns gives its part of y as soon as all of its rows have passed; its part of g is then taken while the strip is still in
/// the second-level cache. The idea is that of G. Howell, J. Demmel, C. Fulton, S. Hammarling and K. Marmol, "Cache efficient bidiagonalization using BLAS
/// 2.5 operators", ACM TOMS 34(3), 2008.
/// </para>
/// <para>
/// Strips are grouped into tasks by the number of columns alone; each task adds up a g of its own, and these are added in the order of the tasks.
/// </para>
/// </remarks>
internal unsafe struct BidiagonalProducts<T> : ITileBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ColumnsPerTask = 256;

    // Rows that a prefetch runs ahead: each row of a strip lies on a page of its own, where the processor does not look ahead by itself.
    private const int Ahead = 12;

    /// <summary>Rows of A.</summary>
    public int Rows;

    /// <summary>Columns of A.</summary>
    public int Columns;

    /// <summary>A.</summary>
    public T* A;

    /// <summary>From one row to the next.</summary>
    public nint Lda;

    /// <summary>u, Rows numbers.</summary>
    public T* U;

    /// <summary>τ in y = τ·(Aᵀu + y₀).</summary>
    public T Tau;

    /// <summary>On entry y₀, on return y.</summary>
    public T* Y;

    /// <summary>On entry base, on return base − y.</summary>
    public T* R;

    /// <summary>Scratch of <see cref="RoomFor"/> elements; on return g stands first.</summary>
    public T* G;

    private static int Width<L>()
        where L : unmanaged, IFloatLanes<L, T> => 4 * L.Count;

    private readonly int Tasks => (Columns + ColumnsPerTask - 1) / ColumnsPerTask;

    /// <summary>Elements of scratch for a matrix.</summary>
    public static nint RoomFor(int rows, int columns) => (nint)(((columns + ColumnsPerTask - 1) / ColumnsPerTask) + 1) * (rows + 16);

    /// <summary>Computes both products.</summary>
    public readonly void Run()
    {
        WorkerTeam.Run(Tasks, this);
        for (var task = 1; task < Tasks; task++)
        {
            VectorKernels<T>.AddScaled(T.One, G + (task * (nint)(Rows + 16)), G, Rows);
        }
    }

    /// <inheritdoc/>
    public readonly void Invoke(int tile)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Task<Lanes512<T>>(tile); break;
            case InstructionSet.Avx2: Task<Lanes256<T>>(tile); break;
            case InstructionSet.Vector128: Task<Lanes128<T>>(tile); break;
            default: Task<Lanes1<T>>(tile); break;
        }
    }

    private readonly void Task<L>(int tile)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var g = G + (tile * (nint)(Rows + 16));
        var end = Math.Min(Columns, (tile + 1) * ColumnsPerTask);
        var column = tile * ColumnsPerTask;

        // One vector of partial sums per row; the lanes are added up once, at the end.
        using var room = Scratch.Rent<T>((nint)Rows * L.Count);
        var lanes = (T*)room.Pointer;
        new Span<T>(lanes, Rows * L.Count).Clear();
        for (; column <= end - Width<L>(); column += Width<L>())
        {
            Down<L>(column);
            Across<L>(column, lanes);
        }

        AddUp<L>(lanes, g, Rows);
        for (; column < end; column++)
        {
            Single(column, g);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Down<L>(int column)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var a = A + column;
        var s0 = L.Constant(0);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        var t0 = s0;
        var t1 = s0;
        var t2 = s0;
        var t3 = s0;
        var i = 0;
        for (; i <= Rows - 2; i += 2)
        {
            Prefetch<L>(a + (Ahead * Lda));
            Prefetch<L>(a + ((Ahead + 1) * Lda));
            var u = L.Broadcast(U[i]);
            s0 = L.MultiplyAdd(L.Load(a), u, s0);
            s1 = L.MultiplyAdd(L.Load(a + L.Count), u, s1);
            s2 = L.MultiplyAdd(L.Load(a + (2 * L.Count)), u, s2);
            s3 = L.MultiplyAdd(L.Load(a + (3 * L.Count)), u, s3);
            a += Lda;
            u = L.Broadcast(U[i + 1]);
            t0 = L.MultiplyAdd(L.Load(a), u, t0);
            t1 = L.MultiplyAdd(L.Load(a + L.Count), u, t1);
            t2 = L.MultiplyAdd(L.Load(a + (2 * L.Count)), u, t2);
            t3 = L.MultiplyAdd(L.Load(a + (3 * L.Count)), u, t3);
            a += Lda;
        }

        if (i < Rows)
        {
            var u = L.Broadcast(U[i]);
            s0 = L.MultiplyAdd(L.Load(a), u, s0);
            s1 = L.MultiplyAdd(L.Load(a + L.Count), u, s1);
            s2 = L.MultiplyAdd(L.Load(a + (2 * L.Count)), u, s2);
            s3 = L.MultiplyAdd(L.Load(a + (3 * L.Count)), u, s3);
        }

        Finish(s0 + t0, column);
        Finish(s1 + t1, column + L.Count);
        Finish(s2 + t2, column + (2 * L.Count));
        Finish(s3 + t3, column + (3 * L.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Finish<L>(L sum, int column)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var y = L.Broadcast(Tau) * (sum + L.Load(Y + column));
        L.Store(y, Y + column);
        L.Store(L.Load(R + column) - y, R + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Across<L>(int column, T* lanes)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var a = A + column;
        var r0 = L.Load(R + column);
        var r1 = L.Load(R + column + L.Count);
        var r2 = L.Load(R + column + (2 * L.Count));
        var r3 = L.Load(R + column + (3 * L.Count));
        for (var i = 0; i < Rows; i++)
        {
            var sum = L.MultiplyAdd(L.Load(a), r0, L.Load(lanes));
            var other = L.Load(a + L.Count) * r1;
            sum = L.MultiplyAdd(L.Load(a + (2 * L.Count)), r2, sum);
            other = L.MultiplyAdd(L.Load(a + (3 * L.Count)), r3, other);
            L.Store(sum + other, lanes);
            lanes += L.Count;
            a += Lda;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddUp<L>(T* lanes, T* g, int rows)
        where L : unmanaged, IFloatLanes<L, T>
    {
        for (var i = 0; i < rows; i++)
        {
            g[i] = L.Sum(L.Load(lanes + ((nint)i * L.Count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Single(int column, T* g)
    {
        var sum = T.Zero;
        for (var i = 0; i < Rows; i++)
        {
            sum += A[(i * Lda) + column] * U[i];
        }

        Y[column] = Tau * (sum + Y[column]);
        R[column] -= Y[column];
        for (var i = 0; i < Rows; i++)
        {
            g[i] += A[(i * Lda) + column] * R[column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<L>(T* address)
        where L : unmanaged, IFloatLanes<L, T>
    {
        // Never faults, so it may run past the last row.
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
            if (4 * L.Count * sizeof(T) > 64)
            {
                Sse.Prefetch0(address + L.Count);
                Sse.Prefetch0(address + (2 * L.Count));
                Sse.Prefetch0(address + (3 * L.Count));
            }
        }
    }
}
