using System.Buffers;
using System.Globalization;

using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary>Reads ids that a user or a program wrote: <c>15496, 995</c>, <c>15496 995</c> or <c>[15496,995]</c>.</summary>
internal static class IdList
{
    private static readonly SearchValues<char> s_between = SearchValues.Create(" \t\r\n,;[]");

    /// <summary>The ids of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">The tokenizer that has them.</param>
    /// <exception cref="UserException">Something is no number, or no token has that id.</exception>
    public static int[] Read(ReadOnlySpan<char> text, Tokenizer tokenizer)
    {
        var ids = new List<int>();
        while (text.IndexOfAnyExcept(s_between) is >= 0 and var start)
        {
            text = text[start..];
            var end = text.IndexOfAny(s_between);
            var word = end < 0 ? text : text[..end];
            ids.Add(Id(word, tokenizer));
            text = text[word.Length..];
        }

        return [.. ids];
    }

    private static int Id(ReadOnlySpan<char> word, Tokenizer tokenizer)
    {
        // Digits alone may still be more than an int holds: that is an id out of range, not a word.
        if (word.TrimStart('-').ContainsAnyExceptInRange('0', '9') || word.TrimStart('-').IsEmpty)
        {
            throw new UserException($"'{Shortened(word)}' is no id; --decode expects whole numbers with spaces or commas between.");
        }

        return int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && (tokenizer.Model.Vocabulary.Contains(id) || tokenizer.IdToToken(id) is not null)
            ? id
            : throw new UserException($"no token has the id {Shortened(word)}; the ids of this tokenizer go from 0 to {tokenizer.VocabularySize - 1}.");
    }

    private static string Shortened(ReadOnlySpan<char> word) => word.Length <= 40 ? PlainText.Of(word) : $"{PlainText.Of(word[..40])}…";
}
