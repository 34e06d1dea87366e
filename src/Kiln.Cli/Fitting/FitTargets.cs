using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>What is known of the target before the fit: whether it is of the estimator's kind, and whether it can be split in as many folds.</summary>
internal static class FitTargets
{
    /// <summary>Looks at the targets.</summary>
    /// <exception cref="UserException">They do not fit.</exception>
    public static void Check(FitSettings settings, Predictor estimator, FitData train, FitData? test)
    {
        if (!estimator.IsClassifier)
        {
            TableFaults.In(settings.Train, settings.Reading, train.X, () => train.Y.Numbers(estimator.Name).Length);
            if (test is not null)
            {
                TableFaults.In(settings.Test!, settings.Reading, test.X, () => test.Y.Numbers(estimator.Name).Length);
            }
        }

        // A classifier says of a target of real numbers what it is; how many folds it makes is then beside the point.
        if (settings.Folds is { } folds && settings.Search is null && !(estimator.IsClassifier && train.Y.Kind == TargetKind.Numbers))
        {
            Splitter splitter = estimator.IsClassifier ? new StratifiedKFold(folds) : new KFold(folds);
            int[]? labels = null;
            if (splitter.NeedsLabels)
            {
                TableFaults.In(settings.Train, settings.Reading, train.X, () => train.Y.Distinct(out labels));
            }

            try
            {
                _ = splitter.Split(train.X.Rows, labels);
            }
            catch (ArgumentException error)
            {
                throw new UserException($"--cv {folds}: {LibraryMessages.Translate(EstimatorSettings.Message(error))}", error);
            }
        }
    }
}
