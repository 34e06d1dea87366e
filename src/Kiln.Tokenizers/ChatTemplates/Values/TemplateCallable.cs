namespace Kiln.Tokenizers;

/// <summary>Something that can be called.</summary>
internal abstract class TemplateCallable(string name)
{
    public string Name => name;

    public abstract object? Invoke(TemplateRun run, TemplateArguments arguments);
}

/// <summary>A function of this library.</summary>
internal sealed class TemplateFunction(string name, Func<TemplateRun, TemplateArguments, object?> body) : TemplateCallable(name)
{
    public override object? Invoke(TemplateRun run, TemplateArguments arguments) => body(run, arguments);
}

/// <summary>The arguments of a call.</summary>
internal sealed class TemplateArguments
{
    public static readonly TemplateArguments None = new();

    public List<object?> Positional { get; } = [];

    public List<KeyValuePair<string, object?>> Named { get; } = [];

    public static TemplateArguments Of(params ReadOnlySpan<object?> positional)
    {
        var arguments = new TemplateArguments();
        arguments.Positional.AddRange(positional);
        return arguments;
    }

    /// <summary>These arguments without the first <paramref name="count"/> by position.</summary>
    public TemplateArguments Skip(int count)
    {
        var rest = new TemplateArguments();
        rest.Positional.AddRange(Positional.Skip(count));
        rest.Named.AddRange(Named);
        return rest;
    }

    /// <summary>Arguments bound to the names of parameters.</summary>
    public TemplateParameters Bind(TemplateRun run, string function, params ReadOnlySpan<string> names)
    {
        if (Positional.Count > names.Length)
        {
            throw run.Error($"{function} takes {Count(names.Length)}, {Positional.Count} were given");
        }

        var values = new object?[names.Length];
        Array.Fill(values, TemplateParameters.Missing);
        for (var i = 0; i < Positional.Count; i++)
        {
            values[i] = Positional[i];
        }

        foreach (var (name, value) in Named)
        {
            var index = names.IndexOf(name);
            if (index < 0)
            {
                throw run.Error($"{function} has no argument '{name}'; {(names.Length == 0 ? "it takes none" : "it has " + string.Join(", ", names!))}");
            }

            if (!ReferenceEquals(values[index], TemplateParameters.Missing))
            {
                throw run.Error($"{function} was given the argument '{name}' twice");
            }

            values[index] = value;
        }

        return new TemplateParameters(run, function, values, names.ToArray());
    }

    private static string Count(int count) => count switch { 0 => "no arguments", 1 => "one argument", _ => $"at most {count} arguments" };
}

/// <summary>Arguments by the index of their parameter, converted as they are read.</summary>
internal readonly struct TemplateParameters(TemplateRun run, string function, object?[] values, string[] names)
{
    public static readonly object Missing = new();

    public bool Has(int index) => !ReferenceEquals(values[index], Missing);

    public object? Get(int index, object? otherwise = null) => Has(index) ? values[index] : otherwise;

    public object? Required(int index) => Has(index) ? values[index] : throw run.Error($"{function} needs the argument '{names[index]}'");

    public string Text(int index, string otherwise) => !Has(index) ? otherwise : values[index] as string ?? throw Wrong(index, "a string");

    public string RequiredText(int index) => Required(index) as string ?? throw Wrong(index, "a string");

    public long Integer(int index, long otherwise) => !Has(index) ? otherwise : TemplateNumbers.AsInteger(values[index]) ?? throw Wrong(index, "an integer");

    public int Size(int index, int otherwise) => (int)Math.Clamp(Integer(index, otherwise), int.MinValue / 4, int.MaxValue / 4);

    public bool Flag(int index, bool otherwise = false) => Has(index) ? TemplateValues.IsTrue(values[index]) : otherwise;

    private ChatTemplateException Wrong(int index, string expected) =>
        run.Error($"{function}: the argument '{names[index]}' is of type {TemplateValues.TypeName(values[index])}; {expected} is expected");
}
