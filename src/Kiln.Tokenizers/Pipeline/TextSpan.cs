namespace Kiln.Tokenizers;

/// <summary>A part of a text: its first byte and the one after its last.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    public int Length => End - Start;
}
