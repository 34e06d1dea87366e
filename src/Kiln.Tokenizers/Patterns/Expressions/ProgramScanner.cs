using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>An expression that .NET's engine cannot do, in a machine of its own, within a time limit.</summary>
internal sealed class ProgramScanner(string pattern, ExpressionProgram program, TimeSpan limit) : WordScanner
{
    // So much of a text more time is allowed for, as with the engine of .NET.
    private static readonly TimeSpan LimitOfByte = TimeSpan.FromMicroseconds(10);

    // Of longer texts nothing is kept for the next one.
    private const int Kept = 1 << 18;

    private IReadOnlyList<CodePointSet> Required => program.Required;

    // The text of the last call: the matches of one text are asked for one after the other from its beginning on, by one thread.
    [ThreadStatic]
    private static Loaded? _loaded;

    public override bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        var loaded = _loaded ??= new();
        loaded.Load(this, ref text, end, from);
        var (first, total) = (loaded.CharacterOf(from), limit + (end * LimitOfByte));
        try
        {
            // The longest of all is looked for at all places, and of several the first counts.
            var (best, length) = ((Begin: -1, Finish: -1), -1);
            Func<bool> isLate = () => Stopwatch.GetElapsedTime(loaded.Started) > total;
            for (var at = first; at <= loaded.LastStart && (best.Begin < 0 || program.FindsLongest); at++)
            {
                if (loaded.Machine.Match(program, at, first, isLate, out var begin, out var finish) && finish - at > length)
                {
                    (best, length) = ((begin, finish), finish - at);
                }
            }

            if (best.Begin >= 0)
            {
                (start, stop) = (loaded.Places[best.Begin], loaded.Places[best.Finish]);
                return true;
            }
        }
        catch (TimeoutException e)
        {
            throw RegexScanner.TooSlow(pattern, limit, e);
        }
        catch (OverflowException e)
        {
            throw new TokenizerException($"the pattern '{RegexScanner.Quote(pattern)}' leaves more ways to try on this text than memory is allowed for; it backtracks too much", e);
        }

        (start, stop) = (end, end);
        return false;
    }

    private sealed class Loaded
    {
        private ProgramScanner? _owner;
        private int _byteCount = -1, _at;
        private int[] _characters = [];

        public ExpressionMachine Machine { get; } = new();

        public int[] Places { get; private set; } = [0];

        public long Started { get; private set; }

        /// <summary>The last place where a match can begin.</summary>
        public int LastStart { get; private set; }

        public void Load(ProgramScanner owner, ref byte text, int end, int from)
        {
            if (from > 0 && _owner == owner && _byteCount == end)
            {
                return;
            }

            if (_characters.Length < end || (_characters.Length > Kept && end <= Kept))
            {
                (_characters, Places) = (new int[end], new int[end + 1]);
            }

            (_owner, _byteCount, _at, Started) = (owner, end, 0, Stopwatch.GetTimestamp());
            var count = 0;
            for (var at = 0; at < end; count++)
            {
                Places[count] = at;
                _characters[count] = CodePoints.Decode(ref Unsafe.Add(ref text, at), out var length);
                at += length;
            }

            Places[count] = end;
            Machine.Load(_characters, count);
            LastStart = count;
            foreach (var set in owner.Required)
            {
                var last = count - 1;
                while (last >= 0 && !set.Contains(_characters[last]))
                {
                    last--;
                }

                LastStart = Math.Min(LastStart, last);
            }
        }

        public int CharacterOf(int place)
        {
            _at = _at <= Machine.Length && Places[_at] <= place ? _at : 0;
            while (Places[_at] < place)
            {
                _at++;
            }

            return _at;
        }
    }
}
