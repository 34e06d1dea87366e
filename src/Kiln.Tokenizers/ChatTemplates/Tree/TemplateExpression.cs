namespace Kiln.Tokenizers;

/// <summary>An expression. It evaluates to what <see cref="TemplateValues"/> lists.</summary>
internal abstract class TemplateExpression(int position)
{
    /// <summary>Where the operation stands, for errors.</summary>
    public int Position => position;

    public abstract object? Evaluate(TemplateRun run, TemplateScope scope);
}

internal sealed class ConstantExpression(int position, object? value) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope) => value;
}

internal sealed class NameExpression(int position, string name) : TemplateExpression(position)
{
    public string Name => name;

    public override object? Evaluate(TemplateRun run, TemplateScope scope) => scope[name];
}

/// <summary>A list or a tuple.</summary>
internal sealed class ListExpression(int position, IReadOnlyList<TemplateExpression> items, TemplateListKind kind) : TemplateExpression(position)
{
    public IReadOnlyList<TemplateExpression> Items => items;

    public TemplateListKind Kind => kind;

    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        run.Grow(items.Count);
        var values = new List<object?>(items.Count);
        foreach (var item in items)
        {
            values.Add(item.Evaluate(run, scope));
        }

        return new TemplateList(values, kind);
    }
}

internal sealed class DictExpression(int position, IReadOnlyList<(TemplateExpression Key, TemplateExpression Value)> pairs) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        run.Grow(pairs.Count);
        var dict = new TemplateDict();
        foreach (var (key, value) in pairs)
        {
            var name = key.Evaluate(run, scope);
            run.Position = key.Position;
            dict.Items[run.Key(name)] = value.Evaluate(run, scope);
        }

        return dict;
    }
}

/// <summary><c>a if condition else b</c>; without the else it is undefined where the condition does not hold.</summary>
internal sealed class ConditionalExpression(int position, TemplateExpression condition, TemplateExpression then, TemplateExpression? otherwise)
    : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        return TemplateValues.IsTrue(condition.Evaluate(run, scope)) ? then.Evaluate(run, scope)
            : otherwise is not null ? otherwise.Evaluate(run, scope)
            : new TemplateUndefined("the inline 'if' has no 'else', and its condition does not hold, so its value is undefined");
    }
}

/// <summary><c>and</c> and <c>or</c>, whose value is that of the operand that decides.</summary>
internal sealed class LogicalExpression(int position, bool isAnd, TemplateExpression left, TemplateExpression right) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var value = left.Evaluate(run, scope);
        return TemplateValues.IsTrue(value) == isAnd ? right.Evaluate(run, scope) : value;
    }
}

internal sealed class NotExpression(int position, TemplateExpression operand) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        return !TemplateValues.IsTrue(operand.Evaluate(run, scope));
    }
}

/// <summary><c>a &lt; b &lt;= c</c>: every neighbouring pair holds, each operand is evaluated once, and what follows a failure not at all.</summary>
internal sealed class CompareExpression(int position, TemplateExpression first, IReadOnlyList<(string Operator, TemplateExpression Operand)> rest)
    : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var left = first.Evaluate(run, scope);
        foreach (var (op, operand) in rest)
        {
            var right = operand.Evaluate(run, scope);
            run.Position = Position;
            if (!TemplateCompare.Evaluate(run, op, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }
}

internal sealed class ArithmeticExpression(int position, string op, TemplateExpression left, TemplateExpression right) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var a = left.Evaluate(run, scope);
        var b = right.Evaluate(run, scope);
        run.Position = Position;
        return TemplateNumbers.Calculate(run, op, a, b);
    }
}

internal sealed class SignExpression(int position, bool isMinus, TemplateExpression operand) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var value = operand.Evaluate(run, scope);
        run.Position = Position;
        return value switch
        {
            TemplateUndefined missing => throw run.Error(missing.Description),
            double d => isMinus ? -d : d,
            _ when TemplateNumbers.AsInteger(value) is { } n => isMinus ? TemplateNumbers.Calculate(run, "-", 0L, n) : n,
            _ => throw run.Error($"a sign needs a number, not {TemplateValues.TypeName(value)}"),
        };
    }
}

/// <summary><c>a ~ b ~ c</c>: the texts of the parts, one after the other.</summary>
internal sealed class ConcatExpression(int position, IReadOnlyList<TemplateExpression> parts) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var texts = new string[parts.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = TemplateRepr.Str(run, parts[i].Evaluate(run, scope));
            run.Grow(texts[i].Length);
        }

        return string.Concat(texts);
    }
}
