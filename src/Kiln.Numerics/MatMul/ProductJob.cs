namespace Kiln.Numerics;

/// <summary>What one kernel of the matrix product computes: C[r, j] = Σ_k A[r, k] · B[k, j] for some rows r and one panel of columns j.</summary>
/// <remarks>All steps are in elements, not bytes.</remarks>
internal unsafe struct ProductJob<T>
    where T : unmanaged
{
    /// <summary>The element of A for row 0, term 0.</summary>
    public T* A;

    /// <summary>From one row of A to the next.</summary>
    public nint ARow;

    /// <summary>From one term of A to the next.</summary>
    public nint AStep;

    /// <summary>The columns of B for term 0.</summary>
    public T* B;

    /// <summary>From one term of B to the next.</summary>
    public nint BStep;

    /// <summary>From the first two vectors of a term of B to the other two, in a kernel of four: packed, they belong to another panel.</summary>
    public nint Second;

    /// <summary>With each term but the first ones, which ask for the rows of C, as much memory as a row of the panel takes is fetched from here into the second-level cache. Need not exist.</summary>
    public T* Ahead;

    /// <summary>From what is fetched with one term to what is fetched with the next.</summary>
    public nint AheadStep;

    /// <summary>In a kernel of two or four vectors: how much farther the second half of what is fetched with one term lies than right behind the first (with four vectors, than <see cref="Second"/>).</summary>
    public nint AheadApart;

    /// <summary>Terms of a run of fetching, after which the next run begins; 0 for one run over all terms.</summary>
    public nint AheadTerms;

    /// <summary>From where one run of fetching begins to where the next does.</summary>
    public nint AheadRun;

    /// <summary>Where a packing kernel copies the panel to, term after term, padded with zeros to whole vectors.</summary>
    public T* Copy;

    /// <summary>Terms of the sum.</summary>
    public nint Terms;

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
