namespace Kiln.Estimators;

/// <summary>
/// Equality of estimators that hold lists. The equality that a record gets by itself compares a list by its reference, so that two estimators made alike would
/// differ; estimators with lists among their hyper-parameters say <c>Equals</c> and <c>GetHashCode</c> by this.
/// </summary>
internal static class ParameterEquality
{
    /// <summary>Whether two estimators are of one type and all their hyper-parameters are equal, lists item by item.</summary>
    public static bool Same(Estimator left, Estimator? right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        return right is not null && right.ParameterSet == left.ParameterSet && left.Parameters.All(parameter => SameValue(parameter.Get(left), parameter.Get(right)));
    }

    /// <summary>A hash that equal estimators share.</summary>
    public static int Hash(Estimator estimator)
    {
        var hash = default(HashCode);
        hash.Add(estimator.Name, StringComparer.Ordinal);
        foreach (var parameter in estimator.Parameters.Where(parameter => parameter.Kind != ParameterKind.Code))
        {
            hash.Add(ParameterText.Of(parameter.Get(estimator)), StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    private static bool SameValue(object? left, object? right) => (left, right) switch
    {
        (double[] a, double[] b) => a.AsSpan().SequenceEqual(b),
        (string[] a, string[] b) => a.AsSpan().SequenceEqual(b),
        (IReadOnlyList<EstimatorStep> a, IReadOnlyList<EstimatorStep> b) => a.SequenceEqual(b),
        _ => Equals(left, right),
    };
}
