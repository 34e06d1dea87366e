namespace Kiln.Tokenizers;

/// <summary>
/// <see cref="ByteText.CleanUp"/> of a text that comes in parts. What is replaced begins with a space, so only a part's end after one may wait: a text can be divided where the part
/// before ends with no beginning of what is replaced, in whatever order spaces go.
/// </summary>
internal sealed class SpaceCleaner
{
    private string _waiting = "";

    /// <summary>Takes the next part and gives what no later part can change.</summary>
    public string Add(string part)
    {
        var text = _waiting + part;
        var end = text.Length;
        while (end > 0 && !EndsPart(text, end))
        {
            end--;
        }

        _waiting = text[end..];
        return ByteText.CleanUp(text[..end], negations: false);
    }

    /// <summary>Gives what waits.</summary>
    public string Finish()
    {
        var rest = ByteText.CleanUp(_waiting, negations: false);
        _waiting = "";
        return rest;
    }

    // The beginnings are a space alone and before ', n, n', 'v and 'r. Between their characters, spaces may go before they match.
    private static bool EndsPart(string text, int end)
    {
        var before = end > 1 ? text[end - 2] : '\0';
        return text[end - 1] switch
        {
            ' ' => false,
            '\'' => before is not (' ' or 'n'),
            'n' or 'v' or 'r' => before is not (' ' or '\''),
            _ => true,
        };
    }
}
