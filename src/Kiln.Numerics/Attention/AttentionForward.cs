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
/// values to adjacent rows, once for all queries and query heads of the task. Then up to 64 rows at a time pass over blocks of 256 keys:
/// the scores of a block are a product on the tile kernels, the exponentials are taken in place, and a second product adds them up with the values.
/// A row is one query of one head; where there are fewer than 64 queries, the rows of several heads that share the key head go together.
/// Blocks that no query sees are not computed, and along the causal diagonal the rows of a tile go only as far as its last row sees.
/// </para>
/// <para>
/// A handful of rows, as in decoding with cached keys, is not worth packing for: then keys and values are read where they lie, once
/// (see <see cref="AttentionDirect{T, TVector, TLanes, L}"/>). And where pairs of sequences and heads are too few to share among threads, the keys are cut into parts
/// whose results are put together at the end, as Flash-Decoding does (Dao et al., 2023).
/// </para>
/// </remarks>
internal readonly unsafe struct AttentionForward : IAttentionPass
{
    /// <inheritdoc/>
    public static void Run<T, TVector, TLanes, L>(in AttentionProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        var g = problem.Geometry;
        const int queryBlock = AttentionForwardBuffers<T, TVector, TLanes>.QueryBlock;
        const int keyBlock = AttentionForwardBuffers<T, TVector, TLanes>.KeyBlock;
        var tasks = AttentionTasks.Of(
            g,
            (g.Queries + queryBlock - 1) / queryBlock,
            (g.Keys + keyBlock - 1) / keyBlock,
            AttentionForwardBuffers<T, TVector, TLanes>.HeadsTogether(g, problem.Key));
        using var partial = Scratch.Rent<T>(AttentionPartial<T, TVector, TLanes, L>.Elements(g, tasks));
        var body = new Body<T, TVector, TLanes, L>
        {
            Problem = problem,
            Tasks = tasks,
            Partial = new() { Tasks = tasks, Memory = (T*)partial.Pointer },
            Direct = AttentionForwardBuffers<T, TVector, TLanes>.IsDirect(g),
        };
        WorkerTeam.Run(tasks.Count, body);
        if (tasks.KeyParts > 1)
        {
            WorkerTeam.Run(g.Batch * g.KeyHeads, new Combination<T, TVector, TLanes, L> { Problem = problem, Partial = body.Partial });
        }
    }

    private struct Body<T, TVector, TLanes, L> : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        private const int QueryBlock = AttentionForwardBuffers<T, TVector, TLanes>.QueryBlock;
        private const int KeyBlock = AttentionForwardBuffers<T, TVector, TLanes>.KeyBlock;

        public AttentionProblem<T> Problem;
        public AttentionTasks Tasks;
        public AttentionPartial<T, TVector, TLanes, L> Partial;
        public bool Direct;

        private static int Panel => BlockProduct<T, TVector, TLanes>.PanelWidth;

        private readonly int Width => BlockProduct<T, TVector, TLanes>.Padded(Problem.Geometry.ValueSize);

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Problem.Geometry;
            var keyPart = tile % Tasks.KeyParts;

            // The last queries first: under a causal mask they see most, and the longest tasks should not come last.
            var queryPart = Tasks.QueryParts - 1 - (tile / Tasks.KeyParts % Tasks.QueryParts);
            var first = AttentionTasks.Start(queryPart, Tasks.QueryParts, g.Queries, QueryBlock);
            var end = AttentionTasks.Start(queryPart + 1, Tasks.QueryParts, g.Queries, QueryBlock);
            var firstKey = AttentionTasks.Start(keyPart, Tasks.KeyParts, g.Keys, KeyBlock);
            var endKey = AttentionTasks.Start(keyPart + 1, Tasks.KeyParts, g.Keys, KeyBlock);
            AttentionForwardBuffers<T, TVector, TLanes> buffers = default;
            AttentionArena<T> counted = default;
            buffers.Lay(g, endKey - firstKey, ref counted);
            using var scratch = Scratch.Rent<T>(counted.Used);
            var arena = new AttentionArena<T>((T*)scratch.Pointer);
            buffers.Lay(g, endKey - firstKey, ref arena);
            var (pair, lastPair) = Tasks.PairsOf(tile);
            var groups = (g.KeyHeads + Tasks.Heads - 1) / Tasks.Heads;
            for (; pair < lastPair; pair++)
            {
                var keys = new AttentionKeys(pair / groups, pair % groups * Tasks.Heads, firstKey, endKey, keyPart);
                Pair(buffers, keys, first, end);
            }
        }

        private readonly void Pair(in AttentionForwardBuffers<T, TVector, TLanes> buffers, AttentionKeys keys, int first, int end)
        {
            ref readonly var g = ref Problem.Geometry;
            var sight = new VisibleKeys(Problem.Visible(keys.Batch), Problem.CausalOffset(keys.Batch));
            keys = keys with { End = Math.Clamp(sight.Seen(end - 1), keys.First, keys.End) };
            if (Problem.KeyMask != null)
            {
                AttentionPacking.Hidden(Problem.KeyMask + ((nint)keys.Batch * g.Keys) + keys.First, keys.Count, buffers.Hidden);
            }

            var group = g.HeadsPerKeyHead;
            if (Direct)
            {
                Rows(buffers, sight, keys, new(keys.Head * group, Math.Min(Tasks.Heads, g.KeyHeads - keys.Head) * group, first, end - first));
                return;
            }

            PackKeys(buffers, keys);
            AttentionPacking.Rows<L, T>(
                Problem.Value.Row(keys.Batch, keys.First, keys.Head), Problem.Value.Time, keys.Count, g.ValueSize, buffers.Values, Width, HiddenOf(buffers));
            var heads = Math.Clamp(QueryBlock / Math.Max(1, end - first), 1, group);
            for (var head = 0; head < group; head += heads)
            {
                for (var query = first; query < end; query += QueryBlock)
                {
                    var rows = new AttentionBlockRows(
                        (keys.Head * group) + head, Math.Min(heads, group - head), query, Math.Min(QueryBlock, end - query));
                    Rows(buffers, sight, keys, rows);
                }
            }
        }

        private readonly T* HiddenOf(in AttentionForwardBuffers<T, TVector, TLanes> buffers) => Problem.KeyMask == null ? null : buffers.Hidden;

        private readonly void PackKeys(in AttentionForwardBuffers<T, TVector, TLanes> buffers, AttentionKeys keys)
        {
            ref readonly var g = ref Problem.Geometry;
            var from = Problem.Key.Row(keys.Batch, keys.First, keys.Head);
            var stride = Problem.Key.Time;
            if (Problem.KeyMask == null)
            {
                AttentionPacking.Columns(from, stride, keys.Count, g.Size, Panel, buffers.Keys);
                return;
            }

            for (var key = 0; key < keys.Count; key += Panel)
            {
                var count = Math.Min(Panel, keys.Count - key);
                AttentionPacking.Rows<L, T>(from + (key * stride), stride, count, g.Size, buffers.Rows, g.Size, buffers.Hidden + key);
                AttentionPacking.Columns(buffers.Rows, g.Size, count, g.Size, Panel, buffers.Keys + ((nint)key * g.Size));
            }
        }

        private readonly void Rows(
            in AttentionForwardBuffers<T, TVector, TLanes> buffers, VisibleKeys sight, AttentionKeys keys, AttentionBlockRows rows)
        {
            ref readonly var g = ref Problem.Geometry;
            var least = int.MaxValue;
            var most = 0;
            for (var head = 0; head < rows.Heads; head++)
            {
                AttentionPacking.ScaledRows<L, T>(
                    Problem.Query.Row(keys.Batch, rows.Query, rows.Head + head),
                    Problem.Query.Time,
                    rows.Queries,
                    g.Size,
                    T.CreateTruncating(g.EffectiveScale),
                    buffers.Query + ((nint)head * rows.Queries * g.Size),
                    g.Size);
                for (var i = 0; i < rows.Queries; i++)
                {
                    var seen = Math.Min(keys.Count, sight.Seen(rows.Query + i) - keys.First);
                    buffers.Seen[(head * rows.Queries) + i] = seen;
                    least = Math.Min(least, seen);
                    most = Math.Max(most, seen);
                }
            }

            new Span<T>(buffers.Max, rows.Count).Fill(T.NegativeInfinity);
            new Span<T>(buffers.Sums, rows.Count * TLanes.Count).Clear();
            for (var key = 0; key < most; key += KeyBlock)
            {
                var count = Math.Min(KeyBlock, most - key);
                if (Direct)
                {
                    var at = keys with { First = keys.First + key, End = keys.First + key + count };
                    AttentionDirect<T, TVector, TLanes, L>.Scores(Problem, at, rows, buffers.Query, buffers.Scores, KeyBlock);
                    Weigh(buffers, keys, rows, 0, rows.Count, key, count);
                    var hidden = Problem.KeyMask == null ? null : buffers.Hidden + key;
                    AttentionDirect<T, TVector, TLanes, L>.Sum(
                        Problem, at, rows, buffers.Scores, KeyBlock, buffers.Output, Width, key > 0, hidden, buffers.Values);
                }
                else if (least >= key + count)
                {
                    Block(buffers, keys, rows, 0, rows.Count, key, count);
                }
                else
                {
                    Diagonal(buffers, keys, rows, key, count);
                }
            }

            Finish(buffers, keys, rows);
        }

        // Tile by tile, each as far as one of its rows sees.
        private readonly void Diagonal(
            in AttentionForwardBuffers<T, TVector, TLanes> buffers, AttentionKeys keys, AttentionBlockRows rows, int key, int count)
        {
            var step = TLanes.MaxRows(2);
            for (var row = 0; row < rows.Count; row += step)
            {
                var end = Math.Min(rows.Count, row + step);
                var most = 0;
                for (var i = row; i < end; i++)
                {
                    most = Math.Max(most, buffers.Seen[i]);
                }

                if (most > key)
                {
                    Block(buffers, keys, rows, row, end - row, key, Math.Min(count, most - key));
                }
            }
        }

        /// <summary>Some of the rows at hand against some of the keys of a block.</summary>
        private readonly void Block(
            in AttentionForwardBuffers<T, TVector, TLanes> buffers, AttentionKeys keys, AttentionBlockRows rows, int row, int height, int key, int count)
        {
            ref readonly var g = ref Problem.Geometry;
            var width = Width;
            var scores = buffers.Scores + (row * KeyBlock);
            BlockProduct<T, TVector, TLanes>.Run(
                height,
                BlockProduct<T, TVector, TLanes>.Padded(count),
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
            Weigh(buffers, keys, rows, row, height, key, count);
            BlockProduct<T, TVector, TLanes>.Run(
                height, width, count, scores, KeyBlock, 1, buffers.Values + ((nint)key * width), width, Panel, buffers.Output + (row * width), width, key > 0);
        }

        /// <summary>Turns scores into exponentials.</summary>
        private readonly void Weigh(
            in AttentionForwardBuffers<T, TVector, TLanes> buffers, AttentionKeys keys, AttentionBlockRows rows, int row, int height, int key, int count)
        {
            var padded = BlockProduct<T, TVector, TLanes>.Padded(count);
            var width = Width;
            for (var i = row; i < row + height; i++)
            {
                var (head, query) = (rows.Head + (i / rows.Queries), rows.Query + (i % rows.Queries));
                var seen = Math.Min(count, buffers.Seen[i] - key);
                var line = buffers.Scores + (i * KeyBlock);
                if (seen <= 0)
                {
                    AttentionRows<T, L>.Fill(line, 0, padded, T.Zero);
                    continue;
                }

                if (Problem.Bias.Pointer != null)
                {
                    AttentionRows<T, L>.Add(line, Problem.Bias.Row(keys.Batch, query, head) + keys.First + key, seen);
                }

                if (Problem.KeyMask != null)
                {
                    AttentionRows<T, L>.Hide(line, buffers.Hidden + key, seen);
                }

                AttentionRows<T, L>.Exponentials(
                    line, seen, padded, buffers.Max + i, buffers.Sums + (i * TLanes.Count), key == 0 ? null : buffers.Output + (i * width), width);
                if (Problem.Dropout is { } dropout)
                {
                    AttentionDrops.Draw(dropout, buffers.Kept, padded, Problem.FirstElement(keys.Batch, head, query) + keys.First + key);
                    AttentionRows<T, L>.Multiply(line, buffers.Kept, padded);
                }
            }
        }

        private readonly void Finish(in AttentionForwardBuffers<T, TVector, TLanes> buffers, AttentionKeys keys, AttentionBlockRows rows)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var (head, query) = (rows.Head + (i / rows.Queries), rows.Query + (i % rows.Queries));
                var sum = L.Sum(L.Load(buffers.Sums + (i * TLanes.Count)));
                var output = buffers.Output + (i * Width);
                if (Tasks.KeyParts == 1)
                {
                    AttentionPartial<T, TVector, TLanes, L>.Finish(Problem, keys.Batch, head, query, output, buffers.Max[i], sum);
                }
                else
                {
                    Partial.Keep(Problem.Geometry, keys.Batch, head, query, keys.Part, output, buffers.Max[i], sum);
                }
            }
        }
    }

    /// <summary>Puts the parts of the keys of one pair together.</summary>
    private struct Combination<T, TVector, TLanes, L> : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        public AttentionProblem<T> Problem;
        public AttentionPartial<T, TVector, TLanes, L> Partial;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Problem.Geometry;
            var group = g.HeadsPerKeyHead;
            for (var i = 0; i < group * g.Queries; i++)
            {
                Partial.Combine(Problem, tile / g.KeyHeads, (tile % g.KeyHeads * group) + (i / g.Queries), i % g.Queries);
            }
        }
    }
}

/// <summary>The keys of a task.</summary>
/// <param name="Batch">The sequence.</param>
/// <param name="Head">The key head.</param>
/// <param name="First">The first key.</param>
/// <param name="End">Behind the last key.</param>
/// <param name="Part">Which part of the sequence's keys this is.</param>
internal readonly record struct AttentionKeys(int Batch, int Head, int First, int End, int Part)
{
    /// <summary>How many keys.</summary>
    public int Count => End - First;
}

/// <summary>The rows of a block: some queries of some heads, head by head.</summary>
/// <param name="Head">The first query head.</param>
/// <param name="Heads">How many.</param>
/// <param name="Query">The first query.</param>
/// <param name="Queries">How many.</param>
internal readonly record struct AttentionBlockRows(int Head, int Heads, int Query, int Queries)
{
    /// <summary>Rows in all.</summary>
    public int Count => Heads * Queries;
}
