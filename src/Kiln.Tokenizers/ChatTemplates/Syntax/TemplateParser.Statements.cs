namespace Kiln.Tokenizers;

/// <summary>Statements.</summary>
internal sealed partial class TemplateParser
{
    private const string Known = "if, for, set, macro, call, filter, with, raw, break, continue and generation";

    private int _loops;

    // Statements up to one of the given words, which stays to be read, or up to the end of the template where none is given.
    private TemplateBody Body(ReadOnlySpan<string> ends)
    {
        var statements = new List<TemplateStatement>();
        var opened = _at > 0 ? _tokens[_at - 1].Position : 0;
        while (true)
        {
            var token = Take();
            switch (token.Kind)
            {
                case TemplateLexemeKind.End:
                    return ends.Length == 0 ? new TemplateBody(statements) : throw Error($"the template ends before {Choice(ends)}", opened);
                case TemplateLexemeKind.Data:
                    statements.Add(new DataStatement(token.Position, token.Text));
                    break;
                case TemplateLexemeKind.OutputBegin:
                    statements.Add(new OutputStatement(token.Position, Tuple()));
                    if (Current.Kind != TemplateLexemeKind.OutputEnd)
                    {
                        throw Unexpected("'}}'");
                    }

                    Take();
                    break;
                default:
                    if (Current.Kind == TemplateLexemeKind.Name && ends.Contains(Current.Text))
                    {
                        return new TemplateBody(statements);
                    }

                    statements.Add(Deeper(() => Statement()));
                    break;
            }
        }
    }

    private static string Choice(ReadOnlySpan<string> ends) => string.Join(" or ", ends.ToArray().Select(end => $"'{{% {end} %}}'"));

    private TemplateStatement Statement()
    {
        var token = Current;
        var name = ExpectName();
        switch (name)
        {
            case "if":
                return If(token.Position);
            case "for":
                return For(token.Position);
            case "set":
                return Set(token.Position);
            case "macro":
                return Macro(token.Position);
            case "call":
                return CallBlock(token.Position);
            case "with":
                return With(token.Position);
            case "filter":
                var filter = Filters(null, isInline: false)!;
                ExpectBlockEnd();
                return new FilterBlockStatement(token.Position, filter, BodyUntil("endfilter"));
            case "generation":
                ExpectBlockEnd();
                return new GenerationStatement(token.Position, OutsideLoops(() => BodyUntil("endgeneration")));
            case "break" or "continue":
                if (_loops == 0)
                {
                    throw Error($"'{name}' stands outside of a loop", token.Position);
                }

                ExpectBlockEnd();
                return new LoopControlStatement(token.Position, name == "break" ? TemplateFlow.Break : TemplateFlow.Continue);
            case "extends" or "include" or "import" or "from" or "block":
                throw Error($"'{name}' needs other templates, which a chat template has not; it stands alone", token.Position);
            case var end when end.StartsWith("end", StringComparison.Ordinal) || end is "else" or "elif":
                throw Error($"'{name}' ends nothing that is open here", token.Position);
            default:
                throw Error($"there is no statement '{name}'; there are {Known}", token.Position);
        }
    }

    // The body, its closing tag included.
    private TemplateBody BodyUntil(string end)
    {
        var body = Body([end]);
        Take();
        ExpectBlockEnd();
        return body;
    }

    private T OutsideLoops<T>(Func<T> parse)
    {
        var loops = _loops;
        _loops = 0;
        var result = parse();
        _loops = loops;
        return result;
    }

    private IfStatement If(int position)
    {
        var branches = new List<(TemplateExpression, TemplateBody)>();
        _conditions++;
        while (true)
        {
            var condition = Tuple(withConditional: false);
            ExpectBlockEnd();
            var body = Body(["elif", "else", "endif"]);
            branches.Add((condition, body));
            var word = Take().Text;
            if (word == "elif")
            {
                continue;
            }

            TemplateBody? otherwise = null;
            ExpectBlockEnd();
            if (word == "else")
            {
                otherwise = BodyUntil("endif");
            }

            _conditions--;
            return new IfStatement(position, branches, otherwise);
        }
    }

    private ForStatement For(int position)
    {
        var target = Target(end: "in");
        ExpectName("in");
        var values = Tuple(withConditional: false, end: "recursive");
        var condition = TakeName("if") ? Expression() : null;
        var isRecursive = TakeName("recursive");
        ExpectBlockEnd();
        _loops++;
        var body = Body(["else", "endfor"]);
        _loops--;
        TemplateBody? otherwise = null;
        if (Take().Text == "else")
        {
            ExpectBlockEnd();
            otherwise = OutsideLoops(() => BodyUntil("endfor"));
        }
        else
        {
            ExpectBlockEnd();
        }

        return new ForStatement(position, target, values, condition, isRecursive, body, otherwise);
    }

    private TemplateStatement Set(int position)
    {
        var target = Target(withNamespace: true);
        if (TakeOperator("="))
        {
            var value = Tuple();
            ExpectBlockEnd();
            return new SetStatement(position, target, value);
        }

        var filter = Filters(null);
        ExpectBlockEnd();
        return new SetBlockStatement(position, target, filter, BodyUntil("endset"));
    }

    private WithStatement With(int position)
    {
        var variables = new List<(TemplateTarget, TemplateExpression)>();
        while (Current.Kind != TemplateLexemeKind.BlockEnd)
        {
            if (variables.Count > 0)
            {
                ExpectOperator(",");
            }

            var target = Target(isSingle: true);
            ExpectOperator("=");
            variables.Add((target, Expression()));
        }

        ExpectBlockEnd();
        return new WithStatement(position, variables, BodyUntil("endwith"));
    }

    private TemplateTarget Target(bool withNamespace = false, bool isSingle = false, string? end = null)
    {
        if (withNamespace && Current.Kind == TemplateLexemeKind.Name && Ahead.IsOperator("."))
        {
            var space = Take().Text;
            Take();
            return new NamespaceTarget(space, ExpectName());
        }

        var targets = new List<TemplateTarget>();
        var isTuple = false;
        do
        {
            if (targets.Count > 0 && (Current.IsOperator(")") || Current.IsOperator("=") || (end is not null && Current.IsName(end))))
            {
                break;
            }

            targets.Add(Current.IsOperator("(") ? Deeper(TargetInBrackets) : new NameTarget(TargetName()));
            isTuple |= Current.IsOperator(",");
        }
        while (!isSingle && TakeOperator(","));
        return isTuple && !isSingle ? new TupleTarget(targets) : targets[0];
    }

    private TemplateTarget TargetInBrackets()
    {
        ExpectOperator("(");
        var target = Target();
        ExpectOperator(")");
        return target;
    }

    private string TargetName()
    {
        var token = Current;
        var name = ExpectName();
        return name is not ("true" or "True" or "false" or "False" or "none" or "None")
            ? name
            : throw Error($"'{name}' is a value and cannot be assigned to", token.Position);
    }
}
