namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
    /// <summary>Encodes many texts on all processors; the result does not depend on how many there are.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How; null for the default. Padding without a length pads to the longest of the batch.</param>
    /// <param name="maxThreads">The most threads; null for all processors. Default: null.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>
    /// An encoding for each text, in their order. The numbers of short ones share arrays of up to 2 KB, so that keeping one of them may keep so much memory.
    /// </returns>
    /// <exception cref="ArgumentException">A text is null; the message says which.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded; of several, this is the failure of the first, as it would be alone.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public TokenEncoding[] EncodeBatch(
        IReadOnlyList<string> texts, EncodeOptions? options = null, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= EncodeOptions.Default;
        var encodings = new TokenEncoding[texts.Count];
        InParallel(texts.Count, maxThreads, (session, i) => encodings[i] = EncodeOne<char>(session, Given(texts[i], i), default, isPair: false, options, i), cancellationToken);
        return PadAll(encodings, options, maxThreads, cancellationToken);
    }

    /// <summary>Encodes many pairs of texts on all processors.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="options">How; null for the default. Padding without a length pads to the longest of the batch.</param>
    /// <param name="maxThreads">The most threads; null for all processors. Default: null.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>An encoding for each pair, in their order; the numbers of short ones share arrays of up to 2 KB.</returns>
    /// <exception cref="ArgumentException">A text is null; the message says which.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded; of several, this is the failure of the first, as it would be alone.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public TokenEncoding[] EncodeBatch(
        IReadOnlyList<(string First, string Second)> pairs, EncodeOptions? options = null, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        options ??= EncodeOptions.Default;
        var encodings = new TokenEncoding[pairs.Count];
        InParallel(
            pairs.Count,
            maxThreads,
            (session, i) => encodings[i] = EncodeOne<char>(session, Given(pairs[i].First, i, "pairs", ".First"), Given(pairs[i].Second, i, "pairs", ".Second"), isPair: true, options, i),
            cancellationToken);
        return PadAll(encodings, options, maxThreads, cancellationToken);
    }

    /// <summary>The ids of many texts, on all processors, without offsets, truncation or padding.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the template are added. Default: true.</param>
    /// <param name="maxThreads">The most threads; null for all processors. Default: null.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The ids of each text, in their order.</returns>
    /// <exception cref="ArgumentException">A text is null; the message says which.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded; of several, this is the failure of the first, as it would be alone.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public int[][] EncodeBatchToIds(
        IReadOnlyList<string> texts, bool addSpecialTokens = true, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var ids = new int[texts.Count][];
        InParallel(texts.Count, maxThreads, (session, i) => ids[i] = IdsOf<char>(session, Given(texts[i], i), addSpecialTokens), cancellationToken);
        return ids;
    }

    private static string Given(string? text, int index, string list = "texts", string part = "") =>
        text ?? throw new ArgumentException($"{list}[{index}]{part} is null; expected a text, which may be empty", list);

    // Each thread keeps one session for all of its texts: the words that a session remembers stay in the cache of one processor, and threads write to nothing that they share
    // but what is left of the texts.
    private void InParallel(int count, int? maxThreads, Action<EncodeSession, int> encode, CancellationToken cancellationToken)
    {
        // Runs of neighboring texts, small enough that threads end together and large enough that taking one costs nothing.
        const int Run = 32;
        var asked = maxThreads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(maxThreads));

        // More threads than texts, or many more than processors, would do nothing but wait.
        var threads = Math.Min(asked, Math.Clamp(count, 1, 4 * Environment.ProcessorCount));
        var runs = new BatchRuns(count, threads, Math.Clamp(count / (threads * 8), 1, Run));
        var failure = new BatchFailure();
        if (threads == 1)
        {
            Work(0);
        }
        else
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, Work);
        }

        failure.Rethrow();

        void Work(int thread)
        {
            var session = _sessions.Rent();
            session.Rooms = new();
            while (runs.TryTake(thread, out var i, out var end))
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    for (; i < end && i < failure.Index; i++)
                    {
                        encode(session, i);
                    }
                }
                catch (Exception e)
                {
                    // What the session holds of the text is not to be relied on, so it is not kept.
                    failure.Note(i, e);
                    session = new() { Rooms = new() };
                }
            }

            session.Rooms = null;
            _sessions.Return(session);
        }
    }

    private TokenEncoding[] PadAll(TokenEncoding[] encodings, EncodeOptions options, int? maxThreads, CancellationToken cancellationToken)
    {
        if ((options.Padding ?? Parts.Padding) is { } padding && encodings.Length > 0)
        {
            var length = PaddedLength(encodings.Max(encoding => encoding.Count), padding);
            InParallel(encodings.Length, maxThreads, (_, i) => encodings[i] = encodings[i].PadTo(length, padding), cancellationToken);
        }

        return encodings;
    }
}
