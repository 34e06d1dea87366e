using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// One merge of the bidiagonal divide and conquer: from the singular triplets of two blocks, and the row between them, to those of the whole.
/// </summary>
/// <remarks>
/// In the bases of the blocks' vectors the whole is diag(0, Σ₁, Σ₂) with the row between as its first row z. Basis 0 is that row on the left,
/// and on the right the blocks' null vectors in the one combination that the row meets.
/// </remarks>
internal unsafe struct BidiagonalMerge<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of the first block; it has a column more.</summary>
    public int First;

    /// <summary>Rows of the second block.</summary>
    public int Second;

    /// <summary>Columns that the second block, and the whole, has more than rows: 0 or 1.</summary>
    public int Extra;

    /// <summary>The row between: its element in the first block's last column.</summary>
    public T Alpha;

    /// <summary>Its element in the second block's first column.</summary>
    public T Beta;

    /// <summary>Singular values: First, the row between, Second; then those of the whole.</summary>
    public T* D;

    /// <summary>Left vectors as rows, of the blocks, then of the whole.</summary>
    public T* U;

    /// <summary>From one row to the next.</summary>
    public nint Ldu;

    /// <summary>Right vectors as rows, those of a null space last.</summary>
    public T* V;

    /// <summary>From one row to the next.</summary>
    public nint Ldv;

    /// <summary>For each block the order in which its values ascend, counted from its own first; then that of the whole.</summary>
    public int* Order;

    /// <summary>Scratch of Size · (Size + 1) elements.</summary>
    public T* Old;

    /// <summary>As <see cref="Old"/>.</summary>
    public T* Right;

    /// <summary>As <see cref="Old"/>.</summary>
    public T* Left;

    private readonly int Size => First + 1 + Second;

    /// <summary>Merges.</summary>
    public readonly void Run(CancellationToken cancellation)
    {
        using var room = Scratch.Rent<T>((5 * (nint)Size) + 16);
        using var numbers = Scratch.Rent<int>(4 * (nint)Size);
        var z = (T*)room.Pointer;
        var poles = z + Size;
        var weights = poles + Size;
        var repaired = weights + Size;
        var basis = repaired + Size;
        var sorted = (int*)numbers.Pointer;
        var kept = sorted + Size;
        var dropped = kept + Size;
        var kinds = dropped + Size;

        // Against the norm of the whole matrix, which is 1 to 2: blocks of mere rounding noise are not resolved.
        var tolerance = T.CreateTruncating(16) * Precision<T>.Epsilon;
        Couple(z, basis, tolerance);
        MergeOrder(sorted);
        var count = Deflate(z, tolerance, sorted, kept, dropped, kinds);
        poles[0] = T.Zero;
        weights[0] = z[First];
        for (var k = 1; k < count; k++)
        {
            poles[k] = D[kept[k]];
            weights[k] = z[kept[k]];
        }

        if (count > 1)
        {
            poles[1] = T.Max(poles[1], tolerance / (T.One + T.One));
        }

        var (firsts, boths) = GroupColumns(count, kept, kinds, sorted);
        for (var i = 0; i < Size - count; i++)
        {
            z[i] = D[dropped[i]];
        }

        new SecularVectors<T, SquareGap>
        {
            Count = count,
            Poles = poles,
            Weights = weights,
            Repaired = repaired,
            Inverse = T.One,
            Columns = sorted,
            Factors = Right,
            LeftFactors = Left,
            Roots = D,
        }.Run();
        cancellation.ThrowIfCancellationRequested();
        new ReadOnlySpan<T>(z, Size - count).CopyTo(new Span<T>(D + count, Size - count));
        UpdateLeft(count, firsts, boths, sorted, kept, dropped);
        cancellation.ThrowIfCancellationRequested();
        UpdateRight(count, firsts, boths, sorted, kept, dropped, basis);
        new ReadOnlySpan<T>(D, Size).CopyTo(new Span<T>(z, Size));
        for (var i = 0; i < Size; i++)
        {
            Order[i] = i;
        }

        new Span<T>(z, Size).Sort(new Span<int>(Order, Size));
    }

    /// <summary>
    /// z; the right basis 0 in <paramref name="basis"/>; and in the last row of V, where the whole has a null vector, that.
    /// </summary>
    private readonly void Couple(T* z, T* basis, T tolerance)
    {
        // The first block's null vector is row First of V, over First + 1 columns; the second block's, if it has one, the last row.
        for (var i = 0; i < First; i++)
        {
            z[i] = Alpha * V[(i * Ldv) + First];
        }

        for (var i = First + 1; i < Size; i++)
        {
            z[i] = Beta * V[(i * Ldv) + First + 1];
        }

        var own = Alpha * V[(First * Ldv) + First];
        var columns = Size + Extra;
        new ReadOnlySpan<T>(V + (First * Ldv), columns).CopyTo(new Span<T>(basis, columns));
        if (Extra == 1)
        {
            var last = V + (Size * Ldv);
            var r = BidiagonalQr<T>.Rotation(own, Beta * last[First + 1], out var c, out var s);
            VectorKernels<T>.Rotate(basis, last, columns, c, s);
            own = r;
        }

        z[First] = T.Abs(own) <= tolerance ? tolerance : own;
    }

    // The row between comes first, then both blocks' values merged, by their places in D.
    private readonly void MergeOrder(int* sorted)
    {
        sorted[0] = First;
        var (i, j) = (0, 0);
        for (var k = 1; k < Size; k++)
        {
            var takeFirst = j == Second || (i < First && D[Order[i]] <= D[First + 1 + Order[First + 1 + j]]);
            sorted[k] = takeFirst ? Order[i++] : First + 1 + Order[First + 1 + j++];
        }
    }

    private readonly int Deflate(T* z, T tolerance, int* sorted, int* kept, int* dropped, int* kinds)
    {
        for (var i = 0; i < Size; i++)
        {
            kinds[i] = i < First ? 0 : 2;
        }

        kept[0] = First;
        var count = 1;
        var gone = 0;
        var candidate = -1;
        for (var k = 1; k < Size; k++)
        {
            var next = sorted[k];
            if (T.Abs(z[next]) <= tolerance)
            {
                dropped[gone++] = next;
                continue;
            }

            if (candidate >= 0)
            {
                if (T.Abs(D[next] - D[candidate]) <= tolerance)
                {
                    // Two equal values: a rotation of their vectors moves the coupling to one of them.
                    var length = Householder<T>.Hypotenuse(z[candidate], z[next]);
                    var c = z[next] / length;
                    var s = -z[candidate] / length;
                    z[next] = length;
                    z[candidate] = T.Zero;
                    VectorKernels<T>.Rotate(U + (candidate * Ldu), U + (next * Ldu), Size, c, s);
                    VectorKernels<T>.Rotate(V + (candidate * Ldv), V + (next * Ldv), Size + Extra, c, s);
                    kinds[next] = kinds[candidate] == kinds[next] ? kinds[next] : 1;
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

    // Columns of the factors: basis 0, then the vectors that live in the first block only, in both, in the second only.
    private static (int Firsts, int Boths) GroupColumns(int count, int* kept, int* kinds, int* columns)
    {
        columns[0] = 0;
        var column = 1;
        var firsts = 0;
        var boths = 0;
        for (var kind = 0; kind < 3; kind++)
        {
            for (var k = 1; k < count; k++)
            {
                if (kinds[kept[k]] == kind)
                {
                    columns[column++] = k;
                }
            }

            firsts = kind == 0 ? column - 1 : firsts;
            boths = kind == 1 ? column - 1 - firsts : boths;
        }

        return (firsts, boths);
    }

    private readonly void UpdateLeft(int count, int firsts, int boths, int* columns, int* kept, int* dropped)
    {
        var inFirst = firsts + boths;
        var inSecond = count - 1 - firsts;
        var oldSecond = Old + ((nint)inFirst * First);
        var oldDropped = oldSecond + ((nint)inSecond * Second);
        for (var k = 1; k < count; k++)
        {
            var row = U + (kept[columns[k]] * Ldu);
            if (k - 1 < inFirst)
            {
                Transposition<T>.Copy(row, 0, 1, First, Old + ((nint)(k - 1) * First), 0);
            }

            if (k - 1 >= firsts)
            {
                Transposition<T>.Copy(row + First + 1, 0, 1, Second, oldSecond + ((nint)(k - 1 - firsts) * Second), 0);
            }
        }

        CopyDropped(U, Ldu, Size, count, dropped, oldDropped);
        Gemm<T>.Multiply(count, First, inFirst, Left + 1, count, false, Old, First, false, U, Ldu, accumulate: false);
        Gemm<T>.Multiply(count, Second, inSecond, Left + 1 + firsts, count, false, oldSecond, Second, false, U + First + 1, Ldu, accumulate: false);
        for (var i = 0; i < count; i++)
        {
            U[(i * Ldu) + First] = Left[(nint)i * count];
        }

        Transposition<T>.Copy(oldDropped, Size, Size - count, Size, U + (count * Ldu), Ldu);
    }

    private readonly void UpdateRight(int count, int firsts, int boths, int* columns, int* kept, int* dropped, T* basis)
    {
        var inFirst = 1 + firsts + boths;
        var inSecond = count - 1 - firsts;
        var width = First + 1;
        var second = Second + Extra;
        var oldSecond = Old + ((nint)inFirst * width);
        var oldDropped = oldSecond + ((nint)inSecond * second);
        Transposition<T>.Copy(basis, 0, 1, width, Old, 0);
        for (var k = 1; k < count; k++)
        {
            var row = V + (kept[columns[k]] * Ldv);
            if (k < inFirst)
            {
                Transposition<T>.Copy(row, 0, 1, width, Old + ((nint)k * width), 0);
            }

            if (k > firsts)
            {
                Transposition<T>.Copy(row + width, 0, 1, second, oldSecond + ((nint)(k - 1 - firsts) * second), 0);
            }
        }

        CopyDropped(V, Ldv, Size + Extra, count, dropped, oldDropped);
        Gemm<T>.Multiply(count, width, inFirst, Right, count, false, Old, width, false, V, Ldv, accumulate: false);
        Gemm<T>.Multiply(count, second, inSecond, Right + 1 + firsts, count, false, oldSecond, second, false, V + width, Ldv, accumulate: false);
        if (Extra == 1)
        {
            // Basis 0 reaches into the second block too.
            for (var i = 0; i < count; i++)
            {
                VectorKernels<T>.AddScaled(Right[(nint)i * count], basis + width, V + (i * Ldv) + width, second);
            }
        }

        Transposition<T>.Copy(oldDropped, Size + Extra, Size - count, Size + Extra, V + (count * Ldv), Ldv);
    }

    private readonly void CopyDropped(T* rows, nint stride, int length, int count, int* dropped, T* target)
    {
        for (var k = 0; k < Size - count; k++)
        {
            Transposition<T>.Copy(rows + (dropped[k] * stride), 0, 1, length, target + ((nint)k * length), 0);
        }
    }
}
