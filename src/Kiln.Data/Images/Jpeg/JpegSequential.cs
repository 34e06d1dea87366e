namespace Kiln.Data;

/// <summary>Decodes sequential scans: each block is transformed as soon as it is read.</summary>
internal sealed class JpegSequential
{
    private readonly int[] _block = new int[64];

    internal JpegOutcome Decode(ref JpegBits bits, JpegScan scan, JpegFrame frame, JpegTables tables, int restartInterval)
    {
        var units = new JpegUnits(scan, frame, restartInterval);
        while (units.Next(ref bits, out var good))
        {
            if (!good)
            {
                return bits.AtEndOfFile ? JpegOutcome.CutShort : JpegOutcome.Damaged;
            }

            foreach (var component in scan.Components)
            {
                var (across, down) = units.BlocksOf(component);
                for (var v = 0; v < down; v++)
                {
                    for (var h = 0; h < across; h++)
                    {
                        if (!DecodeBlock(ref bits, component, tables, units.Row * down + v, units.Column * across + h))
                        {
                            return bits.Overrun && bits.AtEndOfFile ? JpegOutcome.CutShort : JpegOutcome.Damaged;
                        }
                    }
                }
            }
        }

        return JpegOutcome.Complete;
    }

    private bool DecodeBlock(ref JpegBits bits, JpegComponent component, JpegTables tables, int row, int column)
    {
        var block = _block.AsSpan();
        var sent = JpegBlocks.Decode(ref bits, tables.Dc(component.DcTable), tables.Ac(component.AcTable), component, block);
        if (sent < 0 || bits.Overrun)
        {
            block.Clear();
            return false;
        }

        var samples = component.Samples.AsSpan((row * 8 * component.Stride) + column * 8);
        if (sent == 1)
        {
            JpegInverse.Flat(block[0], samples, component.Stride);
            block[0] = 0;
        }
        else
        {
            JpegInverse.Transform(block, samples, component.Stride);
            block.Clear();
        }

        return true;
    }
}
