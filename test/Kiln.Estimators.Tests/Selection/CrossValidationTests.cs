using Kiln.Numerics;
using static Kiln.Estimators.Tests.SelectionGoldens;

namespace Kiln.Estimators.Tests;

public class CrossValidationTests
{
    [Fact]
    public void Scores_of_numbers_are_those_of_scikit_learn()
    {
        var result = CrossValidation.Run(new Ridge(), Numbers.X, Numbers.Y, new()
        {
            Scoring = ["r2", "neg_mean_squared_error", "neg_mean_absolute_error", "max_error"],
            ReturnTrainScores = true,
            ReturnModels = true,
        });
        foreach (var name in result.TestScores.Keys)
        {
            result.TestScores[name].ShouldBeNear(Of("cross_validate_numbers", "test_" + name));
            result.TrainScores[name].ShouldBeNear(Of("cross_validate_numbers", "train_" + name));
        }

        result.Models.Count.ShouldBe(5);
        result.FitTimes.Count.ShouldBe(5);
        result.Warnings.ShouldBeEmpty();
        result.Scores.ShouldBe(result.TestScores["r2"]);
        result.Mean.ShouldBe(result.Scores.Average(), 1e-15);
    }

    [Fact]
    public void Scores_of_classes_are_those_of_scikit_learn()
    {
        var result = CrossValidation.Run(Logistic, Classes.X, Classes.Y, new()
        {
            Scoring = ["accuracy", "f1_macro", "neg_log_loss", "roc_auc_ovr", "balanced_accuracy"],
            ReturnTrainScores = true,
        });
        foreach (var name in result.TestScores.Keys)
        {
            result.TestScores[name].ShouldBeNear(Of("cross_validate_classes", "test_" + name), 1e-6);
            result.TrainScores[name].ShouldBeNear(Of("cross_validate_classes", "train_" + name), 1e-6);
        }

        CrossValidation.Scores(Logistic, TwoClasses.X, TwoClasses.Y, splitter: new RepeatedStratifiedKFold(3, 2, 5), scoring: "roc_auc")
            .ShouldBeNear(Of("cross_val_score_repeated"));
    }

    [Fact]
    public void Predictions_for_each_sample_are_those_of_scikit_learn()
    {
        CrossValidation.Predict(new Ridge(), Numbers.X, Numbers.Y, splitter: new KFold(4, Shuffle: true, Seed: 1)).Numbers().ToArray().ShouldBeNear(Of("cross_val_predict"));
        CrossValidation.Predict(Logistic, Classes.X, Classes.Y, folds: 4).Numbers().ToArray().ShouldBeNear(Of("cross_val_predict_labels"));
        CrossValidation.PredictProbabilities(Logistic, Classes.X, Classes.Y).ToArray<double>().ShouldBeNear(Of("cross_val_predict_proba"), 1e-6);
        CrossValidation.DecisionFunction(Logistic, TwoClasses.X, TwoClasses.Y).ToArray<double>().ShouldBeNear(Of("cross_val_predict_decisions"), 1e-6);
    }

    [Fact]
    public void Labels_of_text_come_back_as_text()
    {
        Target names = Array.ConvertAll(TwoClasses.Y.Integers().ToArray(), label => label == 0 ? "no" : "yes");
        var (texts, whole) = (CrossValidation.Predict(Logistic, TwoClasses.X, names), CrossValidation.Predict(Logistic, TwoClasses.X, TwoClasses.Y));
        texts.Texts().ShouldBe(whole.Integers().ToArray().Select(label => label == 0 ? "no" : "yes"));
    }

    [Fact]
    public void A_class_that_a_fit_has_not_seen_gets_no_probability()
    {
        double[,] x = { { 0 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 6 }, { 7 } };
        Target y = (int[])[0, 1, 0, 1, 1, 0, 2, 2];
        var p = CrossValidation.PredictProbabilities(new LogisticRegression(), x, y, splitter: new KFold(4)).ToArray<double>();
        p.Skip(18).Chunk(3).ShouldAllBe(row => row[2] == 0);
        Should.Throw<DatasetException>(() => CrossValidation.DecisionFunction(new LogisticRegression(), x, y, splitter: new KFold(4))).Message.ShouldContain("2 of 3 classes");
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        double[] Scores(int threads)
        {
            var before = WorkerTeam.ThreadCount;
            try
            {
                WorkerTeam.ThreadCount = threads;
                return CrossValidation.Scores(Logistic, Classes.X, Classes.Y, folds: 6, scoring: "neg_log_loss");
            }
            finally
            {
                WorkerTeam.ThreadCount = before;
            }
        }

        Scores(4).ShouldBe(Scores(1));
    }

    [Fact]
    public void Fits_that_fail_are_counted_and_all_failing_is_an_error()
    {
        double[,] x = { { 0 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 } };
        Target y = (int[])[0, 0, 0, 0, 1, 1];
        var result = CrossValidation.Run(new LogisticRegression(), x, y, new() { Splitter = new KFold(3), ErrorScore = -1 });
        result.Scores[2].ShouldBe(-1);
        result.Warnings.Single().ShouldStartWith("1 of 3 fits failed and have the score -1; the first, logistic-regression:");
        Should.Throw<DatasetException>(() => CrossValidation.Run(new LogisticRegression(), x, y, new() { Splitter = new KFold(3), ErrorScore = null }));
        Should.Throw<ArgumentException>(() => CrossValidation.Run(new Ridge { Alpha = -1 }, x, y, new() { Splitter = new KFold(2) })).Message.ShouldContain("alpha");
    }

    [Fact]
    public void Each_fit_is_told_and_a_cancellation_stops_them()
    {
        var told = new List<FitProgress>();
        CrossValidation.Run(new Ridge(), Numbers.X, Numbers.Y, new() { Folds = 4, Progress = new Listener(told) });
        told.Select(p => p.Done).ShouldBe([1, 2, 3, 4]);
        told.ShouldAllBe(p => p.Total == 4 && p.Candidate is Ridge);
        told.Select(p => p.Split).Order().ShouldBe([0, 1, 2, 3]);
        told[^1].Remaining.ShouldBe(TimeSpan.Zero);
        Should.Throw<OperationCanceledException>(() => CrossValidation.Run(new Ridge(), Numbers.X, Numbers.Y, cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void What_cannot_be_split_is_refused()
    {
        Should.Throw<DatasetException>(() => CrossValidation.Scores(new Ridge(), Numbers.X, Numbers.Y, folds: 61)).Message.ShouldContain("61 parts of 60 examples");
        Should.Throw<DatasetException>(() => CrossValidation.Scores(new Ridge(), Numbers.X, Numbers.Y, splitter: new GroupKFold())).Message.ShouldContain("needs groups");
        Should.Throw<DatasetException>(() => CrossValidation.Predict(new Ridge(), Numbers.X, Numbers.Y, splitter: new ShuffleSplit())).Message.ShouldContain("sample");
        Should.Throw<ArgumentException>(() => CrossValidation.Scores(new Ridge(), Numbers.X, Numbers.Y, scoring: "r3")).Message.ShouldContain("r2");
        var groups = Enumerable.Range(0, 60).Select(i => i / 10).ToArray();
        CrossValidation.Run(new Ridge(), Numbers.X, Numbers.Y, new() { Splitter = new LeaveOneGroupOut(), Groups = groups }).Scores.Length.ShouldBe(6);
    }

    [Fact]
    public void Weights_count_in_the_fits()
    {
        var weights = Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 0.0 : 1.0).ToArray();
        var kept = CrossValidation.Run(new Ridge(), Numbers.X, Numbers.Y, new() { SampleWeights = weights, Folds = 2 }).Scores;
        kept.ShouldNotBe(CrossValidation.Scores(new Ridge(), Numbers.X, Numbers.Y, folds: 2));
    }

    private sealed class Listener(List<FitProgress> told) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => told.Add(value);
    }
}
