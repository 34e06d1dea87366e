using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Coordinate descent on AᵀA: a pass costs features² instead of samples × features.</summary>
internal sealed class GramDescent : DescentProblem
{
    private readonly GramProblem _gram;
    private readonly double[] _cross;
    private readonly double[] _image;

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="gram">AᵀA and Aᵀb.</param>
    /// <param name="output">Which b.</param>
    public GramDescent(GramProblem gram, int output)
        : base(gram.Squares[output], gram.Diagonal())
    {
        (_gram, _cross, _image) = (gram, gram.Cross.AsSpan(output * gram.Features, gram.Features).ToArray(), new double[gram.Features]);
    }

    protected internal override void Start(ReadOnlySpan<double> w)
    {
        for (var i = 0; i < _image.Length; i++)
        {
            _image[i] = TensorPrimitives.Dot(_gram.Gram.AsSpan(i * _image.Length, _image.Length), w);
        }
    }

    protected internal override double Correlation(int column) => _cross[column] - _image[column];

    protected internal override void Move(int column, double by) =>
        TensorPrimitives.MultiplyAdd(_gram.Gram.AsSpan(column * _image.Length, _image.Length), by, _image, _image);

    protected internal override (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations)
    {
        TensorPrimitives.Subtract(_cross, _image, correlations);
        var along = TensorPrimitives.Dot(w, _cross);
        return (Square + TensorPrimitives.Dot(w, _image) - (2 * along), Square - along);
    }
}
