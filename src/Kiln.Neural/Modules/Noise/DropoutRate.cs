namespace Kiln.Neural;

/// <summary>The check that dropouts share.</summary>
internal static class DropoutRate
{
    internal static double Check(double rate) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(
            nameof(rate), $"the rate of a dropout is the share that is zeroed, at least 0 and below 1; got {rate}");
}
