namespace Kiln.Evaluation;

/// <summary>Chooses the points of a long line that its pixels can show.</summary>
internal static class LineThinning
{
    /// <summary>
    /// The points to draw, each with whether it begins a new piece of line (the first one, or after a gap). A line that goes left to right with
    /// more than two points per pixel column keeps the first, lowest, highest and last point of each column, so every peak survives; any
    /// other line keeps all its points.
    /// </summary>
    /// <param name="series">The line.</param>
    /// <param name="isShown">Whether a point can be drawn; one that cannot leaves a gap.</param>
    /// <param name="column">Horizontal pixel of a position.</param>
    /// <param name="columns">Width in pixels.</param>
    public static List<(int Index, bool Starts)> Keep(LineSeries series, Func<int, bool> isShown, Func<double, double> column, int columns)
    {
        var all = new List<(int Index, bool Starts)>();
        var starts = true;
        var ascending = true;
        for (var i = 0; i < series.Y.Count; i++)
        {
            if (!isShown(i))
            {
                starts = true;
                continue;
            }

            ascending &= all.Count == 0 || series.X[i] >= series.X[all[^1].Index];
            all.Add((i, starts));
            starts = false;
        }

        if (!ascending || all.Count <= 2 * columns)
        {
            return all;
        }

        var kept = new List<(int Index, bool Starts)>();
        for (var first = 0; first < all.Count;)
        {
            var pixel = Math.Floor(column(series.X[all[first].Index]));
            var last = first;
            var (lowest, highest) = (first, first);
            while (last + 1 < all.Count && !all[last + 1].Starts && Math.Floor(column(series.X[all[last + 1].Index])) == pixel)
            {
                last++;
                lowest = series.Y[all[last].Index] < series.Y[all[lowest].Index] ? last : lowest;
                highest = series.Y[all[last].Index] > series.Y[all[highest].Index] ? last : highest;
            }

            foreach (var k in new SortedSet<int> { first, lowest, highest, last })
            {
                kept.Add(all[k]);
            }

            first = last + 1;
        }

        return kept;
    }
}
