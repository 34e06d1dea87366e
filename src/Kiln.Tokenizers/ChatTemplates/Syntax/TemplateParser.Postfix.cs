using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Attributes, subscripts, calls, filters and tests.</summary>
internal sealed partial class TemplateParser
{
    private TemplateExpression Postfix(TemplateExpression value)
    {
        while (true)
        {
            if (Current.IsOperator("."))
            {
                value = Attribute(value);
            }
            else if (Current.IsOperator("["))
            {
                value = Subscript(value);
            }
            else if (Current.IsOperator("("))
            {
                value = new CallExpression(Current.Position, value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private TemplateExpression Attribute(TemplateExpression value)
    {
        var position = Take().Position;
        var token = Take();
        return token.Kind switch
        {
            TemplateLexemeKind.Name => new AttributeExpression(position, value, token.Text),
            TemplateLexemeKind.Integer when long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) =>
                new ItemExpression(position, value, new ConstantExpression(token.Position, index)),
            _ => throw Error($"unexpected {token} after '.'; a name or an index is expected", token.Position),
        };
    }

    private TemplateExpression Subscript(TemplateExpression value)
    {
        var position = Take().Position;
        if (Current.IsOperator("]"))
        {
            throw Unexpected("an index or a slice");
        }

        var start = Current.IsOperator(":") ? null : Expression();
        if (!Current.IsOperator(":"))
        {
            if (Current.IsOperator(","))
            {
                throw Error("a subscript has one index or one slice, not several", Current.Position);
            }

            ExpectOperator("]");
            return new ItemExpression(position, value, start!);
        }

        Take();
        var stop = Current.IsOperator(":") || Current.IsOperator("]") ? null : Expression();
        var step = TakeOperator(":") && !Current.IsOperator("]") ? Expression() : null;
        ExpectOperator("]");
        return new SliceExpression(position, value, start, stop, step);
    }

    private ArgumentExpressions Arguments()
    {
        ExpectOperator("(");
        var arguments = new ArgumentExpressions();
        var isFirst = true;
        while (!TakeOperator(")"))
        {
            if (!isFirst)
            {
                if (!TakeOperator(","))
                {
                    throw Unexpected("',' or ')'");
                }

                if (TakeOperator(")"))
                {
                    break;
                }
            }

            isFirst = false;
            Argument(arguments);
        }

        return arguments;
    }

    private void Argument(ArgumentExpressions arguments)
    {
        var position = Current.Position;
        if (TakeOperator("**"))
        {
            arguments.MoreNamed = arguments.MoreNamed is null ? Expression() : throw Error("a call has one '**' only", position);
        }
        else if (TakeOperator("*"))
        {
            arguments.More = arguments.More is null && arguments.MoreNamed is null ? Expression() : throw Error("a call has one '*' only, before '**'", position);
        }
        else if (Current.Kind == TemplateLexemeKind.Name && Ahead.IsOperator("="))
        {
            var name = Take().Text;
            Take();
            arguments.Named.Add((name, Expression()));
        }
        else
        {
            arguments.Positional.Add(arguments is { Named.Count: 0, More: null, MoreNamed: null }
                ? Expression()
                : throw Error("an argument by position follows one by name", position));
        }
    }

    private TemplateExpression FiltersAndTests(TemplateExpression value)
    {
        while (true)
        {
            if (Current.IsOperator("|"))
            {
                value = Filters(value)!;
            }
            else if (Current.IsName("is"))
            {
                value = Test(value);
            }
            else if (Current.IsOperator("("))
            {
                value = new CallExpression(Current.Position, value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    // `| a | b(1)`, or for the block statements `a | b(1)` without a value.
    private FilterExpression? Filters(TemplateExpression? value, bool isInline = true)
    {
        FilterExpression? chain = null;
        while (!isInline || TakeOperator("|"))
        {
            isInline = true;
            var position = Current.Position;
            var name = ExpectName();
            var filter = TemplateFilters.Find(name);
            if (filter is null && _conditions == 0)
            {
                _unknown.Add(Error(TemplateFilters.Unknown(name), position));
            }

            var arguments = Current.IsOperator("(") ? Arguments() : new ArgumentExpressions();
            chain = new FilterExpression(position, chain ?? value, name, filter, arguments);
        }

        return chain;
    }

    private TemplateExpression Test(TemplateExpression value)
    {
        Take();
        var negation = Current.Position;
        var isNegated = TakeName("not");
        var position = Current.Position;
        var name = ExpectName();
        var test = TemplateTests.Find(name);
        if (test is null && _conditions == 0)
        {
            _unknown.Add(Error(TemplateTests.Unknown(name), position));
        }

        var arguments = new ArgumentExpressions();
        if (Current.IsOperator("("))
        {
            arguments = Arguments();
        }
        else if (Current.Kind is TemplateLexemeKind.Name or TemplateLexemeKind.String or TemplateLexemeKind.Integer or TemplateLexemeKind.Float
            || Current.IsOperator("[") || Current.IsOperator("{"))
        {
            if (Current.IsName("is"))
            {
                throw Error("tests cannot be chained; join them by 'and'", Current.Position);
            }

            if (!Current.IsName("else") && !Current.IsName("or") && !Current.IsName("and"))
            {
                arguments.Positional.Add(Postfix(Primary()));
            }
        }

        TemplateExpression result = new TestExpression(position, value, name, test, arguments);
        return isNegated ? new NotExpression(negation, result) : result;
    }
}
