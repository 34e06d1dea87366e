using System.Text.RegularExpressions;

namespace Kiln.Estimators;

/// <summary>Takes the terms of a text one by one.</summary>
internal interface ITermSink
{
    public void Add(ReadOnlySpan<char> term);
}

/// <summary>
/// Turns a text into terms. No term becomes a string here: words are written one after the other, with a blank between, into a buffer, so that several words in a
/// row are one span of it.
/// </summary>
internal sealed class TextAnalyzer
{
    private readonly TextUnit _unit;
    private readonly int _least;
    private readonly int _most;
    private readonly bool _lowercase;
    private readonly AccentStripping _accents;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _stopWords;
    private readonly int _shortest;
    private readonly Regex? _pattern;
    private readonly int _group;
    private readonly Func<string, string>? _preprocessor;
    private readonly Func<string, IEnumerable<string>>? _tokenizer;

    public TextAnalyzer(TextVectorizer options)
    {
        var owner = options.Name;
        (_least, _most) = options.NgramRange;
        (_preprocessor, _tokenizer) = (options.Preprocessor, options.Tokenizer);
        (_unit, _lowercase, _accents) = (options.Analyzer, options.Lowercase, options.StripAccents);
        if (options.StopWords is { } words && _unit == TextUnit.Word)
        {
            var list = words.Length == 1 && words[0] == "english" ? StopWordList.English : words;
            _stopWords = new HashSet<string>(list, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        }

        _shortest = options.TokenPattern switch { TextVectorizer.DefaultTokenPattern or @"\b\w\w+\b" => 2, @"(?u)\b\w+\b" or @"\b\w+\b" or @"(?u)\w+" or @"\w+" => 1, _ => 0 };
        if (_shortest == 0 && _unit == TextUnit.Word)
        {
            _pattern = PythonPattern.Compile(owner, options.TokenPattern);
            _group = _pattern.GetGroupNumbers().Length switch
            {
                1 => 0,
                2 => 1,
                var groups => throw new ArgumentException($"{owner}: token_pattern has {groups - 1} groups; at most one is expected, which is the word", nameof(options)),
            };
        }
    }

    /// <summary>Gives all terms of a text to a sink.</summary>
    /// <param name="text">The text.</param>
    /// <param name="buffers">Memory of the calling thread.</param>
    /// <param name="sink">Takes the terms.</param>
    public void Run<TSink>(string text, TextBuffers buffers, ref TSink sink)
        where TSink : struct, ITermSink
    {
        var plain = _preprocessor is null ? Plain(text, buffers) : _preprocessor(text);
        switch (_unit)
        {
            case TextUnit.Word:
                Words(plain, buffers);
                WordTerms(buffers, ref sink);
                break;
            case TextUnit.Char:
                Chars(TextSpaces.Collapsed(plain, buffers), buffers, ref sink);
                break;
            default:
                foreach (var (start, end) in TextSpaces.Split(plain, buffers))
                {
                    WordChars(buffers.Padded(plain[start..end]), buffers, ref sink);
                }

                break;
        }
    }

    private ReadOnlySpan<char> Plain(string text, TextBuffers buffers)
    {
        var plain = _lowercase ? TextCase.Lower(text, buffers) : text.AsSpan();
        return _accents == AccentStripping.None ? plain : Accents.Strip(plain, _accents);
    }

    /// <summary>Writes the words into the buffer, each followed by a blank.</summary>
    private void Words(ReadOnlySpan<char> text, TextBuffers buffers)
    {
        if (_tokenizer is not null)
        {
            string[] tokens = [.. _tokenizer(text.ToString())];
            buffers.Begin(tokens.Sum(token => token.Length + 1));
            foreach (var token in tokens)
            {
                Keep(token, buffers);
            }

            return;
        }

        buffers.Begin(text.Length);
        if (_pattern is not null)
        {
            foreach (Match match in _pattern.Matches(PythonPattern.Subject(text)))
            {
                var (first, length) = PythonPattern.Whole(text, match.Groups[_group]);
                Keep(text.Slice(first, length), buffers);
            }

            return;
        }

        var i = 0;
        while (i < text.Length)
        {
            while (i < text.Length && !WordCharacters.IsWord(text, i))
            {
                i++;
            }

            // A pair of surrogates is one character, so it is counted where its first half stands.
            var (start, characters) = (i, 0);
            while (i < text.Length && WordCharacters.IsWord(text, i))
            {
                characters += char.IsLowSurrogate(text[i]) ? 0 : 1;
                i++;
            }

            if (characters >= _shortest)
            {
                Keep(text[start..i], buffers);
            }
        }
    }

    private void Keep(ReadOnlySpan<char> word, TextBuffers buffers)
    {
        if (_stopWords is null || !_stopWords.Value.Contains(word))
        {
            buffers.Append(word);
        }
    }

    private void WordTerms<TSink>(TextBuffers buffers, ref TSink sink)
        where TSink : struct, ITermSink
    {
        var text = buffers.Text;
        var words = buffers.Words;
        for (var length = _least; length <= _most; length++)
        {
            for (var first = 0; first + length <= words.Length; first++)
            {
                sink.Add(text.AsSpan(words[first].Start..words[first + length - 1].End));
            }
        }
    }

    private void Chars<TSink>(ReadOnlySpan<char> text, TextBuffers buffers, ref TSink sink)
        where TSink : struct, ITermSink
    {
        var starts = buffers.CharacterStarts(text);
        var count = starts.Length - 1;
        for (var length = _least; length <= Math.Min(_most, count); length++)
        {
            for (var first = 0; first + length <= count; first++)
            {
                sink.Add(text[starts[first]..starts[first + length]]);
            }
        }
    }

    /// <summary>A word shorter than the terms is a term by itself, once.</summary>
    private void WordChars<TSink>(ReadOnlySpan<char> word, TextBuffers buffers, ref TSink sink)
        where TSink : struct, ITermSink
    {
        var starts = buffers.CharacterStarts(word);
        var count = starts.Length - 1;
        for (var length = _least; length <= _most; length++)
        {
            if (length >= count)
            {
                sink.Add(word);
                return;
            }

            for (var first = 0; first + length <= count; first++)
            {
                sink.Add(word[starts[first]..starts[first + length]]);
            }
        }
    }
}
