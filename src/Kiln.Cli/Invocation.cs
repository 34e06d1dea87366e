namespace Kiln.Cli;

/// <summary>How the user started this program, for commands that are printed to be pasted.</summary>
internal static class Invocation
{
    private static readonly System.Buffers.SearchValues<char> s_plain = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%");

    /// <summary>
    /// The program as it was typed: what the <c>kiln</c> script passes in <c>KILN_COMMAND</c> (already quoted), else <c>kiln</c>.
    /// </summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("KILN_COMMAND") is { Length: > 0 } typed ? typed : "kiln";

    /// <summary>A command line to paste: the program and its arguments, quoted for the shell where they need it.</summary>
    public static string CommandLine(params ReadOnlySpan<string> arguments)
    {
        var line = new System.Text.StringBuilder(Program);
        foreach (var argument in arguments)
        {
            line.Append(' ').Append(Quote(argument));
        }

        return line.ToString();
    }

    /// <summary>A path as the user would type it: relative when it lies below the current folder, else in full.</summary>
    public static string PathToType(string path)
    {
        var full = Path.GetFullPath(path);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? full : relative;
    }

    private static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(s_plain))
        {
            return argument;
        }

        return OperatingSystem.IsWindows()
            ? $"\"{argument}\""
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
