using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// Rewrites what Oniguruma and Rust's engines understand and .NET does not: possessive quantifiers (<c>a++</c> becomes <c>(?&gt;a+)</c>) and
/// <c>\x{2581}</c>.
/// </summary>
internal static class RegexTranslation
{
    private static readonly SearchValues<char> QuantifierSigns = SearchValues.Create("0123456789,");

    public static string ToDotNet(string pattern)
    {
        var output = new StringBuilder(pattern.Length + 16);
        var groups = new Stack<int>();
        var (atom, inClass) = (0, 0);
        for (var i = 0; i < pattern.Length;)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                atom = inClass == 0 ? output.Length : atom;
                i += CopyEscape(pattern, i, output);
                i += inClass == 0 ? CopyQuantifier(pattern, i, output, atom) : 0;
                continue;
            }

            output.Append(c);
            i++;
            if (inClass > 0)
            {
                inClass += c == '[' ? 1 : c == ']' ? -1 : 0;
                i += inClass == 0 ? CopyQuantifier(pattern, i, output, atom) : 0;
                continue;
            }

            switch (c)
            {
                case '[':
                    (inClass, atom) = (1, output.Length - 1);
                    break;
                case '(':
                    groups.Push(output.Length - 1);
                    break;
                case ')' when groups.Count > 0:
                    atom = groups.Pop();
                    i += CopyQuantifier(pattern, i, output, atom);
                    break;
                default:
                    atom = output.Length - 1;
                    i += CopyQuantifier(pattern, i, output, atom);
                    break;
            }
        }

        return output.ToString();
    }

    private static int CopyEscape(string pattern, int at, StringBuilder output)
    {
        var kind = pattern[at + 1];
        var close = at + 2 < pattern.Length && pattern[at + 2] == '{' ? pattern.IndexOf('}', at) : -1;
        if (kind == 'x' && close > 0
            && int.TryParse(pattern.AsSpan(at + 3, close - at - 3), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var codePoint) && codePoint < 0x10000)
        {
            output.Append("\\u").Append(codePoint.ToString("X4", CultureInfo.InvariantCulture));
            return close - at + 1;
        }

        var length = kind is 'p' or 'P' && close > 0 ? close - at + 1 : 2;
        output.Append(pattern, at, length);
        return length;
    }

    /// <summary>Copies a quantifier; a possessive one turns what it follows into an atomic group.</summary>
    private static int CopyQuantifier(string pattern, int at, StringBuilder output, int atom)
    {
        var length = QuantifierLength(pattern, at);
        if (length == 0)
        {
            return 0;
        }

        output.Append(pattern, at, length);
        if (at + length < pattern.Length && pattern[at + length] == '+')
        {
            output.Insert(atom, "(?>").Append(')');
            return length + 1;
        }

        if (at + length < pattern.Length && pattern[at + length] == '?')
        {
            output.Append('?');
            return length + 1;
        }

        return length;
    }

    private static int QuantifierLength(string pattern, int at)
    {
        if (at >= pattern.Length)
        {
            return 0;
        }

        if (pattern[at] is '*' or '+' or '?')
        {
            return 1;
        }

        var close = pattern[at] == '{' ? pattern.IndexOf('}', at) : -1;
        return close > at + 1 && pattern.AsSpan(at + 1, close - at - 1).IndexOfAnyExcept(QuantifierSigns) < 0 ? close - at + 1 : 0;
    }
}
