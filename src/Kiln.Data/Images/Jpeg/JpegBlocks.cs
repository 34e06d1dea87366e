using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Data;

/// <summary>Decodes the blocks of sequential scans (T.81, F.2.2).</summary>
internal static class JpegBlocks
{
    /// <summary>Decodes one block and multiplies its coefficients by their steps.</summary>
    /// <param name="bits">Where the bits come from.</param>
    /// <param name="dc">The table of the mean.</param>
    /// <param name="ac">The table of the other coefficients.</param>
    /// <param name="component">The last mean and the steps.</param>
    /// <param name="block">Receives 64 coefficients, row by row; it must be zero.</param>
    /// <returns>How many coefficients were sent, at least 1; −1 for bits that are no code.</returns>
    internal static int Decode(ref JpegBits bits, JpegHuffman dc, JpegHuffman ac, JpegComponent component, Span<int> block)
    {
        bits.Fill();
        var category = dc.Decode(ref bits);
        if (category < 0)
        {
            return -1;
        }

        component.Prediction += bits.TakeNumber(category);
        block[0] = component.Prediction * component.Steps[0];
        return DecodeRest(ref bits, ac, component.Steps, block);
    }

    private static int DecodeRest(ref JpegBits bits, JpegHuffman ac, int[] steps, Span<int> block)
    {
        // The indices below cannot leave their tables: the ten bits of a look-up number 1,024 entries, and k stays below 64 + 16, for which
        // the order has entries; places in a block are below 64.
        ref var table = ref MemoryMarshal.GetArrayDataReference(ac.Coefficients);
        ref var order = ref MemoryMarshal.GetReference(JpegZigzag.Natural);
        ref var target = ref MemoryMarshal.GetReference(block[..64]);
        var k = 1;
        while (k < 64)
        {
            bits.Fill();
            var entry = Unsafe.Add(ref table, (int)(bits.Buffer >> (64 - JpegHuffman.LookupBits)));
            int value;
            if (entry != 0)
            {
                var length = entry & 0xFF;
                bits.Buffer <<= length;
                bits.Count -= length;
                k += (entry >> 8) & 15;
                value = entry >> 16;
            }
            else
            {
                var symbol = ac.Decode(ref bits);
                if (symbol < 0)
                {
                    return -1;
                }

                var size = symbol & 15;
                if (size == 0)
                {
                    if (symbol != 0xF0)
                    {
                        break;
                    }

                    k += 16;
                    continue;
                }

                k += symbol >> 4;
                value = bits.TakeNumber(size);
            }

            var place = Unsafe.Add(ref order, k);
            Unsafe.Add(ref target, (int)place) = value * steps[Math.Min(k, 63)];
            k++;
        }

        return k <= 64 ? k : -1;
    }
}
