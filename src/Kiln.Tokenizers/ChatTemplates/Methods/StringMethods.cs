using System.Collections.Frozen;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>The methods of strings, as in Python.</summary>
internal static class StringMethods
{
    private delegate object? Method(TemplateRun run, string text, TemplateArguments arguments);

    private static readonly FrozenDictionary<string, Method> s_methods = new Dictionary<string, Method>(StringComparer.Ordinal)
    {
        ["upper"] = Plain("upper", TemplateText.Upper),
        ["lower"] = Plain("lower", TemplateText.Lower),
        ["casefold"] = Plain("casefold", text => TemplateText.Lower(text).Replace("ß", "ss", StringComparison.Ordinal)),
        ["capitalize"] = Plain("capitalize", TemplateText.Capitalize),
        ["title"] = Plain("title", TemplateText.Title),
        ["swapcase"] = Plain("swapcase", TemplateText.SwapCase),
        ["strip"] = Strip("strip", left: true, right: true),
        ["lstrip"] = Strip("lstrip", left: true, right: false),
        ["rstrip"] = Strip("rstrip", left: false, right: true),
        ["split"] = (run, text, arguments) => StringSplitting.Split(run, text, arguments, fromRight: false),
        ["rsplit"] = (run, text, arguments) => StringSplitting.Split(run, text, arguments, fromRight: true),
        ["splitlines"] = (run, text, arguments) => StringSplitting.SplitLines(run, text, arguments.Bind(run, "splitlines", "keepends").Flag(0)),
        ["partition"] = (run, text, arguments) => StringSplitting.Partition(run, text, arguments, fromRight: false),
        ["rpartition"] = (run, text, arguments) => StringSplitting.Partition(run, text, arguments, fromRight: true),
        ["join"] = (run, text, arguments) => Join(run, text, arguments.Bind(run, "join", "iterable").Required(0)),
        ["replace"] = (run, text, arguments) =>
        {
            var given = arguments.Bind(run, "replace", "old", "new", "count");
            given.Required(1);
            return Replace(run, text, given.RequiredText(0), given.RequiredText(1), given.Integer(2, -1));
        },
        ["startswith"] = (run, text, arguments) => Affix(run, "startswith", text, arguments, static (whole, part) => whole.StartsWith(part, StringComparison.Ordinal)),
        ["endswith"] = (run, text, arguments) => Affix(run, "endswith", text, arguments, static (whole, part) => whole.EndsWith(part, StringComparison.Ordinal)),
        ["removeprefix"] = (run, text, arguments) =>
            arguments.Bind(run, "removeprefix", "prefix").RequiredText(0) is var affix && text.StartsWith(affix, StringComparison.Ordinal) ? run.Made(text[affix.Length..]) : text,
        ["removesuffix"] = (run, text, arguments) =>
            arguments.Bind(run, "removesuffix", "suffix").RequiredText(0) is var affix && text.EndsWith(affix, StringComparison.Ordinal) ? run.Made(text[..^affix.Length]) : text,
        ["find"] = (run, text, arguments) => Find(run, "find", text, arguments, fromRight: false, mustExist: false),
        ["rfind"] = (run, text, arguments) => Find(run, "rfind", text, arguments, fromRight: true, mustExist: false),
        ["index"] = (run, text, arguments) => Find(run, "index", text, arguments, fromRight: false, mustExist: true),
        ["rindex"] = (run, text, arguments) => Find(run, "rindex", text, arguments, fromRight: true, mustExist: true),
        ["count"] = (run, text, arguments) =>
        {
            var sought = arguments.Bind(run, "count", "sub").RequiredText(0);
            run.Work(text.Length);
            return sought.Length == 0 ? TemplateText.Length(text) + 1L : TemplateSearch.Count(text, sought);
        },
        ["format"] = (run, text, arguments) => TemplateFormat.Format(run, text, arguments),
        ["center"] = Pad("center", static (text, left, right, fill) => new string(fill, left) + text + new string(fill, right), centers: true),
        ["ljust"] = Pad("ljust", static (text, left, right, fill) => text + new string(fill, left + right)),
        ["rjust"] = Pad("rjust", static (text, left, right, fill) => new string(fill, left + right) + text),
        ["zfill"] = (run, text, arguments) =>
        {
            var width = arguments.Bind(run, "zfill", "width").Size(0, 0);
            run.Grow(Math.Max(0, width));
            var sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
            return text.Insert(sign, new string('0', Math.Max(0, width - TemplateText.Length(text))));
        },
        ["expandtabs"] = (run, text, arguments) => ExpandTabs(run, text, arguments.Bind(run, "expandtabs", "tabsize").Size(0, 8)),
        ["isspace"] = Check("isspace", static rune => rune.IsBmp && TemplateText.IsSpace((char)rune.Value)),
        ["isalpha"] = Check("isalpha", Rune.IsLetter),
        ["isdigit"] = Check("isdigit", static rune => Rune.IsDigit(rune) || "²³¹".Contains(rune.ToString(), StringComparison.Ordinal)),
        ["isdecimal"] = Check("isdecimal", Rune.IsDigit),
        ["isnumeric"] = Check("isnumeric", Rune.IsNumber),
        ["isalnum"] = Check("isalnum", static rune => Rune.IsLetter(rune) || Rune.IsNumber(rune)),
        ["isascii"] = (run, text, arguments) => Ascii.IsValid(text),
        ["isupper"] = (run, text, arguments) => IsCased(text, upper: true),
        ["islower"] = (run, text, arguments) => IsCased(text, upper: false),
        ["istitle"] = (run, text, arguments) => TemplateText.Title(text) == text && (IsCased(TemplateText.Upper(text), upper: true)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TemplateFunction? Find(string text, string name) =>
        s_methods.TryGetValue(name, out var method)
            ? new(name, (run, arguments) =>
            {
                run.Work(text.Length);
                return method(run, text, arguments);
            })
            : null;

    public static string Join(TemplateRun run, string separator, object? items)
    {
        var parts = new List<string>();
        foreach (var item in run.Elements(items))
        {
            var part = item as string ?? throw run.Error($"join needs strings; element {parts.Count} is of type {TemplateValues.TypeName(item)}");
            run.Grow((long)part.Length + separator.Length);
            parts.Add(part);
        }

        return string.Join(separator, parts);
    }

    public static string Replace(TemplateRun run, string text, string old, string replacement, long count)
    {
        run.Work(text.Length);
        if (count == 0 || (old.Length > text.Length))
        {
            return text;
        }

        var result = new StringBuilder();
        var at = 0;
        for (; count != 0; count--)
        {
            // Nothing is found before each character and at the end.
            var found = old.Length > 0 ? TemplateSearch.IndexOf(text.AsSpan(at), old) is >= 0 and var next ? at + next : -1 : at;
            if (found < 0)
            {
                break;
            }

            run.Grow((found - at) + replacement.Length);
            result.Append(text, at, found - at).Append(replacement);
            at = found + old.Length;
            if (old.Length == 0)
            {
                if (at >= text.Length)
                {
                    break;
                }

                var width = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
                result.Append(text, at, width);
                at += width;
            }
        }

        run.Grow(text.Length - at);
        return result.Append(text, at, text.Length - at).ToString();
    }

    private static Method Plain(string name, Func<string, string> map) => (run, text, arguments) =>
    {
        arguments.Bind(run, name);
        return run.Made(map(text));
    };

    private static Method Strip(string name, bool left, bool right) => (run, text, arguments) =>
        run.Made(TemplateText.Strip(text, arguments.Bind(run, name, "chars").Get(0) switch
        {
            null => null,
            string set => run.Hashed(set),
            var other => throw run.Error($"{name} needs a str, not {TemplateValues.TypeName(other)}"),
        }, left, right));

    private static Method Check(string name, Func<Rune, bool> holds) => (run, text, arguments) =>
    {
        arguments.Bind(run, name);
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            count++;
            if (!holds(rune))
            {
                return false;
            }
        }

        return count > 0;
    };

    private static bool IsCased(string text, bool upper)
    {
        var isCased = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsUpper(rune) || Rune.IsLower(rune))
            {
                isCased = true;
                if (Rune.IsUpper(rune) != upper)
                {
                    return false;
                }
            }
        }

        return isCased;
    }

    private static bool Affix(TemplateRun run, string name, string text, TemplateArguments arguments, Func<string, string, bool> holds)
    {
        var given = arguments.Bind(run, name, "affix", "start", "end");
        if (given.Has(1) || given.Has(2))
        {
            text = TemplateText.Slice(run, text, given.Get(1), given.Get(2), null);
        }

        return given.Required(0) switch
        {
            string affix => Holds(affix),
            TemplateList { Kind: TemplateListKind.Tuple } choices => choices.Items.Exists(choice => Holds(choice as string ?? throw Wrong(choice))),
            var other => throw Wrong(other),
        };

        bool Holds(string affix)
        {
            run.Step();
            run.Work(Math.Min(text.Length, affix.Length));
            return holds(text, affix);
        }

        ChatTemplateException Wrong(object? value) =>
            run.Error(value is TemplateUndefined missing ? missing.Description : $"{name} needs a str or a tuple of them, not {TemplateValues.TypeName(value)}");
    }

    private static long Find(TemplateRun run, string name, string text, TemplateArguments arguments, bool fromRight, bool mustExist)
    {
        var given = arguments.Bind(run, name, "sub", "start", "end");
        var sought = given.RequiredText(0);
        // Positions count in code points; the part before the start is cut away and added again.
        var offset = 0L;
        var part = text;
        if (given.Has(1) || given.Has(2))
        {
            var (first, count, _) = TemplateNumbers.Slice(run, TemplateText.Length(text), given.Get(1), given.Get(2), null);
            part = TemplateText.Slice(run, text, (long)first, (long)first + count, null);
            offset = first;
        }

        var found = fromRight ? TemplateSearch.LastIndexOf(part, sought) : TemplateSearch.IndexOf(part, sought);
        return found >= 0 ? offset + TemplateText.CodePointIndex(part, found)
            : mustExist ? throw run.Error($"{TemplateRepr.Short(sought)} is not in the str")
            : -1;
    }

    private static Method Pad(string name, Func<string, int, int, char, string> pad, bool centers = false) => (run, text, arguments) =>
    {
        var given = arguments.Bind(run, name, "width", "fillchar");
        given.Required(0);
        var fill = given.Text(1, " ");
        if (fill.Length != 1)
        {
            throw run.Error($"{name} fills with one character, not {TemplateRepr.Short(fill)}");
        }

        var width = given.Size(0, 0);
        var room = Math.Max(0, width - TemplateText.Length(text));
        run.Grow((long)room + text.Length);
        // Python puts the odd place to the left if the width is odd.
        var left = (room / 2) + (centers ? room & width & 1 : 0);
        return pad(text, left, room - left, fill[0]);
    };

    private static string ExpandTabs(TemplateRun run, string text, int size)
    {
        var result = new StringBuilder();
        var column = 0;
        foreach (var c in text)
        {
            if (c == '\t')
            {
                var spaces = size <= 0 ? 0 : size - (column % size);
                run.Grow(spaces);
                result.Append(' ', spaces);
                column += spaces;
                continue;
            }

            result.Append(c);
            column = c is '\n' or '\r' ? 0 : column + 1;
        }

        return result.ToString();
    }
}
