using Kiln.Estimators;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary>Shows how many of the fits of a cross-validation or a search are done.</summary>
/// <param name="screen">Where to.</param>
/// <param name="what">What they are for.</param>
internal sealed class FitsProgress(Screen screen, string what) : IProgress<FitProgress>, IDisposable
{
    private readonly Lock _writing = new();
    private readonly LiveLine _line = new(screen, TimeProvider.System);
    private bool _isClosed;

    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        var left = value.Remaining < TimeSpan.FromDays(30) ? $"  {Numbers.Clock(value.Remaining)} left" : "";
        var line = $"{what}  {value.Done}/{value.Total} fits{left}";
        lock (_writing)
        {
            // Fits that a stop left behind go on for a while.
            if (!_isClosed)
            {
                _line.Show(width => Markup.Escape(line.Length > width ? line[..Math.Max(0, width)] : line), () => line);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            _isClosed = true;
            _line.Dispose();
        }
    }
}
