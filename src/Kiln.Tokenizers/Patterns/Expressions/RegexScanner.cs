using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Kiln.Tokenizers;

/// <summary>
/// Any regular expression, in .NET's engine, within a time limit. The engine sees the letters of the
/// expression's own alphabet (<see cref="ExpressionAlphabet"/>), one for each character.
/// </summary>
internal sealed class RegexScanner : WordScanner
{
    // For one match; a text has that and so much for each of its bytes.
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(10), LimitOfByte = TimeSpan.FromMicroseconds(10);

    // So much of an expression is quoted in errors.
    private const int Quoted = 200;

    private readonly string _pattern;
    private readonly TimeSpan _limit;
    private readonly Regex _regex;
    private readonly ExpressionAlphabet _alphabet;

    // The text of the last call and where its units are in UTF-8: the matches of one text are asked for one after the other from its beginning on, by one thread.
    [ThreadStatic]
    private static Shown? _shown;

    public RegexScanner(string pattern, TimeSpan? limit = null)
    {
        (_pattern, _limit) = (pattern, limit ?? UsualLimit);
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
        try
        {
            (var translated, _alphabet) = ExpressionTranslation.Translate(pattern);

            // Not RegexOptions.NonBacktracking: in .NET 10, " ?[a-z]+" does not find "ab" in "1 2ab" with it.
            _regex = new(translated, Options, _limit);
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
            throw TooSlow(null);
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
            throw TooSlow(e);
        }

        (start, stop) = (end, end);
        return false;
    }

    private TokenizerException TooSlow(Exception? cause) =>
        new($"the pattern '{Quote(_pattern)}' took longer than {_limit.TotalSeconds:0.#} seconds on this text; it backtracks too much", cause);

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
