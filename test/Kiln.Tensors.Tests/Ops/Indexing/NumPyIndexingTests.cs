using System.Text.Json;

namespace Kiln.Tensors.Tests;

/// <summary>Every case of Goldens/numpy_indexing.json: values, shape, and for what has a gradient its exact adjoint.</summary>
public class NumPyIndexingTests
{
    private static readonly JsonElement[] s_cases = [.. GoldenFiles.Json("numpy_indexing.json").EnumerateArray()];

    public static IEnumerable<TheoryDataRow<string>> Ops => s_cases.Select(c => c.GetProperty("op").GetString()!).Distinct().Select(op => new TheoryDataRow<string>(op));

    [Theory]
    [MemberData(nameof(Ops))]
    public void Results_equal_those_of_NumPy(string op)
    {
        foreach (JsonElement golden in s_cases.Where(c => c.GetProperty("op").GetString() == op))
        {
            string what = golden.GetRawText();
            int[] shape = Ints(golden, "shape");
            Tensor x = golden.TryGetProperty("x", out JsonElement given)
                ? Tensor.From(Numbers(given), shape)
                : Tensor.Arange(0, ((Shape)shape).ElementCount, dtype: DType.Float64).Reshape(shape);
            JsonElement args = golden.GetProperty("args");
            Tensor y = Apply(op, x, args);
            y.Shape.ToArray().ShouldBe(Ints(golden, "resultShape"), what);
            double[] values = Numbers(golden.GetProperty("values"));
            if (op is "linspace" or "logspace" or "arangef")
            {
                y.Doubles().Zip(values).ShouldAllBe(p => Math.Abs(p.First - p.Second) <= 1e-14 * Math.Abs(p.Second), what);
            }
            else
            {
                y.Doubles().ShouldBe(values, what);
            }

            if (HasGradient(op))
            {
                Adjoint.ShouldHold(t => Apply(op, t, args), shape, what);
            }
        }
    }

    private static bool HasGradient(string op) => op is not ("nonzero" or "argsort" or "unique" or "arange" or "arangef" or "linspace" or "logspace" or "eye" or "meshgrid");

    private static Tensor Apply(string op, Tensor x, JsonElement a)
    {
        int Int(string name) => a.GetProperty(name).GetInt32();
        double Number(string name) => a.GetProperty(name).GetDouble();
        bool Bool(string name) => a.GetProperty(name).GetBoolean();
        int? Axis() => a.GetProperty("axis").ValueKind == JsonValueKind.Null ? null : Int("axis");
        Tensor Index() => Tensor.From(Array.ConvertAll(Ints(a, "indices"), i => (long)i), Ints(a, "indexShape"));
        return op switch
        {
            "slice" => x[Slices(a.GetProperty("slices"))],
            "take" => x.Take(Index(), Int("axis")),
            "takeflat" => x.Take(Index()),
            "takealong" => x.TakeAlongAxis(Index(), Int("axis")),
            "roll" => x.Roll(Int("shift"), Axis()),
            "flip" => x.Flip(Ints(a, "axes")),
            "repeat" => x.Repeat(Int("count"), Axis()),
            "repeats" => x.Repeat(Ints(a, "counts"), Int("axis")),
            "moveaxis" => x.MoveAxis(Int("source"), Int("destination")),
            "concat" => Tensor.Concat([x, Plus100(x), x], Int("axis")),
            "stack" => Tensor.Stack([x, Plus100(x)], Int("axis")),
            "split" => x.Split(Ints(a, "sizes"), Int("axis"))[Int("part")],
            "tile" => x.Tile(Ints(a, "counts")),
            "mask" => x[Tensor.From(a.GetProperty("mask").EnumerateArray().Select(m => m.GetBoolean()).ToArray(), Ints(a, "maskShape"))],
            "nonzero" => x.NonZero(),
            "pad" => x.Pad(Widths(a), Enum.Parse<PadMode>(a.GetProperty("mode").GetString()!, ignoreCase: true), 0 + (x.RequiresGrad ? 0 : 9)),
            "tril" => x.Tril(Int("k")),
            "triu" => x.Triu(Int("k")),
            "diagonal" => x.Diagonal(Int("k"), Int("rows"), Int("columns")),
            "diag" => x.Diag(Int("k")),
            "sort" => x.Sort(Int("axis"), Bool("descending")),
            "argsort" => x.ArgSort(Int("axis"), Bool("descending")),
            "topk" => x.TopK(Int("k"), Int("axis"), Bool("largest")).Values,
            "unique" => Int("part") switch { 0 => x.Unique().Values, 1 => x.Unique().Inverse, _ => x.Unique().Counts },
            "arange" => Tensor.Arange(Int("start"), Int("stop"), (long)Int("step")),
            "arangef" => Tensor.Arange(Number("start"), Number("stop"), Number("step"), DType.Float64),
            "linspace" => Tensor.Linspace(Number("start"), Number("stop"), Int("count"), Bool("endpoint"), DType.Float64),
            "logspace" => Tensor.Logspace(Number("start"), Number("stop"), Int("count"), Bool("endpoint"), dtype: DType.Float64),
            "eye" => Tensor.Eye(Int("rows"), Int("columns"), Int("k")),
            "meshgrid" => Tensor.Meshgrid([Tensor.Arange(2), Tensor.Arange(10, 13), Tensor.Arange(20, 24)], Bool("ij"))[Int("part")],
            _ => throw new NotSupportedException(op),
        };
    }

    // The adjoint check needs a linear operation: without a gradient the offset is as in the goldens, with one it is left out.
    private static Tensor Plus100(Tensor x) =>
        x.RequiresGrad ? x.Flip() : Tensor.From(Array.ConvertAll(x.ToArray<double>(), v => v + 100), x.Shape);

    private static Slice[] Slices(JsonElement list) => [.. list.EnumerateArray().Select(s => s.ValueKind switch
    {
        JsonValueKind.Number => (Slice)s.GetInt32(),
        JsonValueKind.String => s.GetString() == "new" ? Slice.NewAxis : Slice.Rest,
        _ => Slice.Of(Position(s[0]), Position(s[1]), s[2].GetInt32()),
    })];

    private static int? Position(JsonElement e) => e.ValueKind == JsonValueKind.Null ? null : e.GetInt32();

    private static (int, int)[] Widths(JsonElement a) => [.. a.GetProperty("widths").EnumerateArray().Select(w => (w[0].GetInt32(), w[1].GetInt32()))];

    private static int[] Ints(JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];

    private static double[] Numbers(JsonElement e) => [.. e.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];
}
