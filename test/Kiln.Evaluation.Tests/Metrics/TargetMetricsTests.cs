using Kiln.Data;
using Kiln.Tensors;

namespace Kiln.Evaluation.Tests;

public class TargetMetricsTests
{
    [Fact]
    public void Labels_may_be_text_whole_numbers_or_tensors()
    {
        Target truth = new[] { "no", "yes", "yes", "no" };
        Target predicted = new[] { "no", "yes", "no", "no" };
        Metrics.Accuracy(truth, predicted).ShouldBe(0.75);
        Metrics.Recall(truth, predicted).ShouldBe(0.5);
        Metrics.Recall(truth, predicted, positiveLabel: "no").ShouldBe(1);
        Metrics.ConfusionMatrix(truth, predicted).Labels.ShouldBe(["no", "yes"]);
        Metrics.ClassificationReport(truth, predicted).ToString().ShouldContain("         yes       1.00      0.50      0.67         2\n");
        Should.Throw<ArgumentException>(() => Metrics.F1(truth, predicted, positiveLabel: "yess")).Message.ShouldContain("did you mean 'yes'");

        // A target of numbers against labels as integers, and against a tensor.
        Target numbers = new[] { 0.0, 1, 1, 0 };
        Metrics.Accuracy(numbers, new[] { 0L, 1, 0, 0 }).ShouldBe(0.75);
        Metrics.F1(Tensor.From([0L, 1, 1, 0], [4]), numbers).ShouldBe(1);
        Should.Throw<ArgumentException>(() => Metrics.Accuracy((Target)new[] { 0.5 }, numbers.Take([0]))).Message.ShouldContain("regression");
    }

    [Fact]
    public void Arrays_take_the_span_overload_and_targets_the_other()
    {
        int[] truth = [1, 2, 2];
        int[] predicted = [1, 2, 1];
        Metrics.Accuracy(truth, predicted).ShouldBe(2.0 / 3);
        double[] y = [1, 2];
        double[] p = [1, 4];
        Metrics.MeanSquaredError(y, p).ShouldBe(2);
        Metrics.MeanSquaredError(Tensor.From(y, [2]), Target.Of(p)).ShouldBe(2);
        Metrics.MeanSquaredError(Target.Of(y), Target.Of(p)).ShouldBe(2);
        Metrics.MeanSquaredError(Tensor.From(y, [2]), Tensor.From(p, [2])).ShouldBe(2);
        Metrics.R2(y, Target.Of(p)).ShouldBe(Metrics.R2(y, p));
    }

    [Fact]
    public void Overloads_take_the_same_arguments_in_the_same_order_with_the_same_defaults()
    {
        // scikit-learn 1.2.1: top_k_accuracy_score([0, 1, 2, 2], scores) is 0.75, with k=1 it is 0.5.
        var scores = Tensor.From([0.5, 0.2, 0.2, 0.3, 0.4, 0.2, 0.2, 0.4, 0.3, 0.7, 0.2, 0.1], [4, 3]);
        Metrics.TopKAccuracy([0, 1, 2, 2], scores.AsSpan<double>(), 3).ShouldBe(0.75);
        Metrics.TopKAccuracy(Target.Of([0L, 1, 2, 2]), scores).ShouldBe(0.75);
        Metrics.TopKAccuracy(Tensor.From([0L, 1, 2, 2], [4]), scores).ShouldBe(0.75);
        Metrics.TopKAccuracy(Target.Of([0L, 1, 2, 2]), scores, k: 1).ShouldBe(0.5);

        // mean_pinball_loss(y, p, alpha=0.3, sample_weight=w) and d2_pinball_score.
        double[] y = [1, 2, 4];
        double[] p = [2, 2, 3];
        double[] weights = [1, 2, 3];
        Metrics.PinballLoss(y, p, 0.3, weights).ShouldBe(0.26666666666666666, 1e-15);
        Metrics.PinballLoss(Target.Of(y), Target.Of(p), 0.3, weights).ShouldBe(0.26666666666666666, 1e-15);
        Metrics.PinballLoss(y, p, 1, 0.3, weights).ShouldBe(0.26666666666666666, 1e-15);
        Metrics.D2Pinball(y, p, 0.3, weights).ShouldBe(0.36, 1e-15);
        Metrics.D2Pinball(Target.Of(y), Target.Of(p), 0.3, weights).ShouldBe(0.36, 1e-15);
        Metrics.D2Pinball(y, p, 1, 0.3, weights).ShouldBe(0.36, 1e-15);
    }

    [Fact]
    public void Several_outputs_are_averaged()
    {
        Target truth = Target.Of([1, 10, 2, 20, 3, 30], 2);
        Target predicted = Target.Of([1, 11, 2, 21, 3, 31], 2);
        Metrics.MeanSquaredError(truth, predicted).ShouldBe(0.5);
        Metrics.RootMeanSquaredError(truth, predicted).ShouldBe(0.5);
        Should.Throw<ArgumentException>(() => Metrics.MaxError(truth, predicted)).Message.ShouldContain("2 values per sample");
        Metrics.F1(Target.Of([1L, 0, 1, 1], 2), Target.Of([1L, 0, 0, 1], 2), Average.Samples).ShouldBe((1 + (2.0 / 3)) / 2, 1e-15);
    }

    [Fact]
    public void Probabilities_go_by_the_classes_of_the_model()
    {
        Target truth = new[] { "b", "a", "b" };
        Target classes = new[] { "a", "b", "c" };
        var probabilities = Tensor.From([0.2, 0.7, 0.1, 0.8, 0.1, 0.1, 0.3, 0.4, 0.3], [3, 3]);
        Metrics.LogLoss(truth, probabilities, classes).ShouldBe(-(Math.Log(0.7) + Math.Log(0.8) + Math.Log(0.4)) / 3, 1e-15);
        Metrics.TopKAccuracy(truth, probabilities, classes, 1).ShouldBe(1);
        Should.Throw<ArgumentException>(() => Metrics.LogLoss(truth, probabilities)).Message.ShouldContain("give the classes of the model");
        Should.Throw<ArgumentException>(() => Metrics.LogLoss(new[] { "b", "a", "d" }, probabilities, classes)).Message.ShouldContain("sample 2 is 'd'");
        Metrics.RocAuc(truth, Tensor.From([0.7, 0.1, 0.4], [3])).ShouldBe(1);
        Metrics.BrierScore(truth, Tensor.From([0.3, 0.7, 0.9, 0.1, 0.6, 0.4], [3, 2])).ShouldBe((0.09 + 0.01 + 0.36) / 3, 1e-15);
        Metrics.HingeLoss(truth, Tensor.From([2.0, -2.0, 0.5], [3])).ShouldBe(0.5 / 3, 1e-15);
    }

    [Fact]
    public void Scorers_have_the_names_of_scikit_learn_and_are_the_greater_the_better()
    {
        // sklearn.metrics.get_scorer_names() of 1.2.1
        Scorers.Names.ShouldBe(
            ("accuracy adjusted_mutual_info_score adjusted_rand_score average_precision balanced_accuracy completeness_score explained_variance f1 f1_macro f1_micro "
            + "f1_samples f1_weighted fowlkes_mallows_score homogeneity_score jaccard jaccard_macro jaccard_micro jaccard_samples jaccard_weighted matthews_corrcoef "
            + "max_error mutual_info_score neg_brier_score neg_log_loss neg_mean_absolute_error neg_mean_absolute_percentage_error neg_mean_gamma_deviance "
            + "neg_mean_poisson_deviance neg_mean_squared_error neg_mean_squared_log_error neg_median_absolute_error neg_negative_likelihood_ratio "
            + "neg_root_mean_squared_error normalized_mutual_info_score positive_likelihood_ratio precision precision_macro precision_micro precision_samples "
            + "precision_weighted r2 rand_score recall recall_macro recall_micro recall_samples recall_weighted roc_auc roc_auc_ovo roc_auc_ovo_weighted roc_auc_ovr "
            + "roc_auc_ovr_weighted top_k_accuracy v_measure_score").Split(' '));

        var regression = new ScorerInput(new[] { 1.0, 2, 4 }) { Predicted = new[] { 1.0, 2, 3 }, Weights = new[] { 1.0, 1, 2 } };
        Scorers.Get("neg_mean_squared_error").Score(regression).ShouldBe(-0.5);
        Scorers.Get("max_error").Score(regression).ShouldBe(-1);

        var classes = new ScorerInput(new[] { "n", "y", "y", "n" })
        {
            Predicted = new[] { "n", "y", "n", "n" },
            Probabilities = Tensor.From([0.9, 0.1, 0.4, 0.6, 0.55, 0.45, 0.8, 0.2], [4, 2]),
            Classes = new[] { "n", "y" },
        };
        Scorers.Get("f1").Score(classes).ShouldBe(2.0 / 3, 1e-15);
        Scorers.Get("roc_auc").Score(classes).ShouldBe(1);
        Scorers.Get("roc_auc").Score(classes with { Decisions = Tensor.From([1.0, 0, 2, -1], [4]) }).ShouldBe(0.75);
        Scorers.Get("neg_log_loss").Score(classes).ShouldBeLessThan(0);
    }

    [Fact]
    public void An_unknown_score_names_its_neighbours_and_a_missing_input_what_is_needed()
    {
        Should.Throw<ArgumentException>(static () => Scorers.Get("f1_marco")).Message.ShouldContain("did you mean 'f1_macro'");
        Should.Throw<ArgumentException>(static () => Scorers.Get("mse")).Message.ShouldContain("'neg_mean_squared_error'");
        var input = new ScorerInput(new[] { 0L, 1 }) { Predicted = new[] { 0L, 1 } };
        Should.Throw<ArgumentException>(() => Scorers.Get("roc_auc_ovr").Score(input)).Message.ShouldContain("'roc_auc_ovr' needs probabilities");
    }
}
