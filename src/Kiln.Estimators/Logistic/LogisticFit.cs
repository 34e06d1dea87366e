namespace Kiln.Estimators;

/// <summary>The fit of a logistic regression: which binary or softmax problems there are, and which solver takes them.</summary>
internal static class LogisticFit
{
    public static LogisticRegressionModel Run(
        LogisticRegression given, Features x, Target y, double[]? sampleWeights, LogisticRegressionModel? start, CancellationToken cancellation)
    {
        given.CheckParameters();
        var (aligned, layout) = StartModel.Align(given.Name, start, x);
        var samples = Inputs.Numbers(given.Name, aligned);
        Overflow.CheckSquares(given.Name, samples);
        var (classes, codes) = Inputs.Classes(given.Name, samples, y);
        Inputs.Weights(given.Name, sampleWeights, samples.Rows);
        if (start is not null)
        {
            CheckClasses(given, classes, start);
        }

        var softmax = IsSoftmax(given.MultiClass, given.Solver, classes.Count);
        var outputs = LinearRule.OutputsOf(classes.Count);
        var coefficients = new double[checked(outputs * samples.Columns)];
        var (intercept, iterations, converged, separable) = (new double[outputs], new int[softmax ? 1 : outputs], true, false);
        SampleView.With(samples, view =>
        {
            if (softmax)
            {
                var weights = Weigh(sampleWeights, ClassWeights.Of(given.ClassWeight, given.Name, classes, codes), codes);
                var result = LogisticSolvers.Softmax(given.Name, given, view, codes, classes.Count, weights, SoftmaxStart(start, classes.Count, samples.Columns, given.FitIntercept), cancellation);
                SoftmaxCoefficients(result.Point, classes.Count, samples.Columns, given.FitIntercept, coefficients, intercept);
                (iterations[0], converged, separable) = (result.Iterations, result.Converged, result.IsSeparable);
                return true;
            }

            var order = new LiblinearOrder(given.Seed, codes);
            for (var k = 0; k < outputs; k++)
            {
                var positive = outputs == 1 ? 1 : k;
                var weights = BinaryWeights(given, classes, codes, positive, sampleWeights);
                var labels = Array.ConvertAll(codes, code => code == positive ? 1.0 : -1);
                var result = LogisticSolvers.Binary(given.Name, given, view, labels, weights, BinaryStart(start, k, samples.Columns, given.FitIntercept), order, cancellation);
                result.Point.AsSpan(0, samples.Columns).CopyTo(coefficients.AsSpan(k * samples.Columns));
                intercept[k] = given.FitIntercept ? result.Point[samples.Columns] : 0;
                iterations[k] = result.Iterations;
                converged &= result.Converged || result.IsSeparable;
                separable |= result.IsSeparable;
            }

            return true;
        });
        Overflow.Check(given.Name, samples, coefficients, intercept);
        return new(given, layout, classes, coefficients, intercept, softmax, iterations)
        {
            Warnings = Warnings(given, iterations.Max(), converged, separable),
        };
    }

    private static string[] Warnings(LogisticRegression given, int iterations, bool converged, bool separable) => separable
        ? [$"{given.Name}: a plane separates the classes, and without a penalty the loss falls for ever as the coefficients grow: these are where the solver {given["solver"]} stopped; a penalty (l2) gives a minimum"]
        : converged ? []
        : [$"{given.Name}: the solver {given["solver"]} stopped after {Plural.Of(iterations, "iteration")} before it converged; scale the features (standard-scaler), or raise max_iter or tol"];

    /// <summary>Whether one softmax problem is solved rather than one problem for each class.</summary>
    public static bool IsSoftmax(MultiClass multiClass, LogisticSolver solver, int classes) => multiClass == MultiClass.Multinomial
        || (multiClass == MultiClass.Auto && classes > 2 && solver is not (LogisticSolver.Liblinear or LogisticSolver.NewtonCholesky));

    // One problem against the rest weighs the samples by their own class, and "balanced" by how frequent the class and the rest are; LIBLINEAR alone balances all classes.
    private static double[]? BinaryWeights(LogisticRegression given, Target classes, int[] codes, int positive, double[]? sampleWeights)
    {
        if (given.ClassWeight is null)
        {
            return sampleWeights;
        }

        if (given.Solver == LogisticSolver.Liblinear && classes.Count > 2)
        {
            var own = ClassWeights.Of(given.ClassWeight, given.Name, classes, codes)[positive];
            var sides = Array.ConvertAll(codes, code => code == positive ? 1 : 0);
            return Weigh(sampleWeights, [1, own], sides);
        }

        if (given.ClassWeight.IsBalanced)
        {
            var sides = Array.ConvertAll(codes, code => code == positive ? 1 : 0);
            return Weigh(sampleWeights, ClassWeights.Of(given.ClassWeight, given.Name, new long[] { 0, 1 }, sides), sides);
        }

        return Weigh(sampleWeights, ClassWeights.Of(given.ClassWeight, given.Name, classes, codes), codes);
    }

    private static double[]? Weigh(double[]? sampleWeights, double[] classWeights, int[] codes)
    {
        if (Array.TrueForAll(classWeights, w => w == 1))
        {
            return sampleWeights;
        }

        var weights = new double[codes.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (sampleWeights?[i] ?? 1) * classWeights[codes[i]];
        }

        return weights;
    }

    private static void CheckClasses(LogisticRegression given, Target classes, LogisticRegressionModel start)
    {
        if (!start.Classes.Texts().SequenceEqual(classes.Texts(), StringComparer.Ordinal))
        {
            throw new DatasetException($"{given.Name}: the model to begin with knows the classes {string.Join(", ", start.Classes.Texts().Take(10))}; "
                + $"these samples are of {string.Join(", ", classes.Texts().Take(10))}");
        }
    }

    private static double[] BinaryStart(LogisticRegressionModel? start, int output, int columns, bool fitIntercept)
    {
        var point = new double[columns + (fitIntercept ? 1 : 0)];
        if (start is not null)
        {
            start.CoefficientValues.Slice(output * columns, columns).CopyTo(point);
            if (fitIntercept)
            {
                point[columns] = start.InterceptValues[output];
            }
        }

        return point;
    }

    // (classes, features), then the intercepts. One row of coefficients for two classes stands for −w and w.
    private static double[] SoftmaxStart(LogisticRegressionModel? start, int classes, int columns, bool fitIntercept)
    {
        var point = new double[checked(classes * (columns + (fitIntercept ? 1 : 0)))];
        if (start is null)
        {
            return point;
        }

        for (var k = 0; k < classes; k++)
        {
            var (row, sign) = classes == 2 ? (0, k == 0 ? -1.0 : 1.0) : (k, 1.0);
            System.Numerics.Tensors.TensorPrimitives.Multiply(start.CoefficientValues.Slice(row * columns, columns), sign, point.AsSpan(k * columns, columns));
            if (fitIntercept)
            {
                point[(classes * columns) + k] = sign * start.InterceptValues[row];
            }
        }

        return point;
    }

    /// <summary>The coefficients of a softmax problem's point; of two classes the second's.</summary>
    public static void SoftmaxCoefficients(double[] point, int classes, int columns, bool fitIntercept, double[] coefficients, double[] intercept)
    {
        var skipped = classes == 2 ? 1 : 0;
        point.AsSpan(skipped * columns, coefficients.Length).CopyTo(coefficients);
        if (fitIntercept)
        {
            point.AsSpan((classes * columns) + skipped, intercept.Length).CopyTo(intercept);
        }
    }
}
