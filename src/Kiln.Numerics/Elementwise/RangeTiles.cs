namespace Kiln.Numerics;

/// <summary>Work on a range of elements.</summary>
internal interface IRangeBody
{
    /// <summary>Treats elements <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1.</summary>
    public void Invoke(long first, int count);
}

/// <summary>Tiles that are ranges of equal size, the last one shorter.</summary>
internal readonly struct RangeTiles<TBody>(TBody body, long count, int tileSize) : ITileBody
    where TBody : struct, IRangeBody
{
    public void Invoke(int tile)
    {
        var first = (long)tile * tileSize;
        body.Invoke(first, (int)Math.Min(tileSize, count - first));
    }
}
