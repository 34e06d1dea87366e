using System.Text;

namespace Kiln.Data.Tests;

public class CsvTests
{
    private static string Refused(string text, CsvOptions? options = null) => Should.Throw<FileFormatException>(() => Csv.Parse(text, options)).Message;

    private static string?[] Texts(Table table, string column) => table.Texts(column).Values.ToArray();

    [Fact]
    public void Numbers_and_text_are_told_apart_and_missing_values_found()
    {
        var table = Csv.Parse("age,town,score\n31,Bern,0.5\n,Basel,NA\n44,?,-1e3\n");
        table.Names.ShouldBe(["age", "town", "score"]);
        table.Numbers("age").Values.ToArray().ShouldBe([31, double.NaN, 44]);
        Texts(table, "town").ShouldBe(["Bern", "Basel", null]);
        table.Numbers("score").Values.ToArray().ShouldBe([0.5, double.NaN, -1000]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\n1\t2\n3\t4\n")]
    [InlineData("a|b\r\n1|2\r\n3|4")]
    [InlineData("a , b\n 1, 2\n3 ,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n3,\"4\"")]
    public void Separators_line_ends_and_spaces_are_found_out(string text)
    {
        var table = Csv.Parse(text);
        table.Names.ShouldBe(["a", "b"]);
        table.Numbers("a").Values.ToArray().ShouldBe([1, 3]);
        table.Numbers("b").Values.ToArray().ShouldBe([2, 4]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,\"4\n5,6\n7,8\n")]
    [InlineData("a,b\n1,2\n\"3,4\n5,6\n7,8\n")]
    [InlineData("a,b\n1,2\n3,\"4")]
    [InlineData("a,b\n1,2\n3, \"4 \"\"x\"\"")]
    [InlineData("a,b\n1,2\n3,\"4\"\"\n\"\"")]
    [InlineData("a,b\n\"1\n\",\"2\n5\n")]
    [InlineData("a,b\n1,2\n\"")]
    public void A_quotation_mark_that_is_never_closed_is_named_with_its_line(string text) =>
        Refused(text).ShouldBe("csv: line 3: the quotation mark opened on this line is never closed, so that the rest of the file is one value; close it, or take it away");

    [Theory]
    [InlineData("a,b\n1,2\n3,\"4\"", "4")]
    [InlineData("a,b\n1,x\n3, \"say \"\"4\"\"\" ", "say \"4\"")]
    [InlineData("a,b\n1,x\n3,4\" pipe", "4\" pipe")]
    [InlineData("a,b\n1,x\n3,\"\"", null)]
    public void A_quotation_mark_that_is_closed_or_stands_in_the_text_is_none_that_is_open(string text, string? last) => Csv.Parse(text)["b"].TextAt(1).ShouldBe(last);

    [Fact]
    public void The_last_value_may_go_over_lines() => Texts(Csv.Parse("a,b\n1,x\n3,\"y\nz\"\n"), "b").ShouldBe(["x", "y\nz"]);

    [Fact]
    public void A_file_may_be_opened_otherwise_and_need_not_go_back()
    {
        var opened = 0;
        using var packed = new MemoryStream();
        using (var packing = new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            packing.Write("a,b\n1,2\n3,4\n"u8);
        }

        packed.Position = 0;
        var reading = new CsvOptions
        {
            Open = _ =>
            {
                opened++;
                return new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionMode.Decompress);
            },
        };
        Csv.Read("elsewhere.csv", reading).Numbers("b").Values.ToArray().ShouldBe([2, 4]);
        opened.ShouldBe(1);
    }

    [Fact]
    public void Another_column_under_the_targets_header_is_refused()
    {
        using var file = new TemporaryCsv("a,y,y\n1,2,2\n3,4,4\n");
        Should.Throw<DatasetException>(() => Csv.ReadSupervised(file.Path, "y")).Message.ShouldContain("columns 2 and 3 are both called 'y', and 'y' is the target: 'y.1' would be a feature");
        Should.Throw<DatasetException>(() => Csv.ReadSupervised(file.Path, "y.1")).Message.ShouldContain("'y' would be a feature");
        Csv.ReadSupervised(file.Path, "y", new CsvOptions { SkippedColumns = ["y.1"] }).X.Columns.ShouldBe(1);
        Csv.ReadSupervised(file.Path, "a").X.Columns.ShouldBe(2);
    }

    [Fact]
    public void A_column_of_decimal_commas_says_so_unless_the_comma_separates()
    {
        Csv.Parse("a;b\n1,5;x\n2;y\n-0,25;z\n").Texts("a").Mixed!.HasDecimalCommas.ShouldBeTrue();
        Csv.Parse("a;b\n1,5;x\nabc;y\n").Texts("a").Mixed.ShouldBeNull();
        Csv.Parse("a,b\n\"1,5\",x\n\"2,5\",y\n").Texts("a").Mixed.ShouldBeNull();
    }

    [Fact]
    public void Numbers_between_spaces_are_a_table_too()
    {
        var table = Csv.Parse("59 2 32.1\n48 1 21.6\n");
        table.Names.ShouldBe(["x0", "x1", "x2"]);
        table.Numbers("x2").Values.ToArray().ShouldBe([32.1, 21.6]);
        var named = Csv.Parse("age sex bmi\n59 2 32.1\n48 1 21.6\n");
        named.Names.ShouldBe(["age", "sex", "bmi"]);
        named.Numbers("bmi").Values.ToArray().ShouldBe([32.1, 21.6]);
        Csv.Parse("name of it\n12 34\n").Names.ShouldBe(["name of it"]);
    }

    [Theory]
    [InlineData("1,2\n3,4\n", false)]
    [InlineData("a,2\nb,4\n", false)] // a word above words and a number above numbers: data
    [InlineData("name,town\nAda,London\n", true)]
    [InlineData("Ada,Ada\nBob,London\n", false)]
    [InlineData(",x\n0,1\n1,2\n", true)] // the index column that pandas writes
    [InlineData("x,y\n", true)]
    public void A_header_is_found_out(string text, bool header)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        var table = Csv.Parse(text);
        table.RowCount.ShouldBe(header ? rows - 1 : rows);
        Csv.Parse(text, new CsvOptions { Header = true }).RowCount.ShouldBe(rows - 1);
        Csv.Parse(text, new CsvOptions { Header = false }).RowCount.ShouldBe(rows);
    }

    [Fact]
    public void Names_that_are_empty_or_come_twice_are_made_different() =>
        Csv.Parse(",a,a,a.1\n1,2,3,4\n").Names.ShouldBe(["unnamed_0", "a", "a.1", "a.1.1"]);

    [Fact]
    public void Quotation_marks_protect_separators_line_ends_and_themselves()
    {
        var table = Csv.Parse("id,text\n1,\"a,b\"\n2,\"two\nlines\"\n3,\"say \"\"hi\"\"\"\n4,5\" pipe\n");
        Texts(table, "text").ShouldBe(["a,b", "two\nlines", "say \"hi\"", "5\" pipe"]);
    }

    [Fact]
    public void One_word_after_a_thousand_numbers_makes_the_column_text_with_every_digit_kept()
    {
        var text = new StringBuilder("code,n\n");
        for (var i = 0; i < 3000; i++)
        {
            text.Append(i == 2500 ? "7b" : i.ToString("0000")).Append(',').Append(i).Append('\n');
        }

        var table = Csv.Parse(text.ToString());
        table.Texts("code").TextAt(7).ShouldBe("0007");
        table.Texts("code").TextAt(2500).ShouldBe("7b");
        table.Numbers("n").Values[2999].ShouldBe(2999);
    }

    [Fact]
    public void Truths_are_numbers_that_are_written_as_words()
    {
        var table = Csv.Parse("churned,n\nTrue,1\nfalse,2\n,3\n");
        table.Numbers("churned").IsFlags.ShouldBeTrue();
        table.Numbers("churned").Values.ToArray().ShouldBe([1, 0, double.NaN]);
        table["churned"].TextAt(0).ShouldBe("true");
    }

    [Fact]
    public void Dates_stay_text() => Csv.Parse("day,n\n2024-01-02,1\n2024-01-03,2\n").Texts("day").Levels.ShouldBe(["2024-01-02", "2024-01-03"]);

    [Fact]
    public void Columns_can_be_chosen_and_their_types_fixed()
    {
        var table = Csv.Parse("zip,a,b\n0101,1,2\n", new CsvOptions { Columns = ["zip", "b"], TextColumns = ["zip"] });
        table.Names.ShouldBe(["zip", "b"]);
        Texts(table, "zip").ShouldBe(["0101"]);
        Csv.Parse("a,b,c\n1,2,3\n", new CsvOptions { Columns = ["c", "a"] }).Names.ShouldBe(["c", "a"]);
        Csv.Parse("a,b,c\n1,2,3\n", new CsvOptions { SkippedColumns = ["b"] }).Names.ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_comma_can_stand_before_the_fraction() =>
        Csv.Parse("a;b\n1,5;2\n-0,25;3\n", new CsvOptions { DecimalPoint = ',' }).Numbers("a").Values.ToArray().ShouldBe([1.5, -0.25]);

    [Fact]
    public void Missing_words_can_be_numbers() =>
        Csv.Parse("a,b\n-999,1\n5,2\n", new CsvOptions { MissingWords = ["-999"] }).Numbers("a").Values.ToArray().ShouldBe([double.NaN, 5]);

    [Fact]
    public void Infinities_are_numbers() =>
        Csv.Parse("a,b\ninf,1\n-Infinity,2\n+inf,3\n").Numbers("a").Values.ToArray()
            .ShouldBe([double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity]);

    [Fact]
    public void Rows_can_be_limited_and_comments_passed_over()
    {
        var table = Csv.Parse("# made by hand\na,b\n1,2\n# no\n3,4\n5,6\n", new CsvOptions { Comment = '#', MaxRows = 2 });
        table.Numbers("b").Values.ToArray().ShouldBe([2, 4]);
    }

    public static TheoryData<string, byte[], Encoding?, string> Broken => new()
    {
        // Read as "�2", a column of numbers would become one of text.
        { "utf-8", [.. "a,b\n1,2\n3,"u8, 0xFF, .. "2\n5,6\n"u8], Encoding.UTF8, "csv: line 3, column 'b': bytes that are no text in utf-8 (0xFF), which was asked for" },
        { "after a thousand rows", [.. "a,b\n"u8, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 1500))), .. "Zo"u8, 0xEB, .. ",2\n"u8], Encoding.UTF8, "line 1502, column 'a': bytes that are no text in utf-8 (0xEB)" },
        { "in the header", [.. "a,caf"u8, 0xE9, .. "\n1,2\n"u8], Encoding.UTF8, "line 1, column 2: bytes that are no text in utf-8 (0xE9)" },
        { "by the byte order mark", [0xEF, 0xBB, 0xBF, .. "a,b\n1,2\n3,4"u8, 0xA0, .. "\n"u8], null, "line 3, column 'b': bytes that are no text in utf-8 (0xA0), which the file's byte order mark says it is in" },
        { "utf-16", [.. Encoding.Unicode.GetBytes("a,b\n1,2\n3,4"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\n5,6\n")], Encoding.Unicode, "line 3, column 'b': bytes that are no text in utf-16" },
        { "utf-16 by its zeros", [.. Encoding.Unicode.GetBytes("a,b\n1,2\n3,4"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\n5,6\n")], null, "bytes that are no text in utf-16, which the file looks to be in" },
        { "utf-16 by the byte order mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n1,2\n3,4"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\n5,6\n")], null, "line 3, column 'b': bytes that are no text in utf-16, which the file's byte order mark says it is in" },
        { "utf-16 of the other order, by its mark", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("a,b\n1,"), 0xDC, 0x00, .. Encoding.BigEndianUnicode.GetBytes("2\n5,6\n")], null, "line 2, column 'b': bytes that are no text in utf-16BE, which the file's byte order mark says it is in" },
        { "utf-16 by its mark, cut short", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n1,2\n3,4"), 0x35], null, "line 3, column 'b': bytes that are no text in utf-16" },
        { "utf-16 with a mark, asked for", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n1,2\n3,4"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\n5,6\n")], Encoding.Unicode, "line 3, column 'b': bytes that are no text in utf-16, which was asked for" },
        { "ascii", [.. "a,b\n1,2\n3,4"u8, 0xE9, .. "\n"u8], Encoding.ASCII, "line 3, column 'b': bytes that are no text in us-ascii" },
        { "no header", [.. "1,2\n3,"u8, 0xFF, .. "2\n"u8], Encoding.UTF8, "line 2, column 2: bytes that are no text in utf-8" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Bytes_that_are_no_text_in_the_encoding_are_an_error_that_names_line_and_column(string what, byte[] bytes, Encoding? encoding, string said)
    {
        var message = Should.Throw<FileFormatException>(() => Csv.Read(bytes, new CsvOptions { Encoding = encoding }), what).Message;
        message.ShouldContain(said);
        message.ShouldContain("CsvOptions.Encoding");
    }

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "utf-16", "utf-16BE", "utf-32", "utf-16-bare", "utf-16BE-bare", "iso-8859-1"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encodings_are_found_out(string name)
    {
        const string Text = "name,n\nZoë,1\nJürg,2\n";
        byte[] bytes = name switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(Text),
            "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)],
            "utf-16BE" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)],
            "utf-32" => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Text)],
            "utf-16-bare" => Encoding.Unicode.GetBytes(Text),
            "utf-16BE-bare" => Encoding.BigEndianUnicode.GetBytes(Text),
            _ => Encoding.Latin1.GetBytes(Text),
        };
        var table = Csv.Read(bytes);
        table.Names.ShouldBe(["name", "n"]);
        Texts(table, "name").ShouldBe(["Zoë", "Jürg"]);
        Texts(Csv.Read(IdxFileTests.Gzip(bytes)), "name").ShouldBe(["Zoë", "Jürg"]);
    }

    [Fact]
    public void Thousands_of_columns_are_read()
    {
        var names = Enumerable.Range(0, 5000).Select(i => $"c{i}").ToArray();
        var table = Csv.Parse(string.Join(',', names) + "\n" + string.Join(',', Enumerable.Range(0, 5000)) + "\n");
        table.Numbers("c4999").Values[0].ShouldBe(4999);
    }

    [Fact]
    public void A_line_with_another_number_of_fields_is_named()
    {
        Refused("a,b\n1,2\n\n3,4,5\n").ShouldBe("csv: line 4 (\"3\" …) has 3 fields, the first line has 2. The fields are separated by ','; a value that holds one stands in quotation marks");
        Refused("a,b\n\"x\ny\",2\n3\n").ShouldContain("line 4 (\"3\") has 1 field, the first line has 2");
    }

    [Fact]
    public void A_word_where_numbers_are_expected_is_named() =>
        Refused("age,n\n1,2\nold,3\n", new CsvOptions { NumberColumns = ["age"] }).ShouldBe("csv: line 3, column 'age': \"old\" is no number, and numbers are expected in this column");

    [Fact]
    public void What_is_no_table_is_refused()
    {
        Refused("").ShouldContain("the file is empty");
        Should.Throw<DatasetException>(() => Csv.Parse("age,n\n1,2\n", new CsvOptions { Columns = ["agee"] })).Message.ShouldContain("did you mean 'age'?");
        Refused("a,b\n1,\"" + new string('x', 300_000), new CsvOptions { MaxLineBytes = 100_000 }).ShouldContain("line 2");
        Should.Throw<FileFormatException>(() => Csv.Read(IdxFileTests.Gzip("a,b\n1,2\n"u8.ToArray())[..^6])).Message.ShouldContain("gzip");
    }

    [Fact]
    public void Gzip_of_several_members_is_read_whole() =>
        Csv.Read([.. IdxFileTests.Gzip("a,b\n1,2\n"u8.ToArray()), .. IdxFileTests.Gzip("3,4\n"u8.ToArray())]).Numbers("b").Values.ToArray().ShouldBe([2, 4]);

    [Fact]
    public void Features_and_target_are_read_into_one_matrix()
    {
        using var file = new TemporaryCsv("a,y,b\n1,0,2\n3,1,\n");
        var (x, y) = Csv.ReadSupervised(file.Path, "y");
        x.Kind.ShouldBe(FeaturesKind.Dense);
        x.Names.ShouldBe(["a", "b"]);
        x.Values.ToArray().ShouldBe([1, 2, 3, double.NaN]);
        y.Integers().ToArray().ShouldBe([0, 1]);
        Csv.ReadFeatures(file.Path).Columns.ShouldBe(3);
        Csv.ReadFeatures(file.Path, new CsvOptions { Columns = ["b", "a"] }).Row(0).ToArray().ShouldBe([2, 1]);
        Should.Throw<DatasetException>(() => Csv.ReadSupervised(file.Path, "z")).Message.ShouldContain("no column 'z'");
        Should.Throw<DatasetException>(() => Csv.ReadSupervised(file.Path, "b")).Message.ShouldContain("line 3, target 'b': there is no value");
    }

    [Fact]
    public void Features_with_text_are_a_table_however_late_the_text_comes()
    {
        var lines = string.Concat(Enumerable.Range(0, 2000).Select(i => i == 1500 ? "x,1\n" : $"{i},0\n"));
        using var file = new TemporaryCsv("a,y\n" + lines);
        var (x, y) = Csv.ReadSupervised(file.Path, "y");
        x.Kind.ShouldBe(FeaturesKind.Table);
        x.Table!.Texts("a").TextAt(1500).ShouldBe("x");
        y.Count.ShouldBe(2000);

        var (features, labels) = Csv.ReadSupervised(file.Path, "a");
        features.Kind.ShouldBe(FeaturesKind.Dense);
        labels.TextAt(1500).ShouldBe("x");
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var table = new Table(
            new NumberColumn("x, y", [0.1, double.NaN, -1e-300, 1.0 / 3]),
            new TextColumn("t", ["a\"b", null, "c\nd", " e"]),
            new NumberColumn("f", [1, 0, double.NaN, 1], isFlags: true));
        foreach (var extension in new[] { ".csv", ".csv.gz" })
        {
            using var file = new TemporaryCsv("", extension);
            table.WriteCsv(file.Path);
            var back = Table.ReadCsv(file.Path);
            back.Names.ShouldBe(table.Names);
            back.Numbers("x, y").Values.ToArray().ShouldBe(table.Numbers("x, y").Values.ToArray());
            Texts(back, "t").ShouldBe(["a\"b", null, "c\nd", "e"]); // spaces outside quotation marks do not count
            back.Numbers("f").IsFlags.ShouldBeTrue();
        }
    }

    [Fact]
    public void Reading_reports_progress_and_can_be_canceled()
    {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append(i).Append(",1\n");
        }

        using var file = new TemporaryCsv(text.ToString());
        var seen = new List<CsvProgress>();
        Table.ReadCsv(file.Path, new CsvOptions { Progress = new Recorder(seen) }).RowCount.ShouldBe(20_000);
        seen[^1].ShouldBe(new CsvProgress(1, 20_000, 20_000));
        seen.Select(p => p.Fraction).ShouldBeInOrder();
        Should.Throw<OperationCanceledException>(() => Table.ReadCsv(file.Path, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void California_housing_is_read_as_it_is()
    {
        var table = Table.ReadCsv(Goldens.RealData("tabular/california_housing.csv"));
        (table.RowCount, table.Columns.Count).ShouldBe((20_640, 10));
        table.Numbers("total_bedrooms").MissingCount.ShouldBe(207);
        table.Texts("ocean_proximity").Levels.ShouldBe(["<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"]);
        table.Numbers("median_house_value").Values.ToArray().Average().ShouldBe(206855.81690891474, 1e-6);
    }

    [Fact]
    public void A_missing_file_is_an_io_error() => Should.Throw<FileNotFoundException>(() => Table.ReadCsv("/nowhere/at/all.csv".Replace("/nowhere/at", Path.GetTempPath())));

    [Fact]
    public void Damaged_text_is_read_or_refused_within_bounds()
    {
        byte[][] seeds =
        [
            "age,town,score\n31,Bern,0.5\n,Basel,NA\n44,?,-1e3\n"u8.ToArray(),
            "\"a\";\"b\"\r\n\"x;y\";\"say \"\"hi\"\"\"\r\n1;2\r\n"u8.ToArray(),
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("name\tn\nZoë\t1\n")],
            [.. Encoding.Latin1.GetBytes("name|n\nZoë|1\nJürg|2\n")],
            IdxFileTests.Gzip("a,b\n1,2\n3,4\n"u8.ToArray()),
            "1.5,2\n3,4\ntrue,false\n"u8.ToArray(),
        ];
        var good = Fuzzer.Run<FileFormatException>(seeds, bytes => Csv.Read(bytes).ToString().ShouldNotBeEmpty());
        good.ShouldBeGreaterThan(Fuzzer.Count / 10);
    }

    [Fact]
    public void Columns_that_are_asked_for_and_missing_are_all_named()
    {
        var error = Should.Throw<DatasetException>(() => Csv.Parse("a,b\n1,2\n", new() { Columns = ["a", "first", "second", "third"] }));
        error.Message.ShouldContain("there is no column 'first'");
        error.Message.ShouldContain("second, third");
    }

    private sealed class Recorder(List<CsvProgress> seen) : IProgress<CsvProgress>
    {
        public void Report(CsvProgress value) => seen.Add(value);
    }
}
