using System.Text.Json;

namespace Kiln.Cli;

/// <summary>Numbers that JSON cannot hold.</summary>
internal static class JsonNumbers
{
    /// <summary>Writes a number, or <c>null</c> for NaN and the infinities.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
