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

    /// <summary>How it is drawn. Default: a line, with dots while the chart has few points.</summary>
    public SeriesStyle Style { get; init; }

    /// <summary>Whether it stands back: a thin gray line, for references and for the many that nobody names. Default: false.</summary>
    public bool Muted { get; init; }

    /// <summary>Lower edge of a band around the line, one per value; no band when null.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>Upper edge of the band, one per value.</summary>
    public IReadOnlyList<double>? Upper { get; init; }
}

/// <summary>How a <see cref="LineSeries"/> is drawn.</summary>
public enum SeriesStyle
{
    /// <summary>A line, with dots while the chart has few points.</summary>
    Automatic,

    /// <summary>A line without dots.</summary>
    Line,

    /// <summary>Dots without a line; where there are more than pixels can show, one for each small square.</summary>
    Points,
}

/// <summary>A ring around one point of a line, with a guide down to the axis and a note: the best epoch, say.</summary>
/// <param name="Series">Index of the line.</param>
/// <param name="X">Horizontal position of one of its points; a marker where the line has none is left out.</param>
/// <param name="Label">The note.</param>
public sealed record LineMarker(int Series, double X, string Label);
