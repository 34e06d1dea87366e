namespace Kiln.Tokenizers;

/// <summary>A set of characters as ranges in order that do not touch. Immutable; sets of the same characters are equal.</summary>
internal sealed class CodePointSet : IEquatable<CodePointSet>
{
    private const int Limit = 0x110000;

    private readonly int _hash;

    private CodePointSet(List<(int Start, int End)> ranges)
    {
        var hash = default(HashCode);
        foreach (var (start, end) in ranges)
        {
            hash.Add(start);
            hash.Add(end);
        }

        (Ranges, _hash) = (ranges, hash.ToHashCode());
    }

    /// <summary>The ranges, each up to its end, which is not in it.</summary>
    public IReadOnlyList<(int Start, int End)> Ranges { get; }

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet All { get; } = new([(0, Limit)]);

    /// <summary>The characters from one to another, both among them.</summary>
    public static CodePointSet Range(int first, int last) => new([(first, last + 1)]);

    /// <summary>One character, or where case is ignored all that it matches.</summary>
    public static CodePointSet Of(int codePoint, bool ignoresCase) =>
        ignoresCase ? Union([.. LetterCase.Same(codePoint).ToArray().Select(same => Range(same, same))]) : Range(codePoint, codePoint);

    /// <summary>The characters whose value of a property is wanted.</summary>
    public static CodePointSet Where(PropertyTable table, Func<byte, bool> isWanted)
    {
        List<(int, int)> ranges = [];
        foreach (var (start, end, value) in table.Runs())
        {
            if (isWanted(value))
            {
                Append(ranges, start, end);
            }
        }

        return new(ranges);
    }

    public static CodePointSet Union(params IReadOnlyList<CodePointSet> sets)
    {
        List<(int, int)> ranges = [];
        foreach (var (start, end) in sets.SelectMany(set => set.Ranges).Order())
        {
            Append(ranges, start, end);
        }

        return new(ranges);
    }

    public CodePointSet Intersect(CodePointSet other) => Union(Complement(), other.Complement()).Complement();

    public CodePointSet Complement()
    {
        List<(int, int)> ranges = [];
        var from = 0;
        foreach (var (start, end) in Ranges)
        {
            if (start > from)
            {
                ranges.Add((from, start));
            }

            from = end;
        }

        if (from < Limit)
        {
            ranges.Add((from, Limit));
        }

        return new(ranges);
    }

    /// <summary>The set with all that its characters match where case is ignored.</summary>
    public CodePointSet WithCases() => Union([this, .. LetterCase.Groups.Where(group => group.Any(Contains)).SelectMany(group => group.Select(member => Range(member, member)))]);

    public bool Contains(int codePoint)
    {
        var (low, high) = (0, Ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Ranges[middle].End <= codePoint)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < Ranges.Count && Ranges[low].Start <= codePoint;
    }

    public bool Equals(CodePointSet? other) => other is not null && _hash == other._hash && Ranges.SequenceEqual(other.Ranges);

    public override bool Equals(object? obj) => Equals(obj as CodePointSet);

    public override int GetHashCode() => _hash;

    private static void Append(List<(int Start, int End)> ranges, int start, int end)
    {
        if (ranges.Count > 0 && start <= ranges[^1].End)
        {
            ranges[^1] = (ranges[^1].Start, Math.Max(ranges[^1].End, end));
        }
        else if (start < end)
        {
            ranges.Add((start, end));
        }
    }
}
