using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>
/// About the diagonal of a linear model's Hessian, for features of different scales: a feature counts as if all its values were as large as those that are not 0. (A
/// feature that is mostly 0 is rare, not small: taken as it is, its coefficient would run ahead of the others.)
/// </summary>
internal static unsafe class ColumnCurvature
{
    // Squares of large values overflow; the inverse has to stay above 0.
    private const double Largest = 1e300;

    /// <summary>1 / (curvature · Σ sᵢ · x̄ⱼ² + l2) for each feature, where x̄ⱼ² is the mean square of what is not 0, once for each output, then 1 / (curvature · intercept · Σ sᵢ) for each output.</summary>
    public static double[] Inverse(in SampleView x, double[]? weights, double curvature, double l2, int outputs, double? intercept)
    {
        // Squares, then the weights of what is not 0, then the weights of all.
        var (columns, sums, view) = (x.Columns, new double[(2 * x.Columns) + 1], x);
        RowBlocks.Sum(x.Rows, 2 * x.Stored, sums, (start, end, partial) =>
        {
            fixed (double* squares = partial)
            {
                for (var row = start; row < end; row++)
                {
                    var weight = weights is null ? 1 : weights[row];
                    if (view.IsSparse)
                    {
                        var first = view.Starts[row];
                        AddSparse(view.Values + first, view.Indices + first, view.Starts[row + 1] - first, weight, squares, squares + columns);
                    }
                    else
                    {
                        AddDense(view.Row(row), weight, columns, squares, squares + columns);
                    }

                    squares[2 * columns] += weight;
                }
            }
        });
        var total = sums[^1];
        var inverse = new double[outputs * (x.Columns + (intercept is null ? 0 : 1))];
        for (var j = 0; j < x.Columns; j++)
        {
            var own = (sums[columns + j] > 0 ? curvature * sums[j] * (total / sums[columns + j]) : 0) + l2;
            for (var k = 0; k < outputs; k++)
            {
                inverse[(k * x.Columns) + j] = own > 1e-100 ? 1 / Math.Min(own, Largest) : 1;
            }
        }

        if (intercept is not null)
        {
            inverse.AsSpan(outputs * x.Columns).Fill(1 / Math.Clamp(curvature * intercept.Value * total, 1e-100, Largest));
        }

        return inverse;
    }

    private static void AddSparse(double* values, int* indices, int count, double weight, double* squares, double* present)
    {
        for (var i = 0; i < count; i++)
        {
            squares[indices[i]] += weight * values[i] * values[i];
            present[indices[i]] += values[i] != 0 ? weight : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddDense(double* row, double weight, int columns, double* squares, double* present)
    {
        var (i, lanes, factor) = (0, Vector<double>.Count, new Vector<double>(weight));
        for (; i <= columns - lanes; i += lanes)
        {
            var v = Vector.Load(row + i);
            Vector.Store(Vector.Load(squares + i) + (v * v * factor), squares + i);
            Vector.Store(Vector.Load(present + i) + Vector.ConditionalSelect(Vector.Equals(v, Vector<double>.Zero), Vector<double>.Zero, factor), present + i);
        }

        for (; i < columns; i++)
        {
            squares[i] += weight * row[i] * row[i];
            present[i] += row[i] != 0 ? weight : 0;
        }
    }
}
