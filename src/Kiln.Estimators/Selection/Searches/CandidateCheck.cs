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
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names the candidate, the parameter, the value and the range.</exception>
    /// <exception cref="ArgumentException">A parameter does not exist, or takes no such value.</exception>
    public static Predictor[] Apply(string owner, Predictor estimator, IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, bool mayFail)
    {
        var estimators = new Predictor[candidates.Count];
        for (var i = 0; i < estimators.Length; i++)
        {
            var isSet = false;
            try
            {
                estimators[i] = With(estimator, candidates[i]);
                isSet = true;
                estimators[i].CheckParameters();
            }
            catch (ArgumentOutOfRangeException e)
            {
                throw new ArgumentOutOfRangeException(e.ParamName, e.ActualValue, Message(owner, candidates, i, e));
            }
            catch (ArgumentException) when (isSet && mayFail)
            {
                // The fit says so too, and gets the score of a failure.
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException(Message(owner, candidates, i, e), e.ParamName, e);
            }
        }

        return estimators;
    }

    private static string Message(string owner, IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, int at, Exception error)
    {
        var values = string.Join(", ", candidates[at].Select(parameter => $"{parameter.Key}={ParameterText.Of(parameter.Value)}"));
        return $"{owner}: nothing was fitted, because candidate {at + 1} of {candidates.Count} ({(values.Length == 0 ? "the estimator as it is" : values)}) cannot be: {Require.Said(error)}";
    }
}
