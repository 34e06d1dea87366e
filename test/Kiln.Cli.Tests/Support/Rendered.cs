using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kiln.Cli.Tests;

/// <summary>What a view writes to a console of a given width.</summary>
internal static class Rendered
{
    public static string Plain(IRenderable view, int width = 100) => Write(view, width, ColorSystemSupport.NoColors, AnsiSupport.No);

    /// <summary>With its color codes, the escape character written as <c>␛</c>.</summary>
    public static string Colored(IRenderable view, int width = 100) =>
        Write(view, width, ColorSystemSupport.TrueColor, AnsiSupport.Yes).Replace('\e', '␛');

    public static string Markup(string markup) => Plain(new Markup(markup), 400).TrimEnd('\n');

    private static string Write(IRenderable view, int width, ColorSystemSupport colors, AnsiSupport ansi)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = colors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(view);
        return writer.ToString();
    }
}
