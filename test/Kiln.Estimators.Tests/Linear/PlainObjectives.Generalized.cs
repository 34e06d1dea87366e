namespace Kiln.Estimators.Tests;

/// <content>Generalized linear models and Huber regression.</content>
internal static partial class PlainObjectives
{
    /// <summary>Half the mean deviance, or the sum of Huber's losses, and the penalty.</summary>
    public static double Generalized(LinearRegressionModel model, Features x, Target y, double[]? weights)
    {
        var (w, b, total, sum) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0], 0.0, 0.0);
        var dense = x.ToDense();
        for (var row = 0; row < x.Rows; row++)
        {
            var raw = b;
            for (var i = 0; i < w.Length; i++)
            {
                raw += w[i] * dense.Row(row)[i];
            }

            var weight = weights?[row] ?? 1;
            total += weight;
            sum += weight * Loss(model, y.Numbers()[row], raw);
        }

        var square = w.Sum(v => v * v);
        var alpha = (double)model.Estimator["alpha"]!;
        return model is HuberRegressorModel ? sum + (alpha * square) : (sum / total) + (0.5 * alpha * square);
    }

    /// <summary>Half the mean deviance of a generalized linear model, in terms that do not cancel, and the penalty.</summary>
    public static double HalfDeviance(LinearRegressionModel model, Features x, Target y)
    {
        var (w, b, sum) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0], 0.0);
        var power = model.Estimator switch { PoissonRegressor => 1, GammaRegressor => 2, TweedieRegressor t => t.Power, _ => double.NaN };
        for (var row = 0; row < x.Rows; row++)
        {
            var (target, raw) = (y.Numbers()[row], b + Dot(x.Row(row), w));
            var mean = power == 0 ? raw : Math.Exp(raw);
            sum += power switch
            {
                0 => 0.5 * (target - mean) * (target - mean),
                1 => (target > 0 ? target * Math.Log(target / mean) : 0) - target + mean,
                2 => Math.Log(mean / target) + (target / mean) - 1,
                _ => (Math.Pow(target, 2 - power) / ((1 - power) * (2 - power))) - (target * Math.Pow(mean, 1 - power) / (1 - power)) + (Math.Pow(mean, 2 - power) / (2 - power)),
            };
        }

        return (sum / x.Rows) + (0.5 * (double)model.Estimator["alpha"]! * w.Sum(v => v * v));
    }

    /// <summary>As golden_glm's: half the deviance without what depends on the target alone.</summary>
    private static double Loss(LinearRegressionModel model, double y, double raw)
    {
        if (model is HuberRegressorModel huber)
        {
            var (rest, s, e) = (Math.Abs(y - raw), huber.Scale, ((HuberRegressor)huber.Estimator).Epsilon);
            return rest > e * s ? s + (2 * e * rest) - (s * e * e) : s + (rest * rest / s);
        }

        var power = model.Estimator switch { PoissonRegressor => 1, GammaRegressor => 2, TweedieRegressor t => t.Power, _ => double.NaN };
        var isLog = model.Estimator is not TweedieRegressor tweedie || tweedie.Link == MeanLink.Log || (tweedie.Link == MeanLink.Auto && power > 0);
        var mean = isLog ? Math.Exp(raw) : raw;
        return power switch
        {
            0 => 0.5 * (mean - y) * (mean - y),
            1 => mean - (y * Math.Log(mean)),
            2 => Math.Log(mean) + (y / mean),
            _ => (Math.Pow(mean, 2 - power) / (2 - power)) - (y * Math.Pow(mean, 1 - power) / (1 - power)),
        };
    }
}
