using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Numbers as Python's <c>str</c> writes them: what names of columns are made of.</summary>
internal static class PythonNumber
{
    /// <summary>The text of a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="whole">Whether a whole number is written as an integer (3) or as a float (3.0).</param>
    public static string Text(double value, bool whole)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        if (value == Math.Floor(value) && Math.Abs(value) < 1e16)
        {
            var digits = ((long)value).ToString(CultureInfo.InvariantCulture);
            return whole ? digits : digits + ".0";
        }

        return value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
    }
}
