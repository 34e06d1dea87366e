using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;

namespace Kiln.Tokenizers;

/// <summary>
/// Any regular expression, in .NET's engine, within a time limit. The engine sees the letters of the
/// expression's own alphabet (<see cref="ExpressionAlphabet"/>), one for each character.
/// </summary>
internal sealed class RegexScanner : WordScanner
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(10), LimitOfByte = TimeSpan.FromMicroseconds(10);

    // So much of an expression is quoted in errors.
    private const int Quoted = 200;

    private static readonly System.Buffers.SearchValues<char> Openings = System.Buffers.SearchValues.Create("([*+?{");

    private readonly string _pattern;
    private readonly TimeSpan _limit;
    private readonly Regex _regex;
    private readonly ExpressionAlphabet _alphabet;

    // The text of the last call and where its units are in UTF-8: the matches of one text are asked for one after the other from its beginning on, by one thread.
    [ThreadStatic]
    private static Shown? _shown;

    private RegexScanner(string pattern, ExpressionTree tree, TimeSpan limit)
    {
        (_pattern, _limit) = (pattern, limit);
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
        (var translated, _alphabet) = ExpressionTranslation.Translate(tree);

        // Not RegexOptions.NonBacktracking: in .NET 10, " ?[a-z]+" does not find "ab" in "1 2ab" with it.
        _regex = new(translated, Options, _limit);
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="limit">How long one match may take; null for the usual limit. A text has that and so much for each of its bytes.</param>
    /// <returns>What finds its matches: .NET's engine, or for what that cannot do a machine of our own.</returns>
    /// <exception cref="TokenizerFormatException">It is not understood.</exception>
    public static WordScanner Create(string pattern, TimeSpan? limit = null)
    {
        // What may be many levels deep is read where there is room for them, whatever the caller's stack has left.
        const int FewLevels = 32, Room = 1 << 24;
        if (pattern.AsSpan().CountAny(Openings) <= FewLevels)
        {
            return Make(pattern, limit ?? UsualLimit);
        }

        WordScanner? made = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    made = Make(pattern, limit ?? UsualLimit);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Room);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return made!;
    }

    private static WordScanner Make(string pattern, TimeSpan limit)
    {
        try
        {
            var tree = ExpressionReader.Read(pattern);
            return tree.NeedsProgram ? new ProgramScanner(pattern, ExpressionProgram.Compile(tree), limit) : new RegexScanner(pattern, tree, limit);
        }
        catch (ArgumentException e)
        {
            throw new TokenizerFormatException($"the regular expression '{Quote(pattern)}' is not understood: {e.Message}", e);
        }
    }

    /// <summary>The beginning of an expression, for errors.</summary>
    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= Quoted ? text.ToString() : $"{text[..(char.IsHighSurrogate(text[Quoted - 1]) ? Quoted - 1 : Quoted)]}…";

    public override bool Find(ref byte text, int end, int from, out int start, out int stop)
    {
        var shown = _shown ??= new();
        shown.Load(this, ref text, end, from);
        if (shown.IsLate(_limit + (end * LimitOfByte)))
        {
            throw TooSlow(_pattern, _limit, null);
        }

        try
        {
            var unit = shown.UnitOf(from);
            foreach (var match in _regex.EnumerateMatches(shown.Text.AsSpan(0, shown.Length), unit))
            {
                (start, stop) = (shown.Places[match.Index], shown.Places[match.Index + match.Length]);
                return true;
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            throw TooSlow(_pattern, _limit, e);
        }

        (start, stop) = (end, end);
        return false;
    }

    public static TokenizerException TooSlow(string pattern, TimeSpan limit, Exception? cause) =>
        new($"the pattern '{Quote(pattern)}' took longer than {limit.TotalSeconds:0.#} seconds on this text; it backtracks too much", cause);

    private sealed class Shown
    {
        // Of longer texts nothing is kept for the next one.
        private const int Kept = 1 << 20;

        private int _byteCount = -1, _unit, _finds;
        private long _started;
        private RegexScanner? _owner;

        public char[] Text { get; private set; } = [];

        public int[] Places { get; private set; } = [0];

        public int Length { get; private set; }

        /// <summary>Whether the matches of the text have taken longer than this; looked at now and then.</summary>
        public bool IsLate(TimeSpan limit) => (++_finds & 0xFF) == 0 && Stopwatch.GetElapsedTime(_started) > limit;

        public void Load(RegexScanner owner, ref byte text, int end, int from)
        {
            if (from > 0 && _owner == owner && _byteCount == end)
            {
                return;
            }

            if (Text.Length < end || (Text.Length > Kept && end <= Kept))
            {
                (Text, Places) = (new char[end], new int[end + 1]);
            }

            (_owner, _byteCount, _unit, Length) = (owner, end, 0, 0);
            (_finds, _started) = (0, Stopwatch.GetTimestamp());
            for (var at = 0; at < end; Length++)
            {
                var codePoint = CodePoints.Decode(ref Unsafe.Add(ref text, at), out var length);
                Places[Length] = at;
                Text[Length] = owner._alphabet.LetterOf(codePoint);
                at += length;
            }

            Places[Length] = end;
        }

        public int UnitOf(int place)
        {
            _unit = _unit <= Length && Places[_unit] <= place ? _unit : 0;
            while (Places[_unit] < place)
            {
                _unit++;
            }

            return _unit;
        }
    }
}
