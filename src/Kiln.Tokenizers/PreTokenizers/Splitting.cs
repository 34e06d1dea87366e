using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>Splits words at matches: the rules of <see cref="SplitBehavior"/>, as Hugging Face's tokenizers have them.</summary>
internal static class Splitting
{
    /// <summary>Splits every word of a text.</summary>
    /// <param name="work">The text.</param>
    /// <param name="finder">Finds matches.</param>
    /// <param name="behavior">What becomes of them.</param>
    /// <param name="invert">Whether the text between matches takes their part.</param>
    public static void Apply<TFinder>(WorkText work, TFinder finder, SplitBehavior behavior, bool invert)
        where TFinder : IMatchFinder
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(work.Bytes);
        foreach (var word in work.BeginResplit())
        {
            var sink = new Sink(work, behavior);
            var (rest, from, last) = (word.Start, word.Start, -1);
            while (from < word.End && finder.Find(ref text, word.Start, word.End, from, out var start, out var stop))
            {
                // An expression may match the empty text, which still cuts, but not twice at one place, nor right after a match.
                if (stop == start && start == last)
                {
                    CodePoints.Decode(ref Unsafe.Add(ref text, start), out var length);
                    from = start + length;
                    continue;
                }

                sink.AddBetween(rest, start, invert);
                sink.Add(start, stop, !invert);
                rest = from = last = stop;
            }

            sink.AddBetween(rest, word.End, invert);
            sink.Finish();
        }
    }

    /// <summary>Takes the parts of a word in order and makes words of them; holds one back that may grow.</summary>
    private ref struct Sink(WorkText work, SplitBehavior behavior)
    {
        private int _start = -1, _end;
        private bool _wasMatch;

        public void AddBetween(int start, int end, bool isMatch)
        {
            if (start < end)
            {
                Add(start, end, isMatch);
            }
        }

        public void Add(int start, int end, bool isMatch)
        {
            switch (behavior)
            {
                case SplitBehavior.Isolated:
                    work.AddSplit(start, end);
                    break;
                case SplitBehavior.Removed:
                    if (!isMatch)
                    {
                        work.AddSplit(start, end);
                    }

                    break;
                case SplitBehavior.Contiguous:
                    Hold(start, end, merge: _start >= 0 && isMatch == _wasMatch);
                    break;
                case SplitBehavior.MergedWithPrevious:
                    Hold(start, end, merge: _start >= 0 && isMatch && !_wasMatch);
                    break;
                default:
                    // A match joins what follows, unless that is a match too.
                    Hold(start, end, merge: _start >= 0 && _wasMatch && !isMatch);
                    break;
            }

            _wasMatch = isMatch;
        }

        public readonly void Finish()
        {
            if (_start >= 0)
            {
                work.AddSplit(_start, _end);
            }
        }

        private void Hold(int start, int end, bool merge)
        {
            if (!merge)
            {
                Finish();
                _start = start;
            }

            _end = end;
        }
    }
}

/// <summary>Finds matches in a word of a text.</summary>
internal interface IMatchFinder
{
    /// <summary>Finds the first match at or after <paramref name="from"/>, in the word from <paramref name="first"/> to <paramref name="end"/>.</summary>
    public bool Find(ref byte text, int first, int end, int from, out int start, out int stop);
}
