using System.Buffers.Binary;
using System.Text;
using Kiln.Data;
using Kiln.Tensors;
using Kiln.Testing;

namespace Kiln.Evaluation.Tests;

public class EventFileTests
{
    [Fact]
    public void Crc32c_has_the_values_of_RFC_3720()
    {
        TfRecord.Crc32C(Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xE3069283);
        TfRecord.Crc32C(new byte[32]).ShouldBe(0x8A9136AAu);
        TfRecord.Crc32C([.. Enumerable.Repeat((byte)0xFF, 32)]).ShouldBe(0x62A8AB43u);
        TfRecord.Crc32C([.. Enumerable.Range(0, 32).Select(static i => (byte)i)]).ShouldBe(0x46DD794Eu);
        TfRecord.Crc32C([.. Enumerable.Range(0, 32).Select(static i => (byte)(31 - i))]).ShouldBe(0x113FDB5Cu);
        TfRecord.Crc32C([]).ShouldBe(0u);
    }

    [Fact]
    public void The_file_is_the_one_that_protobufs_python_runtime_encodes()
    {
        using var folder = new TemporaryFolder();
        string path;
        using (var writer = new EventFileWriter(folder.File("run"), resumeStep: 40, new StandingClock(), "a host/name"))
        {
            path = writer.Path;
            writer.Scalars(0, [KeyValuePair.Create("train/loss", 2.5), KeyValuePair.Create("train/accuracy", 0.0)]);
            writer.Scalar("train/loss", double.NaN, 1);
            writer.Scalars(3_000_000_000, [KeyValuePair.Create("Ünïcode/ζ", -1e-20), KeyValuePair.Create("big", double.PositiveInfinity)]);
            writer.Scalars(5, []);
        }

        Path.GetFileName(path).ShouldBe("events.out.tfevents.1700000000.a-host-name");
        File.ReadAllBytes(path).ShouldBe(Golden.Bytes("events.tfevents"));
    }

    [Fact]
    public void Histograms_pictures_and_graphs_are_those_that_protobufs_python_runtime_encodes()
    {
        using var folder = new TemporaryFolder();
        string path;
        using (var writer = new EventFileWriter(folder.File("run"), clock: new StandingClock()))
        {
            path = writer.Path;
            writer.Histogram("layers/0/weight", Tensor.From([-1.5, 0, 1e-13, 0.25, 0.26, 2, 2, double.NaN, double.PositiveInfinity]), 3);
            writer.Histogram("nothing", Tensor.From([double.NaN]), 3);
            writer.Image("picture", Png.Read(Golden.PathOf("media.png")), 4);
            writer.Graph([new("input", "Input", []), new("net/0_Dense", "Dense", ["input"]), new("net/1_ReLU", "ReLU", ["net/0_Dense"])]);
            Should.Throw<ArgumentException>(() => writer.Graph([new("a", "A", ["b"])])).Message.ShouldContain("'a' takes from 'b'");
            Should.Throw<ArgumentException>(() => writer.Graph([new("a", "A", []), new("a", "B", [])])).Message.ShouldContain("two nodes");
        }

        File.ReadAllBytes(path).ShouldBe(Golden.Bytes("media.tfevents"));
        EventFileReader.Read(path).Scalars.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_written_is_read_back_while_the_file_is_still_open()
    {
        using var folder = new TemporaryFolder();
        using var writer = new EventFileWriter(folder.Path);
        writer.Scalar("loss", 0.25, 7);
        writer.Scalar("loss", 1e-3, long.MaxValue);

        var contents = EventFileReader.Read(writer.Path);
        contents.Version.ShouldBe("brain.Event:2");
        contents.RestartStep.ShouldBeNull();
        contents.IsCutOff.ShouldBeFalse();
        contents.Scalars.Select(static s => (s.Step, s.Tag, s.Value)).ShouldBe([(7, "loss", 0.25f), (long.MaxValue, "loss", 1e-3f)]);
        Math.Abs((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds - contents.Scalars[0].WallTime).ShouldBeLessThan(600);
    }

    [Fact]
    public void A_resumed_run_writes_a_file_that_sorts_after_the_first_and_voids_its_later_steps()
    {
        using var folder = new TemporaryFolder();
        using var first = new EventFileWriter(folder.Path, clock: new StandingClock(), host: "h");
        using var second = new EventFileWriter(folder.Path, resumeStep: 12, new StandingClock(), "h");
        string.CompareOrdinal(first.Path, second.Path).ShouldBeLessThan(0);
        EventFileReader.Read(second.Path).RestartStep.ShouldBe(12);
    }

    [Fact]
    public void A_file_cut_off_anywhere_keeps_the_records_before()
    {
        var whole = Golden.Bytes("events.tfevents");
        var seen = new List<int>();
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                var contents = EventFileReader.Parse(whole.AsSpan(0, length));
                contents.IsCutOff.ShouldBe(!IsBoundary(whole, length));
                seen.Add(contents.Scalars.Count);
            }
            catch (FileFormatException e)
            {
                e.Message.ShouldContain("version");
                length.ShouldBeLessThan(12 + 24 + 4);
            }
        }

        seen.ShouldBe(seen.Order());
        seen.Distinct().ShouldBe([0, 2, 3]);

        static bool IsBoundary(byte[] data, int length)
        {
            var at = 0;
            while (at < length)
            {
                at += 16 + (int)BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at));
            }

            return at == length;
        }
    }

    [Fact]
    public void A_flipped_bit_is_found_by_its_checksum()
    {
        var data = Golden.Bytes("events.tfevents");
        for (var i = 0; i < data.Length; i++)
        {
            var damaged = (byte[])data.Clone();
            damaged[i] ^= 0x10;
            Should.Throw<FileFormatException>(() => EventFileReader.Parse(damaged, "run/events")).Message.ShouldStartWith("run/events: ");
        }
    }

    [Fact]
    public void Damaged_files_give_a_format_error_and_nothing_else()
    {
        var golden = Golden.Bytes("events.tfevents");
        var good = Fuzzer.Run<FileFormatException>(
            [golden, golden[..100], []], static data => EventFileReader.Parse(data, "fuzz"), Reframe, maxAllocatedBytes: 1 << 20);
        good.ShouldBeGreaterThan(Fuzzer.Count / 20);
    }

    [Fact]
    public void Names_and_steps_are_checked_and_an_unwritable_folder_is_explained()
    {
        using var folder = new TemporaryFolder();
        using var writer = new EventFileWriter(folder.Path);
        Should.Throw<ArgumentException>(() => writer.Scalar("", 1, 1));
        Should.Throw<ArgumentException>(() => writer.Scalar("a", 1, -1));
        File.WriteAllText(folder.File("taken"), "");
        Should.Throw<FileWriteException>(() => new EventFileWriter(folder.File("taken"))).Message.ShouldContain("choose another folder");
    }

    // Makes lengths and checksums good again, so that damage reaches the messages.
    private static byte[] Reframe(byte[] data)
    {
        using var result = new MemoryStream();
        var at = 0;
        while (data.Length - at > 16)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at)), (ulong)(data.Length - at - 16));
            result.Write(TfRecord.Frame(data.AsSpan(at + 12, length)));
            at += 16 + length;
        }

        return result.ToArray();
    }
}
