using System.Text.Json;

namespace Kiln.Neural.Tests;

/// <summary>Expected results of Keras 3.1.1 in float32, from the folder that KILN_TEST_DATA names. Numbers there have seven decimals.</summary>
internal static class KerasGoldens
{
    public static JsonElement Read(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        string path = folder is null ? string.Empty : Path.Combine(folder, "goldens", "keras", name);
        if (!File.Exists(path))
        {
            Assert.Skip($"needs goldens/keras/{name} in the folder that the environment variable KILN_TEST_DATA names");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("cases").Clone();
    }

    /// <summary>A nested list of numbers as a float32 tensor.</summary>
    public static Tensor Tensor(this JsonElement nested)
    {
        var shape = new List<int>();
        for (JsonElement e = nested; e.ValueKind == JsonValueKind.Array; e = e[0])
        {
            shape.Add(e.GetArrayLength());
        }

        var values = new List<float>();
        Collect(nested, values);
        return Kiln.Tensors.Tensor.From(values.ToArray(), shape.ToArray());
    }

    /// <summary>A list of whole numbers as an int64 tensor.</summary>
    public static Tensor Integers(this JsonElement list) => Kiln.Tensors.Tensor.From(list.EnumerateArray().Select(e => (long)e.GetDouble()).ToArray());

    public static void ShouldMatch(this Tensor actual, Tensor expected, string what, double absolute = 3e-6, double relative = 5e-6)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        float[] a = actual.ToArray<float>();
        float[] e = expected.ToArray<float>();
        for (int i = 0; i < a.Length; i++)
        {
            if (!(Math.Abs(a[i] - e[i]) <= absolute + relative * Math.Abs(e[i])))
            {
                Assert.Fail($"{what}: element {i} of {expected.Shape} is {a[i]:R}, Keras has {e[i]:R}");
            }
        }
    }

    private static void Collect(JsonElement element, List<float> values)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement child in element.EnumerateArray())
            {
                Collect(child, values);
            }
        }
        else
        {
            values.Add(element.GetSingle());
        }
    }
}
