using System.CommandLine;

namespace Kiln.Cli;

/// <summary><c>kiln fit ESTIMATOR --train a.csv --target y</c>: fits an estimator of the catalog on a table.</summary>
internal static class FitCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var estimator = new Argument<string?>("ESTIMATOR")
        {
            Description = "What to fit, by scikit-learn's name in kebab-case: logistic-regression. --list shows all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var list = new Option<bool>("--list") { Description = "Show the estimators and transformers; of one, its parameters with their defaults." };
        var options = new FittingOptions();
        var command = new Command("fit", "Fit an estimator on a table (CSV): regression, classification; test it, search parameters, save the model.");
        command.Arguments.Add(estimator);
        command.Options.Add(list);
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(list))
            {
                return;
            }

            if (result.GetValue(estimator) is null)
            {
                result.AddError("which estimator? For example logistic-regression; --list shows all.");
            }

            options.Check(result);
        });
        command.SetAction(result =>
        {
            var screen = common.Open(result);
            var name = result.GetValue(estimator);
            if (result.GetValue(list))
            {
                return EstimatorListView.Show(screen, name);
            }

            using var stop = new StopSignal(common.Error);
            return FitRun.Execute(screen, options.Settings(result, name!), stop.Token);
        });
        return command;
    }
}
