namespace Kiln.Estimators.Tests;

public class ColumnTransformerTests
{
    private static readonly Table s_table = new(
        new NumberColumn("age", [20, 30, 40, 50]),
        new TextColumn("city", ["Rome", "Oslo", "Rome", null]),
        new NumberColumn("income", [1, 2, 3, 4]),
        new TextColumn("note", ["a", "b", "c", "d"]));

    /// <summary>Names as scikit-learn 1.2.1's get_feature_names_out.</summary>
    [Fact]
    public void Columns_without_names_keep_their_numbers_in_what_comes_out()
    {
        var x = Features.Dense([1, 2, 3, 4, 5, 6, 7, 8.5, 9, 10, 11, 13], 3, 4);
        var estimator = new ColumnTransformer(("s", new StandardScaler(), new[] { 1, 0 }), ("p", new PolynomialFeatures(), new[] { 2 })) { Remainder = new Passthrough() };
        var model = estimator.Fit(x);
        string[] expected = ["s__x1", "s__x0", "p__1", "p__x2", "p__x2^2", "remainder__x3"];
        model.OutputNames.ShouldBe(expected);
        model.Transform(x).Names.ShouldBe(expected);

        // Whoever fitted without names takes samples with any.
        var named = Features.Dense(x.Values.ToArray(), 3, 4, ["a", "b", "c", "d"]);
        model.Transform(named).Values.ToArray().ShouldBe(model.Transform(x).Values.ToArray());
        var table = new Table([.. Enumerable.Range(0, 4).Select(c => new NumberColumn($"n{c}", [.. Enumerable.Range(0, 3).Select(row => x.Row(row)[c])]))]);
        model.Transform(table).ToDense().Values.ToArray().ShouldBe(model.Transform(x).Values.ToArray());
        new ColumnTransformer(("m", new MaxAbsScaler(), new[] { 3, 1 })).Fit(SparseMatrix.FromDense(x.Values, 3, 4)).OutputNames.ShouldBe(["m__x3", "m__x1"]);
    }

    [Fact]
    public void Columns_are_chosen_by_name_number_kind_and_pattern()
    {
        ColumnChoice.Numbers.Find("t", s_table).ShouldBe([0, 2]);
        ColumnChoice.Text.Find("t", s_table).ShouldBe([1, 3]);
        ColumnChoice.Matching("^.n").Find("t", s_table).ShouldBe([2]);
        ((ColumnChoice)"note").Find("t", s_table).ShouldBe([3]);
        ((ColumnChoice)new[] { -1, 0 }).Find("t", s_table).ShouldBe([3, 0]);
        foreach (var choice in new[] { ColumnChoice.All, ColumnChoice.Numbers, ColumnChoice.Text, ColumnChoice.Matching("a,b"), ColumnChoice.Named("a", "b\""), ColumnChoice.At(0, -1) })
        {
            ColumnChoice.Parse(choice.ToString()).ShouldBe(choice);
        }

        Should.Throw<DatasetException>(() => ((ColumnChoice)"incom").Find("t", s_table)).Message.ShouldContain("did you mean 'income'");
        Should.Throw<DatasetException>(() => ((ColumnChoice)9).Find("t", s_table)).Message.ShouldContain("no column 9");
        Should.Throw<DatasetException>(() => ((ColumnChoice)"age").Find("t", new double[,] { { 1 } })).Message.ShouldContain("no names");
        Should.Throw<FormatException>(() => ColumnChoice.Parse("ages"));
    }

    [Fact]
    public void Parts_stand_side_by_side_with_their_names_and_the_rest_is_dropped_passed_or_transformed()
    {
        var parts = new ColumnTransformer(("scale", new MinMaxScaler(), new[] { "income" }), ("city", new OneHotEncoder { SparseOutput = false }, "city"));
        var (model, x) = parts.FitTransform(s_table);
        model.OutputNames.ShouldBe(["scale__income", "city__city_Oslo", "city__city_Rome", "city__city_nan"]);
        x.Row(1).ToArray().ShouldBe([1.0 / 3, 1, 0, 0]);
        x.Row(3).ToArray().ShouldBe([1.0, 0, 0, 1]);

        var passing = (parts with { Remainder = new Passthrough() }).FitTransform(s_table).X;
        passing.Kind.ShouldBe(FeaturesKind.Table);
        passing.Names!.ShouldBe(["scale__income", "city__city_Oslo", "city__city_Rome", "city__city_nan", "remainder__age", "remainder__note"]);
        passing.Table!["remainder__note"].TextAt(2).ShouldBe("c");

        var encoded = (ColumnTransformer)parts.With("remainder", "ordinal-encoder").With("verbose_feature_names_out", false);
        encoded.Fit(s_table).OutputNames.ShouldBe(["income", "city_Oslo", "city_Rome", "city_nan", "age", "note"]);
    }

    [Fact]
    public void The_result_is_sparse_below_the_threshold_only()
    {
        Features x = new double[,] { { 1, 5 }, { 2, 6 }, { 3, 7 }, { 4, 8 } };
        var parts = new ColumnTransformer((new OneHotEncoder(), 0));
        parts.FitTransform(x).X.Kind.ShouldBe(FeaturesKind.Sparse);
        (parts with { SparseThreshold = 0.2 }).FitTransform(x).X.Kind.ShouldBe(FeaturesKind.Dense);
        var model = (parts with { Remainder = new Passthrough() }).Fit(x);
        model.IsSparse.ShouldBeFalse();
        model.Transform(x).Row(2).ToArray().ShouldBe([0.0, 0, 1, 0, 7]);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Should.Throw<DatasetException>(() => new ColumnTransformer(("a", new StandardScaler(), "agee")).Fit(s_table)).Message.ShouldContain("'age'");
        Should.Throw<DatasetException>(() => new ColumnTransformer(("a", new StandardScaler(), "city")).Fit(s_table)).Message.ShouldContain("'city' is text");
        Should.Throw<DatasetException>(() => (new ColumnTransformer(("a", new StandardScaler(), "age"), ("b", new MinMaxScaler(), "age")) with { VerboseFeatureNamesOut = false }).Fit(s_table))
            .Message.ShouldContain("'age'");
        Should.Throw<ArgumentException>(() => new ColumnTransformer { Steps = [new("a", new LinearRegression())] }.Fit(s_table)).Message.ShouldContain("linear-regression");
    }

    [Fact]
    public void A_union_puts_parts_side_by_side_with_weights()
    {
        Features x = new double[,] { { 1, 2 }, { 4, 2 } };
        var union = new FeatureUnion(("abs", new MaxAbsScaler()), ("same", new Passthrough())) { TransformerWeights = [2, 10] };
        var (model, result) = union.FitTransform(x);
        result.Values.ToArray().ShouldBe([0.5, 2, 10, 20, 2, 2, 40, 20]);
        model.OutputNames.ShouldBe(["abs__x0", "abs__x1", "same__x0", "same__x1"]);
        model.Transform(x).Values.ToArray().ShouldBe(result.Values.ToArray());
        union.With("abs", new DropColumns()).ShouldBeOfType<FeatureUnion>().Fit(x).OutputNames.Count.ShouldBe(2);
    }

    [Fact]
    public void A_function_is_a_step_and_its_inverse_is_checked()
    {
        Features x = new double[,] { { 1, 2 }, { 4, 3 } };
        var model = new FunctionTransformer(Math.Log, Math.Exp).Fit(x);
        model.Transform(x).Values[2].ShouldBe(Math.Log(4));
        model.InverseTransform(model.Transform(x)).Values[2].ShouldBe(4, 1e-12);
        model.Warnings.ShouldBeEmpty();
        new FunctionTransformer(Math.Log, Math.Sin).Fit(x).Warnings.Count.ShouldBe(1);
        Should.Throw<NotSupportedException>(() => model.Save(Path.Combine(Path.GetTempPath(), "never.safetensors"))).Message.ShouldContain("func");
        Should.Throw<DatasetException>(() => new FunctionTransformer { Function = given => given.Take([0]) }.Fit(x)).Message.ShouldContain("1 rows for 2");
    }

    [Fact]
    public void A_transformed_target_is_predicted_turned_back()
    {
        var x = ContractSamples.Normal(1, 60, 4);
        var y = Array.ConvertAll(ContractSamples.Numbers.Y!.Numbers().ToArray(), v => Math.Exp(v / 2));
        var model = new TransformedTargetRegressor { Function = Math.Log, Inverse = Math.Exp }.Fit(x, y);
        var plain = new LinearRegression().Fit(x, Array.ConvertAll(y, Math.Log));
        model.Predict(x).Numbers().ToArray().ShouldBe(Array.ConvertAll(plain.Predict(x).Numbers().ToArray(), Math.Exp));
        Should.Throw<ArgumentException>(() => new TransformedTargetRegressor { Function = Math.Log }.Fit(x, y)).Message.ShouldContain("inverse_func");
        new TransformedTargetRegressor { Function = Math.Log, Inverse = Math.Sin }.Fit(x, y).Warnings.Count.ShouldBe(1);
    }
}
