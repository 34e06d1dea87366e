namespace Kiln.Data;

/// <summary>
/// Decodes the scans of progressive files (T.81, G.2): coefficients are collected bit by bit over the scans, and transformed at the
/// end.
/// </summary>
internal sealed class JpegProgressive
{
    private readonly int[] _block = new int[64];

    /// <summary>How many blocks, counted from this one, hold nothing more in this scan.</summary>
    private int _emptyBlocks;

    internal JpegOutcome Decode(ref JpegBits bits, JpegScan scan, JpegFrame frame, JpegTables tables, int restartInterval)
    {
        var units = new JpegUnits(scan, frame, restartInterval);
        _emptyBlocks = 0;
        while (units.Next(ref bits, out var good, out var began))
        {
            if (!good)
            {
                return bits.AtEndOfFile ? JpegOutcome.CutShort : JpegOutcome.Damaged;
            }

            _emptyBlocks = began ? 0 : _emptyBlocks;
            foreach (var component in scan.Components)
            {
                var (across, down) = units.BlocksOf(component);
                for (var v = 0; v < down; v++)
                {
                    for (var h = 0; h < across; h++)
                    {
                        var at = (units.Row * down + v) * component.StoredAcross + units.Column * across + h;
                        if (!DecodeBlock(ref bits, scan, component, tables, component.Coefficients.AsSpan(64 * at, 64)) || bits.Overrun)
                        {
                            return bits.Overrun && bits.AtEndOfFile ? JpegOutcome.CutShort : JpegOutcome.Damaged;
                        }
                    }
                }
            }
        }

        return JpegOutcome.Complete;
    }

    /// <summary>Transforms everything that was collected into samples.</summary>
    internal void Finish(JpegFrame frame)
    {
        var block = _block.AsSpan();
        foreach (var component in frame.Components)
        {
            for (var row = 0; row < component.StoredDown; row++)
            {
                for (var column = 0; column < component.StoredAcross; column++)
                {
                    var coefficients = component.Coefficients.AsSpan(64 * (row * component.StoredAcross + column), 64);
                    var samples = component.Samples.AsSpan(row * 8 * component.Stride + column * 8);
                    if (!coefficients[1..].ContainsAnyExcept((short)0))
                    {
                        JpegInverse.Flat(coefficients[0] * component.Steps[0], samples, component.Stride);
                        continue;
                    }

                    for (var k = 0; k < 64; k++)
                    {
                        int place = JpegZigzag.Natural[k];
                        block[place] = coefficients[place] * component.Steps[k];
                    }

                    JpegInverse.Transform(block, samples, component.Stride);
                }
            }
        }

        block.Clear();
    }

    private bool DecodeBlock(ref JpegBits bits, JpegScan scan, JpegComponent component, JpegTables tables, Span<short> block)
    {
        if (scan.First == 0)
        {
            return scan.High == 0 ? DcFirst(ref bits, tables.Dc(component.DcTable), component, scan.Low, block) : DcRefine(ref bits, scan.Low, block);
        }

        var table = tables.Ac(component.AcTable);
        return scan.High == 0 ? AcFirst(ref bits, table, scan, block) : AcRefine(ref bits, table, scan, block);
    }

    private static bool DcFirst(ref JpegBits bits, JpegHuffman table, JpegComponent component, int low, Span<short> block)
    {
        bits.Fill();
        var category = table.Decode(ref bits);
        if (category < 0)
        {
            return false;
        }

        component.Prediction += bits.TakeNumber(category);
        block[0] = (short)(component.Prediction << low);
        return true;
    }

    private static bool DcRefine(ref JpegBits bits, int low, Span<short> block)
    {
        block[0] |= (short)(bits.TakeBit() << low);
        return true;
    }

    private bool AcFirst(ref JpegBits bits, JpegHuffman table, JpegScan scan, Span<short> block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return true;
        }

        for (var k = scan.First; k <= scan.Last; k++)
        {
            bits.Fill();
            var symbol = table.Decode(ref bits);
            if (symbol < 0)
            {
                return false;
            }

            var (run, size) = (symbol >> 4, symbol & 15);
            if (size > 0)
            {
                k += run;
                if (k > scan.Last)
                {
                    return false;
                }

                block[JpegZigzag.Natural[k]] = (short)(bits.TakeNumber(size) << scan.Low);
            }
            else if (run == 15)
            {
                k += 15;
            }
            else
            {
                _emptyBlocks = EmptyRun(ref bits, run) - 1;
                break;
            }
        }

        return true;
    }

    /// <summary>A run of blocks that hold nothing more: 2^run and as many further as the next bits say.</summary>
    private static int EmptyRun(ref JpegBits bits, int run) => (1 << run) + (run > 0 ? bits.Take(run) : 0);

    /// <summary>
    /// Adds a bit to coefficients that are known not to be zero, wherever they stand, while passing over as many of the others as the run
    /// says, and begins new ones (T.81, G.1.2.3).
    /// </summary>
    private bool AcRefine(ref JpegBits bits, JpegHuffman table, JpegScan scan, Span<short> block)
    {
        var (plus, minus) = ((short)(1 << scan.Low), (short)(-1 << scan.Low));
        var k = scan.First;
        if (_emptyBlocks == 0)
        {
            for (; k <= scan.Last; k++)
            {
                bits.Fill();
                var symbol = table.Decode(ref bits);
                if (symbol < 0)
                {
                    return false;
                }

                var (run, size) = (symbol >> 4, symbol & 15);
                short value = 0;
                if (size > 0)
                {
                    // A coefficient that begins in this scan is plus or minus one in its lowest bit.
                    value = bits.Take(1) != 0 ? plus : minus;
                }
                else if (run < 15)
                {
                    _emptyBlocks = EmptyRun(ref bits, run);
                    break;
                }

                k = Pass(ref bits, block, k, scan.Last, run, plus, minus);
                if (value != 0)
                {
                    if (k > scan.Last)
                    {
                        return false;
                    }

                    block[JpegZigzag.Natural[k]] = value;
                }
            }
        }

        if (_emptyBlocks > 0)
        {
            Pass(ref bits, block, k, scan.Last, int.MaxValue, plus, minus);
            _emptyBlocks--;
        }

        return true;
    }

    /// <summary>Passes over <paramref name="zeros"/> zero coefficients to the zero after them, refining those that are not zero.</summary>
    private static int Pass(ref JpegBits bits, Span<short> block, int k, int last, int zeros, short plus, short minus)
    {
        for (; k <= last; k++)
        {
            ref var coefficient = ref block[JpegZigzag.Natural[k]];
            if (coefficient == 0)
            {
                if (--zeros < 0)
                {
                    break;
                }
            }
            else if (bits.TakeBit() != 0 && (coefficient & plus) == 0)
            {
                coefficient += coefficient >= 0 ? plus : minus;
            }
        }

        return k;
    }
}
