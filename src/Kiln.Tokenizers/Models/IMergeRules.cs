namespace Kiln.Tokenizers;

/// <summary>What <see cref="PieceMerger"/> asks a model of byte pair encoding. A structure, so that each model gets code of its own.</summary>
internal interface IMergeRules
{
    /// <summary>Whether what two symbols merge to is all that matters, so that a long word may be merged in parts.</summary>
    public bool AllowsParts { get; }

    /// <summary>The rank at which two symbols merge, the lowest first; <see cref="MergeTable.None"/> when they do not.</summary>
    public int RankOf(int left, int right);

    /// <summary>The ranks of all neighbors among some symbols, at most <see cref="PairTable.MostNeighbors"/>; one fewer than there are symbols.</summary>
    public void RanksOf(ReadOnlySpan<int> symbols, Span<int> ranks);

    /// <summary>The ranks of a symbol with the one before it and with the one after it.</summary>
    public (int Before, int After) RanksAround(int before, int symbol, int after);

    /// <summary>The rank at which two symbols merge, and what they give.</summary>
    public int Find(int left, int right, out int result);

    /// <summary>Adds the symbols of a word from a place on, up to its end or until there are at least <paramref name="most"/>. Returns where it stopped.</summary>
    public int Read(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most);

    /// <summary>Writes what a symbol stands for after all merges.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="part">The part of the word that it covers, of which the length counts where the vocabulary leaves out what it lacks.</param>
    /// <param name="output">Where the tokens go.</param>
    /// <param name="afterUnknown">Whether the symbol before was unknown; left for the next one.</param>
    public void Write(int symbol, ReadOnlySpan<byte> part, TokenBuffer output, ref bool afterUnknown);
}
