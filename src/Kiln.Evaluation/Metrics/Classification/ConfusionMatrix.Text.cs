using System.Globalization;
using System.Text;

namespace Kiln.Evaluation;

public sealed partial class ConfusionMatrix
{
    /// <summary>
    /// The matrix as aligned plain text: one line per true class, one column per predicted class, a dot for zero, the recall of each
    /// class at the end of its line.
    /// </summary>
    public override string ToString()
    {
        var recalls = PerClass(double.NaN);
        var labelWidth = Math.Max("true".Length, _labels.Max(static l => l.Length));
        var widths = new int[ClassCount];
        for (var column = 0; column < ClassCount; column++)
        {
            widths[column] = _labels[column].Length;
            for (var row = 0; row < ClassCount; row++)
            {
                widths[column] = Math.Max(widths[column], CellText(row, column).Length);
            }
        }

        var text = new StringBuilder();
        text.Append("true".PadLeft(labelWidth)).Append(" |");
        for (var column = 0; column < ClassCount; column++)
        {
            text.Append(' ').Append(_labels[column].PadLeft(widths[column]));
        }

        text.Append(" | recall\n");
        text.Append('-', labelWidth + 1).Append('+').Append('-', widths.Sum() + ClassCount + 1).Append('+').Append('-', 7).Append('\n');
        for (var row = 0; row < ClassCount; row++)
        {
            text.Append(_labels[row].PadLeft(labelWidth)).Append(" |");
            for (var column = 0; column < ClassCount; column++)
            {
                text.Append(' ').Append(CellText(row, column).PadLeft(widths[column]));
            }

            var recall = double.IsNaN(recalls[row].Recall)
                ? "-"
                : (100 * recalls[row].Recall).ToString("F1", CultureInfo.InvariantCulture) + "%";
            text.Append(" | ").Append(recall.PadLeft(6)).Append('\n');
        }

        return text.ToString();
    }

    private string CellText(int row, int column) =>
        this[row, column] == 0 ? "." : this[row, column].ToString(CultureInfo.InvariantCulture);
}
