namespace Kiln.Tokenizers;

/// <summary>What a macro or the block of a call is made of.</summary>
internal sealed record TemplateMacroDefinition(string Name, IReadOnlyList<string> Parameters, IReadOnlyList<TemplateExpression?> Defaults, TemplateBody Body)
{
    /// <summary>Whether the body asks for arguments beyond the parameters, or for the block of its call.</summary>
    public bool TakesMore { get; init; }

    public bool TakesNamed { get; init; }

    public bool TakesCaller { get; init; }
}

/// <summary>A macro with the variables around it.</summary>
internal sealed class TemplateMacro(TemplateMacroDefinition definition, TemplateScope surroundings) : TemplateCallable(definition.Name)
{
    public object? Attribute(string name) => name switch
    {
        "name" => Name,
        "arguments" => new TemplateList([.. definition.Parameters], TemplateListKind.Tuple),
        "caller" => definition.TakesCaller,
        "catch_varargs" => definition.TakesMore,
        "catch_kwargs" => definition.TakesNamed,
        _ => TemplateUndefined.Of(this, name),
    };

    public override object? Invoke(TemplateRun run, TemplateArguments arguments)
    {
        run.EnterCall(Name);
        var position = run.Position;
        var scope = new TemplateScope(surroundings);
        var names = definition.Parameters;
        var named = new Dictionary<string, object?>(arguments.Named.Count, StringComparer.Ordinal);
        foreach (var (name, value) in arguments.Named)
        {
            named[name] = value;
        }

        Bind(run, scope, arguments.Positional, named);
        if (definition.TakesMore)
        {
            scope["varargs"] = new TemplateList([.. arguments.Positional.Skip(names.Count)], TemplateListKind.Tuple);
        }
        else if (arguments.Positional.Count > names.Count)
        {
            throw run.Error($"the macro '{Name}' takes {names.Count} arguments, {arguments.Positional.Count} were given");
        }

        if (named.Remove("caller", out var caller))
        {
            _ = definition.TakesCaller ? caller : throw run.Error($"the macro '{Name}' was called with a block, and does not use 'caller'");
            scope["caller"] = caller;
        }
        else if (definition.TakesCaller && !names.Contains("caller", StringComparer.Ordinal))
        {
            scope["caller"] = new TemplateUndefined($"the macro '{Name}' was called without a block, so 'caller' is undefined");
        }

        if (definition.TakesNamed)
        {
            var rest = new TemplateDict();
            foreach (var (name, value) in named)
            {
                rest.Items[name] = value;
            }

            scope["kwargs"] = rest;
        }
        else if (named.Count > 0)
        {
            throw run.Error($"the macro '{Name}' has no parameter '{named.Keys.First()}'; it has {(names.Count == 0 ? "none" : string.Join(", ", names))}");
        }

        var output = new TemplateOutput(run);
        definition.Body.Execute(run, scope, output);
        run.Position = position;
        run.LeaveCall();
        return output.ToString();
    }

    private void Bind(TemplateRun run, TemplateScope scope, List<object?> positional, Dictionary<string, object?> named)
    {
        for (var i = 0; i < definition.Parameters.Count; i++)
        {
            var name = definition.Parameters[i];
            if (i < positional.Count)
            {
                scope[name] = !named.ContainsKey(name) ? positional[i] : throw run.Error($"the macro '{Name}' was given '{name}' twice");
            }
            else
            {
                scope[name] = named.Remove(name, out var value) ? value
                    : definition.Defaults[i] is { } otherwise ? otherwise.Evaluate(run, scope)
                    : new TemplateUndefined($"the parameter '{name}' of the macro '{Name}' was not given");
            }
        }
    }
}
