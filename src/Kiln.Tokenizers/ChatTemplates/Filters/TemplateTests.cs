using System.Collections.Frozen;

namespace Kiln.Tokenizers;

/// <summary>A test: the value before <c>is</c> and the arguments behind the name.</summary>
internal delegate bool TemplateTest(TemplateRun run, object? value, TemplateArguments arguments);

/// <summary>The tests by name.</summary>
internal static class TemplateTests
{
    private static readonly FrozenDictionary<string, TemplateTest> s_tests = All();

    public static TemplateTest? Find(string name) => s_tests.GetValueOrDefault(name);

    /// <summary>The names of all, in the order of their characters.</summary>
    public static IEnumerable<string> Names => s_tests.Keys.Order(StringComparer.Ordinal);

    public static string Unknown(string name) => $"there is no test '{name}'; there are {string.Join(", ", Names)}";

    private static FrozenDictionary<string, TemplateTest> All()
    {
        var tests = new Dictionary<string, TemplateTest>(StringComparer.Ordinal);
        Of("defined", value => value is not TemplateUndefined);
        Of("undefined", value => value is TemplateUndefined);
        Of("none", value => value is null);
        Of("true", value => value is true);
        Of("false", value => value is false);
        Of("boolean", value => value is bool);
        Of("integer", value => value is long);
        Of("float", value => value is double);
        Of("number", value => value is long or double or bool);
        Of("string", value => value is string);
        Of("mapping", value => value is TemplateDict);
        Of("sequence", value => value is string or TemplateDict or TemplateUndefined or TemplateList { Kind: <= TemplateListKind.Tuple });
        Of("iterable", value => value is string or TemplateDict or TemplateUndefined or TemplateList or TemplateLoop);
        Of("callable", value => value is TemplateCallable);
        Of("escaped", _ => false);
        Printed("lower", text => StringMethods.Find(text, "islower")!);
        Printed("upper", text => StringMethods.Find(text, "isupper")!);
        tests["odd"] = (run, value, arguments) => Remainder(run, "odd", value, arguments.Bind(run, "odd"), 2) == 1;
        tests["even"] = (run, value, arguments) => Remainder(run, "even", value, arguments.Bind(run, "even"), 2) == 0;
        tests["divisibleby"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "divisibleby", "num");
            given.Required(0);
            return Remainder(run, "divisibleby", value, given, given.Integer(0, 1)) == 0;
        };
        tests["sameas"] = (run, value, arguments) => arguments.Bind(run, "sameas", "other").Required(0) is var other
            && (ReferenceEquals(value, other) || (value is bool or long or string && value.GetType() == other?.GetType() && TemplateCompare.AreEqual(run, value, other)));
        tests["in"] = (run, value, arguments) => TemplateCompare.Contains(run, arguments.Bind(run, "in", "seq").Required(0), value);
        tests["filter"] = (run, value, arguments) => value is string name && TemplateFilters.Find(run.Hashed(name)) is not null;
        tests["test"] = (run, value, arguments) => value is string name && Find(run.Hashed(name)) is not null;
        Order("==", "eq", "equalto");
        Order("!=", "ne");
        Order("<", "lt", "lessthan");
        Order("<=", "le");
        Order(">", "gt", "greaterthan");
        Order(">=", "ge");
        return tests.ToFrozenDictionary(StringComparer.Ordinal);

        void Of(string name, Func<object?, bool> holds) => tests[name] = (run, value, arguments) =>
        {
            arguments.Bind(run, name);
            return holds(value);
        };

        void Printed(string name, Func<string, TemplateFunction> method) => tests[name] = (run, value, arguments) =>
            method(TemplateRepr.Str(run, value)).Invoke(run, arguments) is true;

        void Order(string op, params ReadOnlySpan<string> names)
        {
            TemplateTest test = (run, value, arguments) => TemplateCompare.Evaluate(run, op, value, arguments.Bind(run, op, "other").Required(0));
            tests[op] = test;
            foreach (var name in names)
            {
                tests[name] = test;
            }
        }
    }

    private static long Remainder(TemplateRun run, string name, object? value, TemplateParameters given, long divisor) =>
        TemplateNumbers.AsInteger(TemplateNumbers.Calculate(run, "%", value is string ? null : value, divisor) is double d && double.IsInteger(d)
            ? (long)d
            : TemplateNumbers.Calculate(run, "%", value is string ? null : value, divisor)) ?? -1;
}
