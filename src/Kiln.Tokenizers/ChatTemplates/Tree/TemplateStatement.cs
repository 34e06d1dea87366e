namespace Kiln.Tokenizers;

/// <summary>How a statement ended.</summary>
internal enum TemplateFlow
{
    Next,
    Break,
    Continue,
}

internal abstract class TemplateStatement(int position)
{
    public int Position => position;

    public abstract TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output);
}

/// <summary>Statements one after the other.</summary>
internal sealed class TemplateBody(IReadOnlyList<TemplateStatement> statements)
{
    public TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        foreach (var statement in statements)
        {
            run.Step();
            var flow = statement.Execute(run, scope, output);
            if (flow != TemplateFlow.Next)
            {
                return flow;
            }
        }

        return TemplateFlow.Next;
    }
}

internal sealed class DataStatement(int position, string text) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        output.Append(text);
        return TemplateFlow.Next;
    }
}

internal sealed class OutputStatement(int position, TemplateExpression value) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        var text = TemplateRepr.Str(run, value.Evaluate(run, scope));
        run.Position = Position;
        output.Append(text);
        return TemplateFlow.Next;
    }
}

internal sealed class IfStatement(int position, IReadOnlyList<(TemplateExpression Condition, TemplateBody Body)> branches, TemplateBody? otherwise)
    : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        foreach (var (condition, body) in branches)
        {
            if (TemplateValues.IsTrue(condition.Evaluate(run, scope)))
            {
                return body.Execute(run, scope, output);
            }
        }

        return otherwise?.Execute(run, scope, output) ?? TemplateFlow.Next;
    }
}

internal sealed class SetStatement(int position, TemplateTarget target, TemplateExpression value) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        var result = value.Evaluate(run, scope);
        run.Position = Position;
        target.Assign(run, scope, result);
        return TemplateFlow.Next;
    }
}

/// <summary><c>{% set name %}…{% endset %}</c></summary>
internal sealed class SetBlockStatement(int position, TemplateTarget target, FilterExpression? filter, TemplateBody body) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        var inner = new TemplateScope(scope);
        var text = new TemplateOutput(run);
        var flow = body.Execute(run, inner, text);
        object? value = text.ToString();
        value = filter is null ? value : filter.Apply(run, inner, (string)value);
        run.Position = Position;
        target.Assign(run, scope, value);
        return flow;
    }
}

internal sealed class WithStatement(int position, IReadOnlyList<(TemplateTarget Target, TemplateExpression Value)> variables, TemplateBody body)
    : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        var inner = new TemplateScope(scope);
        foreach (var (target, value) in variables)
        {
            target.Assign(run, inner, value.Evaluate(run, scope));
        }

        return body.Execute(run, inner, output);
    }
}

internal sealed class FilterBlockStatement(int position, FilterExpression filter, TemplateBody body) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        var inner = new TemplateScope(scope);
        var text = new TemplateOutput(run);
        var flow = body.Execute(run, inner, text);
        output.Append(TemplateRepr.Str(run, filter.Apply(run, inner, text.ToString())));
        return flow;
    }
}

internal sealed class MacroStatement(int position, TemplateMacroDefinition definition) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        scope[definition.Name] = new TemplateMacro(definition, scope);
        return TemplateFlow.Next;
    }
}

/// <summary><c>{% call macro(arguments) %}…{% endcall %}</c>: the macro finds the block as <c>caller</c>.</summary>
internal sealed class CallBlockStatement(int position, CallExpression call, TemplateMacroDefinition block) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        output.Append(TemplateRepr.Str(run, call.Call(run, scope, new TemplateMacro(block, scope))));
        return TemplateFlow.Next;
    }
}

/// <summary><c>{% generation %}…{% endgeneration %}</c>: what the model wrote, or would.</summary>
internal sealed class GenerationStatement(int position, TemplateBody body) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        var start = output.Length;
        body.Execute(run, new TemplateScope(scope), output);
        output.Generated.Add(start..output.Length);
        return TemplateFlow.Next;
    }
}

/// <summary><c>break</c> and <c>continue</c>.</summary>
internal sealed class LoopControlStatement(int position, TemplateFlow flow) : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output) => flow;
}
