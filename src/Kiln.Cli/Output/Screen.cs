using Spectre.Console;

namespace Kiln.Cli;

/// <summary>Where a command writes: text for people on one stream and, with <c>--json</c>, results for programs on another.</summary>
internal sealed class Screen
{
    private const int PlainWidth = 120;

    internal Screen(IAnsiConsole text, bool isLive, JsonLines? json)
    {
        Text = text;
        IsLive = isLive;
        Json = json;
    }

    /// <summary>Text for people: standard output, or standard error with <c>--json</c>.</summary>
    public IAnsiConsole Text { get; }

    /// <summary>Whether <see cref="Text"/> is a terminal whose last line can be rewritten.</summary>
    public bool IsLive { get; }

    /// <summary>Results for programs, or <see langword="null"/> without <c>--json</c>.</summary>
    public JsonLines? Json { get; }

    /// <summary>Opens the screen over the process's streams; colors and live lines follow from what the stream is connected to.</summary>
    public static Screen Open(TextWriter output, TextWriter error, bool json)
    {
        var isTerminal = json ? !Console.IsErrorRedirected && ReferenceEquals(error, Console.Error)
            : !Console.IsOutputRedirected && ReferenceEquals(output, Console.Out);
        return Open(json ? error : output, isTerminal, json ? new JsonLines(output) : null);
    }

    /// <summary>Opens the screen over any writer.</summary>
    /// <param name="text">The stream for people.</param>
    /// <param name="isTerminal">Whether it is a terminal.</param>
    /// <param name="json">The stream for programs.</param>
    public static Screen Open(TextWriter text, bool isTerminal, JsonLines? json)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && !NoColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth; // A file has no width: the same lines whatever window the command was started from.
        }

        return new Screen(console, isTerminal && console.Profile.Capabilities.Ansi, json);
    }

    /// <summary>Writes a line as it is: not wrapped, so that a command or a path in it can be copied whole. What would steer a terminal is shown by its number.</summary>
    public void Line(string text = "") => Verbatim(Printable.Text(text));

    /// <summary>Writes a line of data, of which nothing may be changed.</summary>
    public void Verbatim(string text)
    {
        var writer = Text.Profile.Out.Writer;
        writer.Write(text + "\n");
        writer.Flush();
    }

    /// <summary>Writes a sentence or two: wrapped between words on a terminal, one line on a stream that has no width.</summary>
    public void Paragraph(string text)
    {
        var words = IsLive ? Wrap(text, Text.Profile.Width - 1) : text;
        Line(words);
    }

    /// <summary>Tells of something that went wrong and does not end the command.</summary>
    public void Warn(string text)
    {
        Paragraph($"warning: {Printable.Message(text)}");
        Json?.Write("warning", json => json.WriteString("message", text));
    }

    /// <summary>Breaks lines between words; a word that is longer than a line, as a path may be, is left whole.</summary>
    internal static string Wrap(string text, int width)
    {
        var lines = new System.Text.StringBuilder(text.Length + 8);
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                lines.Append('\n');
                column = 0;
            }
            else if (column > 0)
            {
                lines.Append(' ');
                column++;
            }

            lines.Append(word);
            column += word.Length;
        }

        return lines.ToString();
    }

    /// <summary>The convention of no-color.org: any value that is not empty.</summary>
    private static bool NoColor => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
}
