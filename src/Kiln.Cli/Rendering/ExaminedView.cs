using System.Text.Json;

using Spectre.Console;

namespace Kiln.Cli;

/// <summary>Shows how a network did on a test set.</summary>
internal static class ExaminedView
{
    /// <summary>Accuracy, confusion matrix, the pairs confused most and some pictures.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="examined">What to show.</param>
    public static void Show(Screen screen, Examined examined)
    {
        var matrix = examined.Confusion;
        var width = screen.Text.Profile.Width;
        screen.Line();
        screen.Text.MarkupLine(
            $"Test accuracy [bold]{Numbers.Percent(examined.Accuracy)}[/] ({Numbers.Count(matrix.Correct)} of {Numbers.Count(matrix.Total)} images), "
            + $"loss {Numbers.Loss(examined.Loss)}");
        screen.Line();
        if (matrix.ClassCount <= ConfusionMatrixView.MostClasses)
        {
            screen.Text.Write(ConfusionMatrixView.Create(matrix.ToArray(), matrix.Labels));
            screen.Line();
        }

        var confused = matrix.MostConfused(3);
        if (confused.Count > 0)
        {
            screen.Line("Most often confused: " + string.Join(", ", confused.Select(pair => $"{pair.TruthLabel} taken for {pair.PredictedLabel} ({pair.Count})")));
            screen.Line();
        }

        screen.Text.Write(PredictionGallery.Create(examined.Selection(PicturesThatFit(width)), width));
    }

    // Whole rows: one where the terminal is wide, two where it is narrow.
    private static int PicturesThatFit(int width)
    {
        var perRow = PredictionGallery.PerRow(DataKinds.Side, width);
        return perRow >= 3 ? perRow : Math.Max(2, perRow * 2);
    }

    /// <summary>The same for programs: properties of a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, Examined examined)
    {
        var matrix = examined.Confusion;
        json.WriteNumber("test_images", matrix.Total);
        json.WriteFinite("accuracy", examined.Accuracy);
        json.WriteFinite("loss", examined.Loss);
        json.WriteStartArray("classes");
        foreach (var label in matrix.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteStartArray("confusion");
        for (var truth = 0; truth < matrix.ClassCount; truth++)
        {
            json.WriteStartArray();
            for (var predicted = 0; predicted < matrix.ClassCount; predicted++)
            {
                json.WriteNumberValue(matrix[truth, predicted]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
