using System.Globalization;

using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>What is known of the target before the fit: whether it is of the estimator's kind, and whether it can be split in as many folds.</summary>
internal static class FitTargets
{
    /// <summary>Sees that the column to predict is not left out or taken for something else besides.</summary>
    /// <exception cref="UserException">It is.</exception>
    public static void CheckColumns(FitSettings settings)
    {
        if (settings.Reading.SkippedColumns.Contains(settings.Target, StringComparer.Ordinal))
        {
            throw new UserException($"--drop {settings.Target}: this is the column to predict (--target), which cannot be left out.") { IsWrongUse = true };
        }

        if (settings.Weights == settings.Target)
        {
            throw new UserException($"--weights {settings.Target}: this is the column to predict (--target); rows are weighed by another.") { IsWrongUse = true };
        }
    }

    /// <summary>Looks at the targets.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="train">The training table.</param>
    /// <param name="test">The test table; null for none.</param>
    /// <param name="warn">Is told what is allowed and yet doubtful.</param>
    /// <exception cref="UserException">They do not fit.</exception>
    public static void Check(FitSettings settings, Predictor estimator, FitData train, FitData? test, Action<string> warn)
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
        if ((settings.Folds ?? (settings.Search is null ? null : FitSearch.DefaultFolds)) is { } folds && !(estimator.IsClassifier && train.Y.Kind == TargetKind.Numbers))
        {
            if (folds > train.X.Rows)
            {
                throw new UserException(string.Create(CultureInfo.InvariantCulture, $"--cv {folds}: {settings.Train} has {Numbers.Count(train.X.Rows, "row")}, and each fold needs at least one")
                    + (train.X.Rows < 2 ? "; there is nothing to cross-validate." : string.Create(CultureInfo.InvariantCulture, $"; take {train.X.Rows} folds or fewer.")));
            }

            Splitter splitter = estimator.IsClassifier ? new StratifiedKFold(folds) : new KFold(folds);
            int[]? labels = null;
            var classes = splitter.NeedsLabels ? TableFaults.In(settings.Train, settings.Reading, train.X, () => train.Y.Distinct(out labels)) : default;

            try
            {
                _ = splitter.Split(train.X.Rows, labels);
            }
            catch (ArgumentException error)
            {
                throw new UserException($"--cv {folds}: {LibraryMessages.Translate(EstimatorSettings.Message(error))}", error);
            }

            if (labels is not null)
            {
                WarnOfSmallClass(folds, labels, classes, warn);
            }
        }
    }

    // scikit-learn's warning of the same: "The least populated class in y has only 5 members".
    private static void WarnOfSmallClass(int folds, int[] labels, Target? classes, Action<string> warn)
    {
        var smallest = labels.CountBy(label => label).MinBy(pair => pair.Value);
        if (smallest.Value < folds)
        {
            warn($"--cv {folds}: the class '{classes!.TextAt(smallest.Key)}' has {Numbers.Count(smallest.Value, "row")}, fewer than folds, so some folds test without it; take fewer folds");
        }
    }
}
