namespace Kiln.Numerics;

/// <summary>Argument checks of attention, apart from the hot methods.</summary>
internal static class AttentionChecks
{
    /// <summary>Checks what both passes read.</summary>
    public static void Inputs<T>(in AttentionGeometry g, in AttentionInputs<T> inputs)
        where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"attention: expected float or double, given {typeof(T).Name}.");
        }

        g.Validate();
        Operand("the query", g.Batch, g.Queries, g.QueryHeads, g.Size, inputs.Query.Length, inputs.QueryStrides);
        Operand("the key", g.Batch, g.Keys, g.KeyHeads, g.Size, inputs.Key.Length, inputs.KeyStrides);
        Operand("the value", g.Batch, g.Keys, g.KeyHeads, g.ValueSize, inputs.Value.Length, inputs.ValueStrides);
        if (!inputs.Bias.IsEmpty)
        {
            Operand("the bias", g.Batch, g.Queries, g.QueryHeads, g.Keys, inputs.Bias.Length, inputs.BiasStrides);
        }

        if (!inputs.KeyMask.IsEmpty && inputs.KeyMask.Length != (long)g.Batch * g.Keys)
        {
            throw new ArgumentException($"attention: the key mask has {inputs.KeyMask.Length} elements; expected {g.Batch} × {g.Keys}, or none.");
        }

        if (!inputs.KeyLengths.IsEmpty && inputs.KeyLengths.Length != g.Batch)
        {
            throw new ArgumentException($"attention: there are {inputs.KeyLengths.Length} key lengths; expected {g.Batch}, one for each sequence, or none.");
        }

        for (var i = 0; i < inputs.KeyLengths.Length; i++)
        {
            if ((uint)inputs.KeyLengths[i] > (uint)g.Keys)
            {
                throw new ArgumentException($"attention: the key length of sequence {i} is {inputs.KeyLengths[i]}; expected 0 to {g.Keys}, the length of the keys.");
            }
        }
    }

    /// <summary>Checks where the gradients go.</summary>
    public static void Gradients<T>(in AttentionGeometry g, in AttentionInputs<T> inputs, in AttentionGradients<T> gradients)
        where T : unmanaged
    {
        if (gradients.Query.Length + gradients.Key.Length + gradients.Value.Length > 0 || gradients.Bias.IsEmpty)
        {
            Operand("the gradient of the query", g.Batch, g.Queries, g.QueryHeads, g.Size, gradients.Query.Length, gradients.QueryStrides);
            Operand("the gradient of the key", g.Batch, g.Keys, g.KeyHeads, g.Size, gradients.Key.Length, gradients.KeyStrides);
            Operand("the gradient of the value", g.Batch, g.Keys, g.KeyHeads, g.ValueSize, gradients.Value.Length, gradients.ValueStrides);
        }

        if (gradients.Bias.IsEmpty)
        {
            return;
        }

        var (given, made) = (inputs.BiasStrides, gradients.BiasStrides);
        if (inputs.Bias.IsEmpty
            || (given.Batch == 0) != (made.Batch == 0) || (given.Time == 0) != (made.Time == 0) || (given.Head == 0) != (made.Head == 0))
        {
            throw new ArgumentException(
                $"attention: the gradient of the bias has strides {made}, the bias {(inputs.Bias.IsEmpty ? "is missing" : $"has {given}")}; expected 0 along the same axes.");
        }

        Operand("the gradient of the bias", g.Batch, g.Queries, g.QueryHeads, g.Keys, gradients.Bias.Length, made);
    }

    /// <summary>Checks that rows of an operand lie within its span.</summary>
    public static void Operand(string name, int batch, int time, int heads, int size, int length, AttentionStrides strides)
    {
        if (strides.Batch < 0 || strides.Time < 0 || strides.Head < 0)
        {
            throw new ArgumentException($"attention: {name} has strides {strides}; expected 0 or more.");
        }

        var needed = strides.Extent(batch, time, heads, size);
        if (length < needed)
        {
            throw new ArgumentException(
                $"attention: {name} has {length} elements; {batch} sequences of {time} rows of {heads} heads of {size} elements with strides {strides} need {needed}.");
        }
    }

    /// <summary>Checks the log-sums.</summary>
    public static void LogSums(in AttentionGeometry g, int length, bool optional)
    {
        var needed = (long)g.Batch * g.QueryHeads * g.Queries;
        if (length != needed && (length != 0 || !optional))
        {
            throw new ArgumentException(
                $"attention: there are {length} log-sums; expected {needed}, one for each of {g.Batch} sequences, {g.QueryHeads} heads and {g.Queries} queries.");
        }
    }
}
