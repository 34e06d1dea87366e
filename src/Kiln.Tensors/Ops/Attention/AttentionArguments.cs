using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>Argument checks of attention.</summary>
internal static class AttentionArguments
{
    /// <summary>Checks shapes and options and reads the extents from them.</summary>
    internal static AttentionGeometry Check(
        Tensor query, Tensor key, Tensor value, AttentionOptions options, Tensor? bias, Tensor? keyMask, Tensor? keyLengths)
    {
        Defined(options, nameof(options.Layout), options.Layout);
        Defined(options, nameof(options.Causal), options.Causal);
        bool headsFirst = options.Layout == AttentionLayout.HeadsFirst;
        string axes = headsFirst ? "(batch, heads, time, size)" : "(batch, time, heads, size)";
        Rank("query", query, axes);
        Rank("key", key, axes);
        Rank("value", value, axes);
        (int time, int heads) = headsFirst ? (2, 1) : (1, 2);
        if (key.Shape[0] != query.Shape[0] || key.Shape[3] != query.Shape[3])
        {
            throw new ShapeException($"attention: the query has shape {query.Shape}, the key {key.Shape}, both {axes}; expected the same batch and size");
        }

        if (value.Shape[0] != key.Shape[0] || value.Shape[time] != key.Shape[time] || value.Shape[heads] != key.Shape[heads])
        {
            throw new ShapeException($"attention: the key has shape {key.Shape}, the value {value.Shape}, both {axes}; expected the same but for the size");
        }

        if (query.Shape[heads] > 0 && (key.Shape[heads] == 0 || query.Shape[heads] % key.Shape[heads] != 0))
        {
            string other = headsFirst ? nameof(AttentionLayout.TimeFirst) : nameof(AttentionLayout.HeadsFirst);
            string hint = query.Shape[time] == key.Shape[time] ? $"; or do the operands have Layout = AttentionLayout.{other}?" : string.Empty;
            throw new ShapeException(
                $"attention: the query {query.Shape} has {query.Shape[heads]} heads, the key {key.Shape} {key.Shape[heads]}, both {axes}; "
                + $"expected a multiple of the key's heads{hint}");
        }

        if (options.Dropout is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Dropout, $"attention: Dropout must be at least 0 and below 1, got {options.Dropout}");
        }

        if (options.Scale is { } scale && !double.IsFinite(scale))
        {
            throw new ArgumentOutOfRangeException(nameof(options), scale, $"attention: Scale must be a finite number, got {scale}");
        }

        var g = new AttentionGeometry(
            query.Shape[0], query.Shape[heads], key.Shape[heads], query.Shape[time], key.Shape[time], query.Shape[3], value.Shape[3])
        {
            Causal = options.Causal,
            Scale = options.Scale,
        };
        Masks(g, bias, keyMask, keyLengths);
        return g;
    }

    /// <summary>The bias as (batch, query heads, queries, keys), 1 along the first three axes where it is shared.</summary>
    internal static Tensor Bias(Tensor bias, AttentionGeometry g)
    {
        while (bias.Rank < 4)
        {
            bias = bias.ExpandDims(0);
        }

        return bias.Shape[3] == g.Keys ? bias : bias.BroadcastTo([bias.Shape[0], bias.Shape[1], bias.Shape[2], g.Keys]);
    }

    /// <summary>Checks that no length goes beyond the keys.</summary>
    internal static void CheckLengths(Tensor? lengths, AttentionGeometry g)
    {
        if (lengths is null)
        {
            return;
        }

        int[] values = lengths.ToArray<int>();
        for (int i = 0; i < values.Length; i++)
        {
            if ((uint)values[i] > (uint)g.Keys)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(lengths), values[i], $"attention: the key length of sequence {i} is {values[i]}; there are {g.Keys} keys, expected 0 to {g.Keys}");
            }
        }
    }

    private static void Masks(AttentionGeometry g, Tensor? bias, Tensor? keyMask, Tensor? keyLengths)
    {
        if (bias is not null)
        {
            if (bias.DType == DType.Bool)
            {
                throw new DTypeException(
                    "attention: the bias is added to the scores, this one is bool; hide keys from all queries with keyMask, or give numbers: 0 and −∞");
            }

            int[] full = [g.Batch, g.QueryHeads, g.Queries, g.Keys];
            bool fits = bias.Rank <= 4;
            for (int i = 1; fits && i <= bias.Rank; i++)
            {
                fits = bias.Shape[^i] == 1 || bias.Shape[^i] == full[^i];
            }

            if (!fits)
            {
                throw new ShapeException(
                    $"attention: the bias has shape {bias.Shape}; expected one that broadcasts to (batch, query heads, queries, keys) = {new Shape(full)}");
            }
        }

        if (keyMask is not null)
        {
            if (keyMask.DType != DType.Bool)
            {
                throw new DTypeException($"attention: the key mask is {keyMask.DType.Name()}; expected bool, true for the keys that count");
            }

            if (keyMask.Rank != 2 || keyMask.Shape[0] != g.Batch || keyMask.Shape[1] != g.Keys)
            {
                throw new ShapeException($"attention: the key mask has shape {keyMask.Shape}; expected (batch, keys) = ({g.Batch}, {g.Keys})");
            }
        }

        if (keyLengths is not null)
        {
            if (keyLengths.DType is not (DType.Int32 or DType.Int64))
            {
                throw new DTypeException($"attention: the key lengths are {keyLengths.DType.Name()}; expected int32 or int64");
            }

            if (keyLengths.Rank != 1 || keyLengths.Shape[0] != g.Batch)
            {
                throw new ShapeException($"attention: the key lengths have shape {keyLengths.Shape}; expected (batch,) = ({g.Batch},)");
            }
        }
    }

    private static void Defined<TOption>(AttentionOptions options, string name, TOption value)
        where TOption : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), value, $"attention: {name} is {value}; expected {typeof(TOption).Name}.{string.Join($" or {typeof(TOption).Name}.", Enum.GetNames<TOption>())}");
        }
    }

    private static void Rank(string name, Tensor x, string axes)
    {
        if (x.Rank != 4)
        {
            string hint = x.Rank == 3 ? "; reshape (batch, time, heads · size) to (batch, time, heads, size)" : string.Empty;
            throw new ShapeException($"attention: the {name} has shape {x.Shape}; expected {axes}{hint}");
        }
    }
}
