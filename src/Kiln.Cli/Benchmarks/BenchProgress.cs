namespace Kiln.Cli;

/// <summary>Shows what is being measured and how far the measuring has come, on the last line of a terminal; a stream that keeps its lines gets none of it.</summary>
/// <param name="screen">Where to.</param>
/// <param name="steps">How many steps there will be.</param>
internal sealed class BenchProgress(Screen screen, int steps) : IDisposable
{
    private readonly LiveLine _line = new(screen, TimeProvider.System);
    private int _step;

    /// <summary>Begins the next step.</summary>
    public void Next(string name)
    {
        _step++;
        _line.Show(width => Line(name, _step, steps, width));
    }

    /// <summary>Removes the line, so that other text can follow.</summary>
    public void Pause() => _line.Dispose();

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    /// <summary>The markup of the line; it never reaches the last column.</summary>
    public static string Line(string name, int step, int steps, int width)
    {
        var text = $"measuring {step}/{steps}: {name}";
        return text.Length < width ? $"[grey]measuring {step}/{steps}:[/] {name}" : text[..Math.Max(0, width - 1)];
    }
}
