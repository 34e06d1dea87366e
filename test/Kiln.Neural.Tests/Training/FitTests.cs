using Kiln.Data;
using Kiln.Evaluation;
using Microsoft.Extensions.Logging;

namespace Kiln.Neural.Tests;

public sealed class FitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_learns_and_its_history_says_how()
    {
        Sequential network = Tiny.Network();
        History history = network.Fit(Tiny.Data(600), Tiny.Options(epochs: 15));
        history.Columns.ShouldBe(["loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "seconds"]);
        history.Epochs.ShouldBe(15);
        history.Last("loss").ShouldBeLessThan(history["loss"][0] / 2);
        history.Last("val_accuracy").ShouldBeGreaterThan(0.85);
        history["learning_rate"][1].ShouldBe(0.01 * 0.97, 1e-12);
    }

    [Fact]
    public void The_loss_of_an_epoch_is_the_mean_over_samples_also_with_a_short_last_batch()
    {
        var losses = new List<(double Loss, int Samples)>();
        TensorDataset data = Tiny.Data(50);
        History history = Tiny.Network().Fit(data, Tiny.Options(epochs: 1) with
        {
            Callbacks = [new Call { BatchEnd = c => losses.Add((c.BatchLoss, c.Batch == 4 ? 2 : 16)) }],
        });
        losses.Count.ShouldBe(4);
        history.Last("loss").ShouldBe(losses.Sum(l => l.Loss * l.Samples) / 50, 1e-12);
    }

    [Fact]
    public void Callbacks_are_called_in_order_and_closed_whatever_happens()
    {
        var calls = new List<string>();
        Call recorder = new()
        {
            TrainBegin = _ => calls.Add("begin"),
            EpochBegin = c => calls.Add($"epoch {c.Epoch}"),
            BatchEnd = c => calls.Add($"{c.Epoch}.{c.Batch}/{c.Batches}"),
            EpochEnd = c => calls.Add($"end {c.Epoch} of {c.History.Epochs}"),
            Checkpoint = c => calls.Add($"saved {Path.GetFileName(c.CheckpointPath)}"),
            TrainEnd = _ => calls.Add("end"),
            Close = () => calls.Add("close"),
        };
        Tiny.Network().Fit(Tiny.Data(20), Tiny.Options(epochs: 2) with { Callbacks = [recorder], CheckpointFolder = _folder.Path });
        calls.ShouldBe(
        [
            "begin", "epoch 1", "1.1/2", "1.2/2", "end 1 of 1", "saved step-0000000002-epoch-0001",
            "epoch 2", "2.1/2", "2.2/2", "end 2 of 2", "saved step-0000000004-epoch-0002", "end", "close",
        ]);

        calls.Clear();
        var failing = new Call { Tag = "2", BatchEnd = _ => throw new InvalidOperationException("mine") };
        Should.Throw<InvalidOperationException>(() => Tiny.Network().Fit(Tiny.Data(20), Tiny.Options() with { Callbacks = [recorder, failing] }));
        calls.ShouldBe(["begin", "epoch 1", "1.1/2", "close"]);
    }

    [Fact]
    public void Early_stopping_ends_the_run_and_puts_back_the_best_parameters()
    {
        var bits = new List<string>();
        var stopping = new EarlyStopping { Monitor = "val_accuracy", Patience = 2 };
        Sequential network = Tiny.Network();
        History history = network.Fit(Tiny.Data(40), Tiny.Options(epochs: 60) with
        {
            Callbacks = [stopping, new Call { EpochEnd = c => bits.Add(Tiny.Bits(c.Network)) }],
        });
        history.Epochs.ShouldBeLessThan(60);
        history.Epochs.ShouldBe(stopping.BestEpoch + 2);
        stopping.BestValue.ShouldBe(history["val_accuracy"].Max());
        Tiny.Bits(network).ShouldBe(bits[stopping.BestEpoch - 1]);
    }

    [Fact]
    public void Early_stopping_says_which_column_is_missing()
    {
        var options = Tiny.Options() with { Validation = null, Callbacks = [new EarlyStopping()] };
        Should.Throw<InvalidOperationException>(() => Tiny.Network().Fit(Tiny.Data(), options)).Message
            .ShouldBe("EarlyStopping.Monitor: the history will have no column 'val_loss'; set FitOptions.Validation");
    }

    [Fact]
    public void Progress_tells_epoch_batch_loss_metrics_throughput_and_time_left()
    {
        var reports = new List<TrainingProgress>();
        History history = Tiny.Network().Fit(Tiny.Data(64), Tiny.Options(epochs: 2) with
        {
            Progress = new Inline(reports.Add),
            ProgressInterval = TimeSpan.Zero,
            ValidationBatchSize = 20,
        });
        reports.Select(r => $"{r.Phase} {r.Epoch}/{r.Epochs} {r.Batch}/{r.Batches}").ShouldBe(
        [
            "Training 1/2 1/4", "Training 1/2 2/4", "Training 1/2 3/4", "Training 1/2 4/4", "Validation 1/2 1/2", "Validation 1/2 2/2", "EpochEnd 1/2 4/4",
            "Training 2/2 1/4", "Training 2/2 2/4", "Training 2/2 3/4", "Training 2/2 4/4", "Validation 2/2 1/2", "Validation 2/2 2/2", "EpochEnd 2/2 4/4",
        ]);
        reports[3].Loss.ShouldBe(history["loss"][0]);
        reports[3].Metrics["accuracy"].ShouldBe(history["accuracy"][0]);
        reports[3].SamplesPerSecond.ShouldBeGreaterThan(0);
        reports[3].EpochTimeLeft.ShouldBe(TimeSpan.Zero);
        reports[3].TimeLeft!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        reports[6].Metrics["val_accuracy"].ShouldBe(history["val_accuracy"][0]);
        reports[^1].Step.ShouldBe(8);
        reports[^1].TimeLeft.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_logger_gets_a_line_per_epoch()
    {
        var logger = new Lines();
        Tiny.Network().Fit(Tiny.Data(20), Tiny.Options(epochs: 2) with { Logger = logger });
        logger.Text.Count.ShouldBe(2);
        logger.Text[1].ShouldMatch(@"^Information: epoch 2/2: loss \d\.\d{4}, accuracy \d\.\d{4}, val_loss \d\.\d{4}, val_accuracy \d\.\d{4}, \d+\.\d s$");
    }

    [Fact]
    public void Curves_go_to_a_csv_file_and_to_TensorBoard()
    {
        string csv = _folder.File("curves/history.csv");
        using var board = new TensorBoardLog(_folder.File("events"));
        History history = Tiny.Network().Fit(Tiny.Data(20), Tiny.Options(epochs: 2) with { Callbacks = [new CsvLog(csv), board, new TextReport(TextWriter.Null)] });
        HistoryTable.Load(csv)[1, "val_loss"].ShouldBe(history["val_loss"][1]);
        new FileInfo(Directory.GetFiles(_folder.File("events")).ShouldHaveSingleItem()).Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Curves_that_cannot_be_written_are_warned_of_and_end_nothing()
    {
        File.WriteAllText(_folder.File("file"), "in the way");
        var logger = new Lines();
        using var board = new TensorBoardLog(_folder.File("file"));
        History history = Tiny.Network().Fit(Tiny.Data(20), Tiny.Options(epochs: 1) with
        {
            Callbacks = [new CsvLog(_folder.File("file/history.csv")), board],
            Logger = logger,
        });
        history.Epochs.ShouldBe(1);
        logger.Text.Count(l => l.StartsWith("Warning: ", StringComparison.Ordinal) && l.Contains("training goes on", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public void Options_are_checked_and_the_property_is_named()
    {
        Expect(o => o with { Loss = null! }, "FitOptions.Loss: not set");
        Expect(o => o with { Epochs = 0 }, "FitOptions.Epochs: 0; expected at least 1");
        Expect(o => o with { BatchSize = -1 }, "FitOptions.BatchSize: -1");
        Expect(o => o with { Prefetch = -1 }, "FitOptions.Prefetch: -1");
        Expect(o => o with { GradientClipNorm = 0 }, "FitOptions.GradientClipNorm: 0");
        Expect(o => o with { CheckpointEverySteps = 10 }, "FitOptions.CheckpointFolder: not set, but CheckpointEverySteps needs it");
        Expect(o => o with { Resume = true }, "FitOptions.CheckpointFolder: not set, but Resume needs it");
        Expect(o => o with { CheckpointFolder = " " }, "FitOptions.CheckpointFolder: empty");
        Expect(o => o with { Metrics = [new Accuracy(), new Accuracy()] }, "FitOptions.Metrics: two with the name 'accuracy'");
        Expect(o => o with { Callbacks = [new EarlyStopping(), new EarlyStopping()] }, "FitOptions.Callbacks: two with the name 'EarlyStopping'");
        Expect(o => o with { Validation = Tiny.Data(0) }, "FitOptions.Validation: the dataset has no samples");
        Expect(o => o with { DropLastBatch = true, BatchSize = 1000 }, "FitOptions.DropLastBatch: 150 samples do not fill one batch of 1000");
        Should.Throw<DatasetException>(() => Tiny.Network().Fit(Tiny.Data(0), Tiny.Options())).Message.ShouldContain("no samples");
        Should.Throw<ArgumentException>(() => new Sequential(new ReLU()).Fit(Tiny.Data(), Tiny.Options())).Message.ShouldContain("no trainable parameter");

        static void Expect(Func<FitOptions, FitOptions> change, string message) =>
            Should.Throw<ArgumentException>(() => Tiny.Network().Fit(Tiny.Data(), change(Tiny.Options()))).Message.ShouldStartWith(message);
    }

    [Fact]
    public void A_loop_of_ones_own_makes_the_same_steps()
    {
        TensorDataset data = Tiny.Data();
        Sequential fitted = Tiny.Network();
        FitOptions options = Tiny.Options(epochs: 1) with { Callbacks = [] };
        fitted.Fit(data, options);

        Sequential looped = Tiny.Network();
        var step = new TrainingStep(looped, new SoftmaxCrossEntropy(), new Adam(0.01), options.Seed);
        foreach (Batch batch in new DataLoader(data, options.BatchSize, seed: options.Seed).Epoch(0, cancellationToken: TestContext.Current.CancellationToken))
        {
            step.Run(batch).ShouldBeGreaterThan(0);
        }

        step.Count.ShouldBe(10);
        Tiny.Bits(looped).ShouldBe(Tiny.Bits(fitted));
    }

    [Fact]
    public void Clipping_bounds_the_gradients_common_norm()
    {
        var a = new Parameter(Tensor.From([1f, 2f]));
        var b = new Parameter(Tensor.From([3.0]));
        a.SetGradient(Tensor.From([3f, 0f]));
        b.SetGradient(Tensor.From([4.0]));
        GradientClipping.ClipNorm([a, b], 10).ShouldBe(5);
        a.Gradient!.ToArray<float>().ShouldBe([3, 0]);
        GradientClipping.ClipNorm([a, b], 1).ShouldBe(5);
        a.Gradient!.ToArray<float>().ShouldBe([0.6f, 0]);
        b.Gradient!.ToArray<double>().ShouldBe([0.8]);
    }

    internal sealed class Inline(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    internal sealed class Lines : ILogger
    {
        public List<string> Text { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Text.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
