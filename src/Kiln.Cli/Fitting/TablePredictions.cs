using System.Diagnostics;

using Kiln.Data;

namespace Kiln.Cli;

/// <summary><c>kiln predict DIR --input c.csv --output p.csv</c>: the predictions of a fitted estimator for the rows of a table.</summary>
internal static class TablePredictions
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Screen screen, string path, string input, string? output, CsvOptions reading, PipedTables tables, CancellationToken cancellation)
    {
        CheckOutput(path, input, output);
        tables.MustBeReadable(input);
        reading = reading with { Open = tables.Open };
        var (model, kinds) = Abandonable.Run(() => FittedFolder.Open(path).Load(), cancellation);
        var began = Stopwatch.GetTimestamp();
        Features x;
        using (var progress = new TableProgress(screen, input))
        {
            x = Csv.ReadFeatures(input, kinds.Apply(reading) with { Progress = progress }, cancellation);
        }

        if (x.Rows == 0)
        {
            throw new UserException($"{input} has no rows below its header, so there is nothing to predict.");
        }

        var (table, _) = TableFaults.In(input, reading, x, () => Working.On(screen, "predicting", () => PredictionTable.Of(model, x), cancellation));
        if (output is null)
        {
            return Abandonable.Run(() => Show(screen, input, table), cancellation); // Who reads the other end of a pipe may take long.
        }

        Csv.Write(table, output, cancellation: cancellation);
        var time = Stopwatch.GetElapsedTime(began);
        screen.Line($"{output}: {Numbers.Count(table.RowCount, "prediction")} of {ModelParts.Last(model).Estimator.Name} for {input}, in {Numbers.Seconds(time)}");
        screen.Json?.Write("predictions", json =>
        {
            json.WriteString("input", input);
            json.WriteString("output", output);
            json.WriteNumber("rows", table.RowCount);
            json.WriteNumber("seconds", time.TotalSeconds);
        });
        return ExitCodes.Good;
    }

    private static void CheckOutput(string path, string input, string? output)
    {
        if (output is not null && OutputPlace.Same(output, input))
        {
            throw new UserException($"--output {output}: this is the file of --input, which would be lost; name another.") { IsWrongUse = true };
        }

        if (output is not null && OutputPlace.IsIn(output, path))
        {
            var lost = FittedFolder.Owns(path, output) ? "a file of the model, which would be lost" : $"in the folder of the model ({path}), which holds nothing else";
            throw new UserException($"--output {output}: this is {lost}; name another.") { IsWrongUse = true };
        }

        OutputPlace.Check("--output", output);
    }

    // To a program as objects, to people (and pipes) as comma-separated text.
    private static int Show(Screen screen, string input, Table table)
    {
        if (screen.Json is not { } objects)
        {
            using var text = new MemoryStream();
            Csv.Write(table, text);
            var lines = System.Text.Encoding.UTF8.GetString(text.ToArray()).TrimEnd('\n');
            if (screen.IsLive)
            {
                screen.Line(lines);
            }
            else
            {
                screen.Verbatim(lines);
            }

            return ExitCodes.Good;
        }

        const string Probability = "probability_";
        for (var row = 0; row < table.RowCount; row++)
        {
            objects.Write("prediction", json =>
            {
                json.WriteString("input", input);
                json.WriteNumber("row", row);
                foreach (var column in table.Columns.Where(column => !column.Name.StartsWith(Probability, StringComparison.Ordinal)))
                {
                    if (column is NumberColumn numbers)
                    {
                        json.WriteFinite(column.Name, numbers.Values[row]);
                    }
                    else
                    {
                        json.WriteString(column.Name, column.TextAt(row));
                    }
                }

                if (table.Columns.Any(column => column.Name.StartsWith(Probability, StringComparison.Ordinal)))
                {
                    json.WriteStartObject("probabilities");
                    foreach (var column in table.Columns.Where(column => column.Name.StartsWith(Probability, StringComparison.Ordinal)))
                    {
                        json.WriteFinite(column.Name[Probability.Length..], ((NumberColumn)column).Values[row]);
                    }

                    json.WriteEndObject();
                }
            });
        }

        return ExitCodes.Good;
    }
}
