using System.Globalization;

namespace Kiln.Estimators.Tests;

/// <summary>What every estimator keeps to, whatever it does.</summary>
public class ContractTests
{
    public static TheoryData<string> Names => ContractCases.Names;

    [Fact]
    public void Every_estimator_has_a_case() =>
        EstimatorCatalog.All.Select(entry => entry.Name).Except(ContractCases.All.Keys).ShouldBeEmpty("an estimator is in no suite: add a line to Contract/ContractCases.*.cs");

    [Fact]
    public void Every_case_is_of_an_estimator_in_the_catalog() =>
        ContractCases.All.Keys.Except(EstimatorCatalog.All.Select(entry => entry.Name)).ShouldBeEmpty("an estimator is missing in EstimatorCatalog: it could not be loaded or fitted from the command line");

    [Theory, MemberData(nameof(Names))]
    public void Parameters_have_the_names_and_values_they_are_set_to(string name)
    {
        var estimator = Case(name).Estimator;
        estimator.Parameters.Select(p => p.Name).ShouldBeUnique();
        foreach (var parameter in estimator.Parameters)
        {
            parameter.Name.ShouldBe(parameter.Name.Replace('-', '_'));
            parameter.Summary.ShouldNotBeNullOrWhiteSpace();
            var value = parameter.Get(estimator);
            ParameterText.Of(parameter.Get(estimator.With(parameter.Name, value))).ShouldBe(ParameterText.Of(value));
            if (parameter.Kind is not (ParameterKind.Code or ParameterKind.Estimator or ParameterKind.Steps) && !(value is null && parameter.Kind == ParameterKind.Text))
            {
                ParameterText.Of(parameter.Get(estimator.With(parameter.Name, ParameterText.Of(value)))).ShouldBe(ParameterText.Of(value), $"{parameter.Name} parsed from text");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Estimators_with_equal_parameters_are_equal(string name)
    {
        var given = Case(name).Estimator;
        var (one, other) = (given, given);
        foreach (var parameter in given.Parameters.Where(parameter => parameter.Kind is ParameterKind.Numbers or ParameterKind.Texts && parameter.Name != "scoring"))
        {
            one = one.With(parameter.Name, Fresh(parameter, given));
            other = other.With(parameter.Name, Fresh(parameter, given));
        }

        foreach (var parameter in given.Parameters.Where(parameter => parameter.Kind is ParameterKind.Text && parameter.Get(given) is not null))
        {
            one = one.With(parameter.Name, ParameterText.Of(parameter.Get(given)));
            other = other.With(parameter.Name, ParameterText.Of(parameter.Get(given)));
        }

        other.ShouldBe(one);
        other.GetHashCode().ShouldBe(one.GetHashCode());
        var changed = one.Parameters.FirstOrDefault(parameter => parameter.Kind is ParameterKind.Flag);
        if (changed is not null)
        {
            one.With(changed.Name, !(bool)changed.Get(one)!).ShouldNotBe(one);
        }

        // A list of its own each time, so that nothing is equal by being the same object.
        static object Fresh(EstimatorParameter parameter, Estimator given) => parameter.Get(given) switch
        {
            double[] numbers => numbers.ToArray(),
            string[] texts => texts.ToArray(),
            _ => parameter.Kind == ParameterKind.Numbers ? new[] { 0.5, 0.25 } : new[] { "one", "two" },
        };
    }

    [Theory, MemberData(nameof(Names))]
    public void A_model_says_what_it_is(string name)
    {
        var (estimator, samples) = (Case(name).Estimator, Case(name).Samples);
        var text = Fitted.Fit(estimator, samples.X, samples.Y).ToString();
        text.ShouldStartWith(estimator.ToString());
        text.ShouldContain($"fitted on {samples.X.Columns} feature");
        text.ShouldNotContain("Kiln.");
        text.ShouldNotContain("System.");
    }

    [Theory, MemberData(nameof(Names))]
    public void An_unknown_parameter_names_the_near_ones(string name)
    {
        var estimator = Case(name).Estimator;
        if (estimator.Parameters.Count > 0)
        {
            var known = estimator.Parameters[0].Name;
            Should.Throw<ArgumentException>(() => estimator.With(known + "x", 1)).Message.ShouldContain(known);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_second_fit_gives_the_same_bits_and_the_samples_stay_as_they_are(string name)
    {
        var (estimator, samples) = (Case(name).Estimator, Case(name).Samples);
        var before = Snapshot(samples);
        var first = Fitted.Fit(estimator, samples.X, samples.Y);
        Fitted.ShouldAgree(first, Fitted.Fit(estimator, samples.X, samples.Y), samples.X);
        Snapshot(samples).ShouldBe(before);
        first.FeatureCount.ShouldBe(samples.X.Columns);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_saved_model_predicts_the_same_bits(string name)
    {
        var (estimator, samples) = (Case(name).Estimator, Case(name).Samples);
        var model = Fitted.Fit(estimator, samples.X, samples.Y);
        var path = Path.Combine(Path.GetTempPath(), $"kiln-{name}-{Guid.NewGuid():N}.safetensors");
        try
        {
            model.Save(path);
            var loaded = Model.Load(path);
            loaded.GetType().ShouldBe(model.GetType());
            loaded.Estimator.ToString().ShouldBe(model.Estimator.ToString());
            loaded.Warnings.ShouldBe(model.Warnings);
            Fitted.ShouldAgree(model, loaded, samples.X);
            if (model is FeatureTransformerModel transformer)
            {
                ((FeatureTransformerModel)loaded).OutputNames.ShouldBe(transformer.OutputNames);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Many_threads_predict_the_same(string name)
    {
        var samples = Case(name).Samples;
        var model = Fitted.Fit(Case(name).Estimator, samples.X, samples.Y);
        var (numbers, texts) = (Fitted.Numbers(model, samples.X), Fitted.Texts(model, samples.X));
        Parallel.For(0, 8, _ =>
        {
            Fitted.Texts(model, samples.X).ShouldBe(texts);
            Fitted.ShouldAgree(Fitted.Numbers(model, samples.X), numbers, 0);
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void A_row_alone_is_predicted_as_among_others(string name)
    {
        var samples = Case(name).Samples;
        var model = Fitted.Fit(Case(name).Estimator, samples.X, samples.Y);
        if (model is PredictorModel)
        {
            var row = samples.X.Take([5]);
            Fitted.Texts(model, row).ShouldBe(Fitted.Texts(model, samples.X).Skip(5).Take(Fitted.Texts(model, row).Length));
        }

        Fitted.Numbers(model, samples.X.Take([5])).Length.ShouldBe(Fitted.Numbers(model, samples.X).Length / samples.X.Rows);
    }

    [Theory, MemberData(nameof(Names))]
    public void Not_a_number_is_named_with_its_place_or_welcome(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        if (samples.X.Kind != FeaturesKind.Dense)
        {
            return;
        }

        var values = samples.X.Values.ToArray();
        values[(7 * samples.X.Columns) + 2] = double.NaN;
        var broken = Features.Dense(values, samples.X.Rows, samples.X.Columns);
        if (given.TakesMissing)
        {
            Fitted.Fit(given.Estimator, broken, samples.Y);
            return;
        }

        var message = Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, broken, samples.Y)).Message;
        message.ShouldContain("sample 7");
        message.ShouldContain("column 2");
        var model = Fitted.Fit(given.Estimator, samples.X, samples.Y);
        Should.Throw<DatasetException>(() => Fitted.Numbers(model, broken).Length + Fitted.Texts(model, broken).Length);
    }

    [Theory, MemberData(nameof(Names))]
    public void Infinity_is_refused(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        if (samples.X.Kind != FeaturesKind.Dense)
        {
            return;
        }

        var values = samples.X.Values.ToArray();
        values[3] = double.PositiveInfinity;
        Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, Features.Dense(values, samples.X.Rows, samples.X.Columns), samples.Y))
            .Message.ShouldMatch("column (3|'x3')");
    }

    [Theory, MemberData(nameof(Names))]
    public void Text_where_numbers_belong_is_named_or_welcome(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        var table = new Table(new NumberColumn("width", new RandomState(1).Randn(60)), new TextColumn("shape", [.. Enumerable.Repeat("round", 60)]));
        if (given.TakesText)
        {
            return;
        }

        Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, table, samples.Y)).Message.ShouldContain("'shape'");
    }

    [Theory, MemberData(nameof(Names))]
    public void No_samples_are_refused(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        Should.Throw<ArgumentException>(() => Fitted.Fit(given.Estimator, samples.X.Take([]), samples.Y?.Take([])));
    }

    [Theory, MemberData(nameof(Names))]
    public void One_sample_is_enough_or_refused_in_words(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        if (given.TakesOneRow && (given.Estimator is not Classifier || given.TakesOneClass))
        {
            Fitted.Numbers(Fitted.Fit(given.Estimator, samples.X.Take([0]), samples.Y?.Take([0])), samples.X.Take([0])).ShouldAllBe(v => !double.IsInfinity(v));
        }
        else
        {
            Should.Throw<ArgumentException>(() => Fitted.Fit(given.Estimator, samples.X.Take([0]), samples.Y?.Take([0]))).Message.ShouldContain(given.Estimator.Name);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void One_class_is_enough_or_refused_in_words(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        if (given.Estimator is not Classifier)
        {
            return;
        }

        Target same = Enumerable.Repeat("only", samples.X.Rows).ToArray();
        if (given.TakesOneClass)
        {
            Fitted.Texts(Fitted.Fit(given.Estimator, samples.X, same), samples.X).ShouldAllBe(label => label == "only");
        }
        else
        {
            Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, samples.X, same)).Message.ShouldContain("only");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Another_number_of_targets_is_refused(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        if (given.Estimator is Predictor)
        {
            Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, samples.X, samples.Y!.Take([0, 1, 2])));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Other_columns_at_prediction_are_refused(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        var model = Fitted.Fit(given.Estimator, samples.X, samples.Y);
        Features wider = samples.X.Kind == FeaturesKind.Table
            ? new Table([.. samples.X.Table!.Columns, new NumberColumn("more", new double[samples.X.Rows])])
            : Features.Dense(new double[samples.X.Rows * (samples.X.Columns + 1)], samples.X.Rows, samples.X.Columns + 1);
        Should.Throw<DatasetException>(() => Fitted.Numbers(model, wider).Length + Fitted.Texts(model, wider).Length);
    }

    [Theory, MemberData(nameof(Names))]
    public void Weights_of_one_change_nothing_or_weights_are_refused(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        var ones = Enumerable.Repeat(1.0, samples.X.Rows).ToArray();
        if (!given.TakesWeights)
        {
            Should.Throw<NotSupportedException>(() => Fitted.Fit(given.Estimator, samples.X, samples.Y, ones)).Message.ShouldContain("weights");
            return;
        }

        var (plain, weighted) = (Fitted.Fit(given.Estimator, samples.X, samples.Y), Fitted.Fit(given.Estimator, samples.X, samples.Y, ones));
        Fitted.ShouldAgree(plain, weighted, samples.X, given.WeightTolerance);
        ones[4] = -1;
        Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, samples.X, samples.Y, ones)).Message.ShouldContain("sample 4");
        Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, samples.X, samples.Y, [1, 1])).Message.ShouldContain("2 sample weights");
    }

    [Theory, MemberData(nameof(Names))]
    public void Sparse_samples_give_the_same_or_are_refused_in_words(string name)
    {
        var (given, samples) = (Case(name), Case(name).Samples);
        if (samples.X.Kind != FeaturesKind.Dense)
        {
            return;
        }

        // Half of the values are zero, so that sparse means something.
        var values = samples.X.Values.ToArray();
        for (var i = 0; i < values.Length; i += 2)
        {
            values[i + (i / samples.X.Columns % 2)] = 0;
        }

        var dense = Features.Dense(values, samples.X.Rows, samples.X.Columns);
        Features sparse = SparseMatrix.FromDense(values, samples.X.Rows, samples.X.Columns);
        if (!given.TakesSparse)
        {
            Should.Throw<DatasetException>(() => Fitted.Fit(given.Estimator, sparse, samples.Y)).Message.ShouldContain("sparse");
            return;
        }

        var (one, other) = (Fitted.Fit(given.Estimator, dense, samples.Y), Fitted.Fit(given.Estimator, sparse, samples.Y));
        Fitted.ShouldAgree(Fitted.Numbers(other, sparse), Fitted.Numbers(one, dense), given.SparseTolerance);
        Fitted.Texts(other, sparse).ShouldBe(Fitted.Texts(one, dense));
        Fitted.ShouldAgree(Fitted.Numbers(other, dense), Fitted.Numbers(other, sparse), given.SparseTolerance);
    }

    [Theory, MemberData(nameof(Names))]
    public void Probabilities_add_up_to_one_and_agree_with_the_prediction(string name)
    {
        var samples = Case(name).Samples;
        if (Fitted.Fit(Case(name).Estimator, samples.X, samples.Y) is not ClassificationModel model)
        {
            return;
        }

        model.Classes.Texts().ShouldBe(samples.Y!.Texts().Distinct().OrderBy(label => label, StringComparer.Ordinal));
        if (model is IProbabilityModel probabilities)
        {
            var p = probabilities.PredictProbabilities(samples.X);
            p.DType.ShouldBe(DType.Float64);
            p.Shape.ToArray().ShouldBe([samples.X.Rows, model.Classes.Count]);
            p.Sum(1).ToArray<double>().ShouldAllBe(sum => Math.Abs(sum - 1) < 1e-9);
            p.ToArray<double>().ShouldAllBe(v => v >= 0 && v <= 1);
        }
    }

    private static ContractCase Case(string name) => ContractCases.All[name];

    private static string Snapshot(ContractSamples samples) => string.Join(
        '|',
        samples.X.Kind == FeaturesKind.Table ? string.Empty : string.Join(',', samples.X.ToDense().Values.ToArray().Select(v => v.ToString("R", CultureInfo.InvariantCulture))),
        samples.Y is null ? string.Empty : string.Join(',', samples.Y.Texts()));
}
