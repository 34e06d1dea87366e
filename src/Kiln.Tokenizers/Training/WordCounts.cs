using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Words and how often they stand in texts: an open-addressing table over one array of bytes. Its loops are compiled for speed at once, as <see cref="BpeTrainer"/>'s.</summary>
internal sealed class WordCounts
{
    /// <summary>The last byte of a word that was counted with what comes after it: a word that begins with <c>▁</c>, or something else. UTF-8 has neither byte.</summary>
    public const byte BeforeMark = 0xFF, BeforeEnd = 0xFE;

    private static readonly byte[] s_mark = "▁"u8.ToArray();

    private byte[] _arena = new byte[1 << 16];
    private int[] _starts = new int[1 << 12], _lengths = new int[1 << 12], _slots = new int[1 << 13];
    private long[] _counts = new long[1 << 12];
    private int _used;

    /// <summary>The number of different words.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> Word(int index) => _arena.AsSpan(_starts[index], _lengths[index]);

    public long CountOf(int index) => _counts[index];

    /// <summary>Counts a word; returns its place, which is the next one where it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(ReadOnlySpan<byte> word, long count)
    {
        var slot = Find(word);
        if (_slots[slot] != 0)
        {
            _counts[_slots[slot] - 1] += count;
            return _slots[slot] - 1;
        }

        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _lengths, Count * 2);
            Array.Resize(ref _counts, Count * 2);
        }

        if (_used + word.Length > _arena.Length)
        {
            Array.Resize(ref _arena, (int)Math.Min(Array.MaxLength, Math.Max(_used + (long)word.Length, _arena.Length * 2L)));
        }

        word.CopyTo(_arena.AsSpan(_used));
        (_starts[Count], _lengths[Count], _counts[Count]) = (_used, word.Length, count);
        _used += word.Length;
        _slots[slot] = ++Count;
        if (Count * 2 > _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (var i = 0; i < Count; i++)
            {
                _slots[Find(Word(i))] = i + 1;
            }
        }

        return Count - 1;
    }

    /// <summary>The words in the order of their bytes, so that training depends on the texts alone.</summary>
    public int[] Sorted()
    {
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => Word(a).SequenceCompareTo(Word(b)));
        return order;
    }

    /// <summary>Counts the words of texts, in parallel: each thread counts for itself, and the counts are added up.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="parts">What cuts them into words.</param>
    /// <param name="tellsWhatFollows">Whether words have one byte more, <see cref="BeforeMark"/> or <see cref="BeforeEnd"/>.</param>
    /// <param name="threads">How many threads count.</param>
    /// <param name="progress">Is told how many texts are read.</param>
    /// <param name="cancellation">Ends the counting.</param>
    public static WordCounts Of(
        IEnumerable<string> texts, TokenizerParts parts, bool tellsWhatFollows, int threads, IProgress<TokenizerTrainingProgress>? progress, CancellationToken cancellation)
    {
        var total = new WordCounts();
        try
        {
            CountAll(total, texts, parts, tellsWhatFollows, threads, progress, cancellation);
        }
        catch (AggregateException e)
        {
            // A text that cannot be read fails as it would in a loop.
            ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }

        return total;
    }

    private static void CountAll(
        WordCounts total, IEnumerable<string> texts, TokenizerParts parts, bool tellsWhatFollows, int threads, IProgress<TokenizerTrainingProgress>? progress, CancellationToken cancellation)
    {
        var done = 0L;
        Parallel.ForEach(
            Partitioner.Create(Batches(texts), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            () => (Counts: new WordCounts(), Work: new WorkText()),
            (batch, _, local) =>
            {
                foreach (var text in batch)
                {
                    CountWords(text, parts, tellsWhatFollows, local.Work, local.Counts);
                }

                progress?.Report(new("counting words", Interlocked.Add(ref done, batch.Count), null));
                return local;
            },
            local =>
            {
                lock (total)
                {
                    for (var i = 0; i < local.Counts.Count; i++)
                    {
                        total.Add(local.Counts.Word(i), local.Counts.CountOf(i));
                    }
                }
            });
    }

    // Lines are short; as many characters are worth a thread's turn, and leave work for the others in a text of a megabyte.
    private static IEnumerable<List<string>> Batches(IEnumerable<string> texts)
    {
        var (batch, size) = (new List<string>(), 0);
        foreach (var text in texts)
        {
            batch.Add(text);
            size += text.Length;
            if (size >= 1 << 16)
            {
                yield return batch;
                (batch, size) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountWords(string text, TokenizerParts parts, bool tellsWhatFollows, WorkText work, WordCounts counts)
    {
        work.Load(Encoding.UTF8.GetBytes(text), 0, tracksOrigins: false);
        work.IsFirst = true;
        parts.Normalizer?.Apply(work);
        work.BeginSplits();
        parts.PreTokenizer?.Apply(work);
        Span<byte> letters = stackalloc byte[256];
        var splits = work.Splits.AsSpan(0, work.SplitCount);
        for (var i = 0; i < splits.Length; i++)
        {
            var word = work.Bytes.AsSpan(splits[i].Start, splits[i].Length);
            if (!work.StandsForBytes && !tellsWhatFollows)
            {
                counts.Add(word, 1);
                continue;
            }

            // Pieces are written in the letters that stand for bytes, two bytes each at most.
            var room = word.Length < letters.Length / 2 ? letters : new byte[(2 * word.Length) + 1];
            var length = word.Length;
            if (work.StandsForBytes)
            {
                length = ByteLetters.ToUtf8(word, room);
            }
            else
            {
                word.CopyTo(room);
            }

            if (tellsWhatFollows)
            {
                var isBeforeMark = i + 1 < splits.Length && work.Bytes.AsSpan(splits[i + 1].Start, splits[i + 1].Length).StartsWith(s_mark);
                room[length++] = isBeforeMark ? BeforeMark : BeforeEnd;
            }

            counts.Add(room[..length], 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Find(ReadOnlySpan<byte> word)
    {
        var mask = (uint)_slots.Length - 1;
        var slot = ByteHash.Of(word) & mask;
        while (_slots[slot] != 0 && !word.SequenceEqual(Word(_slots[slot] - 1)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
