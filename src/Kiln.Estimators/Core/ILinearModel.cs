namespace Kiln.Estimators;

/// <summary>A model whose score is linear in the features.</summary>
public interface ILinearModel
{
    /// <summary>Float64: (features,) of one output, otherwise (outputs, features); a classifier's is always (1 or classes, features), as in scikit-learn.</summary>
    public Tensor Coefficients { get; }

    /// <summary>Float64, (outputs,); zeros without an intercept.</summary>
    public Tensor Intercept { get; }
}
