using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kiln.Cli;

/// <summary>A picture with what the network made of it.</summary>
/// <param name="Pixels">Brightness, 0 to 1, row by row.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Predicted">The class with the highest probability.</param>
/// <param name="Probability">That probability, 0 to 1.</param>
/// <param name="Truth">The class it is, or <see langword="null"/> when nobody knows.</param>
internal sealed record PredictedPicture(float[] Pixels, int Width, string Predicted, double Probability, string? Truth);

/// <summary>Pictures side by side, as many as the terminal is wide, with prediction and probability under each.</summary>
internal static class PredictionGallery
{
    private const int Gap = 2;
    private const int NarrowestCaption = 14;

    /// <summary>Builds the view.</summary>
    /// <param name="pictures">All of one width.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IRenderable Create(IReadOnlyList<PredictedPicture> pictures, int width)
    {
        if (pictures.Count == 0)
        {
            return new Text("");
        }

        var column = Math.Max(pictures[0].Width, NarrowestCaption);
        return new Rows(pictures.Chunk(PerRow(column, width)).Select(strip => Strip(strip, column)));
    }

    /// <summary>How many pictures stand side by side.</summary>
    /// <param name="pictureWidth">Columns of a picture.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static int PerRow(int pictureWidth, int width) => Math.Max(1, (width + Gap) / (Math.Max(pictureWidth, NarrowestCaption) + Gap));

    private static Grid Strip(PredictedPicture[] pictures, int column)
    {
        var grid = new Grid();
        foreach (var _ in pictures)
        {
            grid.AddColumn(new GridColumn().NoWrap().Width(column).PadLeft(0).PadRight(Gap));
        }

        grid.AddRow([.. pictures.Select(picture => new PictureView(picture.Pixels, picture.Width))]);
        grid.AddRow([.. pictures.Select(Caption)]);
        return grid;
    }

    private static Text Caption(PredictedPicture picture)
    {
        var prediction = $"{picture.Predicted} ({Numbers.Percent(picture.Probability, 1)})";
        if (picture.Truth is null)
        {
            return new Text(prediction);
        }

        var right = picture.Truth == picture.Predicted;
        return new Text(
            right ? $"✓ {prediction}" : $"✗ {prediction}, is {picture.Truth}",
            new Style(right ? Color.Green : Color.Red));
    }
}
