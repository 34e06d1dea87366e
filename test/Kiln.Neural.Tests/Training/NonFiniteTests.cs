using Kiln.Data;

namespace Kiln.Neural.Tests;

public sealed class NonFiniteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NaN_in_the_data_is_found_before_the_step_and_the_samples_are_named()
    {
        FitOptions options = Tiny.Options() with { Shuffle = false, CheckpointFolder = _folder.Path };
        Sequential network = Tiny.Network();
        var error = Should.Throw<NonFiniteException>(() => network.Fit(Spoilt(samples: [37, 40], float.NaN), options));
        (error.Epoch, error.Batch, error.Step).ShouldBe((1, 3, 2L));
        error.Samples.ShouldBe([37, 40]);
        error.Message.ShouldContain("epoch 1, batch 3, step 3: NaN or infinity in the inputs of 2 samples: 37, 40 of the dataset (rows 5, 8 of the batch)");
        error.Message.ShouldContain(error.CheckpointPath!);

        // Nothing is lost: the two steps before are in the checkpoint, and with the data repaired the run is as if nothing had been.
        network.Fit(Tiny.Data(), options with { Resume = true, Optimizer = new Adam(0.01), Callbacks = [new Tiny.LossAverage()] });
        Sequential unbroken = Tiny.Network();
        unbroken.Fit(Tiny.Data(), Tiny.Options() with { Shuffle = false });
        Tiny.Bits(network).ShouldBe(Tiny.Bits(unbroken));
    }

    [Fact]
    public void A_batch_with_infinity_can_be_left_out_with_a_warning()
    {
        var logger = new FitTests.Lines();
        Sequential network = Tiny.Network();
        long steps = 0;
        History history = network.Fit(Spoilt(samples: [3], float.PositiveInfinity), Tiny.Options(epochs: 1) with
        {
            NonFinite = NonFiniteHandling.SkipBatch,
            Logger = logger,
            Callbacks = [new Call { BatchEnd = c => steps = c.Step }],
        });
        steps.ShouldBe(9);
        double.IsFinite(history.Last("loss")).ShouldBeTrue();
        logger.Text[0].ShouldMatch("^Warning: epoch 1, batch [0-9]+ skipped: NaN or infinity in the inputs of sample 3 of the dataset");
        network.NamedParameters().ShouldAllBe(p => p.Value.Value.ToArray<float>().All(float.IsFinite));
    }

    [Fact]
    public void A_loss_that_overflows_makes_no_step_and_says_what_helps()
    {
        Sequential network = Tiny.Network();
        var error = Should.Throw<NonFiniteException>(() => network.Fit(Tiny.Data(), Tiny.Options() with { Loss = new Exploding(after: 4) }));
        error.Step.ShouldBe(4);
        error.Samples.Count.ShouldBe(16);
        error.Message.ShouldContain("the loss is infinite although the network's outputs are finite");
        error.Message.ShouldContain("The network holds the parameters from before this step.");
        network.NamedParameters().ShouldAllBe(p => p.Value.Value.ToArray<float>().All(float.IsFinite));
    }

    [Fact]
    public void Parameters_that_became_NaN_are_named_and_no_checkpoint_of_them_is_written()
    {
        Sequential network = Tiny.Network();
        var options = Tiny.Options() with
        {
            CheckpointFolder = _folder.Path,
            CheckpointEverySteps = 2,
            CheckpointsKept = 1,
            Callbacks = [new Call { BatchEnd = c => { if (c.Step == 5) { Spoil(network); } } }],
        };
        var error = Should.Throw<NonFiniteException>(() => network.Fit(Tiny.Data(), options));
        error.Message.ShouldContain("NaN or infinite in the parameter");
        error.Message.ShouldContain("3.weight");
        error.Message.ShouldContain("smaller Optimizer.LearningRate");
        Path.GetFileName(error.CheckpointPath).ShouldBe("step-0000000004-epoch-0000");
    }

    [Fact]
    public void Ignoring_goes_on()
    {
        History history = Tiny.Network().Fit(Spoilt([3], float.NaN), Tiny.Options(epochs: 1) with { NonFinite = NonFiniteHandling.Ignore });
        history.Last("loss").ShouldBe(double.NaN);
    }

    private static TensorDataset Spoilt(int[] samples, float value)
    {
        TensorDataset clean = Tiny.Data();
        float[] x = clean.X.ToArray<float>();
        foreach (int sample in samples)
        {
            x[(sample * Tiny.Features) + 2] = value;
        }

        return new TensorDataset(Tensor.From(x, clean.X.Shape), clean.Y, allowNonFinite: true);
    }

    private static void Spoil(Module network)
    {
        Parameter last = network.NamedParameters().Last(p => p.Key.EndsWith("weight", StringComparison.Ordinal)).Value;
        last.Assign(Tensor.Full(last.Shape, double.NaN));
    }

    private sealed class Exploding(int after) : Loss
    {
        private int _calls;

        public override string Name => "exploding";

        public override Tensor Compute(Tensor outputs, Tensor targets) =>
            ++_calls > after ? Tensor.Scalar(float.PositiveInfinity) : new SoftmaxCrossEntropy().Compute(outputs, targets);
    }
}
