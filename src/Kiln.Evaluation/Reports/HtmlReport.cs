using System.Security.Cryptography;
using System.Text;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>A number worth a large print.</summary>
/// <param name="Label">What it is, such as <c>test accuracy</c>.</param>
/// <param name="Value">The number as text.</param>
/// <param name="Note">A remark below it; may be empty.</param>
public sealed record Headline(string Label, string Value, string Note = "");

/// <summary>
/// Composes a report as one self-contained HTML file: no scripts, no external resources, every text escaped, a content security policy that
/// forbids everything else; light or dark by the reader's setting, and printable. Call the methods in reading order.
/// </summary>
/// <param name="title">Title of the document.</param>
public sealed partial class HtmlReport(string title)
{
    private readonly HtmlBuilder _body = new();
    private readonly List<string> _sections = [];
    private int _charts;
    private bool _inSection;

    /// <summary>A line above the title, such as the name of the program.</summary>
    public string Kicker { get; init; } = "";

    /// <summary>A line below the title.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Begins a section; what follows belongs to it.</summary>
    /// <param name="heading">Its heading, which also appears in the list of contents.</param>
    public HtmlReport Section(string heading)
    {
        CloseSection();
        _sections.Add(heading);
        _body.Append($"<section id=\"s{_sections.Count}\">\n<h2>{heading}</h2>\n");
        _inSection = true;
        return this;
    }

    /// <summary>The document.</summary>
    public string ToHtml()
    {
        CloseSection();
        var style = "\n" + ReportStyle.Css + ChartStyle.Css;
        var policy = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src 'sha256-"
            + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style))) + "'";
        var page = new HtmlBuilder();
        page.Append($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        page.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>\n");
        page.Append($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        page.Append($"<meta name=\"color-scheme\" content=\"light dark\"/>\n<link rel=\"icon\" href=\"data:,\"/>\n");
        page.Append($"<title>{title}</title>\n<style>{new RawHtml(style)}</style>\n</head>\n<body>\n<main>\n<header>\n");
        if (Kicker.Length > 0)
        {
            page.Append($"<p class=\"kicker\">{Kicker}</p>\n");
        }

        page.Append($"<h1>{title}</h1>\n");
        if (Subtitle.Length > 0)
        {
            page.Append($"<p class=\"subtitle\">{Subtitle}</p>\n");
        }

        page.Append($"</header>\n{new RawHtml(_body.ToString().Replace(ContentsMark, Contents(), StringComparison.Ordinal))}</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>Writes the document to a file, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileWriteException">It cannot be written; what stood there is unchanged.</exception>
    public void Write(string path) => AtomicFile.WriteAllText(path, ToHtml());

    private void CloseSection()
    {
        if (_inSection)
        {
            _body.Append($"</section>\n");
            _inSection = false;
        }
    }

    // U+0000 cannot come from a caller: escaping replaces it.
    private const string ContentsMark = "\0contents\0";

    private string Contents()
    {
        if (_sections.Count < 2)
        {
            return "";
        }

        var list = new HtmlBuilder();
        list.Append($"<nav aria-label=\"Contents\">\n");
        for (var i = 0; i < _sections.Count; i++)
        {
            list.Append($"<a href=\"#s{i + 1}\">{_sections[i]}</a>\n");
        }

        return list.Append($"</nav>\n").ToString();
    }
}
