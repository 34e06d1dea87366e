namespace Kiln.Cli.Tests;

/// <summary>Runs a command line without a process of its own.</summary>
internal static class InProcess
{
    public static Finished Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = KilnCommand.Run(arguments, output, error);
        return new Finished(code, output.ToString(), error.ToString());
    }
}
