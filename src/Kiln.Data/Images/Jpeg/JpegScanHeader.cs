using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Reads scan headers and refuses scans that do not go with their frame or with what was sent before.</summary>
internal static class JpegScanHeader
{
    internal static void Parse(JpegScan scan, JpegFrame frame, ReadOnlySpan<byte> data, string name)
    {
        var count = data.IsEmpty ? 0 : data[0];
        if (count is < 1 or > 4 || data.Length != 4 + 2 * count)
        {
            throw new FileFormatException(name, $"a JPEG scan header of {data.Length} bytes does not fit its {count} components");
        }

        scan.Clear();
        for (var i = 0; i < count; i++)
        {
            var component = Find(frame, data[1 + 2 * i]);
            if (component is null || scan.Components.Contains(component))
            {
                throw new FileFormatException(name, $"a JPEG scan names component {data[1 + 2 * i]}, which the image does not have or which it names twice");
            }

            (component.DcTable, component.AcTable) = (data[2 + 2 * i] >> 4, data[2 + 2 * i] & 15);
            if (component.DcTable > 3 || component.AcTable > 3)
            {
                throw new FileFormatException(name, $"a JPEG scan names Huffman tables {component.DcTable} and {component.AcTable}; there are 0 to 3");
            }

            scan.Add(component);
        }

        (scan.First, scan.Last) = (data[^3], data[^2]);
        (scan.High, scan.Low) = (data[^1] >> 4, data[^1] & 15);
        if (frame.Progressive)
        {
            CheckProgression(scan, name);
        }
        else
        {
            CheckSequential(scan, name);
        }
    }

    private static JpegComponent? Find(JpegFrame frame, byte id)
    {
        foreach (var component in frame.Components)
        {
            if (component.Id == id)
            {
                return component;
            }
        }

        return null;
    }

    private static void CheckSequential(JpegScan scan, string name)
    {
        // What a sequential scan says about its part of the coefficients is fixed, and widely written wrong: it is not looked at.
        (scan.First, scan.Last, scan.High, scan.Low) = (0, 63, 0, 0);
        foreach (var component in scan.Components)
        {
            if (component.Seen)
            {
                throw new FileFormatException(name, $"component {component.Id} of the JPEG image is sent twice");
            }
        }
    }

    /// <summary>
    /// T.81, G.1.1.1: a scan sends DC or AC, AC of one component only, and each refinement adds the next lower bit of what is known. This also
    /// bounds how often a file can send the same coefficients.
    /// </summary>
    private static void CheckProgression(JpegScan scan, string name)
    {
        var (first, last, high, low) = (scan.First, scan.Last, scan.High, scan.Low);
        var fits = first == 0 ? last == 0 : first <= last && last <= 63 && scan.Components.Length == 1;
        if (!fits || low > 13 || (high != 0 && low != high - 1))
        {
            throw new FileFormatException(name, $"a progressive JPEG scan sends coefficients {first} to {last}, bits {high} to {low}, of {scan.Components.Length} components: not a progression");
        }

        foreach (var component in scan.Components)
        {
            for (var k = first; k <= last; k++)
            {
                var known = component.KnownBits[k];
                if (high == 0 ? known >= 0 : known != high)
                {
                    throw new FileFormatException(
                        name, $"a progressive JPEG scan sends bits {high} to {low} of coefficient {k} of component {component.Id}, of which {(known < 0 ? "nothing" : $"all down to bit {known}")} is known");
                }

                component.KnownBits[k] = (sbyte)low;
            }
        }
    }
}
