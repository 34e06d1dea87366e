namespace Kiln.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Good = 0;

    /// <summary>The command was understood and did not reach its end: bad data, no room.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong: an unknown option, a value out of range.</summary>
    public const int WrongUse = 2;

    /// <summary>Stopped by Ctrl-C or a signal that asks the program to end: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Stopped = 130;
}
