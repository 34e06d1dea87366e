namespace Kiln.Numerics;

/// <summary>
/// The few vector operations that the tile kernels are made of, for one element type at one vector width. Each kernel is written once
/// over this interface; the implementing structs are never instantiated, they only pick the instructions. The JIT compiles one copy of a
/// kernel per struct, with every member inlined.
/// </summary>
/// <typeparam name="T">The element: float or double.</typeparam>
/// <typeparam name="TVector">What one register holds; <typeparamref name="T"/> itself in the scalar form.</typeparam>
internal unsafe interface ILanes<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>Elements in one vector.</summary>
    public static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    public static abstract TVector Zero { get; }

    /// <summary>The most rows of a tile that is <paramref name="vectors"/> (1, 2 or 4) vectors wide and still fits the registers.</summary>
    public static abstract int MaxRows(int vectors);

    /// <summary>Reads <see cref="Count"/> elements.</summary>
    public static abstract TVector Load(T* source);

    /// <summary>Writes <see cref="Count"/> elements.</summary>
    public static abstract void Store(T* destination, TVector value);

    /// <summary>
    /// As <see cref="Store"/>, past the caches where the processor can, to an address that is a multiple of the vector's size. The writer ends with
    /// <see cref="Streaming.Fence"/>.
    /// </summary>
    public static abstract void StoreThrough(T* destination, TVector value);

    /// <summary>A mask for the first <paramref name="count"/> lanes.</summary>
    public static abstract TVector FirstLanes(int count);

    /// <summary>Reads the lanes that <paramref name="mask"/> (of <paramref name="count"/> lanes) selects; the others are zero and their memory is not touched.</summary>
    public static abstract TVector LoadFirst(T* source, TVector mask, int count);

    /// <summary>Writes the lanes that <paramref name="mask"/> (of <paramref name="count"/> lanes) selects.</summary>
    public static abstract void StoreFirst(T* destination, TVector mask, int count, TVector value);

    /// <summary>One element in every lane.</summary>
    public static abstract TVector Broadcast(T* source);

    /// <summary>Asks for a cache line that will be read soon. Never faults.</summary>
    public static abstract void Prefetch(T* address);

    /// <summary>As <see cref="Prefetch"/>, into the second-level cache: for what is read later.</summary>
    public static abstract void PrefetchFar(T* address);

    /// <summary>x·y + sum, fused where the processor can.</summary>
    public static abstract TVector MultiplyAdd(TVector x, TVector y, TVector sum);

    /// <summary>x + y.</summary>
    public static abstract TVector Add(TVector x, TVector y);

    /// <summary>x − y.</summary>
    public static abstract TVector Subtract(TVector x, TVector y);

    /// <summary>max(x, 0) with NaN kept.</summary>
    public static abstract TVector Rectify(TVector x);

    /// <summary>Where <paramref name="x"/> is greater than <paramref name="y"/> or is not a number: all bits set.</summary>
    public static abstract TVector GreaterOrNaN(TVector x, TVector y);

    /// <summary>Where the bit patterns are equal: all bits set.</summary>
    public static abstract TVector SameBits(TVector x, TVector y);

    /// <summary>Bit by bit: <paramref name="yes"/> where <paramref name="mask"/> is set, else <paramref name="no"/>.</summary>
    public static abstract TVector Select(TVector mask, TVector yes, TVector no);

    /// <summary>The sum of all lanes, in a fixed order.</summary>
    public static abstract T Sum(TVector x);

    /// <summary>Writes the sums of the lanes of four vectors, in a fixed order, to four elements.</summary>
    public static abstract void SumFour(TVector x0, TVector x1, TVector x2, TVector x3, T* sums);

    /// <summary>For <see cref="Permute"/>: lane i reads lane <paramref name="term"/> of its own group of <paramref name="group"/> lanes, a power of two that divides the count.</summary>
    public static abstract TVector Places(int group, int term);

    /// <summary>Lane i of the result is the lane of <paramref name="x"/> that lane i of <see cref="Places"/> names.</summary>
    public static abstract TVector Permute(TVector x, TVector places);
}
