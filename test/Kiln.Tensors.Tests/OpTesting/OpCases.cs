namespace Kiln.Tensors.Tests;

/// <summary>The list of op cases, a file for each family. To add an op: add its case to the file of its family, or a file of its own here.</summary>
internal static partial class OpCases
{
    private static readonly Dictionary<string, OpCase> s_byName = new(StringComparer.Ordinal);

    /// <summary>All cases.</summary>
    internal static IReadOnlyDictionary<string, OpCase> All
    {
        get
        {
            lock (s_byName)
            {
                if (s_byName.Count == 0)
                {
                    foreach (OpCase @case in Families().SelectMany(family => family))
                    {
                        s_byName.Add(@case.Name, @case);
                    }
                }

                return s_byName;
            }
        }
    }

    /// <summary>A shape of 1 to 4 axes of 1 to 5.</summary>
    internal static Shape AnyShape(Random random)
    {
        var sizes = new int[random.Next(1, 5)];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = random.Next(1, 6);
        }

        return sizes;
    }

    /// <summary>A pair of shapes that broadcast: axes of size 1 and missing leading axes on either side.</summary>
    internal static (Shape Left, Shape Right) BroadcastShapes(Random random)
    {
        int[] common = AnyShape(random).ToArray();
        return (Shrink(common, random), Shrink(common, random));
    }

    private static int[] Shrink(int[] sizes, Random random)
    {
        int[] shrunk = [.. sizes.Select(s => random.Next(4) == 0 ? 1 : s)];
        return random.Next(3) == 0 ? shrunk[random.Next(shrunk.Length)..] : shrunk;
    }

    private static IEnumerable<OpCase[]> Families()
    {
        yield return Elementwise();
        yield return Binary();
        yield return Arranging();
        yield return Rows();
        yield return Indexing();
        yield return Reductions();
        yield return Products();
        yield return Attentions();
        yield return LinearAlgebras();
    }
}
