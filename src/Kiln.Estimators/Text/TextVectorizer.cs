namespace Kiln.Estimators;

/// <summary>What the terms of a text are.</summary>
public enum TextUnit
{
    /// <summary>Words, or several words in a row.</summary>
    Word,

    /// <summary>Characters in a row, across words.</summary>
    Char,

    /// <summary>Characters in a row within a word, which has a blank at either end.</summary>
    CharWordBoundary,
}

/// <summary>How accents are taken off.</summary>
public enum AccentStripping
{
    /// <summary>They stay.</summary>
    None,

    /// <summary>Characters are decomposed, and what is not ASCII is left out.</summary>
    Ascii,

    /// <summary>Characters are decomposed, and combining marks are left out.</summary>
    Unicode,
}

/// <summary>What all vectorizers of text have in common: how a text becomes terms.</summary>
public abstract record TextVectorizer : FeatureTransformer
{
    /// <summary>Words of two or more letters, digits or underscores, as Python understands <c>\w</c> (no combining marks).</summary>
    public const string DefaultTokenPattern = @"(?u)\b\w\w+\b";

    private protected TextVectorizer()
    {
    }

    /// <summary>What the terms are; words by default.</summary>
    public TextUnit Analyzer { get; init; } = TextUnit.Word;

    /// <summary>How many words (or characters) in a row make a term: the least and the most; 1 and 1 by default.</summary>
    public (int Least, int Most) NgramRange { get; init; } = (1, 1);

    /// <summary>Whether capitals become small letters first; true by default.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>How accents are taken off; they stay by default.</summary>
    public AccentStripping StripAccents { get; init; } = AccentStripping.None;

    /// <summary>Words that are left out: a list, or the one word "english" for scikit-learn's list of 318; null by default. Only words have stop words.</summary>
    public string[]? StopWords { get; init; }

    /// <summary>The regular expression of a word, in Python's syntax; with one group, that is the word. <see cref="DefaultTokenPattern"/> by default.</summary>
    public string TokenPattern { get; init; } = DefaultTokenPattern;

    /// <summary>What is done to a text first, instead of lower case and accents; null by default. A function cannot be saved.</summary>
    public Func<string, string>? Preprocessor { get; init; }

    /// <summary>What cuts a text into words, instead of <see cref="TokenPattern"/>; null by default. A function cannot be saved.</summary>
    public Func<string, IEnumerable<string>>? Tokenizer { get; init; }

    /// <inheritdoc/>
    public override void CheckParameters() =>
        Require.That(NgramRange.Least >= 1 && NgramRange.Most >= NgramRange.Least, Name, "ngram_range", $"{NgramRange.Least},{NgramRange.Most}", "two numbers of 1 or more, the lesser first");

    /// <summary>The parameters of all vectorizers.</summary>
    internal static ParameterSet<T> Common<T>(string name, string summary)
        where T : TextVectorizer, new() =>
        new ParameterSet<T>(name, summary)
            .Choice("analyzer", e => e.Analyzer, (e, v) => (T)((TextVectorizer)e with { Analyzer = v }), "what the terms are",
                ("word", TextUnit.Word), ("char", TextUnit.Char), ("char_wb", TextUnit.CharWordBoundary))
            .Numbers("ngram_range", e => [e.NgramRange.Least, e.NgramRange.Most], (e, v) => (T)((TextVectorizer)e with { NgramRange = Range(name, v) }), "how many words or characters make a term: least, most")
            .Flag("lowercase", e => e.Lowercase, (e, v) => (T)((TextVectorizer)e with { Lowercase = v }), "whether capitals become small letters")
            .Choice("strip_accents", e => e.StripAccents, (e, v) => (T)((TextVectorizer)e with { StripAccents = v }), "how accents are taken off",
                ("none", AccentStripping.None), ("ascii", AccentStripping.Ascii), ("unicode", AccentStripping.Unicode))
            .Texts("stop_words", e => e.StopWords, (e, v) => (T)((TextVectorizer)e with { StopWords = v }), "words that are left out, or english")
            .Text("token_pattern", e => e.TokenPattern, (e, v) => (T)((TextVectorizer)e with { TokenPattern = v }), "the regular expression of a word")
            .Code("preprocessor", e => e.Preprocessor, (e, v) => (T)((TextVectorizer)e with { Preprocessor = v }), "a function instead of lower case and accents")
            .Code("tokenizer", e => e.Tokenizer, (e, v) => (T)((TextVectorizer)e with { Tokenizer = v }), "a function that cuts texts into words");

    private static (int Least, int Most) Range(string owner, double[]? range)
    {
        Require.That(range is { Length: 2 } && range[0] == Math.Floor(range[0]) && range[1] == Math.Floor(range[1]), owner, "ngram_range", ParameterText.Of(range), "two whole numbers");
        return ((int)range![0], (int)range[1]);
    }
}
