namespace Kiln.Tokenizers;

/// <summary>Makes a tree of the tokens. Source of the grammar: the documentation of Jinja 3.1, "Template Designer".</summary>
internal sealed partial class TemplateParser
{
    private readonly string _source;
    private readonly List<TemplateLexeme> _tokens;
    private readonly int _maxDepth;
    // Filters and tests that do not exist. Under a condition they may never be asked for, so they are an error only where they are reached.
    private readonly List<ChatTemplateException> _unknown = [];
    private int _at;
    private int _depth;
    private int _conditions;

    private TemplateParser(string source, int maxDepth)
    {
        _source = source;
        _maxDepth = maxDepth;
        _tokens = TemplateLexer.Read(source);
    }

    /// <summary>The statements of a normalized source.</summary>
    public static TemplateBody Parse(string source, int maxDepth)
    {
        var parser = new TemplateParser(source, maxDepth);
        var body = parser.Body([]);
        return parser._unknown.Count == 0 ? body : throw parser._unknown[0];
    }

    private TemplateLexeme Current => _tokens[_at];

    private TemplateLexeme Ahead => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    private TemplateLexeme Take() => _tokens[_at < _tokens.Count - 1 ? _at++ : _at];

    private bool TakeOperator(string text)
    {
        if (!Current.IsOperator(text))
        {
            return false;
        }

        Take();
        return true;
    }

    private bool TakeName(string text)
    {
        if (!Current.IsName(text))
        {
            return false;
        }

        Take();
        return true;
    }

    private void ExpectOperator(string text)
    {
        if (!TakeOperator(text))
        {
            throw Unexpected($"'{text}'");
        }
    }

    private void ExpectName(string text)
    {
        if (!TakeName(text))
        {
            throw Unexpected($"'{text}'");
        }
    }

    private string ExpectName() => Current.Kind == TemplateLexemeKind.Name ? Take().Text : throw Unexpected("a name");

    private void ExpectBlockEnd()
    {
        if (Current.Kind != TemplateLexemeKind.BlockEnd)
        {
            throw Unexpected("'%}'");
        }

        Take();
    }

    // Every level of nesting passes here, so that the depth of the tree is bounded.
    private T Deeper<T>(Func<T> parse)
    {
        if (++_depth > _maxDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ChatTemplateException(ChatTemplateFailure.Limit, $"blocks and expressions nest more than {_maxDepth} deep (ChatTemplateOptions.MaxDepth)", _source,
                Current.Position);
        }

        var result = parse();
        _depth--;
        return result;
    }

    private ChatTemplateException Unexpected(string expected) => Error($"unexpected {Current}; {expected} is expected", Current.Position);

    private ChatTemplateException Error(string reason, int position) => new(ChatTemplateFailure.Syntax, reason, _source, position);
}
