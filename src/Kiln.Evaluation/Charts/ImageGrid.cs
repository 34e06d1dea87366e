namespace Kiln.Evaluation;

/// <summary>A small picture with a caption.</summary>
/// <param name="Png">The picture as a PNG file.</param>
/// <param name="Caption">First line below the picture.</param>
/// <param name="Detail">Second line, in a quieter color; may be empty.</param>
public sealed record ImageTile(byte[] Png, string Caption, string Detail = "")
{
    /// <summary>Whether the caption is set in the color of mistakes. Default: false.</summary>
    public bool IsMistake { get; init; }

    /// <summary>The picture as a data URI.</summary>
    /// <exception cref="ArgumentException">The bytes do not begin like a PNG file.</exception>
    internal string ToDataUri()
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        if (!Png.AsSpan().StartsWith(signature))
        {
            throw new ArgumentException($"image grid: the picture '{Caption}' is not a PNG file ({Png.Length} bytes); "
                + "encode the pixels first.");
        }

        return "data:image/png;base64," + Convert.ToBase64String(Png);
    }
}

/// <summary>Small pictures with captions in rows: misclassified samples, filters, generated digits.</summary>
public sealed class ImageGrid : Chart
{
    private const double CaptionHeight = 38;
    private const double Gap = 14;

    /// <summary>The pictures, in reading order.</summary>
    public required IReadOnlyList<ImageTile> Tiles { get; init; }

    /// <summary>Edge of a picture in pixels, 16 to 1024; small pictures are enlarged without smoothing. Default: 84.</summary>
    public int TileSize { get; init; } = 84;

    private int Columns => Math.Max(1, (int)((Width + Gap) / (TileSize + Gap)));

    private protected override double MeasureHeight()
    {
        CheckRange(nameof(TileSize), TileSize, 16, 1024);
        var rows = (Tiles.Count + Columns - 1) / Columns;
        return TitleHeight + Math.Max(24, rows * (TileSize + CaptionHeight + Gap));
    }

    private protected override string Describe() => Tiles.Count == 0
        ? "No pictures."
        : $"{Tiles.Count} pictures: " + string.Join("; ", Tiles.Select(static t => t.Detail.Length > 0 ? $"{t.Caption}, {t.Detail}" : t.Caption)) + ".";

    private string Fit(string text) => TextWidth.Fit(text, ChartStyle.FontSize, TileSize + 8);

    private protected override void Draw(SvgWriter svg)
    {
        if (Tiles.Count == 0)
        {
            svg.Label(Width / 2.0, TitleHeight + 14, "no pictures to show", "muted", "middle");
        }

        for (var i = 0; i < Tiles.Count; i++)
        {
            var tile = Tiles[i];
            var x = i % Columns * (TileSize + Gap);
            var y = TitleHeight + (i / Columns * (TileSize + CaptionHeight + Gap));
            svg.StartRectangle(x, y, TileSize, TileSize, "empty").With("rx", 4).End();
            svg.Start("image").With("x", x).With("y", y).With("width", TileSize).With("height", TileSize).With("class", "picture")
                .With("href", tile.ToDataUri()).Title($"{tile.Caption}{(tile.Detail.Length > 0 ? ", " : "")}{tile.Detail}").End();
            var (caption, detail) = (Fit(tile.Caption), Fit(tile.Detail));
            svg.Label(x, y + TileSize + 15, caption, tile.IsMistake ? "strong wrong" : "strong", tip: tile.Caption);
            svg.Label(x, y + TileSize + 31, detail, "muted", tip: tile.Detail);
        }
    }
}
