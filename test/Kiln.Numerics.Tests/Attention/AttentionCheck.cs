using System.Numerics;

namespace Kiln.Numerics.Tests;

/// <summary>What the kernels compute for a case.</summary>
internal sealed record AttentionResults<T>(T[] Output, T[] LogSums, T[] Query, T[] Key, T[] Value, T[] Bias);

/// <summary>Runs attention forward and backward, in both precisions, and compares with the definition.</summary>
internal static class AttentionCheck
{
    public static void Case(AttentionCase @case)
    {
        var reference = new AttentionReference(@case);
        var random = new Random(11);
        var outputGradient = ConvolutionCheck.Draw(random, @case.Output.Count);
        var output = reference.Output();
        var logSums = reference.LogSums();
        var (query, key, value, bias) = reference.Gradients(outputGradient);
        var wide = Run<double>(@case, outputGradient);
        var single = Run<float>(@case, outputGradient);
        void Both(string what, double[] expected, double[] fromDouble, float[] fromSingle, AttentionOperand? shape, int time, int heads, int size)
        {
            Compare(fromDouble, expected, 1e-13, $"double {what} of {Describe(@case)}", shape, @case.Geometry.Batch, time, heads, size);
            Compare([.. fromSingle.Select(v => (double)v)], expected, 5e-6, $"float {what} of {Describe(@case)}", shape, @case.Geometry.Batch, time, heads, size);
        }

        var g = @case.Geometry;
        Both("output", output, wide.Output, single.Output, @case.Output, g.Queries, g.QueryHeads, g.ValueSize);
        Both("log sums", logSums, wide.LogSums, single.LogSums, null, 0, 0, 0);
        Both("gradient of the query", query, wide.Query, single.Query, @case.Query, g.Queries, g.QueryHeads, g.Size);
        Both("gradient of the key", key, wide.Key, single.Key, @case.Key, g.Keys, g.KeyHeads, g.Size);
        Both("gradient of the value", value, wide.Value, single.Value, @case.Value, g.Keys, g.KeyHeads, g.ValueSize);
        Both("gradient of the bias", bias, wide.Bias, single.Bias, null, 0, 0, 0);
    }

    public static AttentionResults<T> Run<T>(AttentionCase @case, double[] outputGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var g = @case.Geometry;
        var inputs = @case.Inputs<T>();

        // What the results held before must not matter.
        var output = Fill<T>(@case.Output.Count);
        var logSums = Fill<T>(g.Batch * g.QueryHeads * g.Queries);
        Attention.Forward(g, inputs, output, @case.Output.Strides, logSums);
        var results = new AttentionResults<T>(
            output, logSums, Fill<T>(@case.Query.Count), Fill<T>(@case.Key.Count), Fill<T>(@case.Value.Count), Fill<T>(@case.Bias?.Count ?? 0));
        Attention.Backward(
            g,
            inputs,
            output,
            @case.Output.Strides,
            logSums,
            AttentionCase.As<T>(outputGradient),
            @case.Output.Strides,
            new AttentionGradients<T>
            {
                Query = results.Query,
                QueryStrides = @case.Query.Strides,
                Key = results.Key,
                KeyStrides = @case.Key.Strides,
                Value = results.Value,
                ValueStrides = @case.Value.Strides,
                Bias = results.Bias,
                BiasStrides = @case.Bias?.Strides ?? default,
            });
        return results;
    }

    public static string Describe(AttentionCase @case) =>
        $"{@case.Geometry}, bias {@case.Bias?.Strides.ToString() ?? "none"}, mask {@case.Mask.Length > 0}, lengths {string.Join(" ", @case.Lengths)}, dropout {@case.Dropout is not null}";

    private static void Compare(
        double[] actual, double[] expected, double unit, string what, AttentionOperand? operand, int batch, int time, int heads, int size)
    {
        actual.Length.ShouldBe(expected.Length);
        var scale = Math.Max(1, expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        if (operand is null)
        {
            for (var i = 0; i < expected.Length; i++)
            {
                At(i);
            }

            return;
        }

        // Only what the rows reach: the gaps between rows are nobody's.
        var reached = new bool[actual.Length];
        for (var b = 0; b < batch; b++)
        {
            for (var t = 0; t < time; t++)
            {
                for (var h = 0; h < heads; h++)
                {
                    for (var c = 0; c < size; c++)
                    {
                        reached[operand.At(b, t, h, c)] = true;
                        At(operand.At(b, t, h, c));
                    }
                }
            }
        }

        for (var i = 0; i < actual.Length; i++)
        {
            if (!reached[i] && !double.IsNaN(actual[i]))
            {
                Assert.Fail($"{what}: element {i} lies between rows and was written");
            }
        }

        void At(int i)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= unit * scale) && !actual[i].Equals(expected[i]))
            {
                actual[i].ShouldBe(expected[i], unit * scale, $"{what} at {i}");
            }
        }
    }

    private static T[] Fill<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[count];
        Array.Fill(values, T.NaN);
        return values;
    }
}
