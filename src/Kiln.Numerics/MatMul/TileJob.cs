namespace Kiln.Numerics;

/// <summary>
/// What one tile kernel computes: C[r, j] = Σ_s Σ_k A[r, k, s] · B[k, j, s] for some rows r and one panel of columns j. A segment s is one
/// run of terms at constant steps: a matrix product has one, a convolution one per row (or tap) of its window, which is what lets
/// it read the image in place.
/// </summary>
/// <remarks>All steps are in elements, not bytes.</remarks>
internal unsafe struct TileJob<T>
    where T : unmanaged
{
    /// <summary>The element of A for row 0, term 0, segment 0.</summary>
    public T* A;

    /// <summary>From one row of A to the next.</summary>
    public nint ARow;

    /// <summary>From one term of A to the next.</summary>
    public nint AStep;

    /// <summary>From one segment of A to the next.</summary>
    public nint ASegment;

    /// <summary>The columns of B for term 0, segment 0: full vectors are read, so the last panel of a matrix is packed and padded.</summary>
    public T* B;

    /// <summary>From one term of B to the next.</summary>
    public nint BStep;

    /// <summary>From one segment of B to the next.</summary>
    public nint BSegment;

    /// <summary>What a kernel that does not walk asks for besides, with each of its terms, into the second-level cache.</summary>
    public T* Fetch;

    /// <summary>From one of these places to the next; 0 for none.</summary>
    public nint FetchStep;

    /// <summary>
    /// For a kernel that walks over <see cref="Terms"/> without segments, in panels without gaps: with each term, how far the next of A lies. The ends of segments of nine terms took 3 %.
    /// </summary>
    public int* Steps;

    /// <summary>What a walking kernel does besides, with each of its first terms: one row of another tile, here.</summary>
    public T* Line;

    /// <summary>From one of these rows to the next.</summary>
    public nint LineStep;

    /// <summary>How many; no more than terms.</summary>
    public nint Lines;

    /// <summary>The rows to be written there past the caches, one behind the other; null to ask for them only.</summary>
    public T* Poured;

    /// <summary>Terms in a segment.</summary>
    public nint Terms;

    /// <summary>Segments; 0 gives a sum of zero.</summary>
    public nint Segments;

    /// <summary>Where row 0 of the tile goes.</summary>
    public T* C;

    /// <summary>From one row of C to the next.</summary>
    public nint CRow;

    /// <summary>Added to each row after the sum, or null.</summary>
    public T* Bias;

    /// <summary>Columns that exist in the last vector of the panel.</summary>
    public int LastLanes;

    /// <summary>Add to what C holds.</summary>
    public bool Accumulate;

    /// <summary>Store max(x, 0), after sum, C and bias.</summary>
    public bool Rectify;
}
