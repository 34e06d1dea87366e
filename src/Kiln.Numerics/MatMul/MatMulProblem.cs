namespace Kiln.Numerics;

/// <summary>
/// One matrix product C = activation(op(A)·op(B) [+ C] [+ bias]) with its operands described by steps, so that a transpose is only a
/// different pair of steps. All steps are in elements.
/// </summary>
internal unsafe struct MatMulProblem<T>
    where T : unmanaged
{
    /// <summary>Rows of C.</summary>
    public int M;

    /// <summary>Columns of C.</summary>
    public int N;

    /// <summary>Terms of each sum.</summary>
    public int K;

    /// <summary>op(A)[0, 0].</summary>
    public T* A;

    /// <summary>From op(A)[i, k] to op(A)[i + 1, k].</summary>
    public nint ARow;

    /// <summary>From op(A)[i, k] to op(A)[i, k + 1].</summary>
    public nint AStep;

    /// <summary>The first stored element of B.</summary>
    public T* B;

    /// <summary>Leading dimension of B as it is stored.</summary>
    public nint Ldb;

    /// <summary>B is stored as (N, K).</summary>
    public bool TransposeB;

    /// <summary>B as the panels of a <see cref="PackedMatrix{T}"/> instead of <see cref="B"/>, or null.</summary>
    public T* Panels;

    /// <summary>C[0, 0]; its columns are adjacent.</summary>
    public T* C;

    /// <summary>From one row of C to the next.</summary>
    public nint Ldc;

    /// <summary>Add to what C holds.</summary>
    public bool Accumulate;

    /// <summary>N elements added to each row, or null.</summary>
    public T* Bias;

    /// <summary>Applied last.</summary>
    public Activation Activation;
}
