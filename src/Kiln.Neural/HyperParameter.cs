namespace Kiln.Neural;

/// <summary>
/// Checks of numbers that a user chooses. The message names what is wrong, behind its owner (a layer, an optimizer) where the name alone says too little, what was
/// expected and what was given.
/// </summary>
internal static class HyperParameter
{
    internal static double NotNegative(double value, string name, string owner = "") => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{Owned(owner, name)} must be finite and not negative, got {value}");

    internal static double Positive(double value, string name, string owner = "") => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{Owned(owner, name)} must be positive and finite, got {value}");

    internal static double Share(double value, string name, string owner = "") => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{Owned(owner, name)} must be at least 0 and below 1, got {value}");

    /// <summary>Checks a size or a count.</summary>
    /// <param name="value">The number.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="name">The argument.</param>
    /// <param name="owner">Whose it is, such as <c>Dense</c>.</param>
    internal static int AtLeast(int value, int least, string name, string owner) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{Owned(owner, name)} must be at least {least}, got {value}");

    private static string Owned(string owner, string name) => owner.Length == 0 ? name : $"{owner}: {name}";
}
