using System.Globalization;
using System.Text;

namespace Kiln.Evaluation;

/// <summary>Writes well-formed SVG, one element per line: everything escaped, numbers invariant with at most two decimals.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();
    private bool _inTag;
    private bool _inline;

    /// <summary>Opens an element; attributes may follow.</summary>
    public SvgWriter Start(string name)
    {
        CloseTag();
        _text.Append(_text.Length == 0 ? "" : "\n").Append(' ', _open.Count).Append('<').Append(name);
        _open.Push(name);
        _inTag = true;
        _inline = false;
        return this;
    }

    /// <summary>Writes an attribute of the element just opened.</summary>
    public SvgWriter With(string name, string value)
    {
        _text.Append(' ').Append(name).Append("=\"").Append(Markup.Escape(value)).Append('"');
        return this;
    }

    /// <summary>Writes a numeric attribute.</summary>
    public SvgWriter With(string name, double value) => With(name, Number(value));

    /// <summary>Writes text inside the open element.</summary>
    public SvgWriter Content(string text)
    {
        CloseTag();
        _text.Append(Markup.Escape(text));
        _inline = true;
        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    public SvgWriter End()
    {
        var name = _open.Pop();
        if (_inTag)
        {
            _text.Append("/>");
            _inTag = false;
        }
        else
        {
            if (!_inline)
            {
                _text.Append('\n').Append(' ', _open.Count);
            }

            _text.Append("</").Append(name).Append('>');
        }

        _inline = false;
        return this;
    }

    /// <summary>A whole text element; nothing for an empty text.</summary>
    /// <param name="x">Anchor, in pixels.</param>
    /// <param name="y">Baseline, in pixels.</param>
    /// <param name="text">The words.</param>
    /// <param name="style">CSS classes.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="tip">A longer form for the tooltip, when the words were shortened.</param>
    public void Label(double x, double y, string text, string style = "", string anchor = "start", string tip = "")
    {
        if (text.Length == 0)
        {
            return;
        }

        Start("text").With("x", x).With("y", y);
        if (style.Length > 0)
        {
            With("class", style);
        }

        if (anchor != "start")
        {
            With("text-anchor", anchor);
        }

        if (tip.Length > 0 && tip != text)
        {
            Title(tip);
        }

        Content(text).End();
    }

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Start("line").With("x1", x1).With("y1", y1).With("x2", x2).With("y2", y2).With("class", style).End();

    /// <summary>Opens a rectangle, so that more attributes or a title can be added; close it with <see cref="End"/>.</summary>
    public SvgWriter StartRectangle(double x, double y, double width, double height, string style) =>
        Start("rect").With("x", x).With("y", y).With("width", Math.Max(0, width)).With("height", Math.Max(0, height)).With("class", style);

    /// <summary>A tooltip and accessible name for the open element.</summary>
    public SvgWriter Title(string text) => Start("title").Content(text).End();

    /// <summary>At most two decimals, invariant, never −0, NaN or infinite (which would void the attribute).</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return "0";
        }

        var text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        CloseTag();
        return _text.ToString();
    }

    private void CloseTag()
    {
        if (_inTag)
        {
            _text.Append('>');
            _inTag = false;
        }
    }
}
