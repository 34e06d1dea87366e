namespace Kiln.Tokenizers;

/// <summary>
/// Finds the matches of one published pattern in valid UTF-8 without a regular-expression engine. Made for one pattern each; immutable.
/// At least 32 bytes after the text may be read.
/// </summary>
internal abstract class WordScanner
{
    /// <summary>Finds the first match at or after <paramref name="from"/>. It may be empty where a regular expression says so, never in the scanners of published patterns.</summary>
    /// <param name="text">The first byte of the text.</param>
    /// <param name="end">The end of the text.</param>
    /// <param name="from">Where to begin; a character begins there. The first call for a text begins at 0, and no other text is looked at before the last.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="stop">The place after it.</param>
    public abstract bool Find(ref byte text, int end, int from, out int start, out int stop);
}
