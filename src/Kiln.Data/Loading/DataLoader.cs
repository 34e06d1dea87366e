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
    /// <param name="transform">What is done to each batch, augmentation for instance; nothing by default.</param>
    /// <param name="workers">
    /// How many batches are in the making at once, at most <paramref name="prefetch"/>; 1 by default. A data set that works on all threads by itself, as
    /// those of pictures do, needs no more while nobody else computes; next to a training step on all threads, a second helps.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A batch size or a number of workers below 1, or a negative prefetch.</exception>
    public DataLoader(
        Dataset dataset, int batchSize = 32, bool shuffle = true, ulong seed = 0, int prefetch = 2, bool dropLast = false, Transform? transform = null, int workers = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(prefetch);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        (Dataset, BatchSize, Shuffle, Seed, Prefetch, DropLast) = (dataset, batchSize, shuffle, seed, prefetch, dropLast);
        (Transform, Workers) = (transform, workers);
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

    /// <summary>What is done to each batch; null for nothing.</summary>
    public Transform? Transform { get; }

    /// <summary>How many batches are in the making at once.</summary>
    public int Workers { get; }

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
        // The consumer holds one batch while Prefetch others are ready or in the making, in the order in which they will be taken: the
        // channel holds tasks. The producer waits without a thread, so that even an enumerator nobody disposes of leaves nothing
        // behind but garbage.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<Task<Batch>>(new BoundedChannelOptions(Prefetch) { SingleReader = true, SingleWriter = true });
        var producer = Task.Run(() => Produce(channel.Writer, epoch, firstBatch, stop.Token), CancellationToken.None);
        try
        {
            while (Wait(channel.Reader, stop.Token))
            {
                while (channel.Reader.TryRead(out var batch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return batch.GetAwaiter().GetResult();
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
    private static bool Wait(ChannelReader<Task<Batch>> reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = reader.WaitToReadAsync(cancellationToken);
        return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Makes batches, as many at once as there are workers, and writes them in order; after the first that fails, no further one.</summary>
    private async Task Produce(ChannelWriter<Task<Batch>> writer, int epoch, int firstBatch, CancellationToken stop)
    {
        var making = new Queue<Task<Batch>>();
        try
        {
            var order = Order(epoch);
            var workers = Math.Min(Workers, Prefetch);
            for (var next = firstBatch; next < BatchCount || making.Count > 0;)
            {
                while (next < BatchCount && making.Count < workers)
                {
                    stop.ThrowIfCancellationRequested();
                    var batch = next++;
                    making.Enqueue(workers == 1 ? Task.FromResult(Make(order, epoch, batch)) : Task.Run(() => Make(order, epoch, batch), CancellationToken.None));
                }

                // The oldest is waited for before it is handed over, so that what waits in the channel and what is in the making are
                // together no more than Prefetch and Workers.
                var oldest = making.Dequeue();
                await oldest.ConfigureAwait(false);
                await writer.WriteAsync(oldest, stop).ConfigureAwait(false);
            }

            writer.Complete();
        }
#pragma warning disable CA1031 // Whatever the dataset throws is thrown again where the batches are consumed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Nobody will take what is still in the making, and what it throws is of no further interest; but it is over when this returns.
            await Task.WhenAll(making).ContinueWith(static all => all.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            writer.Complete(e);
        }
    }

    private Batch Make(int[] order, int epoch, int batch)
    {
        var start = batch * BatchSize;
        var indices = order.AsSpan(start, Math.Min(BatchSize, order.Length - start));
        using var noGradient = Autograd.NoGrad();
        using var random = RandomScope.Use(_key.Derive("augmentation").Derive(epoch).Derive(batch));
        var gathered = Dataset.Gather(indices);
        return Transform is null ? gathered : Transform.Apply(gathered, RandomScope.Next(TransformedDataset.Purpose));
    }
}
