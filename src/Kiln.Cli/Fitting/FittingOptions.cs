using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kiln.Cli;

/// <summary>The options of <c>kiln fit</c>.</summary>
internal sealed class FittingOptions
{
    private readonly Option<string?> _train = new("--train") { Description = "The table to learn from: comma-, semicolon- or tab-separated, plain or .gz; - for standard input.", HelpName = "a.csv" };
    private readonly Option<string?> _target = new("--target") { Description = "The column to predict; all others are features.", HelpName = "COLUMN" };
    private readonly Option<string?> _test = new("--test") { Description = "A table to measure the model on; - for standard input.", HelpName = "b.csv" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A hyper-parameter; may come again: --set C=0.5 --set penalty=l1.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _scale = new("--scale") { Description = "Give each column of numbers mean 0 and variance 1 first; the model keeps the scaling." };
    private readonly Option<int?> _cv = WholeNumber.Option("--cv", "Cross-validate on the training table with so many folds (stratified for classes).", 2, 10_000);
    private readonly Option<string?> _search = new("--search") { Description = "Try values of hyper-parameters by cross-validation and keep the best: a JSON file such as {\"C\": [0.1, 1, 10]}.", HelpName = "grid.json" };
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Write the predictions of the test table (without --test: of the training table) there.", HelpName = "p.csv" };
    private readonly Option<string?> _out = new("--out") { Description = "The folder to save the model in, for kiln predict.", HelpName = "DIR" };
    private readonly Option<string?> _report = new("--report") { Description = "Write a page with scores and charts there, one HTML file.", HelpName = "r.html" };
    private readonly Option<string?> _weights = new("--weights") { Description = "A column that says how much each row counts; it is no feature.", HelpName = "COLUMN" };
    private readonly TableOptions _tables = new();

    /// <summary>Registers the options on a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_train, _target, _test, _set, _scale, _cv, _search, _predictions, _out, _report, _weights];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        _tables.AddTo(command);
    }

    /// <summary>What cannot be left out, and the form of --set.</summary>
    public void Check(CommandResult result)
    {
        foreach (var needed in new[] { _train, _target })
        {
            if (result.GetResult(needed) is not { Tokens.Count: 1 })
            {
                result.AddError($"{needed.Name} is needed: --train a.csv --target COLUMN");
                return;
            }
        }

        foreach (var token in result.GetResult(_set)?.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1) ?? [])
        {
            result.AddError($"--set {token.Value}: expected NAME=VALUE, such as --set C=0.5.");
        }

        foreach (var twice in (result.GetResult(_set)?.Tokens ?? []).Where(token => token.Value.Contains('=', StringComparison.Ordinal))
            .GroupBy(token => token.Value[..token.Value.IndexOf('=', StringComparison.Ordinal)].Trim().Replace('-', '_'), StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            result.AddError($"--set {twice.Key} is given {twice.Count()} times: {string.Join(", ", twice.Select(token => token.Value))}. Give it once; to try several values take --search.");
        }
    }

    /// <summary>What was asked for.</summary>
    public FitSettings Settings(ParseResult result, string estimator) => new(estimator, PipedTables.Named(result.GetValue(_train)!), result.GetValue(_target)!)
    {
        Test = result.GetValue(_test) is { } test ? PipedTables.Named(test) : null,
        Parameters = result.GetValue(_set) ?? [],
        Scale = result.GetValue(_scale),
        Folds = result.GetValue(_cv),
        Search = result.GetValue(_search),
        Predictions = result.GetValue(_predictions),
        Out = result.GetValue(_out),
        Report = result.GetValue(_report),
        Weights = result.GetValue(_weights),
        Reading = _tables.Reading(result),
    };
}
