using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// One block of the backward pass: the probabilities of some queries and some keys computed again from the saved log-sums, and the gradient of their
/// scores. Shared by the pass for queries, keys and values and the one for the bias.
/// </summary>
/// <remarks>With S = scale · Q·Kᵀ + bias: P = exp(S − log sum), dP = dO·Vᵀ and dS = P · (dP − delta), delta = Σ P · dP = Σ dO · O.</remarks>
internal unsafe struct AttentionBlock<T, TVector, TLanes, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where L : unmanaged, IFloatLanes<L, T>
{
    /// <summary>Most queries of a block.</summary>
    public const int Queries = 64;

    /// <summary>Most keys of a block.</summary>
    public const int Keys = 128;

    /// <summary>Room for <see cref="Keys"/> as the columns of a matrix, in panels.</summary>
    public T* KeyColumns;

    /// <summary>The same for the values.</summary>
    public T* ValueColumns;

    /// <summary>Scores, then probabilities, as dropout left them: Queries × Keys.</summary>
    public T* Probabilities;

    /// <summary>The gradient of the probabilities, then of the scores: Queries × Keys.</summary>
    public T* Gradients;

    /// <summary>A row of factors of dropout.</summary>
    public T* Kept;

    /// <summary>Keys and values as rows, without those that the mask hides: what the columns are made of.</summary>
    public T* KeyRows;

    /// <summary>The same for the values.</summary>
    public T* ValueRows;

    private static int Panel => BlockProduct<T, TVector, TLanes>.PanelWidth;

    /// <summary>Takes the block's memory.</summary>
    public void Lay(in AttentionGeometry g, ref AttentionArena<T> arena)
    {
        KeyColumns = arena.Take((nint)Keys * g.Size);
        ValueColumns = arena.Take((nint)Keys * g.ValueSize);
        Probabilities = arena.Take(Queries * Keys);
        Gradients = arena.Take(Queries * Keys);
        Kept = arena.Take(Keys);
        KeyRows = arena.Take((nint)Keys * BlockProduct<T, TVector, TLanes>.Padded(g.Size));
        ValueRows = arena.Take((nint)Keys * g.ValueSize);
    }

    /// <summary>Packs the keys and values of a block.</summary>
    public readonly void Pack(in AttentionProblem<T> problem, int batch, int keyHead, int key, int count, T* hidden)
    {
        ref readonly var g = ref problem.Geometry;
        var width = BlockProduct<T, TVector, TLanes>.Padded(g.Size);
        if (hidden != null)
        {
            hidden += key;
        }

        AttentionPacking.Rows<L, T>(problem.Key.Row(batch, key, keyHead), problem.Key.Time, count, g.Size, KeyRows, width, hidden);
        AttentionPacking.Columns(KeyRows, width, count, g.Size, Panel, KeyColumns);
        var values = problem.Value.Row(batch, key, keyHead);
        var stride = problem.Value.Time;
        if (hidden != null)
        {
            AttentionPacking.Rows<L, T>(values, stride, count, g.ValueSize, ValueRows, g.ValueSize, hidden);
            values = ValueRows;
            stride = g.ValueSize;
        }

        AttentionPacking.Columns(values, stride, count, g.ValueSize, Panel, ValueColumns);
    }

    /// <summary>Computes probabilities and gradients of a block whose keys are packed.</summary>
    /// <param name="problem">The call.</param>
    /// <param name="sight">What the queries see.</param>
    /// <param name="place">Which block.</param>
    /// <param name="query">The scaled queries of the block, adjacent rows.</param>
    /// <param name="queryWidth">From one to the next.</param>
    /// <param name="output">The gradient of the output, adjacent rows.</param>
    /// <param name="outputWidth">From one to the next.</param>
    /// <param name="delta">Σ dO · O for each query of the block.</param>
    /// <param name="hidden">0 or −∞ for each key of the sequence, or null.</param>
    public readonly void Compute(
        in AttentionProblem<T> problem,
        VisibleKeys sight,
        in AttentionPlace place,
        T* query,
        nint queryWidth,
        T* output,
        nint outputWidth,
        T* delta,
        T* hidden)
    {
        if (sight.Seen(place.Query) >= place.Key + place.Keys)
        {
            Rows(problem, sight, place, 0, place.Queries, place.Keys, query, queryWidth, output, outputWidth, delta, hidden);
            return;
        }

        var step = TLanes.MaxRows(2);
        for (var row = 0; row < place.Queries; row += step)
        {
            var height = Math.Min(step, place.Queries - row);
            var seen = Math.Clamp(sight.Seen(place.Query + row + height - 1) - place.Key, 0, place.Keys);
            Rows(problem, sight, place, row, height, seen, query, queryWidth, output, outputWidth, delta, hidden);
        }
    }

    private readonly void Rows(
        in AttentionProblem<T> problem,
        VisibleKeys sight,
        in AttentionPlace place,
        int row,
        int rows,
        int count,
        T* query,
        nint queryWidth,
        T* output,
        nint outputWidth,
        T* delta,
        T* hidden)
    {
        ref readonly var g = ref problem.Geometry;
        var probabilities = Probabilities + (row * Keys);
        var gradients = Gradients + (row * Keys);
        var padded = BlockProduct<T, TVector, TLanes>.Padded(count);
        var width = BlockProduct<T, TVector, TLanes>.Padded(place.Keys);
        BlockProduct<T, TVector, TLanes>.Run(
            rows, padded, g.Size, query + (row * queryWidth), queryWidth, 1, KeyColumns, Panel, (nint)g.Size * Panel, probabilities, Keys, false);
        BlockProduct<T, TVector, TLanes>.Run(
            rows, padded, g.ValueSize, output + (row * outputWidth), outputWidth, 1, ValueColumns, Panel, (nint)g.ValueSize * Panel, gradients, Keys, false);
        var logSums = problem.LogSumsOf(place.Batch, place.Head) + place.Query + row;
        for (var i = 0; i < rows; i++)
        {
            var p = probabilities + (i * Keys);
            var dp = gradients + (i * Keys);
            var at = place.Query + row + i;
            var seen = Math.Min(count, sight.Seen(at) - place.Key);
            if (seen <= 0)
            {
                AttentionRows<T, L>.Fill(p, 0, width, T.Zero);
                AttentionRows<T, L>.Fill(dp, 0, width, T.Zero);
                continue;
            }

            if (problem.Bias.Pointer != null)
            {
                AttentionRows<T, L>.Add(p, problem.Bias.Row(place.Batch, at, place.Head) + place.Key, seen);
            }

            if (hidden != null)
            {
                AttentionRows<T, L>.Hide(p, hidden + place.Key, seen);
            }

            if (problem.Dropout is { } dropout)
            {
                AttentionDrops.Draw(dropout, Kept, padded, problem.FirstElement(place.Batch, place.Head, at) + place.Key);
                AttentionRows<T, L>.Multiply(dp, Kept, padded);
            }

            AttentionRows<T, L>.ScoreGradient(p, dp, seen, width, logSums[i], delta[row + i]);
            if (problem.Dropout is not null)
            {
                AttentionRows<T, L>.Multiply(p, Kept, padded);
            }
        }
    }
}

/// <summary>Where a block lies.</summary>
/// <param name="Batch">The sequence.</param>
/// <param name="Head">The query head.</param>
/// <param name="Query">The first query.</param>
/// <param name="Queries">How many.</param>
/// <param name="Key">The first key.</param>
/// <param name="Keys">How many.</param>
internal readonly record struct AttentionPlace(int Batch, int Head, int Query, int Queries, int Key, int Keys);
