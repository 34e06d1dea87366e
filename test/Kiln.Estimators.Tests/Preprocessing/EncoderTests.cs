namespace Kiln.Estimators.Tests;

public class EncoderTests
{
    /// <summary>As scikit-learn 1.2.1 names the columns of a data frame with integers, floats and truths.</summary>
    [Fact]
    public void Names_of_categories_show_what_the_numbers_came_as()
    {
        var table = Csv.Read("i,f,m,t\n1,1.0,1,true\n2,2.0,,false\n2,2.5,3,true\n"u8.ToArray());
        var model = new OneHotEncoder().Fit(table);
        model.OutputNames.ShouldBe(["i_1", "i_2", "f_1.0", "f_2.0", "f_2.5", "m_1.0", "m_3.0", "m_nan", "t_False", "t_True"]);
        new OneHotEncoder().Fit(new double[,] { { 1 }, { 2 } }).OutputNames.ShouldBe(["x0_1.0", "x0_2.0"]);
        new OneHotEncoder().Fit(Features.Dense([1, 1, 2, 2], 2, 2, ["i", "f"]).WithIntegers([true, false]).Take([1, 0])).OutputNames.ShouldBe(["i_1", "i_2", "f_1.0", "f_2.0"]);
        new OneHotEncoder().Fit(Table.From([1, 2], ("n", v => v))).OutputNames.ShouldBe(["n_1", "n_2"]);
    }

    private static readonly Table s_table = new(new TextColumn("city", ["Rome", "Oslo", "Rome", null, "Bern"]), new NumberColumn("floor", [3, 1, 3, 2, 1]));

    [Fact]
    public void Text_and_numbers_get_a_column_for_each_category()
    {
        var model = new OneHotEncoder().Fit(s_table);
        model.OutputNames.ShouldBe(["city_Bern", "city_Oslo", "city_Rome", "city_nan", "floor_1.0", "floor_2.0", "floor_3.0"]);
        var x = model.Transform(s_table);
        x.Kind.ShouldBe(FeaturesKind.Sparse);
        x.ToDense().Row(3).ToArray().ShouldBe([0.0, 0, 0, 1, 0, 1, 0]);
        var back = model.InverseTransform(x).Table!;
        back["city"].TextAt(3).ShouldBeNull();
        back["city"].TextAt(4).ShouldBe("Bern");
        ((NumberColumn)back["floor"]).Values.ToArray().ShouldBe([3.0, 1, 3, 2, 1]);
    }

    [Fact]
    public void Unknown_categories_are_an_error_or_zeros_or_infrequent()
    {
        var other = new Table(new TextColumn("city", ["Paris", "Rome"]), new NumberColumn("floor", [1, 9]));
        Should.Throw<DatasetException>(() => new OneHotEncoder().Fit(s_table).Transform(other)).Message.ShouldContain("column 'city' of sample 0 is \"Paris\"");
        var ignoring = new OneHotEncoder { HandleUnknown = UnknownCategories.Ignore, SparseOutput = false }.Fit(s_table);
        ignoring.Transform(other).Row(0).ToArray().ShouldBe([0.0, 0, 0, 0, 1, 0, 0]);
        ignoring.InverseTransform(ignoring.Transform(other)).Table!["city"].TextAt(0).ShouldBeNull();
        var rare = new OneHotEncoder { HandleUnknown = UnknownCategories.InfrequentIfExist, MinFrequency = 2, SparseOutput = false }.Fit(s_table);
        rare.OutputNames.ShouldBe(["city_Rome", "city_infrequent_sklearn", "floor_1.0", "floor_3.0", "floor_infrequent_sklearn"]);
        rare.Transform(other).Values.ToArray().ShouldBe([0.0, 1, 1, 0, 0, 1, 0, 0, 0, 1]);
        rare.InfrequentCategories[0].ShouldBe(["Bern", "Oslo", "nan"]);
        rare.InverseTransform(rare.Transform(other)).Table!["floor"].TextAt(1).ShouldBe("infrequent_sklearn");
    }

    [Fact]
    public void Categories_and_those_to_drop_can_be_given()
    {
        var given = new OneHotEncoder { Categories = new CategoryList().Add("Rome", "Oslo", "Bern", null).Add(1, 2, 3, 4), DropCategories = ["Oslo", "2"], SparseOutput = false };
        var model = given.Fit(s_table);
        model.OutputNames.ShouldBe(["city_Rome", "city_Bern", "city_nan", "floor_1.0", "floor_3.0", "floor_4.0"]);
        model.Transform(s_table).Row(1).ToArray().ShouldBe([0.0, 0, 0, 1, 0, 0]);
        model.InverseTransform(model.Transform(s_table)).Table!["city"].TextAt(1).ShouldBe("Oslo");
        CategoryList.Parse(given.Categories!.ToString()).ToString().ShouldBe(given.Categories.ToString());
        Should.Throw<ArgumentException>(() => (given with { DropCategories = ["Osla", "2"] }).Fit(s_table)).Message.ShouldContain("did you mean 'Oslo'");
        Should.Throw<DatasetException>(() => (given with { Categories = new CategoryList().Add("Rome").Add(1, 2, 3) }).Fit(s_table)).Message.ShouldContain("\"Oslo\"");
        Should.Throw<ArgumentException>(() => (given with { Categories = new CategoryList().Add("Rome") }).Fit(s_table)).Message.ShouldContain("1 features");
    }

    [Fact]
    public void Ordinals_go_there_and_back_with_unknown_and_missing_values()
    {
        var model = new OrdinalEncoder { HandleUnknown = UnknownOrdinals.UseEncodedValue, UnknownValue = -1, EncodedMissingValue = -2 }.Fit(s_table);
        model.Transform(s_table).Values.ToArray().ShouldBe([2.0, 2, 1, 0, 2, 2, -2, 1, 0, 0]);
        var other = new Table(new TextColumn("city", ["Paris"]), new NumberColumn("floor", [7]));
        model.Transform(other).Values.ToArray().ShouldBe([-1.0, -1]);
        model.InverseTransform(model.Transform(s_table)).Table!["city"].TextAt(0).ShouldBe("Rome");
        Should.Throw<DatasetException>(() => new OrdinalEncoder().Fit(s_table).Transform(other)).Message.ShouldContain("\"Paris\"");
        Should.Throw<ArgumentException>(() => new OrdinalEncoder { UnknownValue = 3 }.Fit(s_table)).Message.ShouldContain("unknown_value");
        Should.Throw<ArgumentOutOfRangeException>(() => new OrdinalEncoder { HandleUnknown = UnknownOrdinals.UseEncodedValue, UnknownValue = 1 }.Fit(s_table));
    }

    [Fact]
    public void Text_is_in_the_order_of_code_points()
    {
        var model = new OrdinalEncoder().Fit(new Table(new TextColumn("t", ["\uFF5A", "\U0001F600", "a", "Z", "é", "ab"])));
        model.Categories[0].ShouldBe(["Z", "a", "ab", "é", "\uFF5A", "\U0001F600"]);
    }

    [Fact]
    public void Imputers_fill_text_with_the_most_frequent_or_a_constant()
    {
        var filled = new SimpleImputer { Strategy = ImputationStrategy.MostFrequent, AddIndicator = true }.Fit(s_table);
        filled.OutputNames.ShouldBe(["city", "floor", "missingindicator_city"]);
        var table = filled.Transform(s_table).Table!;
        table["city"].TextAt(3).ShouldBe("Rome");
        ((NumberColumn)table["missingindicator_city"]).Values.ToArray().ShouldBe([0.0, 0, 0, 1, 0]);
        new SimpleImputer { Strategy = ImputationStrategy.Constant }.Fit(s_table).Transform(s_table).Table!["city"].TextAt(3).ShouldBe("missing_value");
        Should.Throw<DatasetException>(() => new SimpleImputer().Fit(s_table)).Message.ShouldContain("'city' is text");
    }

    [Fact]
    public void Sparse_samples_are_filled_where_they_are_missing()
    {
        Features sparse = SparseMatrix.FromDense([0, 1, double.NaN, 3, 0, 5], 3, 2);
        var model = new SimpleImputer { AddIndicator = true }.Fit(sparse);
        model.Transform(sparse).ToDense().Values.ToArray().ShouldBe([0.0, 1, 0, 0, 3, 1, 0, 5, 0]);
        Should.Throw<DatasetException>(() => new SimpleImputer { MissingValues = 0 }.Fit(sparse)).Message.ShouldContain("zeros of sparse");
    }

    [Fact]
    public void Labels_go_there_and_back()
    {
        Target labels = new[] { "cat", "ant", "cat", "bee" };
        var encoder = LabelEncoder.Fit(labels);
        encoder.Transform(labels).Integers().ToArray().ShouldBe([2, 0, 2, 1]);
        encoder.InverseTransform(encoder.Transform(labels)).Texts().ShouldBe(labels.Texts());
        Should.Throw<DatasetException>(() => encoder.Transform(new[] { "dog" })).Message.ShouldContain("'dog'");

        var binarizer = LabelBinarizer.Fit(labels, -1, 2);
        binarizer.Transform(labels).Row(3).ToArray().ShouldBe([-1.0, 2, -1]);
        binarizer.InverseTransform(binarizer.Transform(labels)).Texts().ShouldBe(labels.Texts());
        LabelBinarizer.Fit(new[] { 3, 5, 3 }).Transform(new[] { 5, 3 }).Values.ToArray().ShouldBe([1.0, 0]);

        var multi = MultiLabelBinarizer.Fit([["b", "a"], [], ["c", "a", "a"]]);
        multi.Classes.ShouldBe(["a", "b", "c"]);
        var columns = multi.Transform([["b", "a"], [], ["c"]]);
        columns.ToDense().Values.ToArray().ShouldBe([1.0, 1, 0, 0, 0, 0, 0, 0, 1]);
        multi.InverseTransform(columns)[0].ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Parts_learned_one_after_the_other_are_as_learned_together()
    {
        var x = PreparationData.Of("missing");
        var (first, second) = (x.Take([.. Enumerable.Range(0, 7)]), x.Take([.. Enumerable.Range(7, 13)]));
        var scaler = new StandardScaler();
        var parts = scaler.PartialFit(scaler.PartialFit(null, first), second);
        var whole = scaler.Fit(x);
        Fitted.ShouldAgree(parts.Variances.ToArray(), whole.Variances.ToArray(), 1e-13);
        Fitted.ShouldAgree(parts.Means.ToArray(), whole.Means.ToArray(), 1e-13);
        var range = new MinMaxScaler();
        Fitted.ShouldAgree(range.PartialFit(range.PartialFit(null, first), second).Scales.ToArray(), range.Fit(x).Scales.ToArray(), 0);
        var size = new MaxAbsScaler();
        Fitted.ShouldAgree(size.PartialFit(size.PartialFit(null, first), second).Scales.ToArray(), size.Fit(x).Scales.ToArray(), 0);
    }
}
