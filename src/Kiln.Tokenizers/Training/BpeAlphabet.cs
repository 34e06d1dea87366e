using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>The characters of words, and the pieces that characters are at the places of a word: alone or first, within, last.</summary>
internal sealed class BpeAlphabet(Func<string, int> idOf, Func<string, bool> isKnown, string prefix, string suffix)
{
    // Of most characters of most texts the piece is looked up in an array.
    private const int Few = 0x800, Unseen = -2, Unknown = -1, Places = 4;

    private readonly int[] _few = Filled(Few * Places);
    private readonly Dictionary<int, int> _others = [];

    /// <summary>The piece of a character at a place of a word, or -1 where the alphabet lacks it.</summary>
    public int PieceOf(Rune rune, bool isFirst, bool isLast)
    {
        var place = (rune.Value * Places) + (isFirst ? 1 : 0) + (isLast ? 2 : 0);
        if (rune.Value < Few)
        {
            return _few[place] != Unseen ? _few[place] : _few[place] = Make(rune, isFirst, isLast);
        }

        ref var piece = ref CollectionsMarshal.GetValueRefOrAddDefault(_others, place, out var exists);
        return exists ? piece : piece = Make(rune, isFirst, isLast);
    }

    /// <summary>How often each character stands in the texts.</summary>
    public static Dictionary<Rune, long> Count(WordCounts words)
    {
        var few = new long[Few];
        var counts = new Dictionary<Rune, long>();
        for (var i = 0; i < words.Count; i++)
        {
            for (var word = words.Word(i); !word.IsEmpty;)
            {
                Rune.DecodeFromUtf8(word, out var rune, out var length);
                if (rune.Value < Few)
                {
                    few[rune.Value] += words.CountOf(i);
                }
                else
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, rune, out _) += words.CountOf(i);
                }

                word = word[length..];
            }
        }

        for (var value = 0; value < Few; value++)
        {
            if (few[value] > 0)
            {
                counts[new(value)] = few[value];
            }
        }

        return counts;
    }

    private int Make(Rune rune, bool isFirst, bool isLast) =>
        isKnown(rune.ToString()) ? idOf((isFirst ? "" : prefix) + rune + (isLast ? suffix : "")) : Unknown;

    private static int[] Filled(int size)
    {
        var places = new int[size];
        Array.Fill(places, Unseen);
        return places;
    }
}
