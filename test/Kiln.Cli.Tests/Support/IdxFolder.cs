using System.Buffers.Binary;
using System.IO.Compression;

using Kiln.Data;

namespace Kiln.Cli.Tests;

/// <summary>Writes drawn digits in the form MNIST is published in.</summary>
internal static class IdxFolder
{
    public static void Write(string folder, int train, int test, bool compressed)
    {
        Directory.CreateDirectory(folder);
        var (trainSet, testSet) = DrawnDigits.Load(train, test, seed: 5);
        Write(folder, "train", trainSet, compressed);
        Write(folder, "t10k", testSet, compressed);
    }

    private static void Write(string folder, string part, ImageDataset set, bool compressed)
    {
        var pixels = Enumerable.Range(0, set.Count).SelectMany(i => set.GetImage(i)!.Pixels.ToArray()).ToArray();
        File(Path.Combine(folder, $"{part}-images-idx3-ubyte"), [set.Count, 28, 28], pixels, compressed);
        File(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), [set.Count], [.. set.Labels.ToArray().Select(label => (byte)label)], compressed);
    }

    // Two zero bytes, the element type (8: unsigned byte), the rank, the sizes in big-endian order, the elements.
    private static void File(string path, int[] sizes, byte[] elements, bool compressed)
    {
        var header = new byte[4 + (4 * sizes.Length)];
        header[2] = 8;
        header[3] = (byte)sizes.Length;
        for (var i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        }

        using Stream file = System.IO.File.Create(compressed ? path + ".gz" : path);
        using var target = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(header);
        target.Write(elements);
    }
}
