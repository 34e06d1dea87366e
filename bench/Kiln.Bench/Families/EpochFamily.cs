using Kiln.Data;
using Kiln.Neural;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>
/// Part of an epoch of the CIFAR-10 network over JPEG files, as <c>Fit</c> makes it: shuffling, decoding, scaling and every step. The peer is eager PyTorch
/// that has its pictures in memory, decoded and scaled, and only shuffles and gathers them. Needs cifar10/cifar10-jpeg.tar.gz in the folder that
/// KILN_TEST_DATA names; without it there is no such comparison.
/// </summary>
internal static class EpochFamily
{
    private const int Batch = 64;

    // 50 steps: long enough for the pipeline to run full, short enough for several turns of both. What an epoch costs once counts more than it would in
    // one of 50,000 pictures.
    private const int Pictures = 50 * Batch;

    public static IEnumerable<Comparison> All()
    {
        var archive = Path.Combine(Environment.GetEnvironmentVariable("KILN_TEST_DATA") ?? "", "cifar10", "cifar10-jpeg.tar.gz");
        if (!File.Exists(archive))
        {
            yield break;
        }

        yield return new Comparison("training-epoch-cifar10-jpeg", "images/s", Pictures, () => Prepare(archive), Formats(archive))
        {
            Group = "epoch of the CIFAR-10 network, JPEG decoding included",
            Bar = 1.8,
            Operations = TrainingFamily.Cifar10Operations(Pictures),
        };
    }

    private static Peer[] Formats(string archive) =>
    [
        Peer.Torch("training", "epoch", Batch, Pictures, "channels_last", archive), Peer.Torch("training", "epoch", Batch, Pictures, "contiguous", archive),
    ];

    private static Trial Prepare(string archive)
    {
        var (train, _) = ImageFolder.OpenParts(archive);

        // Evenly through all classes; the peer takes the same.
        var part = train.Subset([.. Enumerable.Range(0, Pictures).Select(i => (int)((long)i * train.Count / Pictures))]);
        var network = TrainingFamily.Cifar10();
        var optimizer = new Adam();
        var seed = 0UL;
        return new Trial(
            () => network.Fit(part, new FitOptions
            {
                Loss = new SoftmaxCrossEntropy(),
                Optimizer = optimizer,
                BatchSize = Batch,
                Seed = seed++,

                // Batches are made ahead on a thread of their own: with one thread Kiln would otherwise use two.
                Prefetch = WorkerTeam.ThreadCount == 1 ? 0 : new FitOptions { Loss = new SoftmaxCrossEntropy() }.Prefetch,
            }),
            () => TrainingFamily.FirstSteps(TrainingFamily.Cifar10(), part.Gather([.. Enumerable.Range(0, Batch).Select(i => i * (Pictures / Batch))])));
    }
}
