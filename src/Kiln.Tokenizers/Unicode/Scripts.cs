namespace Kiln.Tokenizers;

/// <summary>The script that a character belongs to (Unicode Standard Annex 24), as the training of pieces sees it: Chinese characters and both kinds of kana are one.</summary>
internal static partial class Scripts
{
    /// <summary>What accents have that take the script of the character before.</summary>
    public const byte Inherited = 1;

    private const int LongVowel = 0x30FC;

    /// <summary>The number of a character's script; 0 for characters that are common to all scripts and for those that are not assigned.</summary>
    public static byte Of(int codePoint)
    {
        if (codePoint == LongVowel)
        {
            return Han;
        }

        var at = Runs.BinarySearch(((uint)codePoint << 8) | 0xFF);
        at = at >= 0 ? at : ~at - 1;
        var script = at >= 0 ? (byte)Runs[at] : (byte)0;
        return script is Hiragana or Katakana ? Han : script;
    }
}
