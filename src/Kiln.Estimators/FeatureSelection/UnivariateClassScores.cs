namespace Kiln.Estimators;

/// <summary>Test statistics of features between classes.</summary>
internal static class UnivariateClassScores
{
    /// <summary>One-way analysis of variance: the variance between the classes' means over that within the classes.</summary>
    public static (double[] Scores, double[] PValues) Variance(string owner, Features x, Target y)
    {
        var (classes, codes) = Inputs.Classes(owner, x, y);
        var columns = x.Columns;
        var sums = Sums(x, codes, classes.Count, static v => v);
        var squares = Sums(x, new int[x.Rows], 1, static v => v * v);
        var counts = new double[classes.Count];
        Array.ForEach(codes, code => counts[code]++);
        var (f, p) = (new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++)
        {
            var (total, between) = (0.0, 0.0);
            for (var k = 0; k < counts.Length; k++)
            {
                var sum = sums[(k * columns) + c];
                total += sum;
                between += sum * sum / counts[k];
            }

            between -= total * total / x.Rows;
            var within = squares[c] - (total * total / x.Rows) - between;
            double top = classes.Count - 1;
            double bottom = x.Rows - classes.Count;
            f[c] = between / top / (within / bottom);
            p[c] = SpecialFunctions.FAbove(top, bottom, f[c]);
        }

        return (f, p);
    }

    /// <summary>χ² of the sums in each class against those expected if the class did not matter.</summary>
    public static (double[] Scores, double[] PValues) ChiSquared(string owner, Features x, Target y)
    {
        var values = x.Kind == FeaturesKind.Sparse ? x.Sparse!.Values : x.Values;
        foreach (var value in values)
        {
            if (value < 0)
            {
                throw new DatasetException($"{owner}: chi2 takes counts and other values of 0 or more; {PythonNumber.Text(value, whole: true)} is among them");
            }
        }

        var (classes, codes) = Inputs.Classes(owner, x, y, least: 1);
        var columns = x.Columns;
        var observed = Sums(x, codes, classes.Count, static v => v);
        var counts = new double[classes.Count];
        Array.ForEach(codes, code => counts[code]++);
        var (chi, p) = (new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++)
        {
            var total = 0.0;
            for (var k = 0; k < counts.Length; k++)
            {
                total += observed[(k * columns) + c];
            }

            for (var k = 0; k < counts.Length; k++)
            {
                var expected = counts[k] / x.Rows * total;
                var distance = observed[(k * columns) + c] - expected;
                chi[c] += distance * distance / expected;
            }

            p[c] = SpecialFunctions.ChiSquaredAbove(classes.Count - 1, chi[c]);
        }

        return (chi, p);
    }

    /// <summary>The sum of a function of the values of each column, class by class: (classes, columns).</summary>
    private static double[] Sums(Features x, int[] codes, int classes, Func<double, double> function)
    {
        var columns = x.Columns;
        var sums = new double[classes * columns];
        for (var row = 0; row < x.Rows; row++)
        {
            var to = sums.AsSpan(codes[row] * columns, columns);
            if (x.Kind == FeaturesKind.Sparse)
            {
                for (var i = x.Sparse!.RowStarts[row]; i < x.Sparse.RowStarts[row + 1]; i++)
                {
                    to[x.Sparse.ColumnIndices[i]] += function(x.Sparse.Values[i]);
                }
            }
            else
            {
                var values = x.Row(row);
                for (var c = 0; c < columns; c++)
                {
                    to[c] += function(values[c]);
                }
            }
        }

        return sums;
    }
}
