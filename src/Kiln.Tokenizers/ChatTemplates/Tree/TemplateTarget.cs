namespace Kiln.Tokenizers;

/// <summary>What a value is assigned to.</summary>
internal abstract class TemplateTarget
{
    public abstract void Assign(TemplateRun run, TemplateScope scope, object? value);
}

internal sealed class NameTarget(string name) : TemplateTarget
{
    public override void Assign(TemplateRun run, TemplateScope scope, object? value) => scope[name] = value;
}

/// <summary><c>ns.name</c></summary>
internal sealed class NamespaceTarget(string space, string name) : TemplateTarget
{
    public override void Assign(TemplateRun run, TemplateScope scope, object? value)
    {
        if (scope[space] is not TemplateNamespace found)
        {
            throw run.Error($"'{space}' is no namespace; only the attributes of a namespace can be set, and '{{% set {space} = namespace() %}}' makes one");
        }

        found.Attributes[name] = value;
    }
}

/// <summary><c>a, (b, c)</c></summary>
internal sealed class TupleTarget(IReadOnlyList<TemplateTarget> targets) : TemplateTarget
{
    public override void Assign(TemplateRun run, TemplateScope scope, object? value)
    {
        var items = value is TemplateUndefined missing ? throw run.Error(missing.Description) : run.Elements(value);
        if (items.Count != targets.Count)
        {
            throw run.Error($"{items.Count} values cannot be unpacked into {targets.Count} names");
        }

        for (var i = 0; i < items.Count; i++)
        {
            targets[i].Assign(run, scope, items[i]);
        }
    }
}
