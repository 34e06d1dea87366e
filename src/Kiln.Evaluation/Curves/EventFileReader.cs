using System.Buffers.Binary;
using Google.Protobuf;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>One point of a curve.</summary>
/// <param name="WallTime">When it was written, in seconds since 1970 (UTC).</param>
/// <param name="Step">Step or epoch.</param>
/// <param name="Tag">Name of the curve.</param>
/// <param name="Value">The value.</param>
public readonly record struct ScalarEvent(double WallTime, long Step, string Tag, float Value);

/// <summary>What an event file holds.</summary>
/// <param name="Version">The format version the file names, such as <c>brain.Event:2</c>.</param>
/// <param name="Scalars">The points, in the order of the file.</param>
/// <param name="RestartStep">The step at which a resumed run began this file; null for a fresh run.</param>
/// <param name="IsCutOff">Whether the file ends within a record, as that of a killed run may; the records before are good.</param>
public sealed record EventFileContents(string Version, IReadOnlyList<ScalarEvent> Scalars, long? RestartStep, bool IsCutOff);

/// <summary>
/// Reads the scalars of event files, those of <see cref="EventFileWriter"/> and of other writers that use simple values; other events are
/// passed over. Memory is bounded by the size of the file.
/// </summary>
public static class EventFileReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const long LargestFile = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">An event file; it may still be growing.</param>
    /// <exception cref="FileFormatException">It is damaged, or no event file.</exception>
    public static EventFileContents Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length > LargestFile)
        {
            throw new FileFormatException(path, $"the file has {file.Length} bytes; at most {LargestFile} are read");
        }

        var data = new byte[file.Length];
        return Parse(data.AsSpan(0, file.ReadAtLeast(data, data.Length, throwOnEndOfStream: false)), path);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="name">What to call them in an error.</param>
    /// <exception cref="FileFormatException">They are damaged, or no event file.</exception>
    public static EventFileContents Parse(ReadOnlySpan<byte> data, string name = "")
    {
        var version = "";
        long? restart = null;
        var scalars = new List<ScalarEvent>();
        var at = 0;
        while (data.Length - at >= TfRecord.HeaderSize)
        {
            var header = data.Slice(at, TfRecord.HeaderSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) != TfRecord.Masked(header[..8]))
            {
                throw new FileFormatException(name, $"the checksum of the record length at byte {at} is wrong; "
                    + "the file is damaged or no event file");
            }

            var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (length > (ulong)(data.Length - at - TfRecord.HeaderSize))
            {
                break;
            }

            var message = data.Slice(at + TfRecord.HeaderSize, (int)length);
            var end = at + TfRecord.HeaderSize + message.Length;
            if (data.Length - end < TfRecord.FooterSize)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt32LittleEndian(data[end..]) != TfRecord.Masked(message))
            {
                throw new FileFormatException(name, $"the checksum of the record at byte {at} is wrong; the file is damaged");
            }

            ReadEvent(message.ToArray(), name, at, scalars, ref version, ref restart);
            at = end + TfRecord.FooterSize;
        }

        return version.Length == 0
            ? throw new FileFormatException(name, "the file does not begin with an event that names its version; "
                + "it is empty, cut off, or no event file")
            : new EventFileContents(version, scalars, restart, IsCutOff: at < data.Length);
    }

    private static void ReadEvent(byte[] message, string name, int at, List<ScalarEvent> scalars, ref string version, ref long? restart)
    {
        try
        {
            var (wallTime, step) = (0.0, 0L);
            var (summary, log) = ((byte[]?)null, (byte[]?)null);
            using var input = new CodedInputStream(message);
            for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            {
                switch (tag)
                {
                    case EventProto.WallTime:
                        wallTime = input.ReadDouble();
                        break;
                    case EventProto.Step:
                        step = input.ReadInt64();
                        break;
                    case EventProto.FileVersion:
                        version = input.ReadString();
                        break;
                    case EventProto.Summary:
                        summary = input.ReadBytes().ToByteArray();
                        break;
                    case EventProto.SessionLog:
                        log = input.ReadBytes().ToByteArray();
                        break;
                    default:
                        input.SkipLastField();
                        break;
                }
            }

            if (log is not null && IsStart(log))
            {
                restart = step;
            }

            if (summary is not null)
            {
                ReadSummary(summary, wallTime, step, scalars);
            }
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or IOException)
        {
            throw new FileFormatException(name, $"the record at byte {at} is no event: {e.Message}", e);
        }
    }

    private static void ReadSummary(byte[] summary, double wallTime, long step, List<ScalarEvent> scalars)
    {
        using var input = new CodedInputStream(summary);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == EventProto.SummaryValue)
            {
                ReadValue(input.ReadBytes().ToByteArray(), wallTime, step, scalars);
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    private static void ReadValue(byte[] value, double wallTime, long step, List<ScalarEvent> scalars)
    {
        var (name, number) = ("", (float?)null);
        using var input = new CodedInputStream(value);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (tag)
            {
                case EventProto.Tag:
                    name = input.ReadString();
                    break;
                case EventProto.SimpleValue:
                    number = input.ReadFloat();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        if (number is { } scalar)
        {
            scalars.Add(new ScalarEvent(wallTime, step, name, scalar));
        }
    }

    private static bool IsStart(byte[] log)
    {
        var start = false;
        using var input = new CodedInputStream(log);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == EventProto.Status)
            {
                start = input.ReadEnum() == EventProto.StatusStart;
            }
            else
            {
                input.SkipLastField();
            }
        }

        return start;
    }
}
