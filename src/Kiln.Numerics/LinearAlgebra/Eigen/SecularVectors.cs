using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of diag(d) + ρ·z·zᵀ, d ascending; or, with <see cref="SquareGap"/>, singular values σ, with σ² in place of the
/// eigenvalues and d² in place of d, and both kinds of singular vectors, of the matrix that is diag(d) but for its first row z. The vectors are computed from a z that makes the computed eigenvalues exact (Gu
/// and Eisenstat, 1994), which is what makes them orthogonal to working precision even where eigenvalues nearly agree.
/// </summary>
internal unsafe struct SecularVectors<T, TGap>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TGap : struct, ISecularGap
{
    private const int ElementsPerTask = 16 * 1024;

    /// <summary>Rows and columns.</summary>
    public int Count;

    /// <summary>d.</summary>
    public T* Poles;

    /// <summary>z.</summary>
    public T* Weights;

    /// <summary>On return the z of the computed eigenvalues.</summary>
    public T* Repaired;

    /// <summary>1/ρ.</summary>
    public T Inverse;

    /// <summary>Column c of a vector is its element Columns[c].</summary>
    public int* Columns;

    /// <summary>On return the eigenvectors as rows, Count × Count, in the order of the eigenvalues.</summary>
    public T* Factors;

    /// <summary>For singular values: on return the left vectors as rows; null else.</summary>
    public T* LeftFactors;

    /// <summary>On return the eigenvalues or singular values, ascending.</summary>
    public T* Roots;

    /// <summary>Computes all.</summary>
    public readonly void Run()
    {
        var tasks = (int)Math.Clamp((long)Count * Count / ElementsPerTask, 1, Math.Min(64, Count));
        WorkerTeam.Run(tasks, new RootTasks { Problem = this, Tasks = tasks });
        WorkerTeam.Run(tasks, new WeightTasks { Problem = this, Tasks = tasks });
        WorkerTeam.Run(tasks, new VectorTasks { Problem = this, Tasks = tasks });
    }

    private readonly (int First, int End) Range(int tile, int tasks) =>
        ((int)((long)Count * tile / tasks), (int)((long)Count * (tile + 1) / tasks));

    private readonly struct Differences(T* poles, int count) : ISecularPoles<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Distances(int origin, T* distances)
        {
            var pole = poles[origin];
            for (var j = 0; j < count; j++)
            {
                distances[j] = TGap.Between<Lanes1<T>, T>(new(poles[j]), new(pole)).Value;
            }
        }
    }

    /// <summary>Roots, and in row i of the factors dⱼ − λᵢ.</summary>
    private struct RootTasks : ITileBody
    {
        public SecularVectors<T, TGap> Problem;
        public int Tasks;

        public readonly void Invoke(int tile)
        {
            var (first, end) = Problem.Range(tile, Tasks);
            var poles = new Differences(Problem.Poles, Problem.Count);
            for (var i = first; i < end; i++)
            {
                var tau = SecularEquation<T>.Root(
                    Problem.Count, i, Problem.Factors + ((nint)i * Problem.Count), Problem.Weights, Problem.Inverse, poles, out var origin);
                Problem.Roots[i] = TGap.Root(Problem.Poles[origin], tau);
            }
        }
    }

    /// <summary>ẑⱼ² = −(dⱼ − λⱼ) Π (dⱼ − λᵢ)/(dⱼ − dᵢ) over i ≠ j, up to a factor that all share.</summary>
    private struct WeightTasks : ITileBody
    {
        public SecularVectors<T, TGap> Problem;
        public int Tasks;

        public readonly void Invoke(int tile)
        {
            var (first, end) = Problem.Range(tile, Tasks);
            var products = Problem.Repaired;
            new Span<T>(products + first, end - first).Fill(T.NegativeOne);
            for (var i = 0; i < Problem.Count; i++)
            {
                var row = Problem.Factors + ((nint)i * Problem.Count);
                if (i >= first && i < end)
                {
                    Multiply(products, row, Problem.Poles, Problem.Poles[i], first, i);
                    products[i] *= row[i];
                    Multiply(products, row, Problem.Poles, Problem.Poles[i], i + 1, end);
                }
                else
                {
                    Multiply(products, row, Problem.Poles, Problem.Poles[i], first, end);
                }
            }

            for (var j = first; j < end; j++)
            {
                products[j] = T.CopySign(T.Sqrt(T.Abs(products[j])), Problem.Weights[j]);
            }
        }

        private static void Multiply(T* products, T* row, T* poles, T pole, int first, int end)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512: Multiply<Lanes512<T>>(products, row, poles, pole, first, end); break;
                case InstructionSet.Avx2: Multiply<Lanes256<T>>(products, row, poles, pole, first, end); break;
                case InstructionSet.Vector128: Multiply<Lanes128<T>>(products, row, poles, pole, first, end); break;
                default: Multiply<Lanes1<T>>(products, row, poles, pole, first, end); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Multiply<L>(T* products, T* row, T* poles, T pole, int first, int end)
            where L : unmanaged, IFloatLanes<L, T>
        {
            var other = L.Broadcast(pole);
            var j = first;
            for (; j <= end - L.Count; j += L.Count)
            {
                L.Store(L.Load(products + j) * (L.Load(row + j) / TGap.Between<L, T>(L.Load(poles + j), other)), products + j);
            }

            for (; j < end; j++)
            {
                products[j] *= row[j] / TGap.Between<Lanes1<T>, T>(new(poles[j]), new(pole)).Value;
            }
        }
    }

    /// <summary>Vectors ẑⱼ / (dⱼ − λᵢ), of norm 1, in the order of the columns.</summary>
    private struct VectorTasks : ITileBody
    {
        public SecularVectors<T, TGap> Problem;
        public int Tasks;

        public readonly void Invoke(int tile)
        {
            var (first, end) = Problem.Range(tile, Tasks);
            var n = Problem.Count;
            using var room = Scratch.Rent<T>(n);
            var v = (T*)room.Pointer;
            for (var i = first; i < end; i++)
            {
                var row = Problem.Factors + ((nint)i * n);
                Divide(Problem.Repaired, row, v, n);
                Permute(v, Problem.Columns, T.One / VectorKernels<T>.Norm(v, n), row, n);
                if (Problem.LeftFactors != null)
                {
                    v[0] = T.NegativeOne;
                    Times(Problem.Poles, v, n);
                    Permute(v, Problem.Columns, T.One / VectorKernels<T>.Norm(v, n), Problem.LeftFactors + ((nint)i * n), n);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Divide(T* weights, T* distances, T* v, int n)
        {
            for (var j = 0; j < n; j++)
            {
                v[j] = weights[j] / distances[j];
            }
        }

        private static void Times(T* poles, T* v, int n)
        {
            for (var j = 1; j < n; j++)
            {
                v[j] *= poles[j];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Permute(T* v, int* columns, T scale, T* row, int n)
        {
            for (var c = 0; c < n; c++)
            {
                row[c] = v[columns[c]] * scale;
            }
        }
    }
}
