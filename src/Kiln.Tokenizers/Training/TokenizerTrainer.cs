using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Trains vocabularies from texts: byte pair encoding, WordPiece, Unigram and whole words. The same texts and settings give the same vocabulary, on any number of threads.</summary>
public static class TokenizerTrainer
{
    /// <summary>Trains byte pair encoding.</summary>
    /// <param name="texts">The texts; each is normalized and cut into words by itself.</param>
    /// <param name="parts">Normalizer, pre-tokenizer and what else the tokenizer will be made of. With a <see cref="ByteLevelPreTokenizer"/> the characters are bytes; those that are not in the texts
    /// are known only where <see cref="TokenizerTrainingOptions.InitialAlphabet"/> is <see cref="ByteLevelPreTokenizer.Alphabet"/>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The tokenizer; special tokens are among its added tokens.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting has no meaning.</exception>
    /// <exception cref="TokenizerException">The texts have no words, or more characters than the vocabulary has room for.</exception>
    public static Tokenizer TrainBpe(IEnumerable<string> texts, TokenizerParts? parts = null, TokenizerTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (parts, options) = (parts ?? new(), options ?? new());
        var trainer = Train(texts, parts, options, cancellation);
        var builder = new BpeBuilder(
            MakeVocabulary(trainer), new BpeOptions { ContinuingSubwordPrefix = options.ContinuingSubwordPrefix, EndOfWordSuffix = options.EndOfWordSuffix });
        foreach (var (left, right, result) in LastOfEach(trainer.Merges))
        {
            builder.AddMerge(left, right, result);
        }

        return new(builder.Build(), WithSpecials(parts, options.SpecialTokens));
    }

    /// <summary>Trains WordPiece, by byte pair encoding whose pieces within a word have a prefix.</summary>
    /// <param name="texts">The texts; each is normalized and cut into words by itself.</param>
    /// <param name="parts">Normalizer, pre-tokenizer and what else the tokenizer will be made of.</param>
    /// <param name="options">Settings; null for the defaults. The first special token that reads <c>[UNK]</c> or <c>&lt;unk&gt;</c> stands for unknown words.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The tokenizer; special tokens are among its added tokens.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting has no meaning.</exception>
    /// <exception cref="TokenizerException">The texts have no words, or more characters than the vocabulary has room for.</exception>
    public static Tokenizer TrainWordPiece(IEnumerable<string> texts, TokenizerParts? parts = null, TokenizerTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (parts, options) = (parts ?? new(), options ?? new());
        options = options with { ContinuingSubwordPrefix = options.ContinuingSubwordPrefix ?? "##" };
        var trainer = Train(texts, parts, options, cancellation);
        return new(new WordPieceModel(MakeVocabulary(trainer), UnknownToken(options, "[UNK]"), options.ContinuingSubwordPrefix, 100), WithSpecials(parts, options.SpecialTokens));
    }

    /// <summary>Makes a vocabulary of the most frequent words, of equally frequent ones those whose bytes come first.</summary>
    /// <param name="texts">The texts; each is normalized and cut into words by itself.</param>
    /// <param name="parts">Normalizer, pre-tokenizer and what else the tokenizer will be made of.</param>
    /// <param name="options">Settings; null for the defaults. Of them size, least frequency (of words), special tokens, progress and threads count; the first special token that
    /// reads <c>[UNK]</c> or <c>&lt;unk&gt;</c> stands for unknown words.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The tokenizer; special tokens are among its added tokens.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting has no meaning.</exception>
    /// <exception cref="TokenizerException">The texts have no words.</exception>
    public static Tokenizer TrainWordLevel(IEnumerable<string> texts, TokenizerParts? parts = null, TokenizerTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (parts, options) = (parts ?? new(), (options ?? new()).Checked());
        var words = Words(texts, parts, options, cancellation);
        var frequent = words.Sorted().Where(word => words.CountOf(word) >= options.MinFrequency).OrderByDescending(words.CountOf).Select(word => Encoding.UTF8.GetString(words.Word(word)));
        var vocabulary = new VocabularyBuilder("trained vocabulary");
        foreach (var word in options.SpecialTokens.Concat(frequent).Distinct(StringComparer.Ordinal).Take(options.VocabularySize))
        {
            vocabulary.Add(Encoding.UTF8.GetBytes(word));
        }

        return new(new WordLevelModel(vocabulary.Build(), UnknownToken(options, "<unk>")), WithSpecials(parts, options.SpecialTokens));
    }

    /// <summary>
    /// Trains a Unigram model, as SentencePiece does: with the same normalization, words that begin with <c>▁</c> (<see cref="MetaspacePreTokenizer"/>) and settings, pieces
    /// and scores are the same.
    /// </summary>
    /// <param name="texts">The texts; each is normalized and cut into words by itself.</param>
    /// <param name="parts">Normalizer, pre-tokenizer and what else the tokenizer will be made of.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The tokenizer; special tokens are among its added tokens.</returns>
    /// <exception cref="ArgumentException">A setting has no meaning.</exception>
    /// <exception cref="TokenizerException">The texts are empty, or have more characters than the vocabulary has room for.</exception>
    public static Tokenizer TrainUnigram(IEnumerable<string> texts, TokenizerParts? parts = null, UnigramTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (parts, options) = (parts ?? new(), (options ?? new()).Checked());
        var counted = WordCounts.Of(texts, parts, tellsWhatFollows: true, options.Threads, options.Progress, cancellation);
        var trained = new UnigramTrainer(counted, options, cancellation).Train();
        string[] specials = [.. options.SpecialTokens.Distinct(StringComparer.Ordinal)];
        string[] bytes = options.ByteFallback ? [.. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")] : [];
        var taken = specials.Concat(bytes).ToHashSet(StringComparer.Ordinal);
        var pieces = specials.Concat(bytes).Select(piece => (piece, 0.0)).Concat(trained.Where(item => !taken.Contains(item.Piece)).Select(item => (item.Piece, (double)item.Score)));
        int? unknown = options.UnknownToken is { } token ? Array.IndexOf(specials, token) : null;
        return new(UnigramModel.Create(pieces, unknown, options.ByteFallback), WithSpecials(parts, specials));
    }

    /// <summary>The lines of files, each with its end, as texts to train on.</summary>
    /// <param name="paths">The files, in UTF-8.</param>
    /// <returns>The lines, read as they are asked for.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<string> ReadLines(params IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.SelectMany(LinesOf);
    }

    private static IEnumerable<string> LinesOf(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, 1 << 16);
        var line = new StringBuilder();
        var buffer = new char[1 << 16];
        for (int count; (count = reader.Read(buffer, 0, buffer.Length)) > 0;)
        {
            for (var from = 0; from < count;)
            {
                var end = Array.IndexOf(buffer, '\n', from, count - from);
                var next = end < 0 ? count : end + 1;
                line.Append(buffer, from, next - from);
                from = next;
                if (end >= 0)
                {
                    yield return line.ToString();
                    line.Clear();
                }
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static BpeTrainer Train(IEnumerable<string> texts, TokenizerParts parts, TokenizerTrainingOptions options, CancellationToken cancellation)
    {
        var trainer = new BpeTrainer(options);
        trainer.Train(Words(texts, parts, options, cancellation), cancellation);
        return trainer;
    }

    private static WordCounts Words(IEnumerable<string> texts, TokenizerParts parts, TokenizerTrainingOptions options, CancellationToken cancellation)
    {
        var words = WordCounts.Of(texts, parts, tellsWhatFollows: false, options.Threads, options.Progress, cancellation);
        return words.Count > 0 ? words : throw new TokenizerException("the texts have no words; a vocabulary is trained on texts that are not empty");
    }

    private static Vocabulary MakeVocabulary(BpeTrainer trainer)
    {
        var builder = new VocabularyBuilder("trained vocabulary");
        foreach (var piece in trainer.Pieces)
        {
            builder.Add(Encoding.UTF8.GetBytes(piece));
        }

        return builder.Build();
    }

    private static string UnknownToken(TokenizerTrainingOptions options, string otherwise) => options.SpecialTokens.FirstOrDefault(token => token is "[UNK]" or "<unk>") ?? otherwise;

    // A pair whose piece came about in two ways may be merged twice; its later place counts.
    private static IEnumerable<(int Left, int Right, int Result)> LastOfEach(IReadOnlyList<(int Left, int Right, int Result)> merges)
    {
        var last = new Dictionary<(int, int), int>();
        for (var i = 0; i < merges.Count; i++)
        {
            last[(merges[i].Left, merges[i].Right)] = i;
        }

        return merges.Where((merge, i) => last[(merge.Left, merge.Right)] == i);
    }

    private static TokenizerParts WithSpecials(TokenizerParts parts, IReadOnlyList<string> specials) => parts with
    {
        AddedTokens = [.. parts.AddedTokens.Where(token => !specials.Contains(token.Content, StringComparer.Ordinal)),
            .. specials.Distinct(StringComparer.Ordinal).Select((token, id) => new AddedToken(token, id) { Special = true })],
    };
}
