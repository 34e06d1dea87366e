namespace Kiln.Evaluation;

public sealed partial class HtmlReport
{
    /// <summary>Large numbers in a row.</summary>
    /// <param name="headlines">The numbers; nothing is written when there are none.</param>
    public HtmlReport Headlines(params IReadOnlyList<Headline> headlines)
    {
        ArgumentNullException.ThrowIfNull(headlines);
        if (headlines.Count == 0)
        {
            return this;
        }

        _body.Append($"<dl class=\"headlines\">\n");
        foreach (var headline in headlines)
        {
            _body.Append($"<div><dt>{headline.Label}</dt><dd class=\"value\">{headline.Value}</dd>");
            if (headline.Note.Length > 0)
            {
                _body.Append($"<dd class=\"note\">{headline.Note}</dd>");
            }

            _body.Append($"</div>\n");
        }

        _body.Append($"</dl>\n");
        return this;
    }

    /// <summary>Links to all sections, when there are several.</summary>
    public HtmlReport ListOfContents()
    {
        _body.Append($"{new RawHtml(ContentsMark)}");
        return this;
    }

    /// <summary>A paragraph.</summary>
    /// <param name="text">Its words; nothing is written when empty.</param>
    public HtmlReport Paragraph(string text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            _body.Append($"<p>{text}</p>\n");
        }

        return this;
    }

    /// <summary>A remark that asks for attention.</summary>
    /// <param name="text">Its words.</param>
    public HtmlReport Warning(string text)
    {
        _body.Append($"<p class=\"warning\" role=\"note\">{text}</p>\n");
        return this;
    }

    /// <summary>A heading within a section.</summary>
    /// <param name="text">Its words.</param>
    public HtmlReport Heading(string text)
    {
        _body.Append($"<h3>{text}</h3>\n");
        return this;
    }

    /// <summary>Names and values in two columns.</summary>
    /// <param name="pairs">The pairs.</param>
    public HtmlReport KeyValues(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _body.Append($"<table class=\"pairs\">\n<tbody>\n");
        foreach (var (name, value) in pairs)
        {
            _body.Append($"<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>\n");
        }

        _body.Append($"</tbody>\n</table>\n");
        return this;
    }

    /// <summary>A table.</summary>
    /// <param name="table">Its texts.</param>
    /// <exception cref="ArgumentException">A row has more or fewer cells than there are headers.</exception>
    public HtmlReport Table(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _body.Append($"<div class=\"scroll\"><table>\n");
        if (table.Caption.Length > 0)
        {
            _body.Append($"<caption>{table.Caption}</caption>\n");
        }

        _body.Append($"<thead><tr>");
        for (var column = 0; column < table.Headers.Count; column++)
        {
            _body.Append($"<th scope=\"col\"{NumberClass(table, column)}>{table.Headers[column]}</th>");
        }

        _body.Append($"</tr></thead>\n<tbody>\n");
        for (var row = 0; row < table.Rows.Count; row++)
        {
            WriteRow(table, row);
        }

        _body.Append($"</tbody>\n</table></div>\n");
        return this;
    }

    /// <summary>Charts side by side, as many in a row as the window has room for.</summary>
    /// <param name="charts">The charts.</param>
    public HtmlReport Charts(params IReadOnlyList<Chart> charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        _body.Append($"<div class=\"charts\">\n");
        foreach (var chart in charts)
        {
            _body.Append($"<figure>{new RawHtml(chart.ToInlineSvg($"chart{++_charts}"))}</figure>\n");
        }

        _body.Append($"</div>\n");
        return this;
    }

    /// <summary>A chart in its own size, whatever the room: where it is wider than the page it scrolls.</summary>
    /// <param name="chart">The chart.</param>
    internal HtmlReport Wide(Chart chart)
    {
        _body.Append($"<div class=\"wide\"><figure>{new RawHtml(chart.ToInlineSvg($"chart{++_charts}"))}</figure></div>\n");
        return this;
    }

    /// <summary>Small pictures with captions, as many in a row as the window has room for.</summary>
    /// <param name="tiles">The pictures.</param>
    public HtmlReport Images(IEnumerable<ImageTile> tiles)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        _body.Append($"<div class=\"tiles\">\n");
        foreach (var tile in tiles)
        {
            _body.Append($"<figure><img src=\"{tile.ToDataUri()}\" alt=\"{tile.Caption}\"/>");
            _body.Append($"<figcaption><span class=\"{(tile.IsMistake ? "wrong" : "caption")}\">{tile.Caption}</span>");
            if (tile.Detail.Length > 0)
            {
                _body.Append($"<span class=\"detail\">{tile.Detail}</span>");
            }

            _body.Append($"</figcaption></figure>\n");
        }

        _body.Append($"</div>\n");
        return this;
    }

    /// <summary>Text in a typewriter face, with its line breaks: a summary, a log.</summary>
    /// <param name="text">The text.</param>
    public HtmlReport Preformatted(string text)
    {
        _body.Append($"<pre>{text}</pre>\n");
        return this;
    }

    /// <summary>A command to copy: a click selects it whole.</summary>
    /// <param name="command">The command.</param>
    /// <param name="purpose">What it does; may be empty.</param>
    public HtmlReport Command(string command, string purpose = "")
    {
        if (purpose.Length > 0)
        {
            _body.Append($"<p class=\"purpose\">{purpose}</p>\n");
        }

        _body.Append($"<pre class=\"command\">{command}</pre>\n");
        return this;
    }

    /// <summary>Blocks side by side where the window is wide, one below the other where it is narrow.</summary>
    /// <param name="columns">Each writes one column into the report it is given.</param>
    public HtmlReport SideBySide(params IReadOnlyList<Action<HtmlReport>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _body.Append($"<div class=\"columns\">\n");
        foreach (var column in columns)
        {
            _body.Append($"<div>\n");
            column(this);
            _body.Append($"</div>\n");
        }

        _body.Append($"</div>\n");
        return this;
    }

    /// <summary>Blocks that are folded away until the reader opens them.</summary>
    /// <param name="summary">The line that is always shown.</param>
    /// <param name="content">Writes the blocks into the report it is given.</param>
    public HtmlReport Details(string summary, Action<HtmlReport> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        _body.Append($"<details><summary>{summary}</summary>\n");
        content(this);
        _body.Append($"</details>\n");
        return this;
    }

    private void WriteRow(ReportTable table, int row)
    {
        var cells = table.Rows[row];
        if (cells.Count != table.Headers.Count)
        {
            throw new ArgumentException($"report: row {row} of a table has {cells.Count} cells for {table.Headers.Count} headers.");
        }

        _body.Append($"<tr{new RawHtml(row >= table.Rows.Count - table.SummaryRows ? " class=\"summary\"" : "")}>");
        for (var column = 0; column < cells.Count; column++)
        {
            if (column == 0 && table.TextColumns > 0)
            {
                _body.Append($"<th scope=\"row\">{cells[column]}</th>");
            }
            else
            {
                _body.Append($"<td{NumberClass(table, column)}>{cells[column]}</td>");
            }
        }

        _body.Append($"</tr>\n");
    }

    private static RawHtml NumberClass(ReportTable table, int column) => new(column >= table.TextColumns ? " class=\"number\"" : "");
}
