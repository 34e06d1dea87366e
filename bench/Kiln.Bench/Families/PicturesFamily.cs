using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>
/// Pictures on their way to a network: decoding JPEG files (those that the tests keep) from memory, and resizing. Pillow, whose pixels Kiln
/// gives, decodes with libjpeg-turbo.
/// </summary>
internal static class PicturesFamily
{
    private const int PicturesPerTile = 16;

    public static IEnumerable<Comparison> All() =>
    [
        Decode("size-32x32-420", 2_000),
        Decode("noise", 500),
        Decode("progressive-420", 500),
        Resize(512, 224, ResizeFilter.Bilinear),
        Resize(512, 224, ResizeFilter.Bicubic),
        Resize(32, 224, ResizeFilter.Bilinear),
    ];

    private static Comparison Decode(string file, int count) => new(
        $"pictures-decode-{file}",
        "images/s",
        count,
        () =>
        {
            var data = File.ReadAllBytes(Path.Combine(Root(), "test", "Kiln.Data.Tests", "Goldens", "Jpeg", file + ".jpg"));
            var last = new Image[1];
            return new Trial(
                () => WorkerTeam.Run(count / PicturesPerTile, new Tile(data, last)), () => Array.ConvertAll(last[0].Pixels.ToArray(), b => (float)b));
        },
        new Peer("pillow", "pillow_pictures", "decode", [file, $"{count}"]));

    /// <summary>The root of the repository, which this program is built in.</summary>
    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kiln.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} does not lie in the repository");
        }

        return folder;
    }

    private static Comparison Resize(int from, int to, ResizeFilter filter) => new(
        $"pictures-resize-{filter}-{from}-{to}".ToLowerInvariant(),
        "images/s",
        1,
        () =>
        {
            var image = new Image(from, from, 3, Array.ConvertAll(Operands.Draw(3L * from * from), v => (byte)((v + 1) * 127.5f)));
            var last = image;
            return new Trial(() => last = image.Resize(to, to, filter), () => Array.ConvertAll(last.Pixels.ToArray(), b => (float)b));
        },
        new Peer("pillow", "pillow_pictures", "resize", [$"{from}", $"{to}", $"{filter}"]));

    private readonly struct Tile(byte[] data, Image[] last) : ITileBody
    {
        public void Invoke(int tile)
        {
            for (var i = 0; i < PicturesPerTile; i++)
            {
                last[0] = Jpeg.Decode(data);
            }
        }
    }
}
