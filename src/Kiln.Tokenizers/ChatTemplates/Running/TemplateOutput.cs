using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Text as it is rendered, and which parts of it are marked as generated.</summary>
internal sealed class TemplateOutput(TemplateRun run)
{
    private readonly StringBuilder _text = new();

    public List<Range> Generated { get; } = [];

    public int Length => _text.Length;

    public void Append(string text)
    {
        run.Grow(text.Length);
        _text.Append(text);
    }

    /// <summary>Appends what another output holds.</summary>
    public void Append(TemplateOutput other)
    {
        foreach (var range in other.Generated)
        {
            Generated.Add((Length + range.Start.Value)..(Length + range.End.Value));
        }

        Append(other.ToString());
    }

    public override string ToString() => _text.ToString();
}
