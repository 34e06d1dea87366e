using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// The forward pass: O = softmax(scale · Q·Kᵀ + bias)·V, a block of queries against a block of keys at a time, so that only one block of scores exists.
/// </summary>
/// <remarks>
/// <para>
/// The scheme is FlashAttention's (Dao et al., 2022; Dao, 2023), after Rabe and Staats (2021): each row keeps its largest score and its sum of exponentials
/// so far, and when a later block holds a larger score, what was summed before is scaled down (Milakov and Gimelshein, 2018).
/// </para>
/// <para>
/// A task takes one key head of one sequence and some of the queries. It packs the keys as columns (the products read them along the keys) and copies the
/// values to adjacent rows, once for all queries and query heads of the task. Then 64 queries at a time pass over blocks of 256 keys:
/// the scores of a block are a product on the tile kernels, the exponentials are taken in place, and a second product adds them up with the values.
/// Blocks that no query sees are not computed, and along the causal diagonal the rows of a tile go only as far as its last row sees.
/// </para>
/// </remarks>
internal readonly unsafe struct AttentionForward : IAttentionPass
{
    private const int QueryBlock = 64;
    private const int KeyBlock = 256;

    /// <inheritdoc/>
    public static void Run<T, TVector, TLanes, L>(in AttentionProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        var g = problem.Geometry;
        var tasks = AttentionTasks.Of(g, (g.Queries + QueryBlock - 1) / QueryBlock);
        WorkerTeam.Run(tasks.Count, new Body<T, TVector, TLanes, L> { Problem = problem, Tasks = tasks });
    }

    /// <summary>Elements of working memory that one task needs: linear in the number of keys, independent of the number of queries.</summary>
    internal static nint ScratchElements<T, TVector, TLanes>(in AttentionGeometry g)
        where T : unmanaged
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        AttentionArena<T> arena = default;
        Buffers<T> buffers = default;
        buffers.Lay<TVector, TLanes>(g, ref arena);
        return arena.Used;
    }

    private struct Buffers<T>
        where T : unmanaged
    {
        public T* Keys;
        public T* KeyRows;
        public T* Values;
        public T* Query;
        public T* Scores;
        public T* Output;
        public T* Max;
        public T* Sums;
        public T* Hidden;
        public T* Kept;

        public void Lay<TVector, TLanes>(in AttentionGeometry g, ref AttentionArena<T> arena)
            where TVector : unmanaged
            where TLanes : struct, ILanes<T, TVector>
        {
            nint keys = BlockProduct<T, TVector, TLanes>.PaddedToPanels(g.Keys);
            Keys = arena.Take(keys * g.Size);
            KeyRows = arena.Take((nint)BlockProduct<T, TVector, TLanes>.PanelWidth * g.Size);
            Values = arena.Take(keys * BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize));
            Query = arena.Take((nint)QueryBlock * g.Size);
            Scores = arena.Take(QueryBlock * KeyBlock);
            Output = arena.Take((nint)QueryBlock * BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize));
            Max = arena.Take(QueryBlock);
            Sums = arena.Take(QueryBlock * TLanes.Count);
            Hidden = arena.Take(keys);
            Kept = arena.Take(KeyBlock);
        }
    }

    private struct Body<T, TVector, TLanes, L> : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        public AttentionProblem<T> Problem;
        public AttentionTasks Tasks;

        private static int Panel => BlockProduct<T, TVector, TLanes>.PanelWidth;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Problem.Geometry;
            using var scratch = Scratch.Rent<T>(ScratchElements<T, TVector, TLanes>(g));
            var arena = new AttentionArena<T>((T*)scratch.Pointer);
            Buffers<T> buffers = default;
            buffers.Lay<TVector, TLanes>(g, ref arena);

            // The last queries first: under a causal mask they see most, and the longest tasks should not come last.
            var part = Tasks.Parts - 1 - (tile % Tasks.Parts);
            var first = (int)((long)g.Queries * part / Tasks.Parts);
            var end = (int)((long)g.Queries * (part + 1) / Tasks.Parts);
            var pair = tile / Tasks.Parts * Tasks.PairsPerTask;
            var lastPair = Math.Min(Tasks.Pairs, pair + Tasks.PairsPerTask);
            for (; pair < lastPair; pair++)
            {
                Pair(buffers, pair / g.KeyHeads, pair % g.KeyHeads, first, end);
            }
        }

        private readonly void Pair(in Buffers<T> buffers, int batch, int keyHead, int first, int end)
        {
            ref readonly var g = ref Problem.Geometry;
            var sight = new VisibleKeys(Problem.Visible(batch), Problem.CausalOffset(batch));
            var keys = sight.Seen(end - 1);
            var hidden = Problem.KeyMask == null ? null : buffers.Hidden;
            if (hidden != null)
            {
                AttentionPacking.Hidden(Problem.KeyMask + ((nint)batch * g.Keys), keys, hidden);
            }

            PackKeys(buffers, batch, keyHead, keys, hidden);
            var width = BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize);
            AttentionPacking.Rows(Problem.Value.Row(batch, 0, keyHead), Problem.Value.Time, keys, g.ValueSize, buffers.Values, width, hidden);
            var group = g.HeadsPerKeyHead;
            for (var head = keyHead * group; head < (keyHead + 1) * group; head++)
            {
                for (var query = first; query < end; query += QueryBlock)
                {
                    Queries(buffers, sight, hidden, batch, head, query, Math.Min(QueryBlock, end - query));
                }
            }
        }

        private readonly void PackKeys(in Buffers<T> buffers, int batch, int keyHead, int keys, T* hidden)
        {
            ref readonly var g = ref Problem.Geometry;
            if (hidden == null)
            {
                AttentionPacking.Columns(Problem.Key.Row(batch, 0, keyHead), Problem.Key.Time, keys, g.Size, Panel, buffers.Keys);
                return;
            }

            for (var key = 0; key < keys; key += Panel)
            {
                var count = Math.Min(Panel, keys - key);
                AttentionPacking.Rows(Problem.Key.Row(batch, key, keyHead), Problem.Key.Time, count, g.Size, buffers.KeyRows, g.Size, hidden + key);
                AttentionPacking.Columns(buffers.KeyRows, g.Size, count, g.Size, Panel, buffers.Keys + ((nint)key * g.Size));
            }
        }

        private readonly void Queries(in Buffers<T> buffers, VisibleKeys sight, T* hidden, int batch, int head, int first, int rows)
        {
            ref readonly var g = ref Problem.Geometry;
            AttentionPacking.ScaledRows<L, T>(
                Problem.Query.Row(batch, first, head), Problem.Query.Time, rows, g.Size, T.CreateTruncating(g.EffectiveScale), buffers.Query, g.Size);
            new Span<T>(buffers.Max, rows).Fill(T.NegativeInfinity);
            new Span<T>(buffers.Sums, rows * TLanes.Count).Clear();
            var keys = sight.Seen(first + rows - 1);
            var step = TLanes.MaxRows(2);
            for (var key = 0; key < keys; key += KeyBlock)
            {
                var count = Math.Min(KeyBlock, keys - key);
                if (sight.Seen(first) >= key + count)
                {
                    Block(buffers, sight, hidden, batch, head, first, 0, rows, key, count);
                    continue;
                }

                for (var row = 0; row < rows; row += step)
                {
                    var height = Math.Min(step, rows - row);
                    var seen = Math.Min(count, sight.Seen(first + row + height - 1) - key);
                    if (seen > 0)
                    {
                        Block(buffers, sight, hidden, batch, head, first, row, height, key, seen);
                    }
                }
            }

            Finish(buffers, batch, head, first, rows);
        }

        /// <summary>Some of the queries at hand against some of the keys of a block.</summary>
        private readonly void Block(
            in Buffers<T> buffers, VisibleKeys sight, T* hidden, int batch, int head, int first, int row, int rows, int key, int count)
        {
            ref readonly var g = ref Problem.Geometry;
            var padded = BlockProduct<T, TVector, TLanes>.Padded(count);
            var width = BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize);
            var scores = buffers.Scores + (row * KeyBlock);
            var output = buffers.Output + (row * width);
            BlockProduct<T, TVector, TLanes>.Run(
                rows,
                padded,
                g.Size,
                buffers.Query + ((nint)row * g.Size),
                g.Size,
                1,
                buffers.Keys + ((nint)key * g.Size),
                Panel,
                (nint)g.Size * Panel,
                scores,
                KeyBlock,
                false);
            for (var i = 0; i < rows; i++)
            {
                var query = first + row + i;
                var seen = Math.Min(count, sight.Seen(query) - key);
                var line = scores + (i * KeyBlock);
                if (seen <= 0)
                {
                    AttentionRows<T, L>.Fill(line, 0, padded, T.Zero);
                    continue;
                }

                if (Problem.Bias.Pointer != null)
                {
                    AttentionRows<T, L>.Add(line, Problem.Bias.Row(batch, query, head) + key, seen);
                }

                if (hidden != null)
                {
                    AttentionRows<T, L>.Add(line, hidden + key, seen);
                }

                AttentionRows<T, L>.Exponentials(
                    line, seen, padded, buffers.Max + row + i, buffers.Sums + ((row + i) * TLanes.Count), key == 0 ? null : output + (i * width), width);
                if (Problem.Dropout is { } dropout)
                {
                    AttentionDrops.Draw(dropout, buffers.Kept, padded, Problem.FirstElement(batch, head, query) + key);
                    AttentionRows<T, L>.Drop(line, buffers.Kept, padded);
                }
            }

            BlockProduct<T, TVector, TLanes>.Run(
                rows, width, count, scores, KeyBlock, 1, buffers.Values + ((nint)key * width), width, Panel, output, width, key > 0);
        }

        private readonly void Finish(in Buffers<T> buffers, int batch, int head, int first, int rows)
        {
            ref readonly var g = ref Problem.Geometry;
            var width = BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize);
            for (var i = 0; i < rows; i++)
            {
                var sum = L.Sum(L.Load(buffers.Sums + (i * TLanes.Count)));
                var to = Problem.Output.Row(batch, first + i, head);
                if (sum == T.Zero)
                {
                    new Span<T>(to, g.ValueSize).Clear();
                }
                else
                {
                    AttentionPacking.Unpack<L, T>(buffers.Output + (i * width), width, 1, g.ValueSize, T.One / sum, to, 0);
                }

                if (Problem.LogSums != null)
                {
                    Problem.LogSumsOf(batch, head)[first + i] = sum == T.Zero ? T.PositiveInfinity : buffers.Max[i] + T.Log(sum);
                }
            }
        }
    }
}
