namespace Kiln.Estimators;

/// <summary>What is known of a solution where the rules of <see cref="Lsqr"/> would end its steps.</summary>
/// <param name="slope">‖Aᵀr‖, with the damping.</param>
/// <param name="norm">‖r‖, with the damping.</param>
/// <param name="steps">Steps made.</param>
/// <param name="w">The solution, of A's columns as it is multiplied with: <see cref="LsqrMatrix.ToColumns"/> was not called.</param>
internal delegate LsqrVerdict LsqrJudge(double slope, double norm, int steps, ReadOnlySpan<double> w);

/// <summary>Whether a solution is near the best.</summary>
internal enum LsqrVerdict
{
    /// <summary>Nobody knows: the last steps decide.</summary>
    Unknown,

    /// <summary>It is.</summary>
    Near,

    /// <summary>It is not: more steps are made.</summary>
    Far,

    /// <summary>It is not, and somebody else does better.</summary>
    Hopeless,
}
