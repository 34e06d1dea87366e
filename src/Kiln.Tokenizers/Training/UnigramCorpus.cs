using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// The words to learn Unigram pieces from. Characters are numbered in the order of their code points from 1 on, so that sequences of numbers are in the order of
/// the texts' bytes; rare characters are one character that no piece has.
/// </summary>
internal sealed class UnigramCorpus
{
    /// <summary>The mark that words of SentencePiece begin with.</summary>
    public const int Mark = 0x2581;

    /// <summary>What rare characters become; a text that has it says nothing about it, as in SentencePiece.</summary>
    public const int Rare = 0x2585;

    private readonly List<int> _symbols = [];
    private readonly List<int> _starts = [0];

    private UnigramCorpus(int[] codePoints, List<(int CodePoint, long Count)> required) => (CodePoints, Required) = (codePoints, required);

    /// <summary>The code point of each symbol; symbol 0 is the end of a text.</summary>
    public int[] CodePoints { get; }

    /// <summary>The characters that the vocabulary must have, the most frequent ones first.</summary>
    public IReadOnlyList<(int CodePoint, long Count)> Required { get; }

    /// <summary>The number of different words.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>How often each word stands in the texts before a word that begins with the mark, and how often before anything else. The frequent words come first.</summary>
    public List<(long BeforeMark, long BeforeEnd)> Counts { get; } = [];

    /// <summary>The symbols of a word.</summary>
    public ReadOnlySpan<int> Word(int index) => CollectionsMarshal.AsSpan(_symbols)[_starts[index].._starts[index + 1]];

    public long CountOf(int index) => Counts[index].BeforeMark + Counts[index].BeforeEnd;

    /// <summary>The symbol of a code point; that of rare characters where it is not required.</summary>
    public int SymbolOf(int codePoint)
    {
        var at = Array.BinarySearch(CodePoints, codePoint);
        return at > 0 ? at : Array.BinarySearch(CodePoints, Rare);
    }

    /// <summary>Makes the corpus of words that were counted with what comes after them.</summary>
    /// <exception cref="TokenizerException">There are no words.</exception>
    public static UnigramCorpus Of(WordCounts counted, UnigramTrainingOptions options)
    {
        var required = FindRequired(counted, options);
        int[] codePoints = [.. required.Select(item => item.CodePoint).Append(Rare).Append(-1).Order()];
        var corpus = new UnigramCorpus(codePoints, required);
        var isRequired = required.Select(item => item.CodePoint).ToHashSet();
        var words = new WordCounts();
        var after = new List<(long BeforeMark, long BeforeEnd)>();
        var bytes = new byte[256];
        for (var i = 0; i < counted.Count; i++)
        {
            var word = counted.Word(i);
            var count = counted.CountOf(i);
            bytes = bytes.Length < 3 * word.Length ? new byte[3 * word.Length] : bytes;
            var length = Replace(word[..^1], isRequired, bytes);
            var index = words.Add(bytes.AsSpan(0, length), count);
            if (index == after.Count)
            {
                after.Add((0, 0));
            }

            ref var place = ref CollectionsMarshal.AsSpan(after)[index];
            place = word[^1] == WordCounts.BeforeMark ? (place.BeforeMark + count, place.BeforeEnd) : (place.BeforeMark, place.BeforeEnd + count);
        }

        foreach (var index in words.Sorted().OrderByDescending(words.CountOf))
        {
            corpus.AddWord(words.Word(index), after[index]);
        }

        return corpus;
    }

    private void AddWord(ReadOnlySpan<byte> word, (long BeforeMark, long BeforeEnd) counts)
    {
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var length);
            _symbols.Add(SymbolOf(rune.Value));
            word = word[length..];
        }

        _starts.Add(_symbols.Count);
        Counts.Add(counts);
    }

    // The most frequent characters, until they are the part of the texts that is asked for. A null character ends strings in SentencePiece's files.
    private static List<(int CodePoint, long Count)> FindRequired(WordCounts counted, UnigramTrainingOptions options)
    {
        var counts = new Dictionary<int, long>();
        for (var i = 0; i < counted.Count; i++)
        {
            for (var word = counted.Word(i)[..^1]; !word.IsEmpty;)
            {
                Rune.DecodeFromUtf8(word, out var rune, out var length);
                CollectionsMarshal.GetValueRefOrAddDefault(counts, rune.Value, out _) += counted.CountOf(i);
                word = word[length..];
            }
        }

        counts.Remove(0);
        var all = counts.Values.Sum();
        counts.Remove(Rare);
        var (required, covered) = (new List<(int, long)>(), 0L);
        foreach (var (codePoint, count) in counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            if ((float)(1.0 * covered / all) >= (float)options.CharacterCoverage)
            {
                break;
            }

            covered += count;
            required.Add((codePoint, count));
        }

        var known = required.Select(item => item.Item1).ToHashSet();
        required.AddRange(options.InitialAlphabet.EnumerateRunes().Select(rune => rune.Value).Where(value => value is not (0 or Rare) && known.Add(value)).Order().Select(value => (value, 0L)));
        return required;
    }

    private static int Replace(ReadOnlySpan<byte> word, HashSet<int> isRequired, Span<byte> target)
    {
        var written = 0;
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var length);
            written += new Rune(isRequired.Contains(rune.Value) ? rune.Value : Rare).EncodeToUtf8(target[written..]);
            word = word[length..];
        }

        return written;
    }
}
