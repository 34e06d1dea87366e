namespace Kiln.Tensors;

/// <summary>
/// Reverse-mode differentiation: visits the nodes from the newest to the oldest, so that every gradient is complete before its rule
/// runs, and always in the same order. What a rule allocates returns to the pool as soon as no pending gradient lies in it.
/// </summary>
internal static class BackwardPass
{
    internal static void Run(
        Tensor output, Tensor? gradient, bool retainGraph, Dictionary<Leaf, Tensor?>? wanted = null, HashSet<Leaf>? registered = null)
    {
        if (!output.RequiresGrad)
        {
            throw new AutogradException(
                "backward: this tensor has no graph: none of its inputs requires a gradient, or it was computed inside Autograd.NoGrad() "
                + "or Mode.Inference(); for a gradient in x compute with what x.RequireGrad() returns, and leave x itself alone");
        }

        if (gradient is null && output.Count != 1)
        {
            throw new AutogradException(
                $"backward: the tensor has shape {output.Shape}; pass the gradient of its elements, or reduce it first (loss.Mean())");
        }

        if (gradient is not null && (gradient.Shape != output.Shape || gradient.DType != output.DType))
        {
            throw new ShapeException(
                $"backward: the gradient is {gradient.DType.Name()} {gradient.Shape}, the tensor {output.DType.Name()} {output.Shape}");
        }

        using (Autograd.NoGrad())
        {
            List<Storage> temporaries = [];
            List<Storage>? before = Storage.TrackTemporaries(temporaries);
            try
            {
                new Pass(retainGraph, wanted, registered, temporaries).Run(output, gradient);
            }
            finally
            {
                Storage.TrackTemporaries(before);
            }
        }

        BlockPool.Shared.Breathe();
    }

    private sealed class Pass(bool retainGraph, Dictionary<Leaf, Tensor?>? wanted, HashSet<Leaf>? registered, List<Storage> temporaries)
    {
        private readonly Dictionary<Node, Tensor> _pending = new(ReferenceEqualityComparer.Instance);
        private readonly PriorityQueue<Node, long> _queue = new();

        internal void Run(Tensor output, Tensor? gradient)
        {
            gradient ??= Tensor.Ones(output.Shape, output.DType);
            if (output.Leaf is { } leaf)
            {
                Accumulate(leaf, gradient);
                return;
            }

            Push(output.Node!, gradient);
            while (_queue.TryDequeue(out Node? node, out _))
            {
                _pending.Remove(node, out Tensor? g);
                Visit(node, g!);
            }
        }

        private void Visit(Node node, Tensor gradient)
        {
            if (node.Released)
            {
                throw new AutogradException(
                    $"backward: the graph at {node.Op} was already used by a backward pass, which frees what it saved; "
                    + "pass retainGraph: true to the first one");
            }

            var context = new BackwardContext(node, gradient);
            node.Backward(context);
            ReadOnlySpan<Tensor?> given = context.Given;
            for (int i = 0; i < given.Length; i++)
            {
                if (given[i] is not { } g)
                {
                    continue;
                }

                Edge edge = node.Inputs[i];
                if (edge.Node is { } next)
                {
                    Push(next, g);
                }
                else
                {
                    Accumulate(edge.Leaf!, g);
                }
            }

            gradient.Storage.PendingGradients--;
            if (!retainGraph)
            {
                node.Release();
            }

            ReleaseTemporaries();
            GC.KeepAlive(gradient);
        }

        private void Push(Node node, Tensor gradient)
        {
            if (_pending.TryGetValue(node, out Tensor? sum))
            {
                sum.Storage.PendingGradients--;
                gradient = GradientSum.Add(sum, gradient);
            }
            else
            {
                _queue.Enqueue(node, -node.Sequence);
            }

            gradient.Storage.PendingGradients++;
            _pending[node] = gradient;
        }

        private void Accumulate(Leaf leaf, Tensor gradient)
        {
            if (wanted is not null)
            {
                if (wanted.TryGetValue(leaf, out Tensor? sum))
                {
                    wanted[leaf] = Keep(sum is null ? gradient : GradientSum.Add(sum, gradient));
                }

                return;
            }

            if (registered is not null && !registered.Contains(leaf))
            {
                throw new AutogradException(
                    $"training step: the loss depends on a parameter of shape {gradient.Shape} that is not registered, so it would neither be "
                    + "updated nor saved; in the constructor of the module that holds it, register it with Parameter(name, initial), or its "
                    + "module with Child(name, module)");
            }

            // Passes on other threads may reach the same leaf: each of their gradients has to count.
            lock (leaf)
            {
                leaf.Replace(Keep(leaf.Gradient is { } old ? GradientSum.Add(old, gradient) : gradient));
            }
        }

        /// <summary>Makes a gradient one that users may hold: of its own memory, no longer the engine's.</summary>
        private static Tensor Keep(Tensor gradient)
        {
            Storage storage = gradient.Storage;
            if (!storage.Temporary || storage.PendingGradients > 0 || !gradient.IsContiguous)
            {
                gradient = gradient.Copy();
                storage = gradient.Storage;
            }

            storage.Temporary = false;
            return gradient;
        }

        private void ReleaseTemporaries()
        {
            int kept = 0;
            for (int i = 0; i < temporaries.Count; i++)
            {
                Storage storage = temporaries[i];
                if (!storage.Temporary)
                {
                    continue; // Escaped to a leaf.
                }

                if (storage.PendingGradients > 0)
                {
                    temporaries[kept++] = storage;
                }
                else
                {
                    storage.Release();
                }
            }

            temporaries.RemoveRange(kept, temporaries.Count - kept);
        }
    }
}
