using System.Globalization;

namespace Kiln.Cli;

/// <summary>Numbers as people read them; the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>A count with separated thousands: <c>12,345</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and what is counted: <c>1 row</c>, <c>12,345 rows</c>.</summary>
    /// <param name="value">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for more; that for one with an s by default.</param>
    public static string Count(long value, string one, string? many = null) => $"{Count(value)} {(value == 1 ? one : many ?? one + "s")}";

    /// <summary>A share of one as percent: <c>97.31 %</c>.</summary>
    public static string Percent(double share, int decimals = 2) =>
        double.IsNaN(share) ? "–" : (share * 100).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " %";

    /// <summary>A loss, with four significant decimals whatever its size: <c>0.0312</c>, <c>1.3e-05</c>.</summary>
    public static string Loss(double value) => Math.Abs(value) is > 0 and < 0.0005 or >= 100_000
        ? value.ToString("0.0e+00", CultureInfo.InvariantCulture)
        : value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A size in memory or on disk: <c>23.4 GB</c> (powers of 1024).</summary>
    public static string Bytes(long value)
    {
        string[] units = ["bytes", "KB", "MB", "GB", "TB"];
        var (size, unit) = ((double)value, 0);
        while (size >= 1024 && unit < units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return size.ToString(unit == 0 ? "F0" : "F1", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>How long something took: <c>4.1 s</c>, from a minute on <c>1:05</c>.</summary>
    public static string Seconds(TimeSpan time) =>
        time.TotalSeconds < 59.95 ? time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s" : Clock(time);

    /// <summary>A rate or another figure with three significant digits: <c>118</c>, <c>27.1</c>, <c>0.52</c>.</summary>
    public static string Figure(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };

    /// <summary>A short time with three significant digits: <c>1.27 s</c>, <c>19.3 ms</c>, <c>4.10 µs</c>.</summary>
    public static string ShortTime(double seconds) => seconds switch
    {
        >= 1 => Figure(seconds) + " s",
        >= 1e-3 => Figure(seconds * 1e3) + " ms",
        _ => Figure(seconds * 1e6) + " µs",
    };

    /// <summary>A time span: <c>0:07</c>, <c>12:45</c>, <c>3:02:10</c>.</summary>
    public static string Clock(TimeSpan time)
    {
        var seconds = (long)Math.Round(Math.Max(0, time.TotalSeconds));
        return seconds >= 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}");
    }
}
