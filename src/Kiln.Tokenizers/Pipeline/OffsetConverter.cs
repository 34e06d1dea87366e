namespace Kiln.Tokenizers;

/// <summary>
/// Turns places in UTF-8 to places in another unit. It walks along the text with the places, forwards or backwards, so that places in order
/// cost one pass in all.
/// </summary>
internal ref struct OffsetConverter
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<int> _sources;
    private readonly bool _asIs, _utf16;
    private int _byte, _unit;

    public OffsetConverter(SessionText text, OffsetUnit unit)
    {
        _text = text.Span;
        if (unit == OffsetUnit.Input)
        {
            unit = text.IsUtf16 ? OffsetUnit.Utf16 : OffsetUnit.Utf8;
        }

        _utf16 = unit == OffsetUnit.Utf16;
        _asIs = unit == OffsetUnit.Utf8 || System.Text.Ascii.IsValid(_text);
        _sources = unit == OffsetUnit.Utf8 && text.IsRepaired ? text.Sources : default;
    }

    /// <summary>Whether places stay what they are.</summary>
    public readonly bool IsSame => _asIs && _sources.IsEmpty;

    public int Convert(int place)
    {
        if (_asIs)
        {
            return _sources.IsEmpty ? place : _sources[place];
        }

        while (_byte < place)
        {
            _unit += Units(_text[_byte++]);
        }

        while (_byte > place)
        {
            _unit -= Units(_text[--_byte]);
        }

        return _unit;
    }

    // A character counts where its first byte stands; in UTF-16 those of four bytes count twice.
    private readonly int Units(byte value) => ((value & 0xC0) != 0x80 ? 1 : 0) + (_utf16 && value >= 0xF0 ? 1 : 0);
}
