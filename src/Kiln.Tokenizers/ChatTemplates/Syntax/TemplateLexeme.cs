namespace Kiln.Tokenizers;

internal enum TemplateLexemeKind
{
    /// <summary>Text between tags.</summary>
    Data,

    /// <summary><c>{%</c></summary>
    BlockBegin,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary><c>{{</c></summary>
    OutputBegin,

    /// <summary><c>}}</c></summary>
    OutputEnd,

    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A string, its escapes resolved.</summary>
    String,

    /// <summary>An integer as it is written.</summary>
    Integer,

    /// <summary>A number with a point or an exponent, as it is written.</summary>
    Float,

    /// <summary>An operator or a bracket.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>One token and where it begins.</summary>
internal readonly record struct TemplateLexeme(TemplateLexemeKind Kind, string Text, int Position)
{
    /// <summary>Whether this is the given operator.</summary>
    public bool IsOperator(string text) => Kind == TemplateLexemeKind.Operator && Text == text;

    /// <summary>Whether this is the given name.</summary>
    public bool IsName(string text) => Kind == TemplateLexemeKind.Name && Text == text;

    /// <summary>How an error calls it.</summary>
    public override string ToString() => Kind switch
    {
        TemplateLexemeKind.End => "the end of the template",
        TemplateLexemeKind.BlockEnd => "the end of the statement, '%}'",
        TemplateLexemeKind.OutputEnd => "the end of the expression, '}}'",
        TemplateLexemeKind.Data => "text outside a tag",
        TemplateLexemeKind.String => $"the string '{Text}'",
        _ => $"'{Text}'",
    };
}
