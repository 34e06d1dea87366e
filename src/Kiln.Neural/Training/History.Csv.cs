using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>The history as a table and a CSV file.</summary>
public sealed partial class History
{
    /// <summary>The number of epochs and what the last one measured; <see cref="ToCsv"/> has all of them.</summary>
    public override string ToString() => Epochs == 0 ? "no epochs" : $"epoch {Epochs}: {EpochLine.Describe(Epoch(Epochs))}";

    /// <summary>A copy as a table whose key is the epoch, from 1: for charts and reports.</summary>
    public HistoryTable ToTable()
    {
        var table = new HistoryTable("epoch", _columns);
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            table.Append(epoch, Epoch(epoch));
        }

        return table;
    }

    /// <summary>
    /// The table as CSV: a header, then a line per epoch that begins with its number. Numbers are written so that they read back
    /// exactly; a value that was not measured is empty. <see cref="HistoryTable.Load"/> reads it.
    /// </summary>
    public string ToCsv() => ToTable().ToCsv();

    /// <summary>Writes <see cref="ToCsv"/> to a file; an older one is replaced in one piece.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileWriteException">The file cannot be written; the older one is unchanged.</exception>
    public void Save(string path) => ToTable().Save(path);
}
