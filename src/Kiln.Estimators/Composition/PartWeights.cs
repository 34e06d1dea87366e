namespace Kiln.Estimators;

/// <summary>Multiplies what a part of a union returns by its weight.</summary>
internal static class PartWeights
{
    public static void Check(string owner, double[]? weights, int parts)
    {
        if (weights is not null && weights.Length != parts)
        {
            throw new ArgumentException($"{owner}: transformer_weights has {weights.Length} weights for {parts} parts");
        }
    }

    public static Features Apply(string owner, Features x, double weight)
    {
        if (weight == 1)
        {
            return x;
        }

        if (x.Kind == FeaturesKind.Sparse)
        {
            return Features.Of(x.Sparse!.Map(value => value * weight), x.Names);
        }

        var dense = x.ToDense(owner).Values.ToArray();
        System.Numerics.Tensors.TensorPrimitives.Multiply(dense, weight, dense);
        return Features.Dense(dense, x.Rows, x.Columns, x.Names);
    }
}
