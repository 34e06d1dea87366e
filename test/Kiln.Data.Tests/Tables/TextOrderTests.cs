using System.Text.Json;

namespace Kiln.Data.Tests;

public sealed class TextOrderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-order-").FullName;

    private sealed record Golden(string[] Labels, string[] Classes, int[] Codes, int[] Order);

    private static readonly Golden s_golden =
        JsonSerializer.Deserialize<Golden>(File.ReadAllText(Goldens.PathOf("text_order.json")), JsonSerializerOptions.Web)!;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Texts_are_compared_by_code_point()
    {
        s_golden.Classes.Reverse().Order(CodePointComparer.Instance).ShouldBe(s_golden.Classes);
        CodePointComparer.Instance.Compare("z", "z").ShouldBe(0);
        CodePointComparer.Instance.Compare(null, "").ShouldBeLessThan(0);
        CodePointComparer.Instance.Compare("", null).ShouldBeGreaterThan(0);
        CodePointComparer.Instance.Compare(null, null).ShouldBe(0);
    }

    [Fact]
    public void Class_labels_have_the_numbers_of_scikit_learn()
    {
        Target labels = s_golden.Labels;
        labels.Distinct(out var codes).Texts().ShouldBe(s_golden.Classes);
        codes.ShouldBe(s_golden.Codes);

        var (numbers, distinct) = LabelCodes.Of(s_golden.Labels);
        distinct.ShouldBe(s_golden.Classes);
        numbers.ShouldBe(s_golden.Codes);
    }

    [Fact]
    public void Levels_of_a_column_are_in_the_order_of_code_points_and_so_are_sorted_rows()
    {
        var given = new TextColumn("text", s_golden.Labels);
        var coded = TextColumn.FromCodes("text", [.. s_golden.Codes.Select(code => s_golden.Classes.Length - 1 - code)], [.. s_golden.Classes.Reverse()]);
        foreach (var column in new[] { given, coded })
        {
            column.Levels.ShouldBe(s_golden.Classes);
            column.Codes.ToArray().ShouldBe(s_golden.Codes);
            var sorted = (TextColumn)new Table(column).SortBy("text").Columns[0];
            sorted.Values.ToArray().ShouldBe([.. s_golden.Order.Select(row => s_golden.Labels[row])]);
        }
    }

    [Fact]
    public void Class_folders_and_pictures_are_in_the_order_of_code_points()
    {
        string[] names = [.. s_golden.Classes.Where(name => name is "z" or "\uFFFD" or "\U0001F600")];
        foreach (var name in names)
        {
            foreach (var other in names)
            {
                Directory.CreateDirectory(Path.Combine(_folder, name));
                File.WriteAllBytes(Path.Combine(_folder, name, $"{other}.png"), Png.Encode(new Image(2, 2, 1, [1, 2, 3, 4])));
            }
        }

        var set = ImageFolder.Open(_folder);
        set.ClassNames.ShouldBe(names);
        Enumerable.Range(0, 9).Select(set.NameOf).ShouldBe(names.SelectMany(name => names.Select(other => $"{name}/{other}.png")));
    }
}
