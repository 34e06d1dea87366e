namespace Kiln.Estimators.Tests;

/// <summary>The passes over samples that the solvers of linear classifiers take: values, gradients and second derivatives against plain loops, on every tail.</summary>
public class ClassifierKernelTests
{
    public static TheoryData<int, int, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, bool>();
            foreach (var (rows, columns) in new[] { (1, 1), (2, 3), (5, 2), (7, 4), (8, 8), (9, 7), (16, 16), (33, 5), (70, 17), (129, 23), (300, 41), (1030, 6) })
            {
                shapes.Add(rows, columns, false);
                shapes.Add(rows, columns, true);
            }

            return shapes;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_binary_objective_and_its_derivatives_are_those_of_the_formula(int rows, int columns, bool sparse)
    {
        var (x, plain) = Samples(rows, columns, sparse);
        var random = new RandomState(3);
        var labels = Array.ConvertAll(random.Randn(rows), v => v > 0 ? 1.0 : -1);
        var weights = random.Rand(rows);
        var point = random.Randn(columns + 1);
        var direction = random.Randn(columns + 1);
        var (value, gradient, product, hessian) = (0.35 * SquaredNorm(point.AsSpan(0, columns)), new double[columns + 1], new double[columns + 1], new double[(columns + 1) * (columns + 1)]);
        for (var j = 0; j < columns; j++)
        {
            (gradient[j], product[j]) = (0.7 * point[j], 0.7 * direction[j]);
            hessian[(j * (columns + 1)) + j] = 0.7;
        }

        for (var i = 0; i < rows; i++)
        {
            var row = Row(plain, i, columns);
            var (score, along) = (Dot(row, point), Dot(row, direction));
            var tail = 1 / (1 + Math.Exp(labels[i] * score));
            value += weights[i] * Math.Log(1 + Math.Exp(-labels[i] * score));
            for (var j = 0; j <= columns; j++)
            {
                gradient[j] -= weights[i] * labels[i] * tail * row[j];
                product[j] += weights[i] * tail * (1 - tail) * along * row[j];
                for (var k = 0; k <= columns; k++)
                {
                    hessian[(j * (columns + 1)) + k] += weights[i] * tail * (1 - tail) * row[j] * row[k];
                }
            }
        }

        SampleView.With(x, view =>
        {
            var objective = new PointwiseObjective<LogLoss>(default, view, labels, weights, 0.7, 1);
            var (found, products, matrix) = (new double[columns + 1], new double[columns + 1], new double[hessian.Length]);
            ShouldBeNear([objective.Evaluate(point, found)], [value], "value");
            ShouldBeNear(found, gradient, "gradient");
            ShouldBeNear([objective.EvaluateCurved(point, found)], [value], "value with curvature");
            ShouldBeNear(found, gradient, "gradient with curvature");
            objective.HessianProduct(direction, products);
            ShouldBeNear(products, product, "Hessian times a direction");
            objective.Hessian(matrix);
            ShouldBeNear(matrix, hessian, "Hessian");
            return true;
        });
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_softmax_objective_and_its_derivatives_are_those_of_the_formula(int rows, int columns, bool sparse)
    {
        const int Classes = 3;
        var (x, plain) = Samples(rows, columns, sparse);
        var random = new RandomState(4);
        var codes = Enumerable.Range(0, rows).Select(i => i * 7 % Classes).ToArray();
        var weights = random.Rand(rows);
        var size = Classes * (columns + 1);
        var (point, direction) = (random.Randn(size), random.Randn(size));
        var (value, gradient, product) = (0.35 * SquaredNorm(point.AsSpan(0, Classes * columns)), new double[size], new double[size]);
        for (var j = 0; j < Classes * columns; j++)
        {
            (gradient[j], product[j]) = (0.7 * point[j], 0.7 * direction[j]);
        }

        for (var i = 0; i < rows; i++)
        {
            var row = Row(plain, i, columns);
            var scores = Enumerable.Range(0, Classes).Select(k => Dot(row, Of(point, k, columns))).ToArray();
            var along = Enumerable.Range(0, Classes).Select(k => Dot(row, Of(direction, k, columns))).ToArray();
            var sum = scores.Sum(Math.Exp);
            var shares = Array.ConvertAll(scores, s => Math.Exp(s) / sum);
            var mean = shares.Zip(along, (p, v) => p * v).Sum();
            value += weights[i] * (Math.Log(sum) - scores[codes[i]]);
            for (var k = 0; k < Classes; k++)
            {
                for (var j = 0; j <= columns; j++)
                {
                    var at = j < columns ? (k * columns) + j : (Classes * columns) + k;
                    gradient[at] += weights[i] * (shares[k] - (k == codes[i] ? 1 : 0)) * row[j];
                    product[at] += weights[i] * shares[k] * (along[k] - mean) * row[j];
                }
            }
        }

        SampleView.With(x, view =>
        {
            var objective = new SoftmaxObjective(view, codes, Classes, weights, 0.7, intercept: true);
            var (found, products) = (new double[size], new double[size]);
            ShouldBeNear([objective.Evaluate(point, found)], [value], "value");
            ShouldBeNear(found, gradient, "gradient");
            ShouldBeNear([objective.EvaluateCurved(point, found)], [value], "value with curvature");
            ShouldBeNear(found, gradient, "gradient with curvature");
            objective.HessianProduct(direction, products);
            ShouldBeNear(products, product, "Hessian times a direction");
            return true;
        });
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Scores_are_products_with_the_coefficients(int rows, int columns, bool sparse)
    {
        var (x, plain) = Samples(rows, columns, sparse);
        var random = new RandomState(5);
        foreach (var outputs in new[] { 1, 3 })
        {
            var (coefficients, intercept) = (random.Randn(outputs * columns), random.Randn(outputs));
            var expected = new double[rows * outputs];
            for (var i = 0; i < rows; i++)
            {
                for (var k = 0; k < outputs; k++)
                {
                    expected[(i * outputs) + k] = Dot(Row(plain, i, columns), [.. coefficients.AsSpan(k * columns, columns), intercept[k]]);
                }
            }

            ShouldBeNear(new LinearRule("scores", coefficients, intercept).Scores(x), expected, $"scores of {outputs}");
        }
    }

    private static (Features X, double[] Plain) Samples(int rows, int columns, bool sparse)
    {
        var values = new RandomState((uint)((rows * 100) + columns)).Randn(rows * columns);
        if (sparse)
        {
            values = Array.ConvertAll(values, v => Math.Abs(v) > 0.8 ? v : 0);
        }

        return (sparse ? SparseMatrix.FromDense(values, rows, columns) : Features.Dense(values, rows, columns), values);
    }

    /// <summary>A row, and the 1 that the intercept multiplies.</summary>
    private static double[] Row(double[] plain, int row, int columns) => [.. plain.AsSpan(row * columns, columns), 1];

    private static double[] Of(double[] point, int k, int columns) => [.. point.AsSpan(k * columns, columns), point[^(3 - k)]];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double SquaredNorm(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value * value;
        }

        return sum;
    }

    private static void ShouldBeNear(double[] actual, double[] expected, string what) => ClassifierGoldens.ShouldBeNear(actual, expected, 1e-11, what);
}
