using System.Globalization;
using System.Numerics.Tensors;

namespace Kiln.Data;

public sealed partial class Target
{
    /// <summary>The different values in ascending order (text by code point), and for each sample the number of its value among them.</summary>
    /// <param name="codes">For each sample, 0 … classes − 1.</param>
    /// <returns>The classes, of the same kind.</returns>
    /// <exception cref="DatasetException">There are several outputs, or a number is NaN.</exception>
    public Target Distinct(out int[] codes)
    {
        if (Outputs != 1)
        {
            throw new DatasetException($"target: each sample has {Outputs} values; one class label for each is expected");
        }

        switch (Kind)
        {
            case TargetKind.Integers:
                return new(EncodeNear(_integers!, out codes) ?? Encode(_integers!, Comparer<long>.Default, out codes), 1);
            case TargetKind.Text:
                return new(Encode(_texts!, CodePointComparer.Instance, out codes));
            default:
                var nan = Array.FindIndex(_numbers!, double.IsNaN);
                return nan < 0
                    ? new(Encode(_numbers!, Comparer<double>.Default, out codes), 1)
                    : throw new DatasetException("target", nan, "the label", "is NaN; drop the samples without one") { Value = double.NaN };
        }
    }

    /// <summary>For each sample the number of its value among some classes; −1 where it is none of them. Numbers and integers of equal value are equal.</summary>
    /// <param name="classes">The classes, in any order, one output.</param>
    public int[] CodesAmong(Target classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (Kind == TargetKind.Text || classes.Kind == TargetKind.Text)
        {
            return Lookup(Texts(), classes.Texts());
        }

        return Kind == TargetKind.Integers && classes.Kind == TargetKind.Integers
            ? Lookup(_integers!, classes._integers!)
            : Lookup(Numbers().ToArray(), classes.Numbers().ToArray());
    }

    /// <summary>One value as text.</summary>
    /// <param name="row">The sample.</param>
    public string TextAt(int row) => Kind switch
    {
        TargetKind.Text => _texts![row],
        TargetKind.Integers => _integers![row].ToString(CultureInfo.InvariantCulture),
        _ => _numbers![row].ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>Integers that lie close together, as most labels do, take three passes and no hashing; null where they do not.</summary>
    private static long[]? EncodeNear(long[] values, out int[] codes)
    {
        codes = [];
        if (values.Length == 0)
        {
            return null;
        }

        var (low, high) = (TensorPrimitives.Min<long>(values), TensorPrimitives.Max<long>(values));
        var width = (ulong)high - (ulong)low;
        if (width > 1024 + (2 * (ulong)values.Length) || width >= (ulong)Array.MaxLength)
        {
            return null;
        }

        var places = new int[(int)width + 1];
        foreach (var value in values)
        {
            places[value - low] = 1;
        }

        var classes = new List<long>();
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] != 0)
            {
                places[i] = classes.Count;
                classes.Add(low + i);
            }
        }

        codes = GC.AllocateUninitializedArray<int>(values.Length);
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = places[values[i] - low];
        }

        return [.. classes];
    }

    private static T[] Encode<T>(T[] values, IComparer<T> order, out int[] codes)
        where T : notnull
    {
        // Few classes are the common case: a dictionary finds them in one pass, and only they are sorted.
        var numbers = new Dictionary<T, int>();
        codes = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ref var number = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(numbers, values[i], out var known);
            if (!known)
            {
                number = numbers.Count - 1;
            }

            codes[i] = number;
        }

        var classes = new T[numbers.Count];
        var found = new int[numbers.Count];
        foreach (var (value, number) in numbers)
        {
            (classes[number], found[number]) = (value, number);
        }

        Array.Sort(classes, found, order);
        var place = new int[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            place[found[i]] = i;
        }

        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = place[codes[i]];
        }

        return classes;
    }

    private static int[] Lookup<T>(IReadOnlyList<T> values, IReadOnlyList<T> classes)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>(classes.Count);
        for (var i = 0; i < classes.Count; i++)
        {
            numbers.TryAdd(classes[i], i);
        }

        var codes = new int[values.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = numbers.GetValueOrDefault(values[i], -1);
        }

        return codes;
    }
}
