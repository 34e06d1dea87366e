using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Makes the estimator that was asked for by name and --set, and says in the command's words what does not fit.</summary>
internal static class EstimatorSettings
{
    /// <summary>The entry of a name.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static EstimatorEntry Find(string name) => Wrong(() => EstimatorCatalog.Find(name), $"{Invocation.CommandLine("fit", "--list")} shows all.");

    /// <summary>The estimator with its parameters.</summary>
    /// <exception cref="UserException">There is no such estimator or parameter, or a value does not fit.</exception>
    public static Predictor Create(FitSettings settings)
    {
        var entry = Find(settings.Estimator);
        var help = Help(entry.Name);
        if (entry.Create() is not Predictor predictor)
        {
            throw new UserException($"{entry.Name} prepares features and predicts nothing, so it cannot be fitted by itself. {Invocation.CommandLine("fit", entry.Name, "--list")} shows how it is used, {Invocation.CommandLine("fit", "--list")} what can be fitted.") { IsWrongUse = true };
        }

        foreach (var setting in settings.Parameters)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = (setting[..at].Trim(), setting[(at + 1)..].Trim());
            RefuseGaps(predictor, name, value, help);
            predictor = Wrong(() => (Predictor)predictor.With(name, value), help);
        }

        predictor = predictor switch
        {
            ParameterSearch search => Complete(search),
            Pipeline { Steps.Count: 0 } => throw Incomplete(entry, "steps=standard-scaler,ridge"),
            CalibratedClassifier { Estimator: null } => throw Incomplete(entry, "estimator=linear-svc"),
            _ => predictor,
        };

        // A table has one target; several penalties are for programs that fit several at once.
        if (predictor is Ridge { Alphas: { Length: > 1 } alphas })
        {
            throw new UserException($"{entry.Name}: alphas={ParameterText.Of(alphas)} are {alphas.Length} penalties, one for each target, and a table has one target; give one, alpha. To choose among several: {Invocation.CommandLine("fit", "ridge-cv")} … or --search.") { IsWrongUse = true };
        }

        // A search sets some of the values still; its candidates are looked at instead (FitSearch).
        return settings.Search is null ? Wrong(() => Checked(predictor), help) : predictor;
    }

    /// <summary>A list with nothing between two commas is a slip of the keyboard, such as a figure that was not typed.</summary>
    private static void RefuseGaps(Predictor predictor, string name, string value, string help)
    {
        var kind = predictor.Parameters.FirstOrDefault(parameter => parameter.Name == name.Replace('-', '_'))?.Kind;
        if (kind is ParameterKind.Numbers or ParameterKind.Texts && value.Contains(',', StringComparison.Ordinal) && value.Split(',').Any(string.IsNullOrWhiteSpace))
        {
            throw new UserException($"--set {name}={value}: there is nothing at one of the commas; expected values with one comma between two. {help}") { IsWrongUse = true };
        }
    }

    /// <summary>Where an estimator's parameters are shown.</summary>
    public static string Help(string name) => $"See: {Invocation.CommandLine("fit", name, "--list")}";

    /// <summary>The estimator, all of whose values are in their ranges.</summary>
    private static Predictor Checked(Predictor predictor)
    {
        predictor.CheckParameters();
        return predictor;
    }

    /// <summary>Does something that fails only by what was asked for, such as a parameter out of its range.</summary>
    public static T Asked<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is ArgumentException and not (DatasetException or ArgumentNullException) or NotSupportedException)
        {
            throw new UserException(Message(error), error) { IsWrongUse = true };
        }
        catch (Exception error) when (error is ArithmeticException)
        {
            throw new UserException(Message(error), error);
        }
    }

    private static T Wrong<T>(Func<T> act, string help)
    {
        try
        {
            return act();
        }
        catch (ArgumentException error)
        {
            var message = Message(error);
            throw new UserException($"{message}{(message.EndsWith('?') || message.EndsWith('.') ? "" : ".")} {help}", error) { IsWrongUse = true };
        }
    }

    /// <summary>Said before the table is read: an estimator that is made of others was given none.</summary>
    private static UserException Incomplete(EstimatorEntry entry, string example) =>
        new($"{entry.Name} is made of other estimators and was given none. Name them: {Invocation.CommandLine("fit", entry.Name, "--set", example)} …") { IsWrongUse = true };

    /// <summary>A search that has something to search; without values it would fit one candidate and call it the best.</summary>
    private static ParameterSearch Complete(ParameterSearch search)
    {
        var space = search.Parameters.First(parameter => parameter.Name.StartsWith("param_", StringComparison.Ordinal));
        return search.Estimator is not null && space.Get(search) is not "{}"
            ? search
            : throw new UserException(
                $"{search.Name} tries values for the parameters of another estimator, and needs both. Search that one: {Invocation.CommandLine("fit", "ridge", "--search", "grid.json")} …, "
                + $"with {{\"alpha\": [0.1, 1, 10]}} in the file; or give --set estimator=ridge and --set {space.Name}='{{\"alpha\": [0.1, 1, 10]}}'.")
            {
                IsWrongUse = true,
            };
    }

    /// <summary>An error's message without the name of a method's argument, which says nothing to a user of the command.</summary>
    public static string Message(Exception error)
    {
        var message = error.Message;
        var at = error is ArgumentException { ParamName.Length: > 0 } ? message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return at < 0 ? message : message[..at];
    }
}
