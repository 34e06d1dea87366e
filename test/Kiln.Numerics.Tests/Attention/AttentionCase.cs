namespace Kiln.Numerics.Tests;

/// <summary>Numbers of (batch, time, heads, size) in some order of the axes, with room between rows perhaps.</summary>
internal sealed class AttentionOperand(AttentionStrides strides, double[] values)
{
    public AttentionStrides Strides => strides;

    public double[] Values => values;

    public int Count => values.Length;

    public double this[int batch, int time, int head, int at] => values[At(batch, time, head, at)];

    public int At(int batch, int time, int head, int at) => (int)((batch * strides.Batch) + (time * strides.Time) + (head * strides.Head) + at);

    public static AttentionOperand Draw(Random random, int batch, int time, int heads, int size)
    {
        var gap = random.Next(3) == 0 ? random.Next(1, 5) : 0;
        var strides = random.Next(2) == 0 ? AttentionStrides.TimeFirst(time, heads, size + gap) : AttentionStrides.HeadsFirst(time, heads, size + gap);
        return new(strides, ConvolutionCheck.Draw(random, (long)batch * time * heads * (size + gap)));
    }
}

/// <summary>A dropout whose draws are a plain hash of the element.</summary>
internal sealed class HashDropout(double rate) : AttentionDropout(rate)
{
    public bool Keeps(long element) => (uint)((ulong)(element + 1) * 0x9E3779B97F4A7C15UL >> 40) / (double)(1 << 24) >= Rate;

    public override void Draw(Span<float> kept, long firstElement)
    {
        (firstElement % 32).ShouldBe(0);
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = Keeps(firstElement + i) ? 1 : 0;
        }
    }
}

/// <summary>One call of attention with everything it reads, in float64; exact in float32 too.</summary>
internal sealed class AttentionCase
{
    public required AttentionGeometry Geometry { get; init; }

    public required AttentionOperand Query { get; init; }

    public required AttentionOperand Key { get; init; }

    public required AttentionOperand Value { get; init; }

    public required AttentionOperand Output { get; init; }

    public AttentionOperand? Bias { get; init; }

    public bool[] Mask { get; init; } = [];

    public int[] Lengths { get; init; } = [];

    public HashDropout? Dropout { get; init; }

    /// <summary>A case of a geometry with options by chance.</summary>
    public static AttentionCase Of(AttentionGeometry g, Random random, bool plain = false)
    {
        bool Chance(int of) => !plain && random.Next(of) == 0;
        return new()
        {
            Geometry = g,
            Query = AttentionOperand.Draw(random, g.Batch, g.Queries, g.QueryHeads, g.Size),
            Key = AttentionOperand.Draw(random, g.Batch, g.Keys, g.KeyHeads, g.Size),
            Value = AttentionOperand.Draw(random, g.Batch, g.Keys, g.KeyHeads, g.ValueSize),
            Output = AttentionOperand.Draw(random, g.Batch, g.Queries, g.QueryHeads, g.ValueSize),
            Bias = Chance(2) ? DrawBias(g, random) : null,
            Mask = Chance(3) ? [.. Enumerable.Range(0, g.Batch * g.Keys).Select(_ => random.Next(4) > 0)] : [],
            Lengths = Chance(3) ? [.. Enumerable.Range(0, g.Batch).Select(_ => random.Next(g.Keys + 1))] : [],
            Dropout = Chance(3) ? new HashDropout(0.3) : null,
        };
    }

    /// <summary>A random geometry of some tens of rows.</summary>
    public static AttentionGeometry DrawGeometry(Random random)
    {
        var keyHeads = random.Next(1, 4);
        var queries = random.Next(1, random.Next(2) == 0 ? 12 : 90);
        return new(
            random.Next(1, 4),
            keyHeads * random.Next(1, 4),
            keyHeads,
            queries,
            random.Next(3) == 0 ? queries : random.Next(1, random.Next(2) == 0 ? 40 : 300),
            random.Next(1, random.Next(2) == 0 ? 20 : 80),
            random.Next(1, random.Next(2) == 0 ? 20 : 80))
        {
            Causal = (CausalMask)random.Next(3),
            Scale = random.Next(3) == 0 ? 0.3 : null,
        };
    }

    public AttentionInputs<T> Inputs<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => new()
        {
            Query = As<T>(Query.Values),
            QueryStrides = Query.Strides,
            Key = As<T>(Key.Values),
            KeyStrides = Key.Strides,
            Value = As<T>(Value.Values),
            ValueStrides = Value.Strides,
            Bias = Bias is null ? default : As<T>(Bias.Values),
            BiasStrides = Bias?.Strides ?? default,
            KeyMask = Mask,
            KeyLengths = Lengths,
            Dropout = Dropout,
        };

    public static T[] As<T>(double[] values)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Array.ConvertAll(values, T.CreateTruncating);

    // Each of the three leading axes may be shared.
    private static AttentionOperand DrawBias(AttentionGeometry g, Random random)
    {
        var (batch, heads, queries) = (random.Next(2) == 0 ? 1 : g.Batch, random.Next(2) == 0 ? 1 : g.QueryHeads, random.Next(3) == 0 ? 1 : g.Queries);
        var strides = new AttentionStrides(
            batch == 1 ? 0 : (long)heads * queries * g.Keys, queries == 1 ? 0 : g.Keys, heads == 1 ? 0 : (long)queries * g.Keys);
        return new(strides, ConvolutionCheck.Draw(random, (long)batch * heads * queries * g.Keys));
    }
}
