namespace Kiln.Evaluation;

/// <summary>
/// A chart that renders itself as SVG: deterministic, culture-invariant text without scripts or external resources, light or dark by the
/// reader's <c>prefers-color-scheme</c>, with an accessible title and description.
/// </summary>
public abstract class Chart
{
    private protected Chart()
    {
    }

    /// <summary>Headline of the chart, and its accessible name; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the chart shows, in words, for readers who cannot see it; composed from the data when empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Width in pixels, 160 to 8000; the picture scales with its container.</summary>
    public int Width { get; init; } = 560;

    /// <summary>The chart as a document of its own, with its style sheet and background.</summary>
    /// <exception cref="ArgumentException">A property of the chart is out of range; the message names it.</exception>
    public string ToSvg() => Render("chart", standalone: true) + "\n";

    /// <summary>The chart as an element of a page that carries <see cref="ChartStyle.Css"/> itself.</summary>
    /// <param name="id">Prefix of the element ids, unique in the page.</param>
    internal string ToInlineSvg(string id) => Render(id, standalone: false);

    /// <summary>Height in pixels that the content needs; the place to check the properties.</summary>
    private protected abstract double MeasureHeight();

    /// <summary>Draws the content between (0, 0) and (<see cref="Width"/>, <see cref="MeasureHeight"/>).</summary>
    private protected abstract void Draw(SvgWriter svg);

    /// <summary>A description made from the data.</summary>
    private protected abstract string Describe();

    /// <summary>The height that the title takes; a small margin when there is none.</summary>
    private protected double TitleHeight => Title.Length == 0 ? 8 : 30;

    /// <summary>Throws unless the value is in range, naming the property.</summary>
    private protected static void CheckRange(string property, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentException(FormattableString.Invariant($"chart: {property} is {value}; expected {low} to {high}."), property);
        }
    }

    private string Render(string id, bool standalone)
    {
        CheckRange(nameof(Width), Width, 160, 8000);
        var height = Math.Ceiling(MeasureHeight());
        // A document of its own needs air around it; inside a page the page gives it.
        double margin = standalone ? 16 : 0;
        var (fullWidth, fullHeight) = (Width + (2 * margin), height + (2 * margin));
        var svg = new SvgWriter();
        svg.Start("svg").With("xmlns", "http://www.w3.org/2000/svg").With("class", "kiln-chart").With("role", "img")
            .With("viewBox", string.Join(' ', new[] { -margin, -margin, fullWidth, fullHeight }.Select(SvgWriter.Number)))
            .With("width", fullWidth).With("height", fullHeight)
            .With("aria-labelledby", $"{id}-title {id}-desc");
        svg.Start("title").With("id", id + "-title").Content(Title.Length == 0 ? "Chart" : Title).End();
        svg.Start("desc").With("id", id + "-desc").Content(Description.Length == 0 ? Describe() : Description).End();
        if (standalone)
        {
            svg.Start("style").Content("\n" + ChartStyle.Css).End();
            svg.StartRectangle(-margin, -margin, fullWidth, fullHeight, "surface").End();
        }

        svg.Label(0, 15, TextWidth.Fit(Title, ChartStyle.TitleSize, Width), "title", tip: Title);
        Draw(svg);
        return svg.End().ToString();
    }
}
