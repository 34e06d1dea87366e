using System.Globalization;

namespace Kiln.Neural;

/// <summary>
/// Changes parameters by their gradients. The state that a rule keeps for a parameter (momentum, averages) is known by the parameter's
/// path, so that it can be saved and restored to the bit.
/// </summary>
/// <remarks>
/// An optimiser serves one network: a second one with equal paths would go on with the averages of the first, and is refused. A subclass names its state tensors in
/// <see cref="Slots"/> and computes one parameter's step in <see cref="Update"/>.
/// </remarks>
public abstract partial class Optimizer
{
    private readonly Dictionary<string, Tensor[]> _state = new(StringComparer.Ordinal);
    private readonly List<ParameterUpdate> _updates = [];
    private readonly Dictionary<string, WeakReference<Parameter>> _owners = new(StringComparer.Ordinal);

    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate">Finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The size of a step; a schedule or callback may change it between steps. Saved with the state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = NotNegative(value, nameof(LearningRate));
    }

    /// <summary>How many steps were made.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// What the learning rate is at each step: set, it replaces <see cref="LearningRate"/> before every step, by the number of steps made before. Null (by default) leaves
    /// the learning rate to its owner.
    /// </summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The names of the tensors kept per parameter.</summary>
    protected abstract IReadOnlyList<string> Slots { get; }

    /// <summary>The shape of a tensor kept per parameter; the parameter's by default.</summary>
    /// <param name="slot">Which of <see cref="Slots"/>.</param>
    /// <param name="parameter">The parameter's shape.</param>
    protected virtual Shape SlotShape(int slot, Shape parameter) => parameter;

    /// <summary>What a tensor kept per parameter starts with; 0 by default.</summary>
    /// <param name="slot">Which of <see cref="Slots"/>.</param>
    protected virtual double SlotStart(int slot) => 0;

    /// <summary>The rule and where it stands: <c>Adam, learning rate 0.001, 120 steps</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{GetType().Name}, learning rate {Schedule?.At(Steps) ?? LearningRate:G4}, {Steps:N0} {(Steps == 1 ? "step" : "steps")}");

    /// <summary>Makes one step on every trainable parameter that has a gradient; gradients stay for the caller to clear.</summary>
    /// <param name="parameters">Paths and parameters, as <see cref="Module.NamedParameters"/> gives them.</param>
    /// <exception cref="InvalidOperationException">
    /// No parameter has a gradient, or the optimizer has made steps on another network with a parameter of the same path.
    /// </exception>
    /// <exception cref="DTypeException">A parameter is not float32 or float64.</exception>
    public void Step(IEnumerable<KeyValuePair<string, Parameter>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        try
        {
            bool trainable = false;
            foreach (var (path, parameter) in parameters)
            {
                trainable |= parameter.IsTrainable;
                if (parameter.IsTrainable && TensorMarshal.BorrowGradient(parameter) is { } gradient)
                {
                    _updates.Add(new ParameterUpdate(path, parameter, gradient));
                }
            }

            if (_updates.Count == 0)
            {
                throw new InvalidOperationException(
                    trainable
                        ? "optimizer: no parameter has a gradient; call loss.Backward() before Step"
                        : "optimizer: there is no trainable parameter to change; does the module register its layers with Child(name, layer)?");
            }

            Span<ParameterUpdate> updates = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_updates);
            foreach (ref readonly ParameterUpdate update in updates)
            {
                if (update.Value.DType is not (DType.Float32 or DType.Float64))
                {
                    throw new DTypeException(
                        $"optimizer: '{update.Path}' is {update.Value.DType.Name()}; parameters are trained in float32 or float64, "
                        + "which keep updates much smaller than the value");
                }
            }

            foreach (ref ParameterUpdate update in updates)
            {
                CheckOwner(update.Path, update.Parameter);
                update.State = StateOf(update.Path, update.Parameter);
            }

            LearningRate = Schedule?.At(Steps) ?? LearningRate;
            Steps++;
            UpdateAll(updates);
        }
        finally
        {
            _updates.Clear(); // The gradients are borrowed.
        }
    }

    /// <summary>Changes all parameters of one step. The rules of this library do it in one parallel region; others one by one.</summary>
    private protected virtual void UpdateAll(ReadOnlySpan<ParameterUpdate> updates)
    {
        foreach (ref readonly ParameterUpdate update in updates)
        {
            Update(update.Path, update.Value, update.Gradient, update.State);
        }
    }

    /// <summary>Changes one parameter and its state in place, by the formula of the subclass. <see cref="Steps"/> counts this step already.</summary>
    /// <param name="path">The parameter's path.</param>
    /// <param name="value">The parameter's value: float32 or float64, contiguous.</param>
    /// <param name="gradient">Its gradient, of the same shape and type, contiguous.</param>
    /// <param name="state">A tensor for each of <see cref="Slots"/>.</param>
    protected abstract void Update(string path, Tensor value, Tensor gradient, IReadOnlyList<Tensor> state);

    /// <summary>Checks a hyper-parameter.</summary>
    private protected double NotNegative(double value, string name) => HyperParameter.NotNegative(value, name, GetType().Name);

    /// <summary>Whether the state kept for a path was gathered on this parameter. Loaded state belongs to the first that comes.</summary>
    private void CheckOwner(string path, Parameter parameter)
    {
        if (Slots.Count == 0 && Schedule is null)
        {
            return; // Nothing is carried over.
        }

        if (!_owners.TryGetValue(path, out WeakReference<Parameter>? owner))
        {
            _owners.Add(path, new WeakReference<Parameter>(parameter));
        }
        else if (!owner.TryGetTarget(out Parameter? known) || !ReferenceEquals(known, parameter))
        {
            throw new InvalidOperationException(
                $"optimizer: this {GetType().Name} has made {Steps} steps on another network's '{path}', and would go on here with what it gathered there. Give each network an optimizer of its own "
                + "(FitOptions hold the one they were made with: options with { Optimizer = new Adam() }); to go on with the same network loaded anew, call optimizer.LoadState(optimizer.SaveState()) first");
        }
    }

    private Tensor[] StateOf(string path, Parameter parameter)
    {
        if (!_state.TryGetValue(path, out Tensor[]? state))
        {
            state = new Tensor[Slots.Count];
            for (int i = 0; i < state.Length; i++)
            {
                state[i] = Tensor.Full(SlotShape(i, parameter.Shape), SlotStart(i), parameter.Value.DType);
            }

            _state.Add(path, state);
        }

        for (int i = 0; i < state.Length; i++)
        {
            Tensor tensor = state[i];
            if (tensor.Shape != SlotShape(i, parameter.Shape) || tensor.DType != parameter.Value.DType)
            {
                throw new InvalidOperationException(
                    $"optimizer: '{path}' is {parameter.Value.DType.Name()} {parameter.Shape}, but the state kept for it is "
                    + $"{tensor.DType.Name()} {tensor.Shape}; use a new optimizer for another network");
            }
        }

        return state;
    }
}
