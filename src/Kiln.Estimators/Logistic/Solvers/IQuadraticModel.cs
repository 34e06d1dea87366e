namespace Kiln.Estimators;

/// <summary>½ d·H·d as coordinate descent sees it.</summary>
internal interface IQuadraticModel
{
    /// <summary>Whether a sweep over all coordinates is little beside an evaluation of the objective: then it pays to minimize the model closely.</summary>
    public bool IsCheap { get; }

    /// <summary>Takes the curvature of the objective where it was evaluated last, and d = 0.</summary>
    public void Begin();

    /// <summary>Hⱼⱼ, above 0.</summary>
    public double Curvature(int j);

    /// <summary>(H·d)ⱼ.</summary>
    public double Slope(int j);

    /// <summary>dⱼ += change.</summary>
    public void Move(int j, double change);

    /// <summary>Hᵢⱼ, where <see cref="IsCheap"/>.</summary>
    public double At(int i, int j);
}

/// <summary>The model by its matrix.</summary>
internal sealed class MatrixModel(ICurvedObjective objective) : IQuadraticModel
{
    private readonly double[] _hessian = new double[objective.Size * objective.Size];
    private readonly double[] _slopes = new double[objective.Size];

    public bool IsCheap => true;

    public void Begin()
    {
        objective.Hessian(_hessian);
        Array.Clear(_slopes);
    }

    public double Curvature(int j) => Math.Max(_hessian[(j * _slopes.Length) + j], 1e-12);

    public double Slope(int j) => _slopes[j];

    public double At(int i, int j) => _hessian[(i * _slopes.Length) + j];

    public unsafe void Move(int j, double change)
    {
        fixed (double* row = &_hessian[j * _slopes.Length], slopes = _slopes)
        {
            RowKernels.AddScaled(change, row, slopes, _slopes.Length);
        }
    }
}
