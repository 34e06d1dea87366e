namespace Kiln.Tokenizers;

/// <summary>Macros and calls with a block.</summary>
internal sealed partial class TemplateParser
{
    private MacroStatement Macro(int position)
    {
        var name = TargetName();
        var (parameters, defaults) = Parameters();
        ExpectBlockEnd();
        return new MacroStatement(position, Definition(name, parameters, defaults, "endmacro"));
    }

    // {% call(parameters) macro(arguments) %}
    private CallBlockStatement CallBlock(int position)
    {
        var (parameters, defaults) = Current.IsOperator("(") ? Parameters() : ([], []);
        var start = Current.Position;
        var call = Expression() as CallExpression ?? throw Error("'call' needs the call of a macro, such as '{% call name(arguments) %}'", start);
        ExpectBlockEnd();
        return new CallBlockStatement(position, call, Definition("caller", parameters, defaults, "endcall"));
    }

    private (List<string> Names, List<TemplateExpression?> Defaults) Parameters()
    {
        var names = new List<string>();
        var defaults = new List<TemplateExpression?>();
        ExpectOperator("(");
        while (!TakeOperator(")"))
        {
            if (names.Count > 0)
            {
                ExpectOperator(",");
            }

            var token = Current;
            names.Add(TargetName());
            var otherwise = TakeOperator("=") ? Expression() : null;
            if (otherwise is null && defaults.Count > 0 && defaults[^1] is not null)
            {
                throw Error($"the parameter '{token.Text}' has no default and follows one that has", token.Position);
            }

            defaults.Add(otherwise);
        }

        return (names, defaults);
    }

    private TemplateMacroDefinition Definition(string name, List<string> parameters, List<TemplateExpression?> defaults, string end)
    {
        var first = _at;
        var body = OutsideLoops(() => BodyUntil(end));
        // Whether a macro takes arguments beyond its parameters is decided by its body's asking for them.
        var used = _tokens.Skip(first).Take(_at - first).Where(token => token.Kind == TemplateLexemeKind.Name).Select(token => token.Text).ToHashSet(StringComparer.Ordinal);
        return new TemplateMacroDefinition(name, parameters, defaults, body)
        {
            TakesMore = used.Contains("varargs"),
            TakesNamed = used.Contains("kwargs"),
            TakesCaller = used.Contains("caller"),
        };
    }
}
