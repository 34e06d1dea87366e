using System.Globalization;
using System.Text;
using Kiln.Tensors;
using Kiln.Testing;

namespace Kiln.Evaluation.Tests;

public class HistoryTests
{
    private static HistoryTable Table()
    {
        var table = new HistoryTable("epoch", "loss", "accuracy");
        table.Append(1, [KeyValuePair.Create("loss", 0.5), KeyValuePair.Create("accuracy", 0.75)]);
        table.Append(2, [KeyValuePair.Create("loss", 1.0 / 3), KeyValuePair.Create("val_loss", -1e-300)]);
        table.Append(3, [KeyValuePair.Create("loss", double.PositiveInfinity)]);
        return table;
    }

    [Fact]
    public void Csv_has_a_header_and_numbers_that_round_trip()
    {
        var text = Table().ToCsv();
        text.ShouldBe("epoch,loss,accuracy,val_loss\n1,0.5,0.75,\n2,0.3333333333333333,,-1E-300\n3,Infinity,,\n");
        var again = HistoryTable.FromCsv(text);
        again.ToCsv().ShouldBe(text);
        again[1, "loss"].ShouldBe(1.0 / 3);
        again.Column("val_loss").ShouldBe([double.NaN, -1e-300, double.NaN]);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            HistoryTable.FromCsv(Table().ToCsv())[0, "loss"].ShouldBe(0.5);
            Table().ToCsv().ShouldContain("0.5,0.75");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_row_that_comes_again_replaces_itself_and_everything_later()
    {
        var table = Table();
        table.Append(2, [KeyValuePair.Create("loss", 0.3)]);
        table.Column("epoch").ShouldBe([1, 2]);
        table[1, "loss"].ShouldBe(0.3);
        table.TruncateFrom(1);
        table.Count.ShouldBe(0);
    }

    [Fact]
    public void The_best_row_skips_values_that_are_no_numbers()
    {
        var table = Table();
        table.BestRow("loss", higherIsBetter: true).ShouldBe(0);
        table.BestRow("loss", higherIsBetter: false).ShouldBe(1);
        table.TruncateFrom(1);
        table.BestRow("loss", higherIsBetter: false).ShouldBe(-1);
    }

    [Fact]
    public void A_table_is_saved_atomically_and_loaded()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("history.csv");
        Table().Save(path);
        HistoryTable.Load(path).ToCsv().ShouldBe(Table().ToCsv());
        Directory.GetFiles(folder.Path).ShouldBe([path]);
        Should.Throw<FileWriteException>(() => Table().Save(folder.File("missing/history.csv")));
    }

    [Fact]
    public void Quoted_names_line_ends_and_a_byte_order_mark_are_understood()
    {
        var table = new HistoryTable("epoch", "a,b", "say \"hi\"", "two\nlines", " space");
        HistoryTable.FromCsv(table.ToCsv()).Columns.ShouldBe(table.Columns);
        HistoryTable.FromCsv("\uFEFFstep,loss\r\n1,2\r\n\r\n2,\"3\"\r\n").Column("loss").ShouldBe([2, 3]);
        HistoryTable.FromCsv("step,loss\r1,2\r2,3").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("epoch,loss\n1,2,3\n", "line 2 has 3 fields, but the header has 2")]
    [InlineData("epoch,loss\n1,2\n2,abc\n", "line 3: 'abc' in the column 'loss' is not a number")]
    [InlineData("epoch,loss\n1,\"2\n", "line 2: a quoted field does not end")]
    [InlineData("epoch,loss\n1,\"2\"3\n", "line 2: text follows the closing quote")]
    [InlineData("epoch,epoch\n", "names the column 'epoch' twice")]
    [InlineData("epoch,,a\n", "without a name")]
    [InlineData("epoch,a\n2,1\n2,1\n", "line 3: the key 'epoch' is '2'")]
    [InlineData("epoch,a\nNaN,1\n", "finite")]
    public void Bad_csv_is_refused_with_its_line(string text, string expected) =>
        Should.Throw<FileFormatException>(() => HistoryTable.FromCsv(text)).Message.ShouldContain(expected);

    [Fact]
    public void Damaged_csv_gives_a_format_error_and_nothing_else()
    {
        var good = Fuzzer.Run<FileFormatException>(
            [Encoding.UTF8.GetBytes(Table().ToCsv()), Encoding.UTF8.GetBytes("step,\"a,b\"\r\n1,\"2\"\r\n")],
            static data => HistoryTable.FromCsv(Encoding.UTF8.GetString(data)),
            maxAllocatedBytes: 1 << 20);
        good.ShouldBeGreaterThan(Fuzzer.Count / 20);
    }

    [Fact]
    public void Bad_rows_are_refused()
    {
        var table = Table();
        Should.Throw<ArgumentException>(() => table.Append(double.NaN, []));
        Should.Throw<ArgumentException>(() => table.Append(9, [KeyValuePair.Create("epoch", 1.0)])).Message.ShouldContain("key");
        Should.Throw<ArgumentException>(static () => new HistoryTable("a", "a")).Message.ShouldContain("twice");
        Should.Throw<KeyNotFoundException>(() => table.Column("f1")).Message.ShouldContain("epoch, loss");
        table.Count.ShouldBe(3);
    }
}
