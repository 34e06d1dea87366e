namespace Kiln.Numerics;

/// <summary>Chooses the form of the product that suits a shape. The choice follows from the shape alone.</summary>
internal static unsafe class MatMulRouter<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // A product with a small result and a long sum offers no rows or columns to share; its terms are shared then.
    private const int FewElements = 96 * 96;
    private const int LongSum = 8192;
    private const int SliceTerms = 2048;
    private const int MostSlices = 16;
    private const int RowSlices = 4;

    /// <summary>Computes the product; M and N are positive, K may be zero.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        if (problem.K == 0)
        {
            Epilogue.Finish(problem, null, 0, 1);
        }
        else if (problem.Panels != null)
        {
            BlockedMatMul<T, TVector, TLanes>.Run(problem);
        }
        else if (problem.N == 1)
        {
            MatrixTimesVector(problem);
        }
        else
        {
            RunUnpacked(problem);
        }
    }

    private static void RunUnpacked(in MatMulProblem<T> problem)
    {
        if (SmallMatMul<T, TVector, TLanes>.Suits(problem))
        {
            SmallMatMul<T, TVector, TLanes>.Run(problem);
        }
        else
        {
            RunMatrix(problem);
        }
    }

    private static void RunMatrix(in MatMulProblem<T> problem)
    {
        if (problem.K >= LongSum && (long)problem.M * problem.N <= FewElements)
        {
            RunSliced(problem, Math.Min(MostSlices, problem.K / SliceTerms));
        }
        else if (RowMatMul<T, TVector, TLanes>.SharesTerms(problem))
        {
            RunSliced(problem, RowSlices);
        }
        else
        {
            RunPlain(problem);
        }
    }

    private static void RunPlain(in MatMulProblem<T> problem)
    {
        if (VectorMatMul<T, TVector, TLanes>.SuitsRows(problem))
        {
            VectorMatMul<T, TVector, TLanes>.RunRows(problem);
        }
        else if (DotMatMul<T, TVector, TLanes>.Suits(problem))
        {
            DotMatMul<T, TVector, TLanes>.Run(problem);
        }
        else if (RowMatMul<T, TVector, TLanes>.Suits(problem))
        {
            RowMatMul<T, TVector, TLanes>.Run(problem);
        }
        else
        {
            BlockedMatMul<T, TVector, TLanes>.Run(problem);
        }
    }

    // Rows that are runs of terms have a form of their own; otherwise (A·b)ᵀ = bᵀ·Aᵀ is one row times a matrix, which the other forms do well.
    private static void MatrixTimesVector(in MatMulProblem<T> problem)
    {
        var step = problem.TransposeB ? 1 : problem.Ldb;
        using var vector = Scratch.Rent<T>(step == 1 ? 0 : problem.K);
        var b = problem.B;
        if (step != 1)
        {
            b = (T*)vector.Pointer;
            for (var i = 0; i < problem.K; i++)
            {
                b[i] = problem.B[i * step];
            }
        }

        if (VectorMatMul<T, TVector, TLanes>.SuitsColumn(problem))
        {
            VectorMatMul<T, TVector, TLanes>.RunColumn(problem, b);
            return;
        }

        // Sums that are side by side in C and take no bias are finished there.
        var isDirect = problem.Ldc == 1 && problem.Bias == null;
        using var result = Scratch.Rent<T>(isDirect ? 0 : problem.M);
        var turned = new MatMulProblem<T>
        {
            M = 1,
            N = problem.M,
            K = problem.K,
            A = b,
            ARow = problem.K,
            AStep = 1,
            B = problem.A,
            Ldb = problem.AStep == 1 ? problem.ARow : problem.AStep,
            TransposeB = problem.AStep == 1,
            C = isDirect ? problem.C : (T*)result.Pointer,
            Ldc = problem.M,
            Accumulate = isDirect && problem.Accumulate,
            Activation = isDirect ? problem.Activation : Activation.None,
        };
        RunUnpacked(turned);
        if (!isDirect)
        {
            Epilogue.Finish(problem, turned.C, 0, 1);
        }
    }

    private static void RunSliced(in MatMulProblem<T> problem, int slices)
    {
        var size = (nint)problem.M * problem.N;
        using var partial = Scratch.Rent<T>(size * slices);
        WorkerTeam.Run(slices, new SliceBody { Problem = problem, Slices = slices, Partial = (T*)partial.Pointer });
        Epilogue.Finish(problem, (T*)partial.Pointer, size, slices);
    }

    private struct SliceBody : ITileBody
    {
        public MatMulProblem<T> Problem;
        public int Slices;
        public T* Partial;

        public readonly void Invoke(int tile)
        {
            var first = (int)((long)Problem.K * tile / Slices);
            var slice = Problem;
            slice.K = (int)((long)Problem.K * (tile + 1) / Slices) - first;
            slice.A += first * Problem.AStep;
            slice.B += Problem.TransposeB ? first : first * Problem.Ldb;
            slice.C = Partial + ((nint)tile * Problem.M * Problem.N);
            slice.Ldc = Problem.N;
            slice.Accumulate = false;
            slice.Bias = null;
            slice.Activation = Activation.None;
            RunPlain(slice);
        }
    }
}
