namespace Kiln.Estimators;

/// <summary>Truth and prediction of a classifier in one numbering of the classes.</summary>
internal static class ClassCodes
{
    /// <summary>Classes that the model knows have their place among them; others, which a part of the data may hold and the fit not, come after.</summary>
    public static (int[] Truth, int[] Predicted) Of(PredictorModel model, Features x, Target y)
    {
        var classes = Known(model);
        return (Truth(classes, y), model.Predict(x).CodesAmong(classes));
    }

    /// <summary>The truth in the numbering of the model's classes.</summary>
    public static int[] Truth(Target classes, Target y)
    {
        var codes = y.CodesAmong(classes);
        if (Array.IndexOf(codes, -1) >= 0)
        {
            y.Distinct(out var own);
            for (var i = 0; i < codes.Length; i++)
            {
                codes[i] = codes[i] < 0 ? classes.Count + own[i] : codes[i];
            }
        }

        return codes;
    }

    /// <summary>The classes of a classifier's model.</summary>
    public static Target Known(PredictorModel model) => model is ClassificationModel classifier
        ? classifier.Classes
        : throw new NotSupportedException($"scoring: {model.Estimator.Name} predicts no classes; take a score of numbers such as r2");
}
