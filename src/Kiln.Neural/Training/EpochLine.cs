using System.Globalization;

namespace Kiln.Neural;

/// <summary>A row of the history in words.</summary>
internal static class EpochLine
{
    /// <summary><c>loss 0.1234, accuracy 0.9712, val_loss 0.1301, val_accuracy 0.9688, 12.3 s</c>.</summary>
    internal static string Describe(IEnumerable<KeyValuePair<string, double>> row)
    {
        var parts = new List<string>();
        foreach ((string name, double value) in row)
        {
            switch (name)
            {
                case "learning_rate":
                    break;
                case History.Seconds:
                    parts.Add(value.ToString("F1", CultureInfo.InvariantCulture) + " s");
                    break;
                case var memory when memory.StartsWith(MemoryWatch.Prefix, StringComparison.Ordinal):
                    if (name == MemoryWatch.Resident)
                    {
                        parts.Add($"memory {value.ToString("N0", CultureInfo.InvariantCulture)} MB");
                    }

                    break;
                default:
                    parts.Add($"{name} {value.ToString(Math.Abs(value) is >= 1e-3 and < 1e4 or 0 ? "F4" : "G4", CultureInfo.InvariantCulture)}");
                    break;
            }
        }

        return string.Join(", ", parts);
    }
}
