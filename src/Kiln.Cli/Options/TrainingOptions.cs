using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kiln.Cli;

/// <summary>The options that <c>quickstart</c> and <c>train cnn</c> share, and the run that follows from them.</summary>
internal sealed class TrainingOptions
{
    private readonly Option<string?> _out = new("--out")
    {
        Description = $"The folder of the run (default: the next free one below {RunFolder.Home}/).",
        HelpName = "DIR",
    };

    private readonly Option<int?> _seed = WholeNumber.Option("--seed", "What every random choice depends on (default: 0).", 0);

    private readonly Option<int?> _epochs = WholeNumber.Option(
        "--epochs", $"How many times each training image is seen (default: {RunSettings.DefaultEpochs}); with --resume, in all.", 1, 100_000);

    private readonly Option<int?> _batchSize = WholeNumber.Option("--batch-size", "Images per step (default: 64).", 1, 65_536);

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on with the run in this folder, from its newest checkpoint and with its settings.",
        HelpName = "RUN",
    };

    private readonly Option<int?> _trainSize = WholeNumber.Option("--train-size", $"How many digits are drawn to train on (default: {RunSettings.DefaultDrawnToTrain}); of mnist and fashion-mnist, the first N are used (default: all).", 20, 1_000_000);
    private readonly Option<int?> _testSize = WholeNumber.Option("--test-size", $"How many digits are drawn to test with (default: {RunSettings.DefaultDrawnToTest}); of mnist and fashion-mnist, the first N are used (default: all).", 10, 1_000_000);

    /// <summary>Registers the options on a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_out, _seed, _epochs, _batchSize, _resume, _trainSize, _testSize];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.AddCheck(result =>
        {
            if (result.GetResult(_resume) is { Implicit: false })
            {
                Option[] fixedByTheRun = [_out, _seed, _batchSize, _trainSize, _testSize];
                Refuse(result, fixedByTheRun, option => $"{option.Name} does not go with --resume: a resumed run keeps its settings; only --epochs can be raised.");
            }
        });
    }

    /// <summary>Whether the command goes on with an earlier run.</summary>
    public bool IsResume(ParseResult result) => result.GetValue(_resume) is not null;

    /// <summary>Applies the options to a new run's settings.</summary>
    public RunSettings Apply(ParseResult result, RunSettings defaults) => defaults with
    {
        Seed = result.GetValue(_seed) ?? defaults.Seed,
        Epochs = result.GetValue(_epochs) ?? defaults.Epochs,
        BatchSize = result.GetValue(_batchSize) ?? defaults.BatchSize,
        TrainSize = result.GetValue(_trainSize) ?? (defaults.Data == DataKind.Digits ? RunSettings.DefaultDrawnToTrain : null),
        TestSize = result.GetValue(_testSize) ?? (defaults.Data == DataKind.Digits ? RunSettings.DefaultDrawnToTest : null),
    };

    /// <summary>Runs a new run with those settings, or goes on with the one that --resume names.</summary>
    public int Run(ParseResult result, Screen screen, TextWriter error, Func<RunSettings> create, string? dataFolder = null)
    {
        using var stop = new StopSignal(error);
        if (result.GetValue(_resume) is not { } path)
        {
            var settings = create();
            return TrainingRun.Execute(screen, settings, () => RunFolder.Create(result.GetValue(_out), settings), resume: false, stop);
        }

        var folder = RunFolder.Open(path);
        var before = folder.LoadSettings();
        var progress = RunProgress.Of(folder);
        if (NothingToTrain(screen, folder, before, result.GetValue(_epochs), progress) is { } code)
        {
            return code;
        }

        var after = before with { Epochs = result.GetValue(_epochs) ?? before.Epochs, DataFolder = dataFolder ?? before.DataFolder };
        return TrainingRun.Execute(screen, after, Open, resume: progress.HasCheckpoint, stop);

        RunFolder Open()
        {
            if (after != before)
            {
                RunSettingsFile.Write(folder.Settings, after);
            }

            return folder;
        }
    }

    /// <summary>The exit code where a resumed run would have nothing to train, <see langword="null"/> where it goes on.</summary>
    private static int? NothingToTrain(Screen screen, RunFolder folder, RunSettings settings, int? epochs, RunProgress progress)
    {
        var further = $"{folder.Typed} already has {(progress.Epochs == 1 ? "1 epoch" : $"{progress.Epochs} epochs")}; give --epochs {progress.Epochs + 1} or more to train further";
        if (epochs < progress.Epochs)
        {
            throw new UserException($"--epochs {epochs}: {further}.") { IsWrongUse = true };
        }

        if (progress.ModelIsCurrent && (epochs ?? settings.Epochs) <= progress.Epochs)
        {
            screen.Paragraph($"{further}: {Invocation.CommandLine("train", "cnn", "--resume", folder.Typed, "--epochs", $"{progress.Epochs + 1}")}");
            screen.Json?.Write("finished", json =>
            {
                json.WriteString("run", folder.Path);
                json.WriteNumber("epochs", progress.Epochs);
            });
            return ExitCodes.Good;
        }

        if (progress is { HasModel: true, HasCheckpoint: false })
        {
            throw new UserException(
                $"{folder.Typed} has a trained model but no checkpoint to go on from, and starting over would replace the model. Put back a copy of "
                + $"{Invocation.PathToType(folder.Checkpoints)}, or train anew in another folder with --out. The model still works with evaluate and predict.");
        }

        if (!progress.HasCheckpoint)
        {
            screen.Paragraph($"{folder.Typed} has no checkpoint yet: starting from the beginning.");
        }

        return null;
    }

    private static void Refuse(CommandResult result, IEnumerable<Option> options, Func<Option, string> message)
    {
        foreach (var option in options.Where(option => result.GetResult(option) is { Implicit: false }))
        {
            result.AddError(message(option));
        }
    }
}
