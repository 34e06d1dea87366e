namespace Kiln.Tokenizers;

/// <summary>The script that every character belongs to (Unicode Standard Annex 24), as of one version of Unicode.</summary>
internal sealed class Scripts
{
    /// <summary>What characters have that are not assigned, that are common to all scripts, and (accents) that take the script of the character before.</summary>
    public const byte Unknown = 0, Common = 1, Inherited = 2;

    private const int LongVowel = 0x30FC;

    private readonly PropertyTable _table;
    private readonly byte _han, _hiragana, _katakana;

    private Scripts(int version)
    {
        _table = PropertyTable.Read("scripts", version);
        (_han, _hiragana, _katakana) = (_table['中'], _table['あ'], _table['ア']);
    }

    /// <summary>Unicode 9: what the pre-tokenizer UnicodeScripts knows.</summary>
    public static Scripts Nine { get; } = new(9);

    /// <summary>Unicode 14: what the training of Unigram pieces knows.</summary>
    public static Scripts Fourteen { get; } = new(14);

    /// <summary>Unicode 16: what regular expressions know.</summary>
    public static Scripts Sixteen { get; } = new(16);

    /// <summary>The number of a character's script.</summary>
    public byte Of(int codePoint) => _table[codePoint];

    /// <summary>The number of a character's script as SentencePiece sees it: both kinds of kana and their long mark are Han.</summary>
    public byte WithKanaAsHan(int codePoint)
    {
        var script = _table[codePoint];
        return script == _hiragana || script == _katakana || codePoint == LongVowel ? _han : script;
    }

    /// <summary>The same for the training of pieces, where characters that are not assigned are common to all scripts.</summary>
    public byte AsTrained(int codePoint) => WithKanaAsHan(codePoint) is not Unknown and var script ? script : Common;

    /// <summary>The characters of a script.</summary>
    public CodePointSet Members(byte script) => CodePointSet.Where(_table, value => value == script);

    /// <summary>The number of a script by its name in Unicode, for example <c>Old_Italic</c>, without regard to case, spaces and underscores; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < _table.Names.Count; i++)
        {
            if (IsSame(_table.Names[i], name))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsSame(string known, ReadOnlySpan<char> name)
    {
        var at = 0;
        foreach (var letter in name)
        {
            if (letter is ' ' or '_' or '-')
            {
                continue;
            }

            at += at < known.Length && known[at] == '_' ? 1 : 0;
            if (at == known.Length || (known[at++] | 0x20) != (letter | 0x20))
            {
                return false;
            }
        }

        return at == known.Length;
    }
}
