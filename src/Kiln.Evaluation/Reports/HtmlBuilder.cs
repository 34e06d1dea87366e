using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kiln.Evaluation;

/// <summary>Markup that is safe as it stands: it was escaped when it was made.</summary>
/// <param name="Text">The markup.</param>
internal readonly record struct RawHtml(string Text);

/// <summary>
/// Builds HTML from interpolated strings: literal parts are markup, holes are text and get escaped. Only a hole of type
/// <see cref="RawHtml"/> passes as it is, so that forgetting to escape is not possible.
/// </summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends markup.</summary>
    public HtmlBuilder Append([InterpolatedStringHandlerArgument("")] ref Handler markup)
    {
        _ = markup;
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Called by the compiler for each part of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly StringBuilder _text;

        public Handler(int literalLength, int formattedCount, HtmlBuilder builder)
        {
            _ = (literalLength, formattedCount);
            _text = builder._text;
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(RawHtml html) => _text.Append(html.Text);

        public void AppendFormatted(string? text) => _text.Append(Markup.Escape(text));

        public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));
    }
}
