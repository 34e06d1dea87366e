namespace Kiln.Neural;

/// <summary>Checks of numbers that a user chooses; the message names the one that is wrong, behind its owner where the name alone says too little.</summary>
internal static class HyperParameter
{
    internal static double NotNegative(double value, string name, string owner = "") => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}{name} must be finite and not negative, got {value}");

    internal static double Positive(double value, string name, string owner = "") => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}{name} must be positive and finite, got {value}");

    internal static double Share(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1, got {value}");
}
