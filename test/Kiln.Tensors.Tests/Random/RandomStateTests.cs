using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kiln.Tensors.Tests;

/// <summary>Every call in Goldens/numpy_random.json, repeated and compared bit for bit: first values, then the hash of all.</summary>
public class RandomStateTests
{
    private static readonly JsonElement s_goldens = GoldenFiles.Json("numpy_random.json").GetProperty("cases");

    public static IEnumerable<TheoryDataRow<int>> Cases => Enumerable.Range(0, s_goldens.GetArrayLength()).Select(i => new TheoryDataRow<int>(i));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Streams_equal_NumPys_bit_for_bit(int index)
    {
        var golden = s_goldens[index];
        var seed = golden.GetProperty("seed");
        var state = seed.ValueKind == JsonValueKind.Array
            ? new RandomState(seed.EnumerateArray().Select(w => w.GetUInt32()).ToArray())
            : new RandomState(seed.GetUInt32());
        var number = 0;
        foreach (var call in golden.GetProperty("calls").EnumerateArray())
        {
            var what = $"case {index}, call {number++}: {call.GetRawText()[..Math.Min(150, call.GetRawText().Length)]}";
            var name = call.GetProperty("call").GetString();
            if (name == "state")
            {
                CheckState(state.GetState(), call, what);
                state = new RandomState(state.GetState());
            }
            else if (name is "rand" or "randn" or "random_sample" or "normal" or "uniform")
            {
                Check(Continuous(state, name, call), call, static e => e.GetDouble(), what);
            }
            else
            {
                Check(Integers(state, name!, call), call, static e => e.GetInt64(), what);
            }
        }
    }

    [Fact]
    public void A_restored_state_continues_where_it_was_saved()
    {
        var state = new RandomState(3);
        state.Randn(7);
        var saved = state.GetState();
        var expected = state.Randn(9);
        state.Seed(4);
        state.SetState(saved);
        state.Randn(9).ShouldBe(expected);
    }

    [Fact]
    public void Single_draws_equal_the_draws_of_arrays()
    {
        var one = new RandomState(11);
        var many = new RandomState(11);
        Enumerable.Range(0, 5).Select(_ => one.Normal(1, 2)).ShouldBe(many.Normal(1, 2, 5));
        Enumerable.Range(0, 5).Select(_ => one.Uniform(1, 2)).ShouldBe(many.Uniform(1, 2, 5));
        Enumerable.Range(0, 5).Select(_ => one.RandInt(-3, 60)).ShouldBe(many.RandInt(-3, 60, 5));
        Enumerable.Range(0, 5).Select(_ => one.Rand()).ShouldBe(many.Rand(5));
    }

    [Fact]
    public void Permuted_items_follow_the_permutation_of_their_indices()
    {
        string[] names = ["a", "b", "c", "d", "e"];
        var order = new RandomState(5).Permutation(names.Length);
        new RandomState(5).Permutation(names).ShouldBe(order.Select(i => names[i]));
    }

    [Fact]
    public void Impossible_requests_say_what_is_wrong()
    {
        var state = new RandomState(0);
        Should.Throw<ArgumentOutOfRangeException>(() => state.RandInt(5, 5)).Message.ShouldContain("interval [5, 5) is empty");
        Should.Throw<ArgumentOutOfRangeException>(() => state.RandInt<byte>(0, 257, new byte[1])).Message.ShouldContain("beyond Byte");
        Should.Throw<ArgumentOutOfRangeException>(() => state.RandInt<sbyte>(-129, 5, new sbyte[1]));
        Should.Throw<ArgumentOutOfRangeException>(() => state.Normal(0, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => state.Uniform(0, double.PositiveInfinity));
        Should.Throw<ArgumentOutOfRangeException>(() => state.Rand(-1));
        Should.Throw<ArgumentException>(() => state.Seed([])).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => state.Choice(3, 4, replace: false)).Message.ShouldContain("cannot draw 4 of 3");
        Should.Throw<ArgumentException>(() => state.Choice(0, 1));
        Should.Throw<ArgumentException>(() => state.Choice(2, 1, probabilities: [0.5, 0.6])).Message.ShouldContain("sum to 1.1");
        Should.Throw<ArgumentException>(() => state.Choice(2, 1, probabilities: [1.5, -0.5])).Message.ShouldContain("probability 1 is -0.5");
        Should.Throw<ArgumentException>(() => state.Choice(2, 1, probabilities: [double.NaN, 1])).Message.ShouldContain("probability 0 is NaN");
        Should.Throw<ArgumentException>(() => state.Choice(2, 1, probabilities: [1.0])).Message.ShouldContain("population of 2");
        Should.Throw<ArgumentException>(() => state.Choice(3, 2, replace: false, [1.0, 0, 0])).Message.ShouldContain("fewer");
        Should.Throw<ArgumentException>(() => state.SetState(new RandomStateSnapshot([1, 2], 0, false, 0))).Message.ShouldContain("2 words");
        state.GetState().Key.ShouldBe(new RandomState(0).GetState().Key, "a refused request draws nothing");
    }

    private static double[] Continuous(RandomState state, string name, JsonElement call)
    {
        if (!call.TryGetProperty("n", out var size))
        {
            return [state.RandomSample()];
        }

        var n = size.GetInt32();
        double Number(string property) => call.GetProperty(property).GetDouble();
        return name switch
        {
            "rand" => state.Rand(n),
            "randn" => state.Randn(n),
            "random_sample" => state.RandomSample(n),
            "normal" => state.Normal(Number("loc"), Number("scale"), n),
            _ => state.Uniform(Number("low"), Number("high"), n),
        };
    }

    private static long[] Integers(RandomState state, string name, JsonElement call)
    {
        var n = call.GetProperty("n").GetInt32();
        switch (name)
        {
            case "permutation":
                return Array.ConvertAll(state.Permutation(n), i => (long)i);
            case "shuffle":
                var items = Enumerable.Range(0, n).Select(i => 3L * i).ToArray();
                state.Shuffle(items);
                return items;
            case "choice":
                var population = call.GetProperty("population").GetInt32();
                var replace = call.GetProperty("replace").GetBoolean();
                return Array.ConvertAll(state.Choice(population, n, replace, Probabilities(call)), i => (long)i);
            default:
                return RandInt(state, call, n);
        }
    }

    private static double[] Probabilities(JsonElement call)
    {
        if (!call.TryGetProperty("p", out var p))
        {
            return [];
        }

        if (p.ValueKind == JsonValueKind.Array)
        {
            return [.. p.EnumerateArray().Select(e => e.GetDouble())];
        }

        // As weights() in the script, for populations whose probabilities would bloat the goldens.
        var weights = Enumerable.Range(1, call.GetProperty("population").GetInt32()).Select(i => Math.Sqrt(i) * 0.37).ToArray();
        var sum = weights.Aggregate((a, b) => a + b);
        return [.. weights.Select(w => w / sum)];
    }

    private static long[] RandInt(RandomState state, JsonElement call, int n)
    {
        var low = Int128.Parse(call.GetProperty("low").ToString(), CultureInfo.InvariantCulture);
        var high = Int128.Parse(call.GetProperty("high").ToString(), CultureInfo.InvariantCulture);
        switch (call.GetProperty("dtype").GetString())
        {
            case "int64": return Fill<long>(state, low, high, n);
            case "uint64": return Fill<ulong>(state, low, high, n);
            case "int32": return Fill<int>(state, low, high, n);
            case "uint32": return Fill<uint>(state, low, high, n);
            case "int16": return Fill<short>(state, low, high, n);
            case "uint16": return Fill<ushort>(state, low, high, n);
            case "int8": return Fill<sbyte>(state, low, high, n);
            case "uint8": return Fill<byte>(state, low, high, n);
            default:
                var tosses = new bool[n];
                state.RandBool(tosses);
                return Array.ConvertAll(tosses, t => t ? 1L : 0);
        }
    }

    private static long[] Fill<T>(RandomState state, Int128 low, Int128 high, int n)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        var values = new T[n];
        state.RandInt<T>(low, high, values);
        return Array.ConvertAll(values, v => long.CreateTruncating(v));
    }

    private static void Check<T>(T[] actual, JsonElement call, Func<JsonElement, T> read, string what)
        where T : unmanaged
    {
        actual.Length.ShouldBe(call.GetProperty("count").GetInt32(), what);
        actual.Take(6).ShouldBe(call.GetProperty("head").EnumerateArray().Select(read), what);
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(actual.AsSpan()));
        Convert.ToHexStringLower(hash).ShouldBe(call.GetProperty("sha256").GetString(), what);
    }

    private static void CheckState(RandomStateSnapshot state, JsonElement call, string what)
    {
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(state.Key.ToArray().AsSpan()));
        Convert.ToHexStringLower(hash).ShouldBe(call.GetProperty("sha256").GetString(), what);
        state.Position.ShouldBe(call.GetProperty("position").GetInt32(), what);
        state.HasGauss.ShouldBe(call.GetProperty("hasGauss").GetBoolean(), what);
        state.CachedGauss.ShouldBe(call.GetProperty("cachedGauss").GetDouble(), what);
    }
}
