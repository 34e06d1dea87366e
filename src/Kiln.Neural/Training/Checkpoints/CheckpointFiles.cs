using System.Security.Cryptography;
using System.Text;

namespace Kiln.Neural;

/// <summary>
/// The files of one checkpoint: <c>model.safetensors</c> (parameters and buffers by path), <c>optimizer.safetensors</c>,
/// <c>callbacks.safetensors</c>, <c>training.json</c> (all that is not tensors), and <c>SHA256SUMS</c> over the others, which
/// <c>sha256sum --check</c> understands too.
/// </summary>
internal static class CheckpointFiles
{
    internal const string Model = "model.safetensors";
    internal const string Optimizer = "optimizer.safetensors";
    internal const string Callbacks = "callbacks.safetensors";
    internal const string Training = "training.json";
    internal const string Sums = "SHA256SUMS";

    private static readonly string[] s_summed = [Model, Optimizer, Callbacks, Training];

    /// <summary>Makes the stream of a file to be written: a seam for tests of disks that fill up.</summary>
    internal static Func<string, Stream> CreateFile { get; set; } =
        static path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);

    /// <summary>Writes a snapshot into an empty folder; every file is on the disk when this returns.</summary>
    internal static void Write(string folder, Snapshot snapshot)
    {
        var sums = new StringBuilder();
        var callbackTensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        Add(Model, s => SafeTensors.Save(s, snapshot.Parameters));
        Add(Optimizer, s => SafeTensors.Save(s, snapshot.Optimizer));
        Add(Training, s => SnapshotJson.Write(snapshot, s, callbackTensors));
        Add(Callbacks, s => SafeTensors.Save(s, callbackTensors));
        WriteFile(System.IO.Path.Combine(folder, Sums), s => s.Write(Encoding.ASCII.GetBytes(sums.ToString())));

        void Add(string name, Action<Stream> write) => WriteFile(System.IO.Path.Combine(folder, name), stream =>
        {
            using var hashing = new HashingStream(stream);
            write(hashing);
            sums.Append(hashing.Finish()).Append("  ").Append(name).Append('\n');
        });
    }

    /// <summary>Reads a checkpoint and proves it whole.</summary>
    /// <exception cref="CheckpointException">A file is missing, truncated or damaged; the message says which and what to do.</exception>
    internal static Snapshot Read(string folder)
    {
        try
        {
            IReadOnlyDictionary<string, string> sums = ReadSums(System.IO.Path.Combine(folder, Sums));
            foreach (string name in s_summed)
            {
                Verify(folder, name, sums);
            }

            string training = System.IO.Path.Combine(folder, Training);
            return SnapshotJson.Read(training, File.ReadAllBytes(training), Tensors(Model), Tensors(Optimizer), Tensors(Callbacks));

            IReadOnlyDictionary<string, Tensor> Tensors(string name) => SafeTensors.Load(System.IO.Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw CheckpointException.At(
                folder,
                $"the checkpoint '{folder}' cannot be read: {e.Message}. Resume from another checkpoint: delete or move this folder away.", e);
        }
    }

    private static void Verify(string folder, string name, IReadOnlyDictionary<string, string> sums)
    {
        string path = System.IO.Path.Combine(folder, name);
        if (!sums.TryGetValue(name, out string? expected))
        {
            throw new FileFormatException(System.IO.Path.Combine(folder, Sums), $"no line for {name}");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        string actual = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (actual != expected)
        {
            throw new FileFormatException(path, $"its {stream.Length} bytes are not those that were written (the SHA-256 differs)");
        }
    }

    private static Dictionary<string, string> ReadSums(string path)
    {
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(path))
        {
            if (line.Split("  ", 2) is [{ Length: 64 } hash, { Length: > 0 } name])
            {
                sums[name] = hash;
            }
        }

        return sums;
    }

    private static void WriteFile(string path, Action<Stream> write)
    {
        using Stream stream = CreateFile(path);
        write(stream);
        if (stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            stream.Flush();
        }
    }
}
