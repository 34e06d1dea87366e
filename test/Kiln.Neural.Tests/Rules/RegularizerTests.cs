using Kiln.Data;

namespace Kiln.Neural.Tests;

public class RegularizerTests
{
    private static readonly Tensor s_weight = Tensor.From([1.0, -2, 0.5, 3, 0, -1], [3, 2]);

    [Fact]
    public void Penalties_follow_their_formulas()
    {
        new L1(0.1).Penalty(s_weight).Item<double>().ShouldBe(0.75, 1e-12);
        new L2(0.1).Penalty(s_weight).Item<double>().ShouldBe(1.525, 1e-12);
        new L1L2(0.1, 0.2).Penalty(s_weight).Item<double>().ShouldBe(0.75 + 3.05, 1e-12);
    }

    [Fact]
    public void The_orthogonal_penalty_is_the_mean_cosine_of_pairs()
    {
        double Cosine(double[] a, double[] b) =>
            Math.Abs(a.Zip(b, (x, y) => x * y).Sum()) / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
        double rows = (Cosine([1, -2], [0.5, 3]) + Cosine([1, -2], [0, -1]) + Cosine([0.5, 3], [0, -1])) / 3;
        new OrthogonalRegularizer(0.3).Penalty(s_weight).Item<double>().ShouldBe(0.3 * rows, 1e-12);
        new OrthogonalRegularizer(0.3, columns: true).Penalty(s_weight).Item<double>().ShouldBe(0.3 * Cosine([1, 0.5, 0], [-2, 3, -1]), 1e-12);
        Should.Throw<ShapeException>(() => new OrthogonalRegularizer().Penalty(Tensor.Ones([3]))).Message.ShouldContain("expected a matrix, got shape (3,)");
    }

    [Fact]
    public void Gradients_equal_central_differences()
    {
        foreach (Regularizer regularizer in new Regularizer[] { new L2(0.2), new L1L2(0.1, 0.2), new OrthogonalRegularizer(), new OrthogonalRegularizer(columns: true) })
        {
            Tensor start = Initializers.Normal(0, 1).Create([4, 3], RandomKey.FromSeed(2), DType.Float64);
            Tensor x = start.RequireGrad();
            regularizer.Penalty(x).Backward();
            double[] gradient = x.Grad!.ToArray<double>();
            for (int i = 0; i < gradient.Length; i++)
            {
                double Value(double shift)
                {
                    double[] moved = start.ToArray<double>();
                    moved[i] += shift;
                    return regularizer.Penalty(Tensor.From(moved, start.Shape)).Item<double>();
                }

                gradient[i].ShouldBe((Value(1e-6) - Value(-1e-6)) / 2e-6, 1e-8);
            }
        }
    }

    [Fact]
    public void A_step_adds_penalties_on_weights_and_activations_to_the_loss()
    {
        var dense = new Dense(2, 1, bias: false, weightInitializer: Initializers.Constant(2)).Regularize(weight: new L2(0.1));
        var network = new Sequential(dense, new ActivityRegularization(l1: 0.5));
        var data = new TensorDataset(Tensor.From([1f, 0, 0, 1], [2, 2]), Tensor.From([2f, 2], [2, 1]));
        var step = new TrainingStep(network, new MeanSquaredError(), new SGD(0.5));
        // The error is 0; 0.1 · (4 + 4); 0.5 · (2 + 2) / 2.
        step.Run(data.Gather([0, 1])).ShouldBe(0.8 + 1, 1e-6);
        // d/dw: 2 · 0.1 · 2 of the weight, 0.5 / 2 of the activity.
        dense.Weight.Value.ToArray<float>().ShouldAllBe(w => Math.Abs(w - (2 - 0.5f * (0.4f + 0.25f))) < 1e-6);
        network.Evaluate(data, new MeanSquaredError(), [])["loss"].ShouldBe(Math.Pow(2 - dense.Weight.Value.ToArray<float>()[0], 2), 1e-6);
    }

    [Fact]
    public void Rules_are_saved_with_the_model()
    {
        using var folder = new TemporaryFolder();
        var dense = new Dense(2, 3).Regularize(weight: new L1L2(0.1, 0.2), bias: new L1(0.3)).Constrain(weight: new MinMaxNorm(0.1, 2, 0.5));
        dense.AddRegularizer("weight", new OrthogonalRegularizer(0.4, columns: true));
        dense.AddConstraint("bias", new NonNegative());
        new Sequential(dense).Save(folder.Path);
        var loaded = ((Sequential)Module.Load(folder.Path))[0];
        loaded.Regularizers.Select(r => (r.Parameter, r.Regularizer.GetType())).ShouldBe(
            [("weight", typeof(L1L2)), ("weight", typeof(OrthogonalRegularizer)), ("bias", typeof(L1))]);
        ((OrthogonalRegularizer)loaded.Regularizers[1].Regularizer).Columns.ShouldBeTrue();
        ((L1)loaded.Regularizers[2].Regularizer).Weight.ShouldBe(0.3);
        loaded.Constraints.Select(c => (c.Parameter, c.Constraint.GetType())).ShouldBe([("weight", typeof(MinMaxNorm)), ("bias", typeof(NonNegative))]);
        ((MinMaxNorm)loaded.Constraints[0].Constraint).Rate.ShouldBe(0.5);
    }

    [Theory]
    [InlineData("""{"weight":[["l3",1]]}""", "no regularizer 'l3'")]
    [InlineData("""{"weight":[["l1"]]}""", "no regularizer 'l1' with 0 numbers")]
    [InlineData("""{"weight":[["l1",-1]]}""", "must be finite and not negative")]
    [InlineData("""{"weights":[["l1",1]]}""", "there is no trainable parameter 'weights' here; there are weight, bias")]
    [InlineData("""{"weight":["l1"]}""", "a list of rules")]
    [InlineData("""7""", "a list of rules")]
    public void A_file_with_wrong_rules_is_refused(string rules, string expected)
    {
        using var folder = new TemporaryFolder();
        new Dense(2, 3).Regularize(weight: new L1(0.25)).Save(folder.Path);
        string path = folder.File("config.json");
        string text = System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(path), "\"regularizers\":\\s*\\{[^}]*\\}", "\"regularizers\":" + rules);
        text.ShouldContain(rules);
        File.WriteAllText(path, text);
        Should.Throw<FileFormatException>(() => Module.Load(folder.Path)).Message.ShouldContain(expected);
    }

    [Fact]
    public void An_unknown_parameter_is_named_with_those_there_are() =>
        Should.Throw<ArgumentException>(() => new Dense(2, 3, bias: false).Regularize(bias: new L2())).Message
            .ShouldStartWith("Dense: there is no trainable parameter 'bias' here; there are weight");
}
