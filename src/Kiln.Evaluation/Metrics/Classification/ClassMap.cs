using System.Numerics;

namespace Kiln.Evaluation;

/// <summary>The sorted distinct classes of some data, and the place of each among them.</summary>
internal sealed class ClassMap
{
    private readonly int _low;
    private readonly int[]? _places; // By class − low, −1 where there is none; null when the classes lie too far apart.
    private readonly Dictionary<int, int>? _placeOf;

    private ClassMap(int[] classes)
    {
        Classes = classes;
        var range = classes.Length == 0 ? 0 : (long)classes[^1] - classes[0] + 1;
        if (range <= Math.Max(4096, 8L * classes.Length))
        {
            _low = classes.Length == 0 ? 0 : classes[0];
            _places = new int[range];
            Array.Fill(_places, -1);
            for (var i = 0; i < classes.Length; i++)
            {
                _places[classes[i] - _low] = i;
            }

            return;
        }

        _placeOf = new Dictionary<int, int>(classes.Length);
        for (var i = 0; i < classes.Length; i++)
        {
            _placeOf[classes[i]] = i;
        }
    }

    /// <summary>The classes, ascending.</summary>
    public int[] Classes { get; }

    /// <summary>Number of classes.</summary>
    public int Count => Classes.Length;

    /// <summary>The place of a class, or −1 when it is not among them.</summary>
    public int this[int value] =>
        _places is null
            ? _placeOf!.GetValueOrDefault(value, -1)
            : (uint)(value - _low) < (uint)_places.Length && value >= _low ? _places[value - _low] : -1;

    /// <summary>The classes that occur in the data.</summary>
    public static ClassMap Of(ReadOnlySpan<int> values, ReadOnlySpan<int> others = default)
    {
        if (values.IsEmpty)
        {
            return others.IsEmpty ? new ClassMap([]) : Of(others);
        }

        var (low, high) = Range(values, values[0], values[0]);
        (low, high) = Range(others, low, high);
        var range = (long)high - low + 1;
        if (range > Math.Max(4096, 4L * (values.Length + others.Length)))
        {
            var sorted = new HashSet<int>(values.Length);
            AddTo(sorted, values);
            AddTo(sorted, others);
            int[] distinct = [.. sorted];
            Array.Sort(distinct);
            return new ClassMap(distinct);
        }

        var present = new bool[range];
        foreach (var value in values)
        {
            present[value - low] = true;
        }

        foreach (var value in others)
        {
            present[value - low] = true;
        }

        var classes = new List<int>();
        for (var i = 0; i < present.Length; i++)
        {
            if (present[i])
            {
                classes.Add(low + i);
            }
        }

        return new ClassMap([.. classes]);
    }

    /// <summary>The place of every value; all of them must be among the classes.</summary>
    public int[] Encode(ReadOnlySpan<int> values)
    {
        var result = new int[values.Length];
        if (_places is { } places)
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = places[values[i] - _low];
            }

            return result;
        }

        for (var i = 0; i < result.Length; i++)
        {
            result[i] = _placeOf![values[i]];
        }

        return result;
    }

    private static void AddTo(HashSet<int> set, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            set.Add(value);
        }
    }

    private static (int Low, int High) Range(ReadOnlySpan<int> values, int low, int high)
    {
        var i = 0;
        if (values.Length >= Vector<int>.Count)
        {
            Vector<int> lows = new(low), highs = new(high);
            for (; i + Vector<int>.Count <= values.Length; i += Vector<int>.Count)
            {
                var v = new Vector<int>(values[i..]);
                lows = Vector.Min(lows, v);
                highs = Vector.Max(highs, v);
            }

            for (var lane = 0; lane < Vector<int>.Count; lane++)
            {
                low = Math.Min(low, lows[lane]);
                high = Math.Max(high, highs[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            low = Math.Min(low, values[i]);
            high = Math.Max(high, values[i]);
        }

        return (low, high);
    }
}
