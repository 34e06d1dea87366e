using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Expressions, from the loosest binding to the tightest.</summary>
internal sealed partial class TemplateParser
{
    private TemplateExpression Expression(bool withConditional = true) => Deeper(() => withConditional ? Conditional() : Or());

    private TemplateExpression Conditional()
    {
        var unknown = _unknown.Count;
        var value = Or();
        while (Current.IsName("if"))
        {
            var position = Take().Position;
            var condition = Or();
            var otherwise = TakeName("else") ? Deeper(Conditional) : null;
            value = new ConditionalExpression(position, condition, value, otherwise);
            _unknown.RemoveRange(unknown, _unknown.Count - unknown);
        }

        return value;
    }

    private TemplateExpression Or()
    {
        var left = And();
        while (Current.IsName("or"))
        {
            left = new LogicalExpression(Take().Position, isAnd: false, left, And());
        }

        return left;
    }

    private TemplateExpression And()
    {
        var left = Not();
        while (Current.IsName("and"))
        {
            left = new LogicalExpression(Take().Position, isAnd: true, left, Not());
        }

        return left;
    }

    private TemplateExpression Not()
    {
        if (Current.IsName("not"))
        {
            var position = Take().Position;
            return new NotExpression(position, Deeper(Not));
        }

        return Comparison();
    }

    private TemplateExpression Comparison()
    {
        var position = Current.Position;
        var first = Sum();
        var rest = new List<(string, TemplateExpression)>();
        while (true)
        {
            if (Current is { Kind: TemplateLexemeKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
            {
                position = Current.Position;
                rest.Add((Take().Text, Sum()));
            }
            else if (Current.IsName("in"))
            {
                position = Take().Position;
                rest.Add(("in", Sum()));
            }
            else if (Current.IsName("not") && Ahead.IsName("in"))
            {
                position = Take().Position;
                Take();
                rest.Add(("not in", Sum()));
            }
            else
            {
                return rest.Count == 0 ? first : new CompareExpression(position, first, rest);
            }
        }
    }

    private TemplateExpression Sum()
    {
        var left = Concat();
        while (Current is { Kind: TemplateLexemeKind.Operator, Text: "+" or "-" })
        {
            var op = Take();
            left = new ArithmeticExpression(op.Position, op.Text, left, Concat());
        }

        return left;
    }

    private TemplateExpression Concat()
    {
        var position = Current.Position;
        var first = Product();
        if (!Current.IsOperator("~"))
        {
            return first;
        }

        var parts = new List<TemplateExpression> { first };
        while (TakeOperator("~"))
        {
            parts.Add(Product());
        }

        return new ConcatExpression(position, parts);
    }

    private TemplateExpression Product()
    {
        var left = Power();
        while (Current is { Kind: TemplateLexemeKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            var op = Take();
            left = new ArithmeticExpression(op.Position, op.Text, left, Power());
        }

        return left;
    }

    // Binds to the left, unlike in Python: the language documents it so.
    private TemplateExpression Power()
    {
        var left = Unary();
        while (Current.IsOperator("**"))
        {
            var op = Take();
            left = new ArithmeticExpression(op.Position, op.Text, left, Unary());
        }

        return left;
    }

    private TemplateExpression Unary(bool withFilters = true)
    {
        TemplateExpression value;
        if (Current is { Kind: TemplateLexemeKind.Operator, Text: "-" or "+" })
        {
            var sign = Take();
            value = new SignExpression(sign.Position, sign.Text == "-", Deeper(() => Unary(withFilters: false)));
        }
        else
        {
            value = Primary();
        }

        value = Postfix(value);
        return withFilters ? FiltersAndTests(value) : value;
    }

    private TemplateExpression Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TemplateLexemeKind.Name:
                Take();
                return token.Text switch
                {
                    "true" or "True" => new ConstantExpression(token.Position, true),
                    "false" or "False" => new ConstantExpression(token.Position, false),
                    "none" or "None" => new ConstantExpression(token.Position, null),
                    _ => new NameExpression(token.Position, token.Text),
                };
            case TemplateLexemeKind.String:
                // Strings beside each other are one.
                var text = Take().Text;
                while (Current.Kind == TemplateLexemeKind.String)
                {
                    text += Take().Text;
                }

                return new ConstantExpression(token.Position, text);
            case TemplateLexemeKind.Integer:
                Take();
                return new ConstantExpression(token.Position,
                    TemplateNumbers.ParseInteger(token.Text, 0) ?? throw Error($"the integer {token.Text} has more than 64 bits", token.Position));
            case TemplateLexemeKind.Float:
                Take();
                return new ConstantExpression(token.Position, double.Parse(token.Text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
            case TemplateLexemeKind.Operator when token.Text == "(":
                Take();
                var inner = Tuple(isInBrackets: true);
                ExpectOperator(")");
                return inner;
            case TemplateLexemeKind.Operator when token.Text == "[":
                Take();
                return new ListExpression(token.Position, Items("]", () => Expression()), TemplateListKind.List);
            case TemplateLexemeKind.Operator when token.Text == "{":
                Take();
                return new DictExpression(token.Position, Items("}", () =>
                {
                    var key = Expression();
                    ExpectOperator(":");
                    return (key, Expression());
                }));
            default:
                throw Unexpected("an expression");
        }
    }

    private List<T> Items<T>(string close, Func<T> item)
    {
        var items = new List<T>();
        while (!TakeOperator(close))
        {
            if (items.Count > 0)
            {
                if (!TakeOperator(","))
                {
                    throw Unexpected($"',' or '{close}'");
                }

                if (TakeOperator(close))
                {
                    break;
                }
            }

            items.Add(item());
        }

        return items;
    }

    /// <summary>An expression, or several with commas between them, which make a tuple.</summary>
    private TemplateExpression Tuple(bool withConditional = true, bool isInBrackets = false, string? end = null)
    {
        var position = Current.Position;
        var items = new List<TemplateExpression>();
        var isTuple = false;
        while (!IsTupleEnd(end))
        {
            items.Add(Expression(withConditional));
            if (!TakeOperator(","))
            {
                break;
            }

            isTuple = true;
        }

        return items.Count == 0 && !isInBrackets ? throw Unexpected("an expression")
            : items.Count == 1 && !isTuple ? items[0]
            : new ListExpression(position, items, TemplateListKind.Tuple);
    }

    private bool IsTupleEnd(string? end) =>
        Current.Kind is TemplateLexemeKind.BlockEnd or TemplateLexemeKind.OutputEnd or TemplateLexemeKind.End || Current.IsOperator(")") || (end is not null && Current.IsName(end));
}
