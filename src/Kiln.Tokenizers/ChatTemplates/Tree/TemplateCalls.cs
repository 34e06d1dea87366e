namespace Kiln.Tokenizers;

internal sealed class AttributeExpression(int position, TemplateExpression target, string name) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var value = target.Evaluate(run, scope);
        run.Position = Position;
        return TemplateAccess.Attribute(run, value, name);
    }
}

internal sealed class ItemExpression(int position, TemplateExpression target, TemplateExpression key) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var value = target.Evaluate(run, scope);
        var index = key.Evaluate(run, scope);
        run.Position = Position;
        return TemplateAccess.Item(run, value, index);
    }
}

internal sealed class SliceExpression(int position, TemplateExpression target, TemplateExpression? start, TemplateExpression? stop, TemplateExpression? step)
    : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var value = target.Evaluate(run, scope);
        var (from, to, by) = (start?.Evaluate(run, scope), stop?.Evaluate(run, scope), step?.Evaluate(run, scope));
        run.Position = Position;
        return TemplateAccess.Slice(run, value, from, to, by);
    }
}

/// <summary>The arguments of a call as they are written.</summary>
internal sealed class ArgumentExpressions
{
    public List<TemplateExpression> Positional { get; } = [];

    public List<(string Name, TemplateExpression Value)> Named { get; } = [];

    /// <summary><c>*values</c></summary>
    public TemplateExpression? More { get; set; }

    /// <summary><c>**values</c></summary>
    public TemplateExpression? MoreNamed { get; set; }

    public TemplateArguments Evaluate(TemplateRun run, TemplateScope scope)
    {
        if (Positional.Count == 0 && Named.Count == 0 && More is null && MoreNamed is null)
        {
            return TemplateArguments.None;
        }

        var arguments = new TemplateArguments();
        foreach (var item in Positional)
        {
            arguments.Positional.Add(item.Evaluate(run, scope));
        }

        if (More is not null)
        {
            var values = run.Elements(More.Evaluate(run, scope));
            run.Grow(values.Count);
            arguments.Positional.AddRange(values);
        }

        foreach (var (name, value) in Named)
        {
            arguments.Named.Add(new(name, value.Evaluate(run, scope)));
        }

        if (MoreNamed is not null)
        {
            var more = MoreNamed.Evaluate(run, scope) as TemplateDict ?? throw run.Error("'**' needs a dict");
            run.Grow(more.Items.Count);
            foreach (var (key, value) in more.Items)
            {
                arguments.Named.Add(new(key as string ?? throw run.Error("'**' needs a dict whose keys are strings"), value));
            }
        }

        return arguments;
    }
}

internal sealed class CallExpression(int position, TemplateExpression target, ArgumentExpressions arguments) : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope) => Call(run, scope, caller: null);

    /// <summary>The call; <paramref name="caller"/> is the block it was made with, if any.</summary>
    public object? Call(TemplateRun run, TemplateScope scope, TemplateMacro? caller)
    {
        run.Step();
        var callee = target.Evaluate(run, scope);
        var values = arguments.Evaluate(run, scope);
        if (caller is not null)
        {
            values = values.Skip(0);
            values.Named.Add(new("caller", caller));
        }

        run.Position = Position;
        return callee switch
        {
            TemplateCallable function => function.Invoke(run, values),
            TemplateUndefined missing => throw run.Error(missing.Description),
            _ => throw run.Error($"a {TemplateValues.TypeName(callee)} cannot be called"),
        };
    }
}

/// <summary><c>value | name(arguments)</c>; without a value it stands for the body of a block.</summary>
internal sealed class FilterExpression(int position, TemplateExpression? target, string name, TemplateFilter? filter, ArgumentExpressions arguments)
    : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope) => Apply(run, scope, null);

    /// <summary>The filter, or the chain of filters, over <paramref name="body"/> where no value begins the chain.</summary>
    public object? Apply(TemplateRun run, TemplateScope scope, string? body)
    {
        run.Step();
        var value = target switch { null => body, FilterExpression inner => inner.Apply(run, scope, body), _ => target.Evaluate(run, scope) };
        var values = arguments.Evaluate(run, scope);
        run.Position = Position;
        return filter is not null ? filter(run, value, values) : throw run.Error(TemplateFilters.Unknown(name), ChatTemplateFailure.Syntax);
    }
}

/// <summary><c>value is name(arguments)</c></summary>
internal sealed class TestExpression(int position, TemplateExpression target, string name, TemplateTest? test, ArgumentExpressions arguments)
    : TemplateExpression(position)
{
    public override object? Evaluate(TemplateRun run, TemplateScope scope)
    {
        run.Step();
        var value = target.Evaluate(run, scope);
        var values = arguments.Evaluate(run, scope);
        run.Position = Position;
        return test is not null ? test(run, value, values) : throw run.Error(TemplateTests.Unknown(name), ChatTemplateFailure.Syntax);
    }
}
