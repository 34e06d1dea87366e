namespace Kiln.Data.Tests;

public class TableTests
{
    private static readonly Table People = new(
        new NumberColumn("age", [31, 25, double.NaN, 44]),
        new TextColumn("town", ["Bern", "Basel", "Bern", null]),
        new NumberColumn("pay", [5, 4, 3, 2]));

    private enum Color
    {
        Red,
        Blue,
    }

    private static double[] Ages(Table table) => table.Numbers("age").Values.ToArray();

    [Fact]
    public void Objects_become_columns_of_numbers_and_text()
    {
        (int Age, string? Town, bool Happy, Color Color)[] people = [(31, "Bern", true, Color.Red), (25, null, false, Color.Blue)];
        var table = Table.From(people, ("age", p => p.Age), ("town", p => p.Town), ("happy", p => p.Happy), ("color", p => p.Color), ("size", _ => 1.5m), ("none", _ => null));
        Ages(table).ShouldBe([31, 25]);
        table.Texts("town").Values.ToArray().ShouldBe(["Bern", null]);
        table.Numbers("happy").IsFlags.ShouldBeTrue();
        table.Texts("color").Values.ToArray().ShouldBe(["Red", "Blue"]);
        table.Numbers("size").Values.ToArray().ShouldBe([1.5, 1.5]);
        table.Numbers("none").MissingCount.ShouldBe(2);
    }

    [Fact]
    public void Objects_that_are_no_values_are_refused()
    {
        Should.Throw<DatasetException>(() => Table.From(new[] { 1, 2 }, ("v", i => i == 1 ? "one" : 2))).Message.ShouldContain("1 numbers and 1 texts");
        Should.Throw<DatasetException>(() => Table.From(new[] { 1 }, ("day", _ => DateTime.UnixEpoch))).Message.ShouldContain("column 'day' of sample 0 is a DateTime");
    }

    [Fact]
    public void Tensors_come_and_go()
    {
        var table = Table.From(Tensor.From(new float[] { 1, 2, 3, 4, 5, 6 }, [3, 2]), ["a", "b"]);
        table.Numbers("b").Values.ToArray().ShouldBe([2, 4, 6]);
        table.ToTensor().ToArray<double>().ShouldBe([1, 2, 3, 4, 5, 6]);
        Table.From(Tensor.Arange(2).Reshape([1, 2])).Names.ShouldBe(["x0", "x1"]);
        Should.Throw<DatasetException>(() => Table.From(Tensor.Arange(3))).Message.ShouldContain("(rows, columns)");
        Should.Throw<DatasetException>(() => People.ToTensor()).Message.ShouldContain("column 'town' is text");
    }

    [Fact]
    public void Text_is_held_as_categories_or_strings_and_is_the_same()
    {
        var strings = new TextColumn("c", ["b", null, "a", "b"]);
        var codes = TextColumn.FromCodes("c", [2, -1, 0, 2], ["a", "unused", "b"]);
        foreach (var column in new[] { strings, codes, codes.Rename("c"), strings.Take([0, 1, 2, 3]), codes.Take([0, 1, 2, 3]) })
        {
            column.Levels.ShouldBe(["a", "b"]);
            column.Codes.ToArray().ShouldBe([1, -1, 0, 1]);
            column.Values.ToArray().ShouldBe(["b", null, "a", "b"]);
            column.MissingCount.ShouldBe(1);
            column.TextAt(2).ShouldBe("a");
            column.IsMissing(1).ShouldBeTrue();
        }

        Should.Throw<DatasetException>(() => TextColumn.FromCodes("c", [0, 3], ["a", "b"])).Message.ShouldContain("row 1 has the code 3");
        Should.Throw<DatasetException>(() => TextColumn.FromCodes("c", [0], ["a", "a"])).Message.ShouldContain("the same");
    }

    [Fact]
    public void Rows_are_chosen_sorted_and_joined()
    {
        Ages(People.Where(row => row.Text("town") == "Bern")).ShouldBe([31, double.NaN]);
        Ages(People.Where(row => row.Value("pay") > 3 && !row.IsMissing("age"))).ShouldBe([31, 25]);
        Ages(People.SortBy("age")).ShouldBe([25, 31, 44, double.NaN]);
        Ages(People.SortBy("age", descending: true)).ShouldBe([44, 31, 25, double.NaN]);
        People.SortBy("town").Numbers("pay").Values.ToArray().ShouldBe([4, 5, 3, 2]);
        Ages(People.DropMissing()).ShouldBe([31, 25]);
        Ages(People.DropMissing("town")).ShouldBe([31, 25, double.NaN]);
        Ages(People.Head(2)).ShouldBe([31, 25]);
        People.Head(99).RowCount.ShouldBe(4);
        var both = Table.Concat(People, People.Select("pay", "town", "age").Head(1));
        Ages(both).ShouldBe([31, 25, double.NaN, 44, 31]);
        both.Texts("town").TextAt(4).ShouldBe("Bern");
        Should.Throw<DatasetException>(() => Table.Concat(People, People.Drop("age"))).Message.ShouldContain("2 columns, the first has 3");
        Should.Throw<DatasetException>(() => Table.Concat(People, People.With("town", [1.0, 2, 3, 4]))).Message.ShouldContain("'town' is of numbers in one table");
    }

    [Fact]
    public void Columns_are_added_replaced_and_renamed()
    {
        var table = People.With("double", [.. People.Numbers("pay").Values.ToArray().Select(v => v * 2)]).With("town", ["a", "b", "c", "d"]).Rename("age", "years");
        table.Names.ShouldBe(["years", "town", "pay", "double"]);
        table.Texts("town").TextAt(3).ShouldBe("d");
        People.Select("age").Beside(People.Select("pay")).Names.ShouldBe(["age", "pay"]);
        Should.Throw<DatasetException>(() => People.With("x", [1.0])).Message.ShouldContain("1 rows");
        Should.Throw<DatasetException>(() => People.Rename("age", "pay")).Message.ShouldContain("two columns are called 'pay'");
        Should.Throw<DatasetException>(() => People.Numbers("town")).Message.ShouldContain("is text");
        Should.Throw<DatasetException>(() => People.Texts("age")).Message.ShouldContain("is of numbers");
    }

    [Fact]
    public void Groups_are_counted_and_averaged()
    {
        var counts = People.CountBy("town");
        counts.Texts("town").Values.ToArray().ShouldBe(["Bern", "Basel", null]);
        counts.Numbers("count").Values.ToArray().ShouldBe([2, 1, 1]);
        People.With("age", [1, 1, double.NaN, 1.0]).CountBy("age", "town").Numbers("count").Values.ToArray().ShouldBe([1, 1, 1, 1]);
        var means = People.MeanBy("town");
        means.Texts("town").Values.ToArray().ShouldBe(["Basel", "Bern", null]);
        means.Numbers("pay").Values.ToArray().ShouldBe([4, 4, 2]);
        means.Numbers("age").Values.ToArray().ShouldBe([25, 31, 44]);
    }

    [Fact]
    public void Describe_says_what_pandas_says()
    {
        var table = new Table(new NumberColumn("v", [1, 2, double.NaN, 4, 8])).Describe();
        double Of(string name) => table.Numbers(name).Values[0];
        (Of("count"), Of("missing"), Of("mean"), Of("min"), Of("max")).ShouldBe((4, 1, 3.75, 1, 8));
        Of("std").ShouldBe(3.095695936834452, 1e-12);
        (Of("25%"), Of("50%"), Of("75%")).ShouldBe((1.75, 3, 5));
    }

    [Fact]
    public void A_table_is_shown_in_columns() =>
        People.ToString().ShouldBe("age  town   pay\n 31  Bern     5\n 25  Basel    4\n  –  Bern     3\n 44  –        2\ntable (4, 3)");
}
