using Google.Protobuf;

namespace Kiln.Evaluation;

/// <summary>
/// The few fields of TensorBoard's messages that curves need, written by number: tensorflow.Event and tensorflow.SessionLog of
/// tensorflow/core/util/event.proto, tensorflow.Summary of tensorflow/core/framework/summary.proto.
/// </summary>
internal static partial class EventProto
{
    // Event
    public const uint WallTime = (1 << 3) | (uint)WireFormat.WireType.Fixed64;
    public const uint Step = (2 << 3) | (uint)WireFormat.WireType.Varint;
    public const uint FileVersion = (3 << 3) | (uint)WireFormat.WireType.LengthDelimited;
    public const uint Summary = (5 << 3) | (uint)WireFormat.WireType.LengthDelimited;
    public const uint SessionLog = (7 << 3) | (uint)WireFormat.WireType.LengthDelimited;

    // Summary, Summary.Value
    public const uint SummaryValue = (1 << 3) | (uint)WireFormat.WireType.LengthDelimited;
    public const uint Tag = (1 << 3) | (uint)WireFormat.WireType.LengthDelimited;
    public const uint SimpleValue = (2 << 3) | (uint)WireFormat.WireType.Fixed32;

    // SessionLog
    public const uint Status = (1 << 3) | (uint)WireFormat.WireType.Varint;
    public const int StatusStart = 1;

    // .NET's NaN carries a sign bit; the NaN that other writers use does not.
    private static readonly float PlainNaN = BitConverter.UInt32BitsToSingle(0x7FC00000);

    /// <summary>What the first event of every file says.</summary>
    public const string Version = "brain.Event:2";

    /// <summary>The first event of a file.</summary>
    public static byte[] VersionEvent(double wallTime) => Message(output =>
    {
        WriteHead(output, wallTime, 0);
        output.WriteTag(FileVersion);
        output.WriteString(Version);
    });

    /// <summary>Says that a run begins anew at a step: what earlier files of the folder hold from that step on is void.</summary>
    public static byte[] RestartEvent(double wallTime, long step) => Message(output =>
    {
        WriteHead(output, wallTime, step);
        output.WriteTag(SessionLog);
        output.WriteBytes(ByteString.CopyFrom(Message(static log =>
        {
            log.WriteTag(Status);
            log.WriteEnum(StatusStart);
        })));
    });

    /// <summary>An event of scalars.</summary>
    public static byte[] ScalarEvent(double wallTime, long step, IEnumerable<KeyValuePair<string, double>> scalars) => Message(output =>
    {
        WriteHead(output, wallTime, step);
        output.WriteTag(Summary);
        output.WriteBytes(ByteString.CopyFrom(Message(summary =>
        {
            foreach (var (tag, number) in scalars)
            {
                summary.WriteTag(SummaryValue);
                summary.WriteBytes(ByteString.CopyFrom(Message(value =>
                {
                    value.WriteTag(Tag);
                    value.WriteString(tag);
                    value.WriteTag(SimpleValue);
                    value.WriteFloat(double.IsNaN(number) ? PlainNaN : (float)number);
                })));
            }
        })));
    });

    private static void WriteHead(CodedOutputStream output, double wallTime, long step)
    {
        output.WriteTag(WallTime);
        output.WriteDouble(wallTime);
        if (step != 0)
        {
            output.WriteTag(Step);
            output.WriteInt64(step);
        }
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            write(output);
        }

        return buffer.ToArray();
    }
}
