namespace Kiln.Data;

/// <summary>The second bytes of markers (T.81, table B.1), and what is said of the kinds of coding that are not read.</summary>
internal static class JpegMarker
{
    internal const byte Baseline = 0xC0;
    internal const byte Extended = 0xC1;
    internal const byte Progressive = 0xC2;
    internal const byte HuffmanTables = 0xC4;
    internal const byte ArithmeticConditioning = 0xCC;
    internal const byte Restart0 = 0xD0;
    internal const byte Restart7 = 0xD7;
    internal const byte Start = 0xD8;
    internal const byte End = 0xD9;
    internal const byte Scan = 0xDA;
    internal const byte QuantizationTables = 0xDB;
    internal const byte Lines = 0xDC;
    internal const byte RestartInterval = 0xDD;
    internal const byte App0 = 0xE0;
    internal const byte App1 = 0xE1;
    internal const byte App14 = 0xEE;
    internal const byte Temporary = 0x01;

    /// <summary>Whether the marker stands alone, without a length and data.</summary>
    internal static bool StandsAlone(byte marker) => marker is Temporary or (>= Restart0 and <= Restart7);

    internal static bool IsFrame(byte marker) =>
        marker is >= Baseline and <= 0xCF and not HuffmanTables and not ArithmeticConditioning and not 0xC8;

    /// <summary>What a frame that is not read is.</summary>
    internal static string Describe(byte marker) => marker switch
    {
        0xC3 => "lossless",
        0xC5 or 0xC6 => "hierarchical",
        0xC7 => "lossless hierarchical",
        0xC9 or 0xCA => "arithmetic-coded",
        0xCB => "lossless arithmetic-coded",
        _ => "hierarchical arithmetic-coded",
    };
}
