namespace Kiln.Evaluation;

/// <summary>One line of a <see cref="LineChart"/>. NaN and infinite values leave a gap.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="X">Horizontal positions.</param>
/// <param name="Y">Values, as many.</param>
public sealed record LineSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>A line over 1, 2, 3, … (epochs).</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="y">Values.</param>
    public LineSeries(string name, IReadOnlyList<double> y)
        : this(name, [.. Enumerable.Range(1, y?.Count ?? 0).Select(static i => (double)i)], y ?? [])
    {
    }

    /// <summary>Whether the line is drawn dashed, so that it differs not by color alone. Default: false.</summary>
    public bool Dashed { get; init; }
}

/// <summary>A ring around one point of a line, with a guide down to the axis and a note: the best epoch, say.</summary>
/// <param name="Series">Index of the line.</param>
/// <param name="X">Horizontal position of one of its points; a marker where the line has none is left out.</param>
/// <param name="Label">The note.</param>
public sealed record LineMarker(int Series, double X, string Label);
