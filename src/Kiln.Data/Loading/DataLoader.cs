using System.Threading.Channels;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Deals a dataset out in batches, epoch after epoch. The order is a function of (seed, epoch) alone, so a position in training is just
/// (epoch, batch), and going on from there gives exactly the batches that would have come. The next batches are made ahead in the
/// background; that changes nothing but the time it takes. May be used from several threads at once.
/// </summary>
public sealed class DataLoader
{
    private readonly RandomKey _key;

    /// <summary>Makes a loader.</summary>
    /// <param name="dataset">Where the examples come from.</param>
    /// <param name="batchSize">Examples a batch, at least 1; 32 by default.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own; otherwise it is that of the dataset. True by default.</param>
    /// <param name="seed">What the orders, and random augmentation, depend on; 0 by default.</param>
    /// <param name="prefetch">How many batches are made ahead in the background; 0 makes them when asked. 2 by default.</param>
    /// <param name="dropLast">Whether to leave out the last batch of an epoch when it is not full. False by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A batch size below 1 or a negative prefetch.</exception>
    public DataLoader(Dataset dataset, int batchSize = 32, bool shuffle = true, ulong seed = 0, int prefetch = 2, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(prefetch);
        (Dataset, BatchSize, Shuffle, Seed, Prefetch, DropLast) = (dataset, batchSize, shuffle, seed, prefetch, dropLast);
        _key = RandomKey.FromSeed(seed).Derive("data loader");
    }

    /// <summary>Where the examples come from.</summary>
    public Dataset Dataset { get; }

    /// <summary>Examples a batch; the last of an epoch may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffle { get; }

    /// <summary>What the orders depend on.</summary>
    public ulong Seed { get; }

    /// <summary>How many batches are made ahead.</summary>
    public int Prefetch { get; }

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public bool DropLast { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int BatchCount => DropLast ? Dataset.Count / BatchSize : (int)(((long)Dataset.Count + BatchSize - 1) / BatchSize);

    /// <summary>The order of the examples in an epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <returns>Every example's index once.</returns>
    public int[] Order(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return Shuffle ? _key.Derive("order").Derive(epoch).Permutation(Dataset.Count) : [.. Enumerable.Range(0, Dataset.Count)];
    }

    /// <summary>The batches of an epoch. May be enumerated several times, and left early: the background work then ends.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstBatch">Where to begin, from 0, to go on in the middle of an epoch; BatchCount gives none.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Batches firstBatch to BatchCount − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative epoch, or a first batch outside 0 to BatchCount.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token was cancelled.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, BatchCount);
        return Prefetch == 0
            ? MakeWhenAsked(epoch, firstBatch, cancellationToken)
            : MakeAhead(epoch, firstBatch, cancellationToken);
    }

    private IEnumerable<Batch> MakeWhenAsked(int epoch, int firstBatch, CancellationToken cancellationToken)
    {
        var order = Order(epoch);
        for (var batch = firstBatch; batch < BatchCount; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Make(order, epoch, batch);
        }
    }

    private IEnumerable<Batch> MakeAhead(int epoch, int firstBatch, CancellationToken cancellationToken)
    {
        // The consumer holds one batch while Prefetch others wait in the channel or are in the making. The producer waits without a
        // thread, so that even an enumerator nobody disposes of leaves nothing behind but garbage.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<Batch>(new BoundedChannelOptions(Prefetch) { SingleReader = true, SingleWriter = true });
        var producer = Task.Run(() => Produce(channel.Writer, epoch, firstBatch, stop.Token), CancellationToken.None);
        try
        {
            while (Wait(channel.Reader, stop.Token))
            {
                while (channel.Reader.TryRead(out var batch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return batch;
                }
            }
        }
        finally
        {
            stop.Cancel();
            producer.GetAwaiter().GetResult();
        }
    }

    /// <summary>Whether there is a batch to read; throws what stopped the producer.</summary>
    private static bool Wait(ChannelReader<Batch> reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = reader.WaitToReadAsync(cancellationToken);
        return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    private async Task Produce(ChannelWriter<Batch> writer, int epoch, int firstBatch, CancellationToken stop)
    {
        try
        {
            var order = Order(epoch);
            for (var batch = firstBatch; batch < BatchCount; batch++)
            {
                stop.ThrowIfCancellationRequested();
                await writer.WriteAsync(Make(order, epoch, batch), stop).ConfigureAwait(false);
            }

            writer.Complete();
        }
#pragma warning disable CA1031 // Whatever the dataset throws is thrown again where the batches are consumed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            writer.Complete(e);
        }
    }

    private Batch Make(int[] order, int epoch, int batch)
    {
        var start = batch * BatchSize;
        var indices = order.AsSpan(start, Math.Min(BatchSize, order.Length - start));
        using var noGradient = Autograd.NoGrad();
        using var random = RandomScope.Use(_key.Derive("augmentation").Derive(epoch).Derive(batch));
        return Dataset.Gather(indices);
    }
}
