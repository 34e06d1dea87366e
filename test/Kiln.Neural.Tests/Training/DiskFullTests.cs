namespace Kiln.Neural.Tests;

public sealed class DiskFullTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Func<string, Stream> _before = CheckpointFiles.CreateFile;

    public void Dispose()
    {
        CheckpointFiles.CreateFile = _before;
        _folder.Dispose();
    }

    [Fact]
    public void A_disk_that_is_full_for_a_while_ends_nothing()
    {
        bool full = false;
        FillUp(() => full);
        var logger = new FitTests.Lines();
        Sequential network = Tiny.Network();
        network.Fit(Tiny.Data(), Options() with
        {
            Logger = logger,
            Callbacks = [new Tiny.LossAverage(), new Call { EpochBegin = c => full = c.Epoch is 2 or 3 }],
        });
        CheckpointFolder.List(_folder.Path).Select(Path.GetFileName).ShouldBe(["step-0000000040-epoch-0004", "step-0000000010-epoch-0001"]);
        logger.Text.Count(l => l.StartsWith("Warning: ", StringComparison.Ordinal)).ShouldBe(2);
        logger.Text.First(l => l.StartsWith("Warning: ", StringComparison.Ordinal)).ShouldContain("the disk is full; free some space");
        Directory.GetDirectories(_folder.Path, ".*").ShouldBeEmpty();

        Sequential unbroken = Tiny.Network();
        unbroken.Fit(Tiny.Data(), Tiny.Options());
        Tiny.Bits(network).ShouldBe(Tiny.Bits(unbroken));
    }

    [Fact]
    public void A_disk_that_stays_full_is_told_at_the_end_and_the_network_holds_the_result()
    {
        FillUp(() => true);
        Sequential network = Tiny.Network();
        var error = Should.Throw<CheckpointException>(() => network.Fit(Tiny.Data(), Options()));
        error.Message.ShouldContain("training ended well, and the network in memory holds the result");
        error.Message.ShouldContain("the disk is full");
        error.History!.Epochs.ShouldBe(4);
        Sequential unbroken = Tiny.Network();
        unbroken.Fit(Tiny.Data(), Tiny.Options());
        Tiny.Bits(network).ShouldBe(Tiny.Bits(unbroken));
    }

    [Fact]
    public void An_interrupted_run_that_cannot_be_saved_says_so_and_names_the_checkpoint_before()
    {
        bool full = false;
        FillUp(() => full);
        using var source = new CancellationTokenSource();
        var error = Should.Throw<TrainingInterruptedException>(() => Tiny.Network().Fit(Tiny.Data(), Options() with
        {
            CancellationToken = source.Token,
            Callbacks = [new Call { BatchEnd = c => { if (c.Step == 15) { full = true; source.Cancel(); } } }],
        }));
        error.Message.ShouldContain("its state could not be saved");
        error.InnerException.ShouldBeOfType<CheckpointException>().Message.ShouldContain("the disk is full");
        Path.GetFileName(error.CheckpointPath).ShouldBe("step-0000000010-epoch-0001");
        error.CancellationToken.ShouldBe(source.Token);
    }

    private FitOptions Options() => Tiny.Options() with { CheckpointFolder = _folder.Path };

    private void FillUp(Func<bool> isFull)
    {
        int files = 0;
        CheckpointFiles.CreateFile = path => path.StartsWith(_folder.Path, StringComparison.Ordinal) && isFull()
            ? new FullDisk(room: 100 * (++files % 3))
            : _before(path);
    }

    /// <summary>Takes so many bytes and no more, as the system reports it.</summary>
    private sealed class FullDisk(int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Check(buffer.Length);
            base.Write(buffer.ToArray(), 0, buffer.Length);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Check(count);
            base.Write(buffer, offset, count);
        }

        private void Check(int count)
        {
            if (Length + count > room)
            {
                throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
            }
        }
    }
}
