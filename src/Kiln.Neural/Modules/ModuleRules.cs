namespace Kiln.Neural;

/// <summary>Regularizers and constraints where a layer is made.</summary>
public static class ModuleRules
{
    /// <summary>Adds penalties on the layer's weight and bias to the loss: <c>new Dense(784, 10).Regularize(weight: new L2(1e-4))</c>.</summary>
    /// <typeparam name="T">The layer's type.</typeparam>
    /// <param name="module">A layer with parameters "weight" and, where there is one, "bias".</param>
    /// <param name="weight">On the weight; none by default.</param>
    /// <param name="bias">On the bias; none by default.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">The layer has no such parameter.</exception>
    public static T Regularize<T>(this T module, Regularizer? weight = null, Regularizer? bias = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        if (weight is not null)
        {
            module.AddRegularizer("weight", weight);
        }

        if (bias is not null)
        {
            module.AddRegularizer("bias", bias);
        }

        return module;
    }

    /// <summary>Keeps the layer's weight and bias in sets: <c>new Dense(784, 10).Constrain(weight: new MaxNorm(3))</c>.</summary>
    /// <typeparam name="T">The layer's type.</typeparam>
    /// <param name="module">A layer with parameters "weight" and, where there is one, "bias".</param>
    /// <param name="weight">For the weight; none by default.</param>
    /// <param name="bias">For the bias; none by default.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">The layer has no such parameter.</exception>
    public static T Constrain<T>(this T module, Constraint? weight = null, Constraint? bias = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        if (weight is not null)
        {
            module.AddConstraint("weight", weight);
        }

        if (bias is not null)
        {
            module.AddConstraint("bias", bias);
        }

        return module;
    }
}
