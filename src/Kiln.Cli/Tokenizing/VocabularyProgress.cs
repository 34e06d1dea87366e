using Kiln.Tokenizers;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary>Shows how far the training of a vocabulary is; told by several threads.</summary>
/// <param name="screen">Where to.</param>
internal sealed class VocabularyProgress(Screen screen) : IProgress<TokenizerTrainingProgress>, IDisposable
{
    private const string Counting = "counting words";

    private readonly Lock _showing = new();
    private readonly LiveLine _line = new(screen, TimeProvider.System);

    /// <inheritdoc/>
    public void Report(TokenizerTrainingProgress value)
    {
        var line = value.Total is { } total
            ? $"{value.Stage}  {Numbers.Count(value.Done)} of {Numbers.Count(total)} tokens"
            : $"{value.Stage}{(value.Done == 0 ? "" : $"  {Numbers.Count(value.Done)} {(value.Stage == Counting ? "lines" : "tokens")}")}";
        lock (_showing)
        {
            _line.Show(width => Markup.Escape(line.Length > width ? line[..Math.Max(0, width)] : line), () => line);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
