using System.Buffers.Binary;

namespace Kiln.Evaluation.Tests;

/// <summary>Data for charts and reports in tests: a plausible small training run, and digits as tiny pictures.</summary>
internal static class Samples
{
    public static readonly double[] TrainLoss = [1.182, 0.411, 0.268, 0.203, 0.164, 0.139, 0.118, 0.102, 0.091, 0.083];
    public static readonly double[] ValidationLoss = [0.502, 0.298, 0.213, 0.172, 0.151, 0.142, 0.131, 0.134, 0.129, 0.136];
    public static readonly double[] TrainAccuracy = [0.612, 0.871, 0.917, 0.938, 0.950, 0.958, 0.964, 0.969, 0.972, 0.975];
    public static readonly double[] ValidationAccuracy = [0.843, 0.908, 0.935, 0.948, 0.954, 0.957, 0.962, 0.961, 0.9655, 0.962];

    public static ConfusionMatrix Digits()
    {
        var matrix = new ConfusionMatrix(10);
        for (var truth = 0; truth < 10; truth++)
        {
            for (var predicted = 0; predicted < 10; predicted++)
            {
                var count = truth == predicted ? 92 + ((truth * 7) % 9) : ((truth * 13) + (predicted * 29)) % 17 == 0 ? 1 + ((truth + predicted) % 4) : 0;
                for (var i = 0; i < count; i++)
                {
                    matrix.Add(truth, predicted);
                }
            }
        }

        return matrix;
    }

    /// <summary>A 14×14 picture of a plausible digit stroke, as PNG.</summary>
    public static byte[] Digit(int seed)
    {
        const int size = 14;
        var rows = new byte[size * (size + 1)];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var radius = Math.Sqrt(Math.Pow(x - 6.5, 2) + Math.Pow((y - 6.5) * (0.7 + (seed % 4 * 0.1)), 2));
                var ring = Math.Max(0, 1 - Math.Abs(radius - 3.6)) * (seed % 3 == 0 || x > 5 ? 1 : 0.1);
                var bar = seed % 2 == 0 && Math.Abs(x - 6.5 - ((6.5 - y) * 0.25)) < 1 && y is > 1 and < 12 ? 0.9 : 0;
                rows[(y * (size + 1)) + 1 + x] = (byte)(255 * Math.Clamp(Math.Max(ring, bar), 0, 1));
            }
        }

        return Png(size, rows);
    }

    // Stored (uncompressed) deflate, so that the bytes do not depend on the zlib of the platform.
    private static byte[] Png(int size, byte[] rows)
    {
        using var idat = new MemoryStream();
        idat.Write([0x78, 0x01, 0x01, (byte)rows.Length, (byte)(rows.Length >> 8), (byte)~rows.Length, (byte)(~rows.Length >> 8)]);
        idat.Write(rows);
        uint a = 1, b = 0;
        foreach (var value in rows)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(word, (b << 16) | a);
        idat.Write(word);
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR", [0, 0, 0, (byte)size, 0, 0, 0, (byte)size, 8, 0, 0, 0, 0]);
        Chunk(png, "IDAT", idat.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        png.Write(word);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32(body));
        png.Write(word);
    }

    private static uint Crc32(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }
}
