using System.Diagnostics;

using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;

namespace Kiln.Cli;

/// <summary>One training run from the data to the report: what <c>quickstart</c> and <c>train cnn</c> share.</summary>
internal static class TrainingRun
{
    private const double ValidationShare = 0.1;
    private const int StepsBetweenCheckpoints = 500;
    private const int MistakesInReport = 24;
    private const int SamplePictures = 10;

    /// <summary>Trains, evaluates, shows and saves.</summary>
    /// <param name="screen">Where to show.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="open">Makes or opens the run's folder; called once the files of the data are there, so that missing ones leave no empty run behind.</param>
    /// <param name="resume">Whether to go on from the folder's newest checkpoint.</param>
    /// <param name="stop">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static int Execute(Screen screen, RunSettings settings, Func<RunFolder> open, bool resume, StopSignal stop)
    {
        var clock = Stopwatch.StartNew();
        RunFolder? drawn = null;
        if (settings.Data == DataKind.Digits)
        {
            drawn = open(); // Drawing needs no file that could be missing: whether the folder can be used is known before it.
            screen.Paragraph($"Drawing {Numbers.Count(settings.TrainSize ?? 0)} digits to train on and {Numbers.Count(settings.TestSize ?? 0)} to test with…");
        }

        var (images, test) = DataKinds.Load(settings, screen, stop.Token);
        var folder = drawn ?? open();
        var (train, validation) = Split.TrainTest(images, ValidationShare, (uint)settings.Seed);
        var network = DigitNetwork.Create(images.InputShape, images.ClassNames.Count, settings.Seed);
        Announce(screen, folder, settings, network, train.Count, validation.Count, resume);

        History history;
        try
        {
            history = Fit(screen, folder, settings, network, train, validation, resume, stop.Token);
            ModelWriter.Write(network, folder, screen.Warn);
        }
        catch (TrainingInterruptedException interruption)
        {
            return Interrupted(screen, folder, interruption);
        }
        catch (CheckpointException missing) when (missing.History is not null)
        {
            history = missing.History;
            ModelWriter.Write(network, folder, screen.Warn);
            WarnOfLastCheckpoint(screen, folder, settings);
        }

        var examined = Examined.Run(network, test, settings.BatchSize, stop.Token);
        IReadOnlyList<string> samples = [];
        var isComplete = TryWrite(screen, "the sample pictures", () => samples = SaveSamples(folder, test));
        var result = new RunResult(folder, settings, network, history, examined, clock.Elapsed, samples);
        isComplete &= TryWrite(screen, "report.html", () => RunReport.Write(result, test.InputShape, examined.Mistakes(MistakesInReport)));
        Show(screen, result, isComplete);
        return ExitCodes.Good;
    }

    private static void WarnOfLastCheckpoint(Screen screen, RunFolder folder, RunSettings settings)
    {
        const string Saved = "the last checkpoint could not be saved; the trained network is.";
        if (RunProgress.Checkpoints(folder).Count == 0)
        {
            screen.Warn($"{Saved} It works with evaluate and predict, but cannot be trained further.");
            return;
        }

        screen.Warn($"{Saved} To train it further, first put right what kept the checkpoint from being written, then use:");
        screen.Line($"  {Invocation.CommandLine("train", "cnn", "--resume", folder.Typed, "--epochs", $"{settings.Epochs + 2}")}");
    }

    /// <summary>Writes something beside the model, which is safe by then; a failure is told and does not fail the run.</summary>
    private static bool TryWrite(Screen screen, string what, Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            screen.Warn($"{what} could not be written: {LibraryMessages.Translate(error.Message)} The trained network is saved.");
            return false;
        }
    }

    private static History Fit(
        Screen screen, RunFolder folder, RunSettings settings, Module network, Dataset train, Dataset validation, bool resume, CancellationToken stop)
    {
        using var view = new TrainingView(screen);
        using var recorder = new RunRecorder(folder, view.Warn);
        return network.Fit(train, new FitOptions
        {
            Loss = new SoftmaxCrossEntropy(),
            Optimizer = new Adam(settings.LearningRate),
            Metrics = [new Accuracy()],
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            Validation = validation,
            Seed = (ulong)settings.Seed,
            Callbacks = [recorder],
            Progress = view,
            Logger = new ScreenLogger(view.Warn),
            CancellationToken = stop,
            CheckpointFolder = folder.Checkpoints,
            CheckpointEverySteps = StepsBetweenCheckpoints,
            Resume = resume,
        });
    }

    private static void Announce(Screen screen, RunFolder folder, RunSettings settings, Module network, int train, int validation, bool resume)
    {
        screen.Paragraph(
            $"{(resume ? "Going on with" : "Training")} a convolutional network of {Numbers.Count(network.CountParameters())} parameters on "
            + $"{Numbers.Count(train)} images, {Numbers.Count(validation)} more for validation. Ctrl-C saves and stops.");
        screen.Json?.Write("start", json =>
        {
            json.WriteString("run", folder.Path);
            json.WriteString("data", DataKinds.NameOf(settings.Data));
            json.WriteNumber("train_images", train);
            json.WriteNumber("validation_images", validation);
            json.WriteNumber("parameters", network.CountParameters());
            json.WriteNumber("epochs", settings.Epochs);
            json.WriteNumber("batch_size", settings.BatchSize);
            json.WriteNumber("seed", settings.Seed);
            json.WriteBoolean("resumed", resume);
        });
    }

    private static int Interrupted(Screen screen, RunFolder folder, TrainingInterruptedException interruption)
    {
        var command = Invocation.CommandLine("train", "cnn", "--resume", folder.Typed);
        screen.Line($"Stopped in epoch {interruption.Epoch} after {interruption.Batch} batches.");
        if (interruption.InnerException is { } unsaved)
        {
            screen.Warn($"where it stands could not be saved: {LibraryMessages.Translate(unsaved.Message)}");
        }

        if (interruption.CheckpointPath is not { } checkpoint)
        {
            return ExitCodes.Stopped;
        }

        screen.Paragraph($"A checkpoint is saved in {Invocation.PathToType(checkpoint)}.");
        screen.Line(interruption.InnerException is null ? "Go on where it stopped with:" : "Go on from there with:");
        screen.Line($"  {command}");
        screen.Json?.Write("interrupted", json =>
        {
            json.WriteString("run", folder.Path);
            json.WriteString("checkpoint", checkpoint);
            json.WriteNumber("epoch", interruption.Epoch);
            json.WriteNumber("batch", interruption.Batch);
            json.WriteNumber("step", interruption.Step);
            json.WriteString("resume", command);
        });
        return ExitCodes.Stopped;
    }

    private static void Show(Screen screen, RunResult result, bool isComplete)
    {
        ExaminedView.Show(screen, result.Examined);
        screen.Line();
        screen.Paragraph(isComplete
            ? $"Done in {Numbers.Seconds(result.Duration)}. Model, history.csv, TensorBoard events and report.html are in"
            : $"Done in {Numbers.Seconds(result.Duration)}. The model and what else could be written are in");
        screen.Line($"  {result.Folder.Typed}");
        screen.Line("Try next:");
        foreach (var command in result.NextCommands)
        {
            screen.Line($"  {command.Line}");
        }

        screen.Json?.Write("result", json =>
        {
            ExaminedView.Write(json, result.Examined);
            json.WriteFinite("seconds", result.Duration.TotalSeconds);
            json.WriteString("run", result.Folder.Path);
            json.WriteString("model", result.Folder.Weights);
            json.WriteString("history", result.Folder.History);
            json.WriteString("report", result.Folder.Report);
            json.WriteStartArray("next");
            foreach (var command in result.NextCommands)
            {
                json.WriteStringValue(command.Line);
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Saves the first test picture of some classes, so that there is something to predict.</summary>
    private static List<string> SaveSamples(RunFolder folder, ImageDataset test)
    {
        Directory.CreateDirectory(folder.Samples);
        var paths = new List<string>();
        foreach (var index in Enumerable.Range(0, test.Count).DistinctBy(index => test.Labels[index]).Take(SamplePictures))
        {
            var name = test.ClassNames[test.Labels[index]].Replace('/', '-').Replace(' ', '-');
            var path = Path.Combine(folder.Samples, name + ".png");
            Png.Write(path, test.GetImage(index));
            paths.Add(path);
        }

        return paths;
    }
}
