using System.Buffers.Binary;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>The quantization and Huffman tables that a file has defined so far.</summary>
internal sealed class JpegTables
{
    private readonly int[][] _steps = [new int[64], new int[64], new int[64], new int[64]];
    private readonly JpegHuffman[] _huffman = [new(), new(), new(), new(), new(), new(), new(), new()];
    private int _stepsDefined;
    private int _huffmanDefined;

    internal void Clear() => (_stepsDefined, _huffmanDefined) = (0, 0);

    internal JpegHuffman Dc(int slot) => _huffman[slot];

    internal JpegHuffman Ac(int slot) => _huffman[4 + slot];

    /// <summary>The data of a DQT segment: for each table its precision and slot, then 64 steps of 8 or 16 bits.</summary>
    internal void DefineSteps(ReadOnlySpan<byte> data, string name)
    {
        while (!data.IsEmpty)
        {
            var (wide, slot) = (data[0] >> 4, data[0] & 15);
            var length = 1 + 64 * (wide + 1);
            if (wide > 1 || slot > 3 || data.Length < length)
            {
                throw new FileFormatException(name, $"a quantization table of the JPEG file (precision {wide}, slot {slot}, {data.Length} bytes) is damaged");
            }

            for (var k = 0; k < 64; k++)
            {
                _steps[slot][k] = wide == 0 ? data[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + 2 * k)..]);
            }

            _stepsDefined |= 1 << slot;
            data = data[length..];
        }
    }

    /// <summary>The data of a DHT segment: for each table its class and slot, the number of codes of each length, the symbols.</summary>
    internal void DefineHuffman(ReadOnlySpan<byte> data, string name)
    {
        while (!data.IsEmpty)
        {
            var (kind, slot) = (data[0] >> 4, data[0] & 15);
            var symbols = 0;
            for (var i = 1; i <= 16 && i < data.Length; i++)
            {
                symbols += data[i];
            }

            if (kind > 1 || slot > 3 || symbols > 256 || data.Length < 17 + symbols
                || !_huffman[4 * kind + slot].Define(data.Slice(1, 16 + symbols), dc: kind == 0))
            {
                throw new FileFormatException(name, $"a Huffman table of the JPEG file (class {kind}, slot {slot}, {symbols} symbols) is damaged");
            }

            _huffmanDefined |= 1 << (4 * kind + slot);
            data = data[(17 + symbols)..];
        }
    }

    /// <summary>Throws when a scan needs a table that is not there, and takes the steps of components that begin.</summary>
    internal void Prepare(JpegScan scan, bool progressive, string name)
    {
        foreach (var component in scan.Components)
        {
            if (!component.Seen)
            {
                if ((_stepsDefined & (1 << component.QuantizationTable)) == 0)
                {
                    throw new FileFormatException(name, $"the JPEG file has no quantization table {component.QuantizationTable}, which component {component.Id} needs");
                }

                _steps[component.QuantizationTable].CopyTo(component.Steps, 0);
                component.Seen = true;
            }

            var needsDc = scan.First == 0 && scan.High == 0;
            var needsAc = progressive ? scan.First > 0 : true;
            if ((needsDc && (_huffmanDefined & (1 << component.DcTable)) == 0) || (needsAc && (_huffmanDefined & (16 << component.AcTable)) == 0))
            {
                throw new FileFormatException(
                    name, $"the JPEG file has no Huffman table {(needsDc && (_huffmanDefined & (1 << component.DcTable)) == 0 ? $"DC {component.DcTable}" : $"AC {component.AcTable}")}, which component {component.Id} needs");
            }
        }
    }
}
