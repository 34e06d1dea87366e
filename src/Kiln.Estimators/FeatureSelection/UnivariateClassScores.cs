using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Test statistics of features between classes.</summary>
internal static class UnivariateClassScores
{
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
        var observed = Sums(x, codes, classes.Count);
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

    /// <summary>The sum of the values of each column, class by class: (classes, columns).</summary>
    private static double[] Sums(Features x, int[] codes, int classes)
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
                    to[x.Sparse.ColumnIndices[i]] += x.Sparse.Values[i];
                }
            }
            else
            {
                TensorPrimitives.Add(to, x.Row(row), to);
            }
        }

        return sums;
    }
}
