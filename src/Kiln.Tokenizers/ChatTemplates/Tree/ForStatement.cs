namespace Kiln.Tokenizers;

/// <summary><c>{% for target in values if condition recursive %}…{% else %}…{% endfor %}</c></summary>
internal sealed class ForStatement(
    int position, TemplateTarget target, TemplateExpression values, TemplateExpression? condition, bool isRecursive, TemplateBody body, TemplateBody? otherwise)
    : TemplateStatement(position)
{
    public override TemplateFlow Execute(TemplateRun run, TemplateScope scope, TemplateOutput output)
    {
        var sequence = values.Evaluate(run, scope);
        Loop(run, scope, output, sequence, 0);
        return TemplateFlow.Next;
    }

    private void Loop(TemplateRun run, TemplateScope scope, TemplateOutput output, object? sequence, int depth)
    {
        run.Position = values.Position;
        using var items = Items(run, scope, run.Elements(sequence)).GetEnumerator();
        var loop = new TemplateLoop(run, items, depth, isRecursive ? Recurse : null);
        var isEmpty = true;
        while (loop.MoveNext())
        {
            isEmpty = false;
            var inner = new TemplateScope(scope) { ["loop"] = loop };
            run.Position = Position;
            target.Assign(run, inner, loop.Current);
            if (body.Execute(run, inner, output) == TemplateFlow.Break)
            {
                break;
            }
        }

        if (isEmpty && otherwise is not null)
        {
            // A loop without an element cannot be broken out of by its else; what stands there belongs to the loop around it.
            otherwise.Execute(run, new TemplateScope(scope), output);
        }

        object? Recurse(object? next)
        {
            run.EnterCall("loop");
            var text = new TemplateOutput(run);
            Loop(run, scope, text, next, depth + 1);
            run.LeaveCall();
            return text.ToString();
        }
    }

    private IEnumerable<object?> Items(TemplateRun run, TemplateScope scope, List<object?> elements)
    {
        foreach (var element in elements)
        {
            if (condition is not null)
            {
                run.Step();
                var inner = new TemplateScope(scope);
                target.Assign(run, inner, element);
                if (!TemplateValues.IsTrue(condition.Evaluate(run, inner)))
                {
                    continue;
                }
            }

            yield return element;
        }
    }
}
