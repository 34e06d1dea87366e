using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// The gradients of queries, keys and values, without stored probabilities: dV = Pᵀ·dO, dK = scale · dSᵀ·Q, dQ = scale · dS·K, with P and dS computed again
/// block by block (see <see cref="AttentionBlock{T, TVector, TLanes, L}"/>).
/// </summary>
/// <remarks>
/// <para>
/// A task takes one key head of one sequence and a range of keys, with all queries of all query heads that read it. It keeps the sums of dK and dV of one
/// block of 128 keys in cache while 64 queries at a time pass by, and adds dQ up in memory of its own. Nothing is shared, so nothing is locked, and every
/// sum has one order. Where a pair of sequence and head is cut into several ranges of keys, each has its own sums of dQ, added up afterwards in the order of
/// the ranges.
/// </para>
/// <para>Five products to the forward pass's two: after FlashAttention-2 (Dao, 2023), algorithm 2.</para>
/// </remarks>
internal readonly unsafe struct AttentionBackward : IAttentionPass
{
    /// <inheritdoc/>
    public static void Run<T, TVector, TLanes, L>(in AttentionProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        var g = problem.Geometry;
        const int block = AttentionBlock<T, TVector, TLanes, L>.Keys;
        var tasks = AttentionTasks.Of(g, 1, (g.Keys + block - 1) / block);
        using var partial = Scratch.Rent<T>(PartialElements<T, TVector, TLanes, L>(g, tasks));
        WorkerTeam.Run(tasks.Count, new Body<T, TVector, TLanes, L> { Problem = problem, Tasks = tasks, Partial = (T*)partial.Pointer });
        if (tasks.KeyParts > 1)
        {
            var rows = g.Batch * g.QueryHeads;
            WorkerTeam.Run(rows, new Combination<T, TVector, TLanes, L> { Problem = problem, Tasks = tasks, Partial = (T*)partial.Pointer });
        }
    }

    /// <summary>Elements of working memory that one task needs: linear in the number of queries.</summary>
    internal static nint ScratchElements<T, TVector, TLanes, L>(in AttentionGeometry g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        AttentionArena<T> arena = default;
        Buffers<T, TVector, TLanes, L> buffers = default;
        buffers.Lay(g, ref arena);
        return arena.Used;
    }

    /// <summary>Elements of the partial sums of dQ that all tasks together need; none where a task sums all of a head.</summary>
    internal static nint PartialElements<T, TVector, TLanes, L>(in AttentionGeometry g, AttentionTasks tasks)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T> =>
        tasks.KeyParts == 1 ? 0 : (nint)tasks.KeyParts * g.Batch * g.QueryHeads * g.Queries * BlockProduct<T, TVector, TLanes>.Padded(g.Size);

    private struct Buffers<T, TVector, TLanes, L>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        public AttentionBlock<T, TVector, TLanes, L> Block;
        public T* Query;
        public T* QueryGradient;
        public T* OutputGradient;
        public T* Delta;
        public T* KeyGradient;
        public T* ValueGradient;
        public T* Hidden;

        public void Lay(in AttentionGeometry g, ref AttentionArena<T> arena)
        {
            nint size = BlockProduct<T, TVector, TLanes>.Padded(g.Size);
            nint valueSize = BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize);
            var rows = (nint)g.HeadsPerKeyHead * g.Queries;
            Block.Lay(g, ref arena);
            KeyGradient = arena.Take(AttentionBlock<T, TVector, TLanes, L>.Keys * size);
            ValueGradient = arena.Take(AttentionBlock<T, TVector, TLanes, L>.Keys * valueSize);
            Query = arena.Take(rows * size);
            QueryGradient = arena.Take(rows * size);
            OutputGradient = arena.Take(rows * valueSize);
            Delta = arena.Take(rows);
            Hidden = arena.Take(g.Keys);
        }
    }

    private struct Body<T, TVector, TLanes, L> : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        private const int KeyBlock = AttentionBlock<T, TVector, TLanes, L>.Keys;
        private const int QueryBlock = AttentionBlock<T, TVector, TLanes, L>.Queries;

        public AttentionProblem<T> Problem;
        public AttentionTasks Tasks;
        public T* Partial;

        private static int Panel => BlockProduct<T, TVector, TLanes>.PanelWidth;

        private readonly int Size => BlockProduct<T, TVector, TLanes>.Padded(Problem.Geometry.Size);

        private readonly int ValueSize => BlockProduct<T, TVector, TLanes>.Padded(Problem.Geometry.ValueSize);

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Problem.Geometry;
            using var scratch = Scratch.Rent<T>(ScratchElements<T, TVector, TLanes, L>(g));
            var arena = new AttentionArena<T>((T*)scratch.Pointer);
            Buffers<T, TVector, TLanes, L> buffers = default;
            buffers.Lay(g, ref arena);

            // The first keys first: under a causal mask most queries see them.
            var part = tile % Tasks.KeyParts;
            var first = AttentionTasks.Start(part, Tasks.KeyParts, g.Keys, KeyBlock);
            var end = AttentionTasks.Start(part + 1, Tasks.KeyParts, g.Keys, KeyBlock);
            var (pair, lastPair) = Tasks.PairsOf(tile);
            for (; pair < lastPair; pair++)
            {
                Pair(buffers, pair / g.KeyHeads, pair % g.KeyHeads, part, first, end);
            }
        }

        private readonly void Pair(Buffers<T, TVector, TLanes, L> buffers, int batch, int keyHead, int part, int first, int end)
        {
            ref readonly var g = ref Problem.Geometry;
            var sight = new VisibleKeys(Problem.Visible(batch), Problem.CausalOffset(batch));
            var group = g.HeadsPerKeyHead;
            var firstHead = keyHead * group;
            if (Tasks.KeyParts > 1)
            {
                buffers.QueryGradient = Partial + ((((((nint)part * g.Batch) + batch) * g.QueryHeads) + firstHead) * g.Queries * Size);
            }

            new Span<T>(buffers.QueryGradient, group * g.Queries * Size).Clear();
            for (var i = 0; i < group; i++)
            {
                PackQueries(buffers, batch, firstHead + i, i * g.Queries);
            }

            var hidden = Problem.KeyMask == null ? null : buffers.Hidden;
            var seen = g.Queries == 0 ? 0 : sight.Seen(g.Queries - 1);
            if (hidden != null)
            {
                AttentionPacking.Hidden(Problem.KeyMask + ((nint)batch * g.Keys), seen, hidden);
            }

            for (var key = first; key < end; key += KeyBlock)
            {
                var count = Math.Clamp(seen - key, 0, Math.Min(KeyBlock, end - key));
                if (count > 0)
                {
                    Keys(buffers, sight, hidden, batch, keyHead, key, count);
                }

                for (var unseen = key + count; unseen < Math.Min(end, key + KeyBlock); unseen++)
                {
                    ClearKey(batch, keyHead, unseen);
                }
            }

            if (Tasks.KeyParts == 1)
            {
                var scale = T.CreateTruncating(g.EffectiveScale);
                for (var i = 0; i < group; i++)
                {
                    AttentionPacking.Unpack<L, T>(
                        buffers.QueryGradient + ((nint)i * g.Queries * Size),
                        Size,
                        g.Queries,
                        g.Size,
                        scale,
                        Problem.QueryGradient.Row(batch, 0, firstHead + i),
                        Problem.QueryGradient.Time);
                }
            }
        }

        private readonly void PackQueries(in Buffers<T, TVector, TLanes, L> buffers, int batch, int head, int row)
        {
            ref readonly var g = ref Problem.Geometry;
            AttentionPacking.ScaledRows<L, T>(
                Problem.Query.Row(batch, 0, head),
                Problem.Query.Time,
                g.Queries,
                g.Size,
                T.CreateTruncating(g.EffectiveScale),
                buffers.Query + ((nint)row * Size),
                Size);
            AttentionPacking.Rows<L, T>(
                Problem.OutputGradient.Row(batch, 0, head),
                Problem.OutputGradient.Time,
                g.Queries,
                g.ValueSize,
                buffers.OutputGradient + ((nint)row * ValueSize),
                ValueSize,
                null);
            for (var query = 0; query < g.Queries; query++)
            {
                buffers.Delta[row + query] = AttentionRows<T, L>.Dot(
                    Problem.Output.Row(batch, query, head), buffers.OutputGradient + ((nint)(row + query) * ValueSize), g.ValueSize);
            }
        }

        /// <summary>One block of keys against all queries that see it.</summary>
        private readonly void Keys(
            in Buffers<T, TVector, TLanes, L> buffers, VisibleKeys sight, T* hidden, int batch, int keyHead, int key, int count)
        {
            ref readonly var g = ref Problem.Geometry;
            var (size, valueSize) = (Size, ValueSize);
            buffers.Block.Pack(Problem, batch, keyHead, key, count, hidden);
            new Span<T>(buffers.KeyGradient, count * size).Clear();
            new Span<T>(buffers.ValueGradient, count * valueSize).Clear();
            for (var i = 0; i < g.HeadsPerKeyHead; i++)
            {
                for (var query = sight.FirstQuery(key); query < g.Queries; query += QueryBlock)
                {
                    var rows = Math.Min(QueryBlock, g.Queries - query);
                    var row = ((nint)i * g.Queries) + query;
                    var place = new AttentionPlace(batch, (keyHead * g.HeadsPerKeyHead) + i, query, rows, key, count);
                    var q = buffers.Query + (row * size);
                    var go = buffers.OutputGradient + (row * valueSize);
                    buffers.Block.Compute(Problem, sight, place, q, size, go, valueSize, buffers.Delta + row, hidden);
                    if (sight.Seen(query) >= key + count)
                    {
                        KeyProducts(buffers, row, rows, 0, count);
                        QueryProducts(buffers, row, 0, rows, count);
                    }
                    else
                    {
                        Diagonal(buffers, sight, place, row);
                    }
                }
            }

            AttentionPacking.Unpack<L, T>(
                buffers.KeyGradient, size, count, g.Size, T.One, Problem.KeyGradient.Row(batch, key, keyHead), Problem.KeyGradient.Time);
            AttentionPacking.Unpack<L, T>(
                buffers.ValueGradient, valueSize, count, g.ValueSize, T.One, Problem.ValueGradient.Row(batch, key, keyHead), Problem.ValueGradient.Time);
            for (var i = key; hidden != null && i < key + count; i++)
            {
                if (hidden[i] != T.Zero)
                {
                    ClearKey(batch, keyHead, i);
                }
            }
        }

        // Tile by tile: keys with the queries that see one of them, queries with the keys that one of them sees.
        private readonly void Diagonal(in Buffers<T, TVector, TLanes, L> buffers, VisibleKeys sight, in AttentionPlace place, nint row)
        {
            var step = TLanes.MaxRows(2);
            for (var first = 0; first < place.Keys; first += step)
            {
                var skipped = Math.Max(0, sight.FirstQuery(place.Key + first) - place.Query);
                if (skipped < place.Queries)
                {
                    KeyProducts(buffers, row, place.Queries, first, Math.Min(step, place.Keys - first), skipped);
                }
            }

            for (var first = 0; first < place.Queries; first += step)
            {
                var height = Math.Min(step, place.Queries - first);
                var seen = Math.Min(place.Keys, sight.Seen(place.Query + first + height - 1) - place.Key);
                if (seen > 0)
                {
                    QueryProducts(buffers, row, first, height, seen);
                }
            }
        }

        /// <summary>dV += Pᵀ·dO and dK += dSᵀ·Q for some keys of the block, over its queries but for the first few.</summary>
        private readonly void KeyProducts(in Buffers<T, TVector, TLanes, L> buffers, nint row, int rows, int key, int count, int skipped = 0)
        {
            var (size, valueSize) = (Size, ValueSize);
            var terms = rows - skipped;
            var from = (skipped * KeyBlock) + key;
            row += skipped;
            BlockProduct<T, TVector, TLanes>.Run(
                count,
                valueSize,
                terms,
                buffers.Block.Probabilities + from,
                1,
                KeyBlock,
                buffers.OutputGradient + (row * valueSize),
                valueSize,
                Panel,
                buffers.ValueGradient + ((nint)key * valueSize),
                valueSize,
                true);
            BlockProduct<T, TVector, TLanes>.Run(
                count,
                size,
                terms,
                buffers.Block.Gradients + from,
                1,
                KeyBlock,
                buffers.Query + (row * size),
                size,
                Panel,
                buffers.KeyGradient + ((nint)key * size),
                size,
                true);
        }

        /// <summary>dQ += dS·K for some queries of the block, over the first keys.</summary>
        private readonly void QueryProducts(in Buffers<T, TVector, TLanes, L> buffers, nint row, int first, int rows, int keys)
        {
            var size = Size;
            BlockProduct<T, TVector, TLanes>.Run(
                rows,
                size,
                keys,
                buffers.Block.Gradients + (first * KeyBlock),
                KeyBlock,
                1,
                buffers.Block.KeyRows,
                size,
                Panel,
                buffers.QueryGradient + ((row + first) * size),
                size,
                true);
        }

        private readonly void ClearKey(int batch, int keyHead, int key)
        {
            new Span<T>(Problem.KeyGradient.Row(batch, key, keyHead), Problem.Geometry.Size).Clear();
            new Span<T>(Problem.ValueGradient.Row(batch, key, keyHead), Problem.Geometry.ValueSize).Clear();
        }
    }

    /// <summary>Adds up the sums of dQ of one head, range of keys by range of keys.</summary>
    private struct Combination<T, TVector, TLanes, L> : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        public AttentionProblem<T> Problem;
        public AttentionTasks Tasks;
        public T* Partial;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Problem.Geometry;
            var size = BlockProduct<T, TVector, TLanes>.Padded(g.Size);
            var count = g.Queries * size;
            var stride = (nint)g.Batch * g.QueryHeads * count;
            var sum = Partial + ((nint)tile * count);
            for (var part = 1; part < Tasks.KeyParts; part++)
            {
                AttentionRows<T, L>.Add(sum, sum + (part * stride), count);
            }

            var to = Problem.QueryGradient.Row(tile / g.QueryHeads, 0, tile % g.QueryHeads);
            AttentionPacking.Unpack<L, T>(sum, size, g.Queries, g.Size, T.CreateTruncating(g.EffectiveScale), to, Problem.QueryGradient.Time);
        }
    }
}
