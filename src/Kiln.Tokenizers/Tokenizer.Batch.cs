namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
    /// <summary>Encodes many texts on all processors; the result does not depend on how many there are.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How; null for the default. Padding without a length pads to the longest of the batch.</param>
    /// <param name="maxThreads">The most threads; null for all processors. Default: null.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>An encoding for each text, in their order.</returns>
    public TokenEncoding[] EncodeBatch(
        IReadOnlyList<string> texts, EncodeOptions? options = null, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= EncodeOptions.Default;
        var encodings = new TokenEncoding[texts.Count];
        InParallel(texts.Count, maxThreads, (session, i) => encodings[i] = EncodeOne<char>(session, texts[i], default, isPair: false, options, i), cancellationToken);
        return PadAll(encodings, options);
    }

    /// <summary>Encodes many pairs of texts on all processors.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="options">How; null for the default. Padding without a length pads to the longest of the batch.</param>
    /// <param name="maxThreads">The most threads; null for all processors. Default: null.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>An encoding for each pair, in their order.</returns>
    public TokenEncoding[] EncodeBatch(
        IReadOnlyList<(string First, string Second)> pairs, EncodeOptions? options = null, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        options ??= EncodeOptions.Default;
        var encodings = new TokenEncoding[pairs.Count];
        InParallel(pairs.Count, maxThreads, (session, i) => encodings[i] = EncodeOne<char>(session, pairs[i].First, pairs[i].Second, isPair: true, options, i), cancellationToken);
        return PadAll(encodings, options);
    }

    /// <summary>The ids of many texts, on all processors, without offsets, truncation or padding.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the template are added. Default: true.</param>
    /// <param name="maxThreads">The most threads; null for all processors. Default: null.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The ids of each text, in their order.</returns>
    public int[][] EncodeBatchToIds(
        IReadOnlyList<string> texts, bool addSpecialTokens = true, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var ids = new int[texts.Count][];
        InParallel(texts.Count, maxThreads, (session, i) => ids[i] = IdsOf<char>(session, texts[i], addSpecialTokens), cancellationToken);
        return ids;
    }

    // Each thread keeps one session for all of its texts: the words that a session remembers stay in the cache of one processor, and threads write to nothing that they share
    // but the number of the next run.
    private void InParallel(int count, int? maxThreads, Action<EncodeSession, int> encode, CancellationToken cancellationToken)
    {
        // Runs of neighbouring texts, small enough that threads end together and large enough that taking one costs nothing.
        const int Run = 32;
        var threads = maxThreads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(maxThreads));
        var size = Math.Clamp(count / (threads * 8), 1, Run);
        var next = -size;
        if (threads == 1 || count <= 1)
        {
            Work();
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, _ => Work());

        void Work()
        {
            var session = _sessions.Rent();
            for (int start; (start = Interlocked.Add(ref next, size)) < count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = start; i < Math.Min(count, start + size); i++)
                {
                    encode(session, i);
                }
            }

            _sessions.Return(session);
        }
    }

    private TokenEncoding[] PadAll(TokenEncoding[] encodings, EncodeOptions options)
    {
        if ((options.Padding ?? Parts.Padding) is { } padding && encodings.Length > 0)
        {
            var length = PaddedLength(encodings.Max(encoding => encoding.Count), padding);
            for (var i = 0; i < encodings.Length; i++)
            {
                encodings[i] = encodings[i].PadTo(length, padding);
            }
        }

        return encodings;
    }
}
