using Kiln.Data;

namespace Kiln.Neural;

/// <summary>Outputs of many samples, collected batch by batch.</summary>
internal static class Prediction
{
    internal static Tensor Run(Module network, Tensor inputs, int batchSize, CancellationToken cancellationToken)
    {
        if (inputs.Rank == 0)
        {
            throw new ShapeException("predict: the inputs are a scalar; the first axis must be the batch: (N, …)");
        }

        int count = inputs.Shape[0];
        return Collect(network, count, Batches(), cancellationToken);

        IEnumerable<Tensor> Batches()
        {
            // One batch also for no samples: the network then says what shape nothing has.
            for (int start = 0; start < count || start == 0; start += batchSize)
            {
                yield return inputs.Narrow(0, start, Math.Min(batchSize, count - start));
            }
        }
    }

    internal static Tensor Run(Module network, Dataset dataset, int batchSize, CancellationToken cancellationToken) =>
        Collect(network, dataset.Count, new DataLoader(dataset, batchSize, shuffle: false).Epoch(0, 0, cancellationToken).Select(b => b.Inputs), cancellationToken);

    private static Tensor Collect(Module network, int count, IEnumerable<Tensor> batches, CancellationToken cancellationToken)
    {
        using var mode = Mode.Inference();
        Tensor? all = null;
        int done = 0;
        foreach (Tensor batch in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor outputs = network.Forward(batch).Contiguous();
            if (outputs.Rank == 0 || outputs.Shape[0] != batch.Shape[0])
            {
                throw new ShapeException(
                    $"predict: {network.GetType().Name} made {outputs.Shape} of a batch of {batch.Shape[0]}; the first axis must stay the batch");
            }

            if (outputs.Shape[0] == count)
            {
                return outputs; // One batch was enough.
            }

            all ??= Tensor.Zeros([count, .. outputs.Shape.ToArray()[1..]], outputs.DType);
            CopyRows(outputs, all, done);
            done += outputs.Shape[0];
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
