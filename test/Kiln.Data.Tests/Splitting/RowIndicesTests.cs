namespace Kiln.Data.Tests;

/// <summary>Row numbers read alike, whether they are an array, a piece of one, or one or two runs of consecutive numbers.</summary>
public class RowIndicesTests
{
    public static TheoryData<string> Forms => ["array", "piece", "run", "late run", "two runs", "first run empty", "second run empty", "nothing", "all but some", "all but the ends", "all but none", "nothing left"];

    [Theory, MemberData(nameof(Forms))]
    public void All_ways_to_read_them_agree(string form)
    {
        var (rows, expected) = Make(form);
        rows.Count.ShouldBe(expected.Length);
        rows.ToArray().ShouldBe(expected);
        rows.Span.ToArray().ShouldBe(expected);
        rows.Span.ToArray().ShouldBe(expected, "a second time");
        ((ReadOnlySpan<int>)rows).ToArray().ShouldBe(expected);
        Enumerable.Range(0, rows.Count).Select(i => rows[i]).ShouldBe(expected);
        ((IEnumerable<int>)rows).ToList().ShouldBe(expected);
        var read = new List<int>();
        foreach (var row in rows)
        {
            read.Add(row);
        }

        read.ShouldBe(expected);
        var room = new int[expected.Length + 3];
        rows.CopyTo(room);
        room.ShouldBe([.. expected, 0, 0, 0]);
        rows.Of<string>(Enumerable.Range(0, 40).Select(i => $"row {i}").ToArray()).ShouldBe(expected.Select(i => $"row {i}"));
        Should.Throw<ArgumentOutOfRangeException>(() => rows[rows.Count]).Message.ShouldContain($"there are {rows.Count}");
        if (rows.Count > 0)
        {
            rows[^1].ShouldBe(expected[^1]);
            Should.Throw<ArgumentException>(() => rows.CopyTo(new int[rows.Count - 1])).Message.ShouldContain($"{rows.Count} numbers do not fit into {rows.Count - 1} places");
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void A_slice_is_the_slice_of_the_numbers(string form)
    {
        var (rows, expected) = Make(form);
        for (var start = 0; start <= rows.Count; start++)
        {
            for (var end = start; end <= rows.Count; end++)
            {
                rows[start..end].ToArray().ShouldBe(expected[start..end]);
                rows[start..end].Count.ShouldBe(end - start);
            }
        }

        Should.Throw<ArgumentOutOfRangeException>(() => rows.Slice(1, rows.Count)).Message.ShouldContain($"there are {rows.Count}");
    }

    [Theory, MemberData(nameof(Forms))]
    public void Rows_are_taken_as_by_their_numbers(string form)
    {
        var (rows, expected) = Make(form);
        var x = Features.Dense([.. Enumerable.Range(0, 80).Select(i => (double)i)], 40, 2, ["a", "b"]);
        var taken = x.Take(rows);
        taken.Values.ToArray().ShouldBe(x.Take(expected.AsSpan()).Values.ToArray());
        (taken.Rows, taken.Columns, taken.Kind).ShouldBe((expected.Length, 2, FeaturesKind.Dense));
        taken.Names.ShouldBe(["a", "b"]);
        foreach (var y in new Target[] { Enumerable.Range(0, 40).Select(i => i * 0.5).ToArray(), Enumerable.Range(0, 40).Select(i => (long)i).ToArray(), Enumerable.Range(0, 40).Select(i => $"c{i}").ToArray() })
        {
            y.Take(rows).Texts().ShouldBe(expected.Select(y.TextAt));
            y.Take(rows).Kind.ShouldBe(y.Kind);
        }

        var data = new TensorDataset(Tensor.Arange(40), Tensor.Arange(40));
        var subset = data.Subset(rows);
        subset.Count.ShouldBe(expected.Length);
        Enumerable.Range(0, subset.Count).Select(i => (int)subset.Gather([i]).Inputs.ToArray<long>()[0]).ShouldBe(expected);
    }

    [Fact]
    public void Neighboring_rows_share_their_values_and_can_be_taken_from_again()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => (double)i)];
        var x = Features.Dense(values, 10, 3);
        var part = x.Take(RowIndices.Range(2, 6));
        part.Values.Overlaps(values).ShouldBeTrue();
        part.Row(1).ToArray().ShouldBe([9, 10, 11]);
        var within = part.Take(RowIndices.Range(1, 2));
        within.Values.Overlaps(values).ShouldBeTrue();
        within.Values.ToArray().ShouldBe([9, 10, 11, 12, 13, 14]);
        part.Take([5, 0]).Values.ToArray().ShouldBe([21, 22, 23, 6, 7, 8]);
        part.ToTensor().ToArray<double>().ShouldBe(values[6..24]);
    }

    [Fact]
    public void Rows_that_are_not_there_are_named()
    {
        var x = Features.Dense(new double[12], 4, 3);
        Target y = new double[4];
        Should.Throw<ArgumentOutOfRangeException>(() => x.Take(RowIndices.Range(2, 3))).Message.ShouldContain("there is no row 4 among 4");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Take(RowIndices.Except(6, 1, 1))).Message.ShouldContain("there is no row 4 among 4");
        Should.Throw<ArgumentOutOfRangeException>(() => x.Take(RowIndices.Except(5, [1], 0, 1))).Message.ShouldContain("there is no row 4 among 4");
        Should.Throw<ArgumentOutOfRangeException>(() => y.Take(RowIndices.Range(3, 2))).Message.ShouldContain("there is no row 4 among 4");
        Should.Throw<ArgumentOutOfRangeException>(() => new RowIndices([0, -1]).Of<double>([1, 2])).Message.ShouldContain("there is no row -1 among 2");
        Should.Throw<ArgumentOutOfRangeException>(() => RowIndices.Range(-1, 2));
        Should.Throw<OverflowException>(() => RowIndices.Range(int.MaxValue, 2));
    }

    [Fact]
    public void They_show_how_many_there_are()
    {
        RowIndices.Range(3, 20).ToString().ShouldBe("20 rows: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …");
        new RowIndices([7, 1]).ToString().ShouldBe("2 rows: 7, 1");
        RowIndices.Range(0, 0).ToString().ShouldBe("0 rows");
    }

    private static (RowIndices Rows, int[] Expected) Make(string form) => form switch
    {
        "array" => (new int[] { 5, 3, 3, 39, 0 }, [5, 3, 3, 39, 0]),
        "piece" => (new RowIndices([9, 8, 7, 6, 5, 4], 1, 4), [8, 7, 6, 5]),
        "run" => (RowIndices.Range(0, 21), [.. Enumerable.Range(0, 21)]),
        "late run" => (RowIndices.Range(17, 5), [17, 18, 19, 20, 21]),
        "two runs" => (RowIndices.Except(30, 4, 9), [0, 1, 2, 3, .. Enumerable.Range(13, 17)]),
        "first run empty" => (RowIndices.Except(10, 0, 3), [3, 4, 5, 6, 7, 8, 9]),
        "second run empty" => (RowIndices.Except(10, 6, 4), [0, 1, 2, 3, 4, 5]),
        "all but some" => (RowIndices.Except(12, [99, 2, 3, 7, 99], 1, 3), [0, 1, 4, 5, 6, 8, 9, 10, 11]),
        "all but the ends" => (RowIndices.Except(6, [0, 1, 5], 0, 3), [2, 3, 4]),
        "all but none" => (RowIndices.Except(5, [], 0, 0), [0, 1, 2, 3, 4]),
        "nothing left" => (RowIndices.Except(3, [0, 1, 2], 0, 3), []),
        _ => (RowIndices.Range(4, 0), []),
    };
}
