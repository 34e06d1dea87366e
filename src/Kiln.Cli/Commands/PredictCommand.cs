using System.CommandLine;

using Kiln.Data;

namespace Kiln.Cli;

/// <summary>
/// <c>kiln predict RUN --input picture.png</c>: what a trained network sees in pictures; <c>kiln predict DIR --input c.csv --output p.csv</c>: what a fitted
/// estimator predicts for the rows of a table. Which of the two is seen from what the folder holds.
/// </summary>
internal static class PredictCommand
{
    private const int ClassesShown = 3;

    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run, or of a fitted estimator (kiln fit --out)." };
        var input = new Option<string[]>("--input")
        {
            Description = "The picture, a PNG file of any size; several may follow. For an estimator, the table (CSV; - for standard input).",
            HelpName = "FILE",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--output") { Description = "Where the predictions for a table go (default, and -: standard output).", HelpName = "p.csv" };
        var form = new TableOptions();
        var command = new Command("predict", "Show what a trained network sees in pictures, or what a fitted estimator predicts for a table.");
        command.Arguments.Add(run);
        command.Options.Add(input);
        command.Options.Add(output);
        form.AddFormTo(command);
        command.SetAction(result =>
        {
            var (path, inputs) = (result.GetValue(run)!, result.GetValue(input)!);
            var screen = common.Open(result);
            if (!FittedFolder.Is(path))
            {
                ModelFolders.MustBeOne(path);
                return result.GetValue(output) is null
                    ? Run(screen, common.Error, RunFolder.Open(path), inputs)
                    : throw new UserException($"--output is for tables, and {path} holds no fitted estimator.") { IsWrongUse = true };
            }

            if (inputs.Length != 1)
            {
                throw new UserException($"--input: {inputs.Length} files were given; a fitted estimator takes one table at a time.") { IsWrongUse = true };
            }

            using var stop = new StopSignal(common.Error);
            using var tables = new PipedTables(stop.Token);
            var place = result.GetValue(output);
            return TablePredictions.Run(screen, path, PipedTables.Named(inputs[0]), place == PipedTables.Dash ? null : place, form.Reading(result), tables, stop.Token);
        });
        return command;
    }

    private static int Run(Screen screen, TextWriter error, RunFolder folder, string[] paths)
    {
        var settings = folder.LoadSettings();
        var classes = DataKinds.ClassNames(settings.Data);
        var network = folder.LoadNetwork();
        var code = ExitCodes.Good;
        foreach (var path in paths)
        {
            if (TryPrepare(path, settings.Data, screen, error) is not { } picture)
            {
                code = ExitCodes.Failed;
                continue;
            }

            var tensor = picture.ToTensor();
            var logits = network.Predict(tensor.Reshape([1, .. tensor.Shape.Sizes]));
            Answer(screen, path, picture, classes, Softmax.Of(logits.ToArray<float>()));
        }

        return code;
    }

    /// <summary>The picture as the network takes it; <see langword="null"/> for one that cannot be read, which is told and keeps the others from nothing.</summary>
    private static Image? TryPrepare(string path, DataKind kind, Screen screen, TextWriter error)
    {
        try
        {
            return Prepare(path, kind);
        }
        catch (Exception failure) when (FailureReport.Explain(failure) is { IsExpected: true, Message: var message })
        {
            error.WriteLine($"kiln: {message}");
            screen.Json?.Write("error", json =>
            {
                json.WriteString("message", message);
                json.WriteString("input", path);
            });
            return null;
        }
    }

    private static Image Prepare(string path, DataKind kind)
    {
        if (!File.Exists(path))
        {
            throw new UserException(Directory.Exists(path) ? $"--input {path}: this is a folder; name PNG files." : $"--input {path}: there is no such file.");
        }

        var picture = Png.Read(path);
        return kind == DataKind.FashionMnist ? picture.ToGray().Resize(DataKinds.Side, DataKinds.Side) : DigitPicture.Prepare(picture, DataKinds.Side);
    }

    private static void Answer(Screen screen, string path, Image picture, IReadOnlyList<string> classes, double[] probabilities)
    {
        var best = Enumerable.Range(0, classes.Count).OrderByDescending(index => probabilities[index]).ToArray();
        screen.Text.Write(new PictureView(PictureView.Brightness(picture), picture.Width));
        screen.Line(
            $"{path}: {classes[best[0]]} ({Numbers.Percent(probabilities[best[0]], 1)}); next "
            + string.Join(", ", best.Skip(1).Take(ClassesShown - 1).Select(index => $"{classes[index]} ({Numbers.Percent(probabilities[index], 1)})")));
        screen.Json?.Write("prediction", json =>
        {
            json.WriteString("input", path);
            json.WriteString("prediction", classes[best[0]]);
            json.WriteNumber("probability", probabilities[best[0]]);
            json.WriteStartObject("probabilities");
            foreach (var index in best)
            {
                json.WriteNumber(classes[index], probabilities[index]);
            }

            json.WriteEndObject();
        });
    }
}
