using Kiln.Data;

namespace Kiln.Neural.Tests;

public sealed class ResumeTests : IDisposable
{
    private static readonly Lazy<(string Bits, string Numbers)> s_unbroken = new(static () =>
    {
        Sequential network = Tiny.Network();
        string numbers = Tiny.Numbers(network.Fit(Tiny.Data(), Tiny.Options()));
        return (Tiny.Bits(network), numbers);
    });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(25)]
    [InlineData(39)]
    public void A_run_interrupted_after_any_step_and_resumed_gives_the_bits_of_the_unbroken_one(int step)
    {
        using var source = new CancellationTokenSource();
        var interrupted = Should.Throw<TrainingInterruptedException>(() => Tiny.Network().Fit(Tiny.Data(), WithFolder() with
        {
            Callbacks = [new Tiny.LossAverage(), StopAt(step, source)],
            CancellationToken = source.Token,
        }));
        interrupted.Step.ShouldBe(step);
        interrupted.CheckpointPath.ShouldNotBeNull();
        interrupted.Message.ShouldContain($"resume from '{interrupted.CheckpointPath}'");
        interrupted.History.Epochs.ShouldBe((step - 1) / 10); // Its validation is part of an epoch.

        Sequential network = Tiny.Network(seed: 77); // Its own first values do not matter: all are in the checkpoint.
        History history = network.Fit(Tiny.Data(), WithFolder() with { Resume = true });
        Tiny.Numbers(history).ShouldBe(s_unbroken.Value.Numbers);
        Tiny.Bits(network).ShouldBe(s_unbroken.Value.Bits);
    }

    [Fact]
    public void A_run_that_dies_again_and_again_without_a_word_ends_with_the_bits_of_the_unbroken_one()
    {
        // Each life ends by an exception some steps after it began; it goes on from the last checkpoint, up to two steps earlier.
        int lives = 0;
        while (true)
        {
            lives++;
            Sequential network = Tiny.Network();
            int left = 3 + (lives % 4);
            try
            {
                History history = network.Fit(Tiny.Data(), WithFolder() with
                {
                    Resume = true,
                    CheckpointEverySteps = 3,
                    Callbacks = [new Tiny.LossAverage(), new Call { BatchEnd = _ => { if (--left == 0) { throw new InvalidOperationException("dead"); } } }],
                });
                Tiny.Numbers(history).ShouldBe(s_unbroken.Value.Numbers);
                Tiny.Bits(network).ShouldBe(s_unbroken.Value.Bits);
                break;
            }
            catch (InvalidOperationException e) when (e.Message == "dead")
            {
            }
        }

        lives.ShouldBeGreaterThan(8);
        CheckpointFolder.List(_folder.Path).Count.ShouldBe(2);
    }

    [Fact]
    public void A_run_interrupted_in_its_validation_repeats_only_the_validation()
    {
        using var source = new CancellationTokenSource();
        var validation = new Watched(Tiny.Data(40, seed: 2), source.Cancel);
        var interrupted = Should.Throw<TrainingInterruptedException>(() => Tiny.Network().Fit(Tiny.Data(), WithFolder() with
        {
            Validation = validation,
            ValidationBatchSize = 8,
            Prefetch = 0,
            CancellationToken = source.Token,
        }));
        (interrupted.Epoch, interrupted.Batch, interrupted.Step).ShouldBe((1, 10, 10L));
        int steps = 0;
        Sequential network = Tiny.Network();
        History history = network.Fit(Tiny.Data(), WithFolder() with
        {
            Resume = true,
            Callbacks = [new Tiny.LossAverage(), new Call { BatchEnd = _ => steps++ }],
        });
        steps.ShouldBe(30);
        Tiny.Numbers(history).ShouldBe(s_unbroken.Value.Numbers);
        Tiny.Bits(network).ShouldBe(s_unbroken.Value.Bits);
    }

    [Fact]
    public void Checkpoints_prefetching_and_progress_change_no_bit()
    {
        Sequential network = Tiny.Network();
        History history = network.Fit(Tiny.Data(), WithFolder() with
        {
            CheckpointEverySteps = 1,
            Prefetch = 0,
            Progress = new Progress<TrainingProgress>(),
            ProgressInterval = TimeSpan.Zero,
        });
        Tiny.Numbers(history).ShouldBe(s_unbroken.Value.Numbers);
        Tiny.Bits(network).ShouldBe(s_unbroken.Value.Bits);
    }

    [Fact]
    public void A_finished_run_can_be_resumed_to_more_epochs()
    {
        Tiny.Network().Fit(Tiny.Data(), WithFolder(epochs: 2));
        Sequential network = Tiny.Network();
        History history = network.Fit(Tiny.Data(), WithFolder() with { Resume = true });
        Tiny.Numbers(history).ShouldBe(s_unbroken.Value.Numbers);
        Tiny.Bits(network).ShouldBe(s_unbroken.Value.Bits);

        History again = Tiny.Network().Fit(Tiny.Data(), WithFolder() with { Resume = true });
        Tiny.Numbers(again).ShouldBe(s_unbroken.Value.Numbers);
    }

    [Fact]
    public void Resuming_without_a_checkpoint_begins_from_the_beginning()
    {
        Sequential network = Tiny.Network();
        network.Fit(Tiny.Data(), WithFolder() with { Resume = true });
        Tiny.Bits(network).ShouldBe(s_unbroken.Value.Bits);
    }

    [Fact]
    public void A_new_run_into_a_folder_with_checkpoints_is_refused_and_harms_none()
    {
        Tiny.Network().Fit(Tiny.Data(), WithFolder(epochs: 1));
        string message = Should.Throw<CheckpointException>(() => Tiny.Network().Fit(Tiny.Data(), WithFolder(epochs: 1))).Message;
        message.ShouldContain("holds checkpoints of an earlier run");
        message.ShouldContain("Set FitOptions.Resume");
        CheckpointFolder.List(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_with_everything_that_differs()
    {
        Tiny.Network().Fit(Tiny.Data(), WithFolder(epochs: 1));
        string message = Should.Throw<CheckpointException>(() => Tiny.Network().Fit(Tiny.Data(samples: 151), WithFolder() with
        {
            Resume = true,
            Seed = 43,
            BatchSize = 8,
            Optimizer = new SGD(),
        })).Message;
        message.ShouldContain("FitOptions.Seed: was 42, is 43");
        message.ShouldContain("FitOptions.BatchSize: was 16, is 8");
        message.ShouldContain("FitOptions.Optimizer: was Adam, is SGD");
        message.ShouldContain("the number of training samples: was 150, is 151");
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused_with_every_parameter_that_differs_and_the_network_is_left_alone()
    {
        Tiny.Network().Fit(Tiny.Data(), WithFolder(epochs: 1));
        var other = new Sequential(new Dense(Tiny.Features, 12), new Dense(12, 3));
        string before = Tiny.Bits(other);
        string message = Should.Throw<CheckpointException>(() => other.Fit(Tiny.Data(), WithFolder() with { Resume = true })).Message;
        message.ShouldContain("is of another network");
        message.ShouldContain("(8, 16) in the checkpoint");
        message.ShouldContain("(8, 12) in the network");
        message.ShouldContain("not in the network");
        Tiny.Bits(other).ShouldBe(before);
    }

    [Fact]
    public void The_model_in_a_checkpoint_is_readable_by_itself()
    {
        Sequential network = Tiny.Network();
        network.Fit(Tiny.Data(), WithFolder(epochs: 1));
        Sequential other = Tiny.Network(seed: 8);
        other.LoadWeights(Path.Combine(CheckpointFolder.List(_folder.Path)[0], "model.safetensors"));
        Tiny.Bits(other).ShouldBe(Tiny.Bits(network));
    }

    private static Call StopAt(int step, CancellationTokenSource source) => new()
    {
        TrainBegin = c => { if (step == 0) { source.Cancel(); } },
        BatchEnd = c => { if (c.Step == step) { source.Cancel(); } },
    };

    private FitOptions WithFolder(int epochs = 4) => Tiny.Options(epochs) with { CheckpointFolder = _folder.Path };

    /// <summary>A dataset that calls when it is read for the second time.</summary>
    private sealed class Watched(Dataset inner, Action onSecondBatch) : Dataset
    {
        private int _batches;

        public override int Count => inner.Count;

        public override Shape InputShape => inner.InputShape;

        public override Batch Gather(ReadOnlySpan<int> indices)
        {
            if (++_batches == 2)
            {
                onSecondBatch();
            }

            return inner.Gather(indices);
        }
    }
}
