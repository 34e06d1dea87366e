namespace Kiln.Estimators;

/// <summary>Sets the values of a search's candidates and sees, before anything is fitted, that each is possible.</summary>
internal static class CandidateCheck
{
    /// <summary>The estimator with a candidate's values.</summary>
    public static Predictor With(Predictor estimator, IReadOnlyDictionary<string, object?> candidate) =>
        (Predictor)candidate.Aggregate((Estimator)estimator, (changed, parameter) => changed.With(parameter.Key, parameter.Value));

    /// <summary>One estimator for each candidate.</summary>
    /// <param name="owner">Who tries them.</param>
    /// <param name="estimator">What they are values of.</param>
    /// <param name="candidates">The values.</param>
    /// <param name="mayFail">Whether a fit may fail: then values that are possible by themselves and do not go together are left to it.</param>
    /// <param name="cancellation">Stops it: candidates may be many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names the candidate, the parameter, the value and the range.</exception>
    /// <exception cref="ArgumentException">A parameter does not exist, or takes no such value.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Predictor[] Apply(
        string owner, Predictor estimator, IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, bool mayFail, CancellationToken cancellation = default)
    {
        var estimators = new Predictor[candidates.Count];
        for (var i = 0; i < estimators.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            estimators[i] = One(owner, estimator, candidates, i, mayFail);
        }

        return estimators;
    }

    /// <summary>Sees that each candidate is possible, and keeps none.</summary>
    /// <inheritdoc cref="Apply"/>
    public static void All(string owner, Predictor estimator, IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, bool mayFail, CancellationToken cancellation)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            One(owner, estimator, candidates, i, mayFail);
        }
    }

    private static Predictor One(string owner, Predictor estimator, IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, int at, bool mayFail)
    {
        Predictor? changed = null;
        try
        {
            changed = With(estimator, candidates[at]);
            changed.CheckParameters();
            return changed;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new ArgumentOutOfRangeException(e.ParamName, e.ActualValue, Message(owner, candidates, at, e));
        }
        catch (ArgumentException) when (changed is not null && mayFail)
        {
            return changed; // The fit says so too, and gets the score of a failure.
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException(Message(owner, candidates, at, e), e.ParamName, e);
        }
    }

    private static string Message(string owner, IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, int at, Exception error)
    {
        var values = string.Join(", ", candidates[at].Select(parameter => $"{parameter.Key}={ParameterText.Of(parameter.Value)}"));
        return $"{owner}: nothing was fitted, because candidate {at + 1} of {candidates.Count} ({(values.Length == 0 ? "the estimator as it is" : values)}) cannot be: {Require.Said(error)}";
    }
}
