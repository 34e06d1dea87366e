using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The two products of a bidiagonalization's step, y = f(Aᵀu) and g = A·r with r = base − y, in one pass over A: half of all its arithmetic, and bound
/// by reading memory.
/// </summary>
/// <remarks>
/// <para>
/// The matrix is kept in strips of columns, each row by row, so that a strip is read like a stream. A strip gives its part of y as soon as all of its
/// rows have passed; its part of g is then taken while the strip is still in the second-level cache. The idea is that of G. Howell, J. Demmel, C. Fulton, S. Hammarling and K. Marmol, "Cache efficient bidiagonalization using BLAS
/// 2.5 operators", ACM TOMS 34(3), 2008.
/// </para>
/// <para>
/// Strips are grouped into tasks by the number of columns alone; each task adds up a g of its own, and these are added in the order of the tasks.
/// </para>
/// </remarks>
internal unsafe struct BidiagonalProducts<T> : ITileBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int StripsPerTask = 8;

    /// <summary>Rows of A.</summary>
    public int Rows;

    /// <summary>Strips of A.</summary>
    public int Strips;

    /// <summary>Columns of the first strip that do not take part.</summary>
    public int Skip;

    /// <summary>The first row of the first strip.</summary>
    public T* A;

    /// <summary>From one strip to the next.</summary>
    public nint StripStride;

    /// <summary>u, Rows numbers.</summary>
    public T* U;

    /// <summary>τ in y = τ·(Aᵀu + y₀).</summary>
    public T Tau;

    /// <summary>On entry y₀, on return y, from the first strip's first column on.</summary>
    public T* Y;

    /// <summary>On entry base, on return base − y; zero for columns that do not take part.</summary>
    public T* R;

    /// <summary>Scratch of <see cref="RoomFor"/> elements; on return g stands first.</summary>
    public T* G;

    /// <summary>Columns of a strip: 256 bytes, four registers of 512 bits.</summary>
    public static int Width => 256 / sizeof(T);

    private readonly int Tasks => (Strips + StripsPerTask - 1) / StripsPerTask;

    /// <summary>Elements of scratch for a matrix.</summary>
    public static nint RoomFor(int rows, int strips) => (nint)((strips / StripsPerTask) + 2) * (rows + 16);

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
        // One vector of partial sums per row; the lanes are added up once, at the end.
        using var room = Scratch.Rent<T>((nint)Rows * L.Count);
        var lanes = (T*)room.Pointer;
        new Span<T>(lanes, Rows * L.Count).Clear();
        var end = Math.Min(Strips, (tile + 1) * StripsPerTask);
        for (var strip = tile * StripsPerTask; strip < end; strip++)
        {
            var a = A + (strip * StripStride);
            for (var column = 0; column < Width; column += 4 * L.Count)
            {
                Down<L>(a + column, (strip * Width) + column);
            }

            if (strip == 0)
            {
                new Span<T>(R, Skip).Clear();
            }

            for (var column = 0; column < Width; column += 4 * L.Count)
            {
                Across<L>(a + column, (strip * Width) + column, lanes);
            }
        }

        AddUp<L>(lanes, G + (tile * (nint)(Rows + 16)), Rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Down<L>(T* a, int column)
        where L : unmanaged, IFloatLanes<L, T>
    {
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
            var u = L.Broadcast(U[i]);
            s0 = L.MultiplyAdd(L.Load(a), u, s0);
            s1 = L.MultiplyAdd(L.Load(a + L.Count), u, s1);
            s2 = L.MultiplyAdd(L.Load(a + (2 * L.Count)), u, s2);
            s3 = L.MultiplyAdd(L.Load(a + (3 * L.Count)), u, s3);
            a += Width;
            u = L.Broadcast(U[i + 1]);
            t0 = L.MultiplyAdd(L.Load(a), u, t0);
            t1 = L.MultiplyAdd(L.Load(a + L.Count), u, t1);
            t2 = L.MultiplyAdd(L.Load(a + (2 * L.Count)), u, t2);
            t3 = L.MultiplyAdd(L.Load(a + (3 * L.Count)), u, t3);
            a += Width;
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
    private readonly void Across<L>(T* a, int column, T* lanes)
        where L : unmanaged, IFloatLanes<L, T>
    {
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
            a += Width;
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
}
