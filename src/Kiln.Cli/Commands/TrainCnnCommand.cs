using System.CommandLine;

namespace Kiln.Cli;

/// <summary><c>kiln train cnn</c>: a convolutional network on small pictures.</summary>
internal static class TrainCnnCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var data = new DataOptions("digits");
        var training = new TrainingOptions();
        var command = new Command("cnn", "Train a convolutional network on small pictures: drawn digits, MNIST or Fashion-MNIST.");
        data.AddTo(command);
        training.AddTo(command);
        command.SetAction(result => training.Run(
            result,
            common.Open(result),
            common.Error,
            () =>
            {
                var kind = data.Kind(result) ?? DataKind.Digits;
                return training.Apply(result, new RunSettings { Name = $"cnn-{DataKinds.NameOf(kind)}", Data = kind, DataFolder = data.Folder(result) });
            },
            data.Folder(result)));
        return command;
    }
}
