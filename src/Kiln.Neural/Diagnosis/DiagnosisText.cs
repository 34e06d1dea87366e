using System.Globalization;

namespace Kiln.Neural;

/// <summary>Numbers in the sentences of a diagnosis: three digits are enough to judge by.</summary>
internal static class DiagnosisText
{
    internal static string Number(double value)
    {
        double size = Math.Abs(value);
        return !double.IsFinite(value) ? double.IsNaN(value) ? "NaN" : "infinity"
            : size is 0 or (>= 0.001 and < 10_000)
                ? Math.Round(value, size is 0 or >= 100 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 6)).ToString("0.######", CultureInfo.InvariantCulture)
                : value.ToString("0.#e0", CultureInfo.InvariantCulture);
    }

    internal static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
