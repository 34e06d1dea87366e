namespace Kiln.Estimators.Tests;

/// <summary>What iterative solvers minimize, by the model's estimator: the same sums as Goldens/coverage_objectives.py.</summary>
internal static class CoverageObjectives
{
    public static double Of(PredictorModel model, Features x, Target y)
    {
        var linear = (ILinearModel)model;
        var (w, b) = (linear.Coefficients.ToArray<double>(), linear.Intercept.ToArray<double>());
        return model.Estimator switch
        {
            LinearRegression => 2 * x.Rows * Elastic(w, b[0], 0, 0, x, y),
            Lasso lasso => Elastic(w, b[0], lasso.Alpha, 1, x, y),
            ElasticNet net => Elastic(w, b[0], net.Alpha, net.L1Ratio, x, y),
            LassoCV => Elastic(w, b[0], ((ElasticNetSearchModel)model).Alpha, 1, x, y),
            ElasticNetCV => Elastic(w, b[0], ((ElasticNetSearchModel)model).Alpha, ((ElasticNetSearchModel)model).L1Ratio, x, y),
            LogisticRegression logistic => PlainObjectives.Logistic(logistic, x, y, null, w, b, ((LogisticRegressionModel)model).IsSoftmax),
            LogisticRegressionCV search => PlainObjectives.Logistic(
                new LogisticRegression { C = ((LogisticRegressionCVModel)model).C.Span[0], Solver = search.Solver, Penalty = search.Penalty }, x, y, null, w, b, ((LogisticRegressionCVModel)model).IsSoftmax),
            LinearSvc or LinearSvr => PlainObjectives.SupportVectors((Predictor)model.Estimator, x, y, null, w, b),
            _ => PlainObjectives.Generalized((LinearRegressionModel)model, x, y, null),
        };
    }

    private static double Elastic(double[] w, double b, double alpha, double ratio, Features x, Target y)
    {
        var (dense, sum) = (x.ToDense(), 0.0);
        var numbers = y.Numbers();
        for (var i = 0; i < x.Rows; i++)
        {
            var rest = numbers[i] - PlainObjectives.Dot(dense.Row(i), w) - b;
            sum += rest * rest;
        }

        return (sum / x.Rows / 2) + (alpha * ratio * w.Sum(Math.Abs)) + (alpha * (1 - ratio) / 2 * w.Sum(v => v * v));
    }
}
