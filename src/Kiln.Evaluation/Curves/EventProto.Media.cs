using Google.Protobuf;

namespace Kiln.Evaluation;

/// <summary>Histograms and pictures (tensorflow.HistogramProto and Summary.Image of summary.proto), and graphs (graph.proto, node_def.proto).</summary>
internal static partial class EventProto
{
    public const uint GraphDef = (4 << 3) | (uint)WireFormat.WireType.LengthDelimited;
    public const uint ImageValue = (4 << 3) | (uint)WireFormat.WireType.LengthDelimited;
    public const uint HistogramValue = (5 << 3) | (uint)WireFormat.WireType.LengthDelimited;

    /// <summary>An event of one histogram.</summary>
    public static byte[] HistogramEvent(double wallTime, long step, string tag, EventHistogram histogram) => ValueEvent(wallTime, step, tag, value =>
    {
        value.WriteTag(HistogramValue);
        value.WriteBytes(ByteString.CopyFrom(Message(output =>
        {
            var numbers = new[] { histogram.Min, histogram.Max, histogram.Count, histogram.Sum, histogram.SumOfSquares };
            for (var field = 0; field < numbers.Length; field++)
            {
                output.WriteTag(field + 1, WireFormat.WireType.Fixed64);
                output.WriteDouble(numbers[field]);
            }

            var (limits, counts) = histogram.Buckets();
            WritePacked(output, 6, limits);
            WritePacked(output, 7, counts);
        })));
    });

    /// <summary>An event of one picture.</summary>
    public static byte[] ImageEvent(double wallTime, long step, string tag, int width, int height, int channels, byte[] png) => ValueEvent(wallTime, step, tag, value =>
    {
        value.WriteTag(ImageValue);
        value.WriteBytes(ByteString.CopyFrom(Message(output =>
        {
            var numbers = new[] { height, width, channels };
            for (var field = 0; field < numbers.Length; field++)
            {
                output.WriteTag(field + 1, WireFormat.WireType.Varint);
                output.WriteInt32(numbers[field]);
            }

            output.WriteTag(4, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(png));
        })));
    });

    /// <summary>An event of a graph.</summary>
    public static byte[] GraphEvent(double wallTime, IEnumerable<EventGraphNode> nodes) => Message(output =>
    {
        WriteHead(output, wallTime, 0);
        output.WriteTag(GraphDef);
        output.WriteBytes(ByteString.CopyFrom(Message(graph =>
        {
            foreach (var node in nodes)
            {
                graph.WriteTag(1, WireFormat.WireType.LengthDelimited);
                graph.WriteBytes(ByteString.CopyFrom(Message(inner =>
                {
                    inner.WriteTag(1, WireFormat.WireType.LengthDelimited);
                    inner.WriteString(node.Name);
                    inner.WriteTag(2, WireFormat.WireType.LengthDelimited);
                    inner.WriteString(node.Operation);
                    foreach (var input in node.Inputs)
                    {
                        inner.WriteTag(3, WireFormat.WireType.LengthDelimited);
                        inner.WriteString(input);
                    }
                })));
            }
        })));
    });

    private static byte[] ValueEvent(double wallTime, long step, string tag, Action<CodedOutputStream> write) => Message(output =>
    {
        WriteHead(output, wallTime, step);
        output.WriteTag(Summary);
        output.WriteBytes(ByteString.CopyFrom(Message(summary =>
        {
            summary.WriteTag(SummaryValue);
            summary.WriteBytes(ByteString.CopyFrom(Message(value =>
            {
                value.WriteTag(Tag);
                value.WriteString(tag);
                write(value);
            })));
        })));
    });

    private static void WritePacked(CodedOutputStream output, int field, double[] values)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteLength(values.Length * sizeof(double));
        foreach (var value in values)
        {
            output.WriteDouble(value);
        }
    }
}
