using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// One merge of divide and conquer: from the eigenpairs of two diagonal blocks to those of diag(D₁, D₂) + ρ·z·zᵀ.
/// </summary>
internal unsafe struct RankOneMerge<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Size of the first block.</summary>
    public int First;

    /// <summary>Size of both.</summary>
    public int Size;

    /// <summary>The element between the blocks, of either sign.</summary>
    public T Coupling;

    /// <summary>Eigenvalues of both blocks; then those of the whole.</summary>
    public T* D;

    /// <summary>Eigenvectors of both blocks as rows of diag(Q₁, Q₂); then those of the whole.</summary>
    public T* Q;

    /// <summary>From one row to the next.</summary>
    public nint Ldq;

    /// <summary>For each block the order in which its eigenvalues ascend, counted from its own first; then that of the whole.</summary>
    public int* Order;

    /// <summary>Scratch of Size² elements.</summary>
    public T* Old;

    /// <summary>Scratch of Size² elements.</summary>
    public T* Factors;

    private static T Half => T.CreateTruncating(0.5);

    /// <summary>Merges.</summary>
    public readonly void Run(CancellationToken cancellation)
    {
        using var room = Scratch.Rent<T>(4 * (nint)Size);
        using var numbers = Scratch.Rent<int>(4 * (nint)Size);
        var z = (T*)room.Pointer;
        var poles = z + Size;
        var weights = poles + Size;
        var repaired = weights + Size;
        var sorted = (int*)numbers.Pointer;
        var kept = sorted + Size;
        var dropped = kept + Size;
        var kinds = dropped + Size;

        Couple(z);
        MergeOrder(sorted);
        var rho = T.Abs(Coupling) * (T.One + T.One);
        var count = Deflate(z, rho, sorted, kept, dropped, kinds);
        for (var k = 0; k < count; k++)
        {
            poles[k] = D[kept[k]];
            weights[k] = z[kept[k]];
        }

        // Columns of the factors in the order of their vectors' kinds: only in the first block, in both, only in the second.
        var columns = sorted;
        var firsts = 0;
        var boths = 0;
        var column = 0;
        for (var kind = 0; kind < 3; kind++)
        {
            for (var k = 0; k < count; k++)
            {
                if (kinds[kept[k]] == kind)
                {
                    columns[column++] = k;
                }
            }

            firsts = kind == 0 ? column : firsts;
            boths = kind == 1 ? column - firsts : boths;
        }

        var inFirst = firsts + boths;
        var inSecond = count - firsts;
        var second = Size - First;
        var oldSecond = Old + ((nint)inFirst * First);
        var oldDropped = oldSecond + ((nint)inSecond * second);
        Gather(count, inFirst, firsts, columns, kept, dropped, Old, oldSecond, oldDropped);
        if (count > 0)
        {
            var secular = new SecularVectors<T, PlainGap>
            {
                Count = count,
                Poles = poles,
                Weights = weights,
                Repaired = repaired,
                Inverse = T.One / rho,
                Columns = columns,
                Factors = Factors,
                Roots = D,
            };

            // The dropped eigenvalues are put behind the roots, which overwrite D: they wait in z.
            for (var i = 0; i < Size - count; i++)
            {
                z[i] = D[dropped[i]];
            }

            secular.Run();
            cancellation.ThrowIfCancellationRequested();
            Gemm<T>.Multiply(count, First, inFirst, Factors, count, false, Old, First, false, Q, Ldq, accumulate: false);
            Gemm<T>.Multiply(count, second, inSecond, Factors + firsts, count, false, oldSecond, second, false, Q + First, Ldq, accumulate: false);
            new ReadOnlySpan<T>(z, Size - count).CopyTo(new Span<T>(D + count, Size - count));
            Transposition<T>.Copy(oldDropped, Size, Size - count, Size, Q + (count * Ldq), Ldq);
        }

        new ReadOnlySpan<T>(D, Size).CopyTo(new Span<T>(z, Size));
        for (var i = 0; i < Size; i++)
        {
            Order[i] = i;
        }

        new Span<T>(z, Size).Sort(new Span<int>(Order, Size));
    }

    /// <summary>z: the last row of Q₁ and the first of Q₂, of norm 1.</summary>
    private readonly void Couple(T* z)
    {
        var scale = T.Sqrt(Half);
        for (var i = 0; i < First; i++)
        {
            z[i] = scale * Q[(i * Ldq) + First - 1];
        }

        scale = Coupling < T.Zero ? -scale : scale;
        for (var i = First; i < Size; i++)
        {
            z[i] = scale * Q[(i * Ldq) + First];
        }
    }

    private readonly void MergeOrder(int* sorted)
    {
        var (i, j) = (0, First);
        for (var k = 0; k < Size; k++)
        {
            var takeFirst = j == Size || (i < First && D[Order[i]] <= D[First + Order[j]]);
            sorted[k] = takeFirst ? Order[i++] : First + Order[j++];
        }
    }

    /// <summary>
    /// Sets apart what needs no secular equation: a vector that the correction hardly touches, and one of two whose eigenvalues agree, after a
    /// rotation that moves the correction to the other. The errors stay below a few roundings of the matrix's norm.
    /// </summary>
    private readonly int Deflate(T* z, T rho, int* sorted, int* kept, int* dropped, int* kinds)
    {
        // Against the norm of the whole matrix, which is 1 to 2, and that of z, which is 1.
        var tolerance = T.CreateTruncating(16) * Precision<T>.Epsilon;
        for (var i = 0; i < Size; i++)
        {
            kinds[i] = i < First ? 0 : 2;
        }

        var count = 0;
        var gone = 0;
        var candidate = -1;
        for (var k = 0; k < Size; k++)
        {
            var next = sorted[k];
            if (rho * T.Abs(z[next]) <= tolerance)
            {
                dropped[gone++] = next;
                continue;
            }

            if (candidate >= 0)
            {
                var length = Householder<T>.Hypotenuse(z[candidate], z[next]);
                var c = z[next] / length;
                var s = -z[candidate] / length;
                var gap = D[next] - D[candidate];
                if (T.Abs(gap * c * s) <= tolerance)
                {
                    z[next] = length;
                    z[candidate] = T.Zero;
                    Rotate(candidate, next, c, s, kinds);
                    var low = (D[candidate] * c * c) + (D[next] * s * s);
                    D[next] = (D[candidate] * s * s) + (D[next] * c * c);
                    D[candidate] = low;
                    dropped[gone++] = candidate;
                }
                else
                {
                    kept[count++] = candidate;
                }
            }

            candidate = next;
        }

        if (candidate >= 0)
        {
            kept[count++] = candidate;
        }

        return count;
    }

    private readonly void Rotate(int candidate, int next, T c, T s, int* kinds)
    {
        var x = Q + (candidate * Ldq);
        var y = Q + (next * Ldq);
        if (kinds[candidate] == 0 && kinds[next] == 0)
        {
            VectorKernels<T>.Rotate(x, y, First, c, s);
        }
        else if (kinds[candidate] == 2 && kinds[next] == 2)
        {
            VectorKernels<T>.Rotate(x + First, y + First, Size - First, c, s);
        }
        else
        {
            VectorKernels<T>.Rotate(x, y, Size, c, s);
            kinds[next] = 1;
        }
    }

    /// <summary>Copies the old vectors that the product takes, each without the half in which it is zero, and the dropped ones whole.</summary>
    private readonly void Gather(
        int count, int inFirst, int firsts, int* columns, int* kept, int* dropped, T* oldFirst, T* oldSecond, T* oldDropped)
    {
        var second = Size - First;
        for (var k = 0; k < count; k++)
        {
            var row = Q + (kept[columns[k]] * Ldq);
            if (k < inFirst)
            {
                Transposition<T>.Copy(row, 0, 1, First, oldFirst + ((nint)k * First), 0);
            }

            if (k >= firsts)
            {
                Transposition<T>.Copy(row + First, 0, 1, second, oldSecond + ((nint)(k - firsts) * second), 0);
            }
        }

        for (var k = 0; k < Size - count; k++)
        {
            Transposition<T>.Copy(Q + (dropped[k] * Ldq), 0, 1, Size, oldDropped + ((nint)k * Size), 0);
        }
    }
}
