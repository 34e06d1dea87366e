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
        var help = $"See: {Invocation.CommandLine("fit", entry.Name, "--list")}";
        if (entry.Create() is not Predictor predictor)
        {
            throw new UserException($"{entry.Name} prepares features and predicts nothing, so it cannot be fitted by itself. {Invocation.CommandLine("fit", "--list")} shows what can.") { IsWrongUse = true };
        }

        foreach (var setting in settings.Parameters)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            predictor = Wrong(() => (Predictor)predictor.With(setting[..at].Trim(), setting[(at + 1)..].Trim()), help);
        }

        return predictor;
    }

    /// <summary>Does something that fails only by what was asked for, such as a parameter out of its range.</summary>
    public static T Asked<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is ArgumentException and not DatasetException or NotSupportedException)
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

    // The name of a method's argument says nothing to a user of the command.
    private static string Message(Exception error)
    {
        var message = error.Message;
        var at = error is ArgumentException { ParamName.Length: > 0 } ? message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return at < 0 ? message : message[..at];
    }
}
