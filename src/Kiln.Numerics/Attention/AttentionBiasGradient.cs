using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The gradient of the additive bias: the gradient of the scores, summed over the axes along which the bias is shared.</summary>
/// <remarks>
/// A pass of its own, over blocks of the bias rather than of the keys of a head: a task owns a block of the result and computes dS for every sequence and head
/// that shares it, one after the other. So there are neither partial results nor locks, at the price of the two products that make dS.
/// </remarks>
internal readonly unsafe struct AttentionBiasGradient : IAttentionPass
{
    private const int QueriesPerTask = 256;

    /// <inheritdoc/>
    public static void Run<T, TVector, TLanes, L>(in AttentionProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        var g = problem.Geometry;
        const int keyBlock = AttentionBlock<T, TVector, TLanes, L>.Keys;
        var body = new Body<T, TVector, TLanes, L>
        {
            Problem = problem,
            Batches = problem.BiasGradient.Batch == 0 ? 1 : g.Batch,
            Heads = problem.BiasGradient.Head == 0 ? 1 : g.QueryHeads,
            QueryTasks = problem.BiasGradient.Time == 0 ? 1 : (g.Queries + QueriesPerTask - 1) / QueriesPerTask,
            KeyTasks = (g.Keys + keyBlock - 1) / keyBlock,
        };
        WorkerTeam.Run(body.Batches * body.Heads * body.QueryTasks * body.KeyTasks, body);
    }

    private struct Buffers<T, TVector, TLanes, L>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>
    {
        public AttentionBlock<T, TVector, TLanes, L> Block;
        public T* Query;
        public T* OutputGradient;
        public T* Delta;
        public T* Hidden;

        public void Lay(in AttentionGeometry g, ref AttentionArena<T> arena)
        {
            Block.Lay(g, ref arena);
            Query = arena.Take((nint)AttentionBlock<T, TVector, TLanes, L>.Queries * g.Size);
            OutputGradient = arena.Take((nint)AttentionBlock<T, TVector, TLanes, L>.Queries * g.ValueSize);
            Delta = arena.Take(AttentionBlock<T, TVector, TLanes, L>.Queries);
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
        public int Batches;
        public int Heads;
        public int QueryTasks;
        public int KeyTasks;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Problem.Geometry;
            AttentionArena<T> counted = default;
            Buffers<T, TVector, TLanes, L> buffers = default;
            buffers.Lay(g, ref counted);
            using var scratch = Scratch.Rent<T>(counted.Used);
            var arena = new AttentionArena<T>((T*)scratch.Pointer);
            buffers.Lay(g, ref arena);

            var key = tile % KeyTasks * KeyBlock;
            var keys = Math.Min(KeyBlock, g.Keys - key);
            tile /= KeyTasks;
            var query = tile % QueryTasks * QueriesPerTask;
            var queryEnd = QueryTasks == 1 ? g.Queries : Math.Min(g.Queries, query + QueriesPerTask);
            tile /= QueryTasks;
            var (firstBatch, firstHead) = (tile / Heads, tile % Heads);
            var clearEnd = Problem.BiasGradient.Time == 0 ? query + 1 : queryEnd;
            for (var i = query; i < clearEnd; i++)
            {
                new Span<T>(Problem.BiasGradient.Row(firstBatch, i, firstHead) + key, keys).Clear();
            }

            for (var batch = firstBatch; batch < (Batches == 1 ? g.Batch : firstBatch + 1); batch++)
            {
                for (var head = firstHead; head < (Heads == 1 ? g.QueryHeads : firstHead + 1); head++)
                {
                    Add(buffers, batch, head, query, queryEnd, key, keys);
                }
            }
        }

        private readonly void Add(in Buffers<T, TVector, TLanes, L> buffers, int batch, int head, int first, int end, int key, int keys)
        {
            ref readonly var g = ref Problem.Geometry;
            var sight = new VisibleKeys(Problem.Visible(batch), Problem.CausalOffset(batch));
            keys = Math.Min(keys, sight.Seen(end - 1) - key);
            if (keys <= 0)
            {
                return;
            }

            var hidden = Problem.KeyMask == null ? null : buffers.Hidden;
            if (hidden != null)
            {
                AttentionPacking.Hidden(Problem.KeyMask + ((nint)batch * g.Keys), key + keys, hidden);
            }

            buffers.Block.Pack(Problem, batch, head / g.HeadsPerKeyHead, key, keys, hidden);
            for (var query = Math.Max(first, sight.FirstQuery(key)); query < end; query += QueryBlock)
            {
                var place = new AttentionPlace(batch, head, query, Math.Min(QueryBlock, end - query), key, keys);
                PackQueries(buffers, place);
                buffers.Block.Compute(Problem, sight, place, buffers.Query, g.Size, buffers.OutputGradient, g.ValueSize, buffers.Delta, hidden);
                for (var i = 0; i < place.Queries; i++)
                {
                    AttentionRows<T, L>.Add(Problem.BiasGradient.Row(batch, query + i, head) + key, buffers.Block.Gradients + (i * KeyBlock), keys);
                }
            }
        }

        private readonly void PackQueries(in Buffers<T, TVector, TLanes, L> buffers, in AttentionPlace place)
        {
            ref readonly var g = ref Problem.Geometry;
            var scale = T.CreateTruncating(g.EffectiveScale);
            AttentionPacking.ScaledRows<L, T>(
                Problem.Query.Row(place.Batch, place.Query, place.Head), Problem.Query.Time, place.Queries, g.Size, scale, buffers.Query, g.Size);
            AttentionPacking.Rows<L, T>(
                Problem.OutputGradient.Row(place.Batch, place.Query, place.Head),
                Problem.OutputGradient.Time,
                place.Queries,
                g.ValueSize,
                buffers.OutputGradient,
                g.ValueSize,
                null);
            for (var i = 0; i < place.Queries; i++)
            {
                buffers.Delta[i] = AttentionRows<T, L>.Dot(
                    Problem.Output.Row(place.Batch, place.Query + i, place.Head), buffers.OutputGradient + ((nint)i * g.ValueSize), g.ValueSize);
            }
        }
    }
}
