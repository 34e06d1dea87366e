using Kiln.Data;

namespace Kiln.Neural;

/// <summary>Outputs of many samples, collected batch by batch.</summary>
internal static class Prediction
{
    internal static Tensor[] Run(Module network, IReadOnlyList<Tensor> inputs, int batchSize, CancellationToken cancellationToken)
    {
        if (inputs.Count == 0)
        {
            throw new ArgumentException("predict: there are no inputs; expected a tensor (N, …) for each input of the network", nameof(inputs));
        }

        foreach (Tensor x in inputs)
        {
            ArgumentNullException.ThrowIfNull(x, nameof(inputs));
            if (x.Rank == 0)
            {
                throw new ShapeException("predict: the inputs are a scalar; the first axis must be the batch: (N, …)");
            }

            if (x.Shape[0] != inputs[0].Shape[0])
            {
                throw new ShapeException($"predict: the inputs have {inputs[0].Shape[0]} and {x.Shape[0]} samples; the first axis of all must be the same");
            }
        }

        int count = inputs[0].Shape[0];
        return Collect(network, count, Batches(), cancellationToken);

        IEnumerable<(Func<Tensor[]> Compute, int Count)> Batches()
        {
            // One batch also for no samples: the network then says what shape nothing has.
            for (int start = 0; start < count || start == 0; start += batchSize)
            {
                int rows = Math.Min(batchSize, count - start);
                Tensor[] batch = [.. inputs.Select(x => x.Narrow(0, start, rows))];
                yield return (() => network.ForwardAll(batch), rows);
            }
        }
    }

    internal static Tensor[] Run(Module network, Dataset dataset, int batchSize, CancellationToken cancellationToken)
    {
        var wiring = new Wiring(network);
        IEnumerable<Batch> batches = new DataLoader(dataset, batchSize, shuffle: false).Epoch(0, 0, cancellationToken);
        return Collect(network, dataset.Count, batches.Select(b => ((Func<Tensor[]>)(() => wiring.Forward(b)), b.Count)), cancellationToken);
    }

    private static Tensor[] Collect(Module network, int count, IEnumerable<(Func<Tensor[]> Compute, int Count)> batches, CancellationToken cancellationToken)
    {
        using var mode = Mode.Inference();
        Tensor[]? all = null;
        int done = 0;
        foreach ((Func<Tensor[]> compute, int rows) in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor[] outputs = Array.ConvertAll(compute(), static o => o.Contiguous());
            foreach (Tensor output in outputs)
            {
                if (output.Rank == 0 || output.Shape[0] != rows)
                {
                    throw new ShapeException($"predict: {network.GetType().Name} made {output.Shape} of a batch of {rows}; the first axis must stay the batch; one sample alone needs a batch axis, x.ExpandDims(0)");
                }
            }

            if (rows == count)
            {
                return outputs; // One batch was enough.
            }

            all ??= Array.ConvertAll(outputs, o => Tensor.Zeros([count, .. o.Shape.ToArray()[1..]], o.DType));
            for (int i = 0; i < outputs.Length; i++)
            {
                CopyRows(outputs[i], all[i], done);
            }

            done += rows;
        }

        return all!;
    }

    private static void CopyRows(Tensor from, Tensor to, int firstRow)
    {
        switch (from.DType)
        {
            case DType.Float64:
                CopyRows<double>(from, to, firstRow);
                break;
            case DType.Float32:
                CopyRows<float>(from, to, firstRow);
                break;
            case DType.Int64:
                CopyRows<long>(from, to, firstRow);
                break;
            case DType.Float16:
                CopyRows<Half>(from, to, firstRow);
                break;
            default:
                throw new DTypeException($"predict: outputs of {from.DType.Name()} are not collected; convert them with To() in the network, or call Forward");
        }
    }

    private static void CopyRows<T>(Tensor from, Tensor to, int firstRow)
        where T : unmanaged
    {
        int row = from.Count / Math.Max(1, from.Shape[0]);
        TensorMarshal.GetSpan<T>(from).CopyTo(TensorMarshal.GetWritableSpan<T>(to)[(firstRow * row)..]);
        GC.KeepAlive(from);
        GC.KeepAlive(to);
    }
}
