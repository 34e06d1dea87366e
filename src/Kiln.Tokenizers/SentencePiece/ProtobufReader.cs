using System.Buffers.Binary;

namespace Kiln.Tokenizers;

/// <summary>
/// Reads the wire format of protocol buffers: fields, each a number with a type and a value. Every length is checked against what is there, so a
/// damaged file gives an error and never a large allocation. Source: "Encoding", Protocol Buffers documentation.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> data, string what)
{
    private ReadOnlySpan<byte> _rest = data;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    private int _wire;

    /// <summary>Goes to the next field; its value must be read or skipped.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var key = ReadVarint();
        (Field, _wire) = ((int)Math.Min(key >> 3, int.MaxValue), (int)(key & 7));
        return Field > 0 ? true : throw Damaged("a field has the number 0");
    }

    public void Skip()
    {
        switch (_wire)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Bytes();
                break;
            case 5:
                Take(4);
                break;
            default:
                throw Damaged($"field {Field} has the wire type {_wire}, which is not in use");
        }
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(2, "bytes");
        var length = ReadVarint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Damaged($"field {Field} says it has {length} bytes, and {_rest.Length} are left");
    }

    public string Text() => System.Text.Encoding.UTF8.GetString(Bytes());

    public float Single()
    {
        Expect(5, "a float");
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    public long Integer()
    {
        Expect(0, "an integer");
        return (long)ReadVarint();
    }

    public bool Flag() => Integer() != 0;

    private readonly void Expect(int wire, string type)
    {
        if (_wire != wire)
        {
            throw Damaged($"field {Field} has the wire type {_wire}; {type} was expected");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Damaged("it is cut off");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Take(1)[0];
            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number has more than ten bytes");
    }

    private readonly TokenizerFormatException Damaged(string reason) => new($"{what}: no valid protocol buffer: {reason}");
}
