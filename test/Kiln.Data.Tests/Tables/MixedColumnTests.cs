using System.Globalization;
using System.Text;

namespace Kiln.Data.Tests;

/// <summary>A word among numbers: reading keeps the column as text and says so, and what needs numbers names the cell.</summary>
public class MixedColumnTests
{
    [Theory]
    [InlineData(501)] // among the rows that are looked at first
    [InlineData(2500)]
    public void One_word_among_numbers_is_told_with_its_line(int bad)
    {
        var table = Csv.Parse(Numbers(3000, bad));
        var mixed = table.Texts("a").Mixed.ShouldNotBeNull();
        mixed.ShouldBe(new MixedValues("csv", "a", bad + 2, "abc", 2999, 1));
        table.Warnings.ShouldHaveSingleItem().ShouldContain($"csv: line {bad + 2}, column 'a': \"abc\" is no number, as 2999 of its 3000 values are");
        table.ToString().ShouldEndWith("so the column is text");
        table.Take([1, 2]).Texts("a").Mixed.ShouldBe(mixed);
        table.Rename("a", "b").Warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_file_without_a_header_may_begin_with_the_word() =>
        Csv.Parse("abc,1\n2,2\n3,3\n4,4\n", new CsvOptions { Header = false }).Texts("x0").Mixed.ShouldNotBeNull().Line.ShouldBe(1);

    [Fact]
    public void Many_different_words_are_counted_as_few_are()
    {
        var text = new StringBuilder("code\n");
        for (var i = 0; i < 12_000; i++)
        {
            text.Append(i % 3 == 0 ? $"A/5 {i}" : i.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        var mixed = Csv.Parse(text.ToString()).Texts("code").Mixed.ShouldNotBeNull();
        (mixed.Numbers, mixed.Words, mixed.Line, mixed.Word).ShouldBe((8000, 4000, 2, "A/5 0"));
    }

    [Fact]
    public void Columns_of_words_and_columns_that_are_asked_to_be_text_say_nothing()
    {
        Csv.Parse("town,n\nBern,1\n3,2\nBasel,3\n").Warnings.ShouldBeEmpty();
        Csv.Parse(Numbers(50, 7), new CsvOptions { TextColumns = ["a"] }).Warnings.ShouldBeEmpty();
        Csv.Parse(Numbers(50, -1)).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Features_that_have_to_be_numbers_name_file_line_and_cell()
    {
        using var file = new TemporaryCsv(Numbers(1000, 501));
        var (x, _) = Csv.ReadSupervised(file.Path, "y");
        var error = Should.Throw<DatasetException>(() => x.ToNumbers("ridge"));
        error.Message.ShouldBe($"ridge: column 'a' is text, because \"abc\" in line 503 of {file.Path} is no number; 999 of its 1000 values are. "
            + "Correct the cell, or empty it when the value is missing; or encode the column as categories, or drop it");
    }

    [Fact]
    public void A_target_that_has_to_be_numbers_names_the_first_value_that_is_none()
    {
        using var file = new TemporaryCsv(Numbers(1000, 501));
        var (_, y) = Csv.ReadSupervised(file.Path, "a");
        Should.Throw<DatasetException>(() => y.Numbers("ridge")).Message.ShouldStartWith(
            $"ridge: the target 'a' is text, because \"abc\" in line 503 of {file.Path} is no number; 999 of its 1000 values are.");
        y.Take([501, 1]).Kind.ShouldBe(TargetKind.Text);
        Should.Throw<DatasetException>(() => Target.Of(["1", "2.5", "three", "4"]).Numbers()).Message.ShouldContain("(row 2: \"three\"; 3 of its 4 values are numbers)");
        Should.Throw<DatasetException>(() => Target.Of(["yes", "no"]).Numbers()).Message.ShouldContain("(row 0: \"yes\")");
    }

    [Fact]
    public void The_line_of_a_row_counts_headers_comments_and_values_over_several_lines()
    {
        using var file = new TemporaryCsv("a,b\n1,x\n2,\"two\nlines\"\n3,z\n");
        Csv.LineOf(file.Path, 0).ShouldBe(2);
        Csv.LineOf(file.Path, 2).ShouldBe(5);
        using var bare = new TemporaryCsv("1,2\n3,4\n");
        Csv.LineOf(bare.Path, 1).ShouldBe(2);
        Should.Throw<ArgumentOutOfRangeException>(() => Csv.LineOf(bare.Path, 2));
    }

    [Fact]
    public void A_target_without_a_value_names_its_line()
    {
        using var file = new TemporaryCsv("a,y\n1,2\n2,\n3,\n");
        Should.Throw<DatasetException>(() => Csv.ReadSupervised(file.Path, "y")).Message.ShouldBe(
            $"{file.Path}: line 3, target 'y': there is no value (2 of 3 are missing); fill it in, or drop those rows");
    }

    private static string Numbers(int rows, int bad)
    {
        var text = new StringBuilder("a,y\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append(i == bad ? "abc" : (i + 0.5).ToString(CultureInfo.InvariantCulture)).Append(',').Append(i).Append('\n');
        }

        return text.ToString();
    }
}
