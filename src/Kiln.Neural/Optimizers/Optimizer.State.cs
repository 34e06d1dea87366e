namespace Kiln.Neural;

/// <summary>The state as named tensors, for checkpoints.</summary>
public abstract partial class Optimizer
{
    private const string StepsKey = "steps";
    private const string LearningRateKey = "learning_rate";

    /// <summary>
    /// A snapshot of everything a later step depends on: <c>steps</c> (int64), <c>learning_rate</c> (float64), and <c>PATH/SLOT</c>
    /// (<c>layers.0.weight/momentum</c>) for each parameter that was ever updated. Later steps do not show through.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> SaveState()
    {
        var saved = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [StepsKey] = Tensor.From([Steps]),
            [LearningRateKey] = Tensor.From([LearningRate]),
        };
        foreach (var (path, tensors) in _state)
        {
            for (int i = 0; i < tensors.Length; i++)
            {
                saved[$"{path}/{Slots[i]}"] = tensors[i].Copy();
            }
        }

        return saved;
    }

    /// <summary>Continues from where <see cref="SaveState"/> was called, to the bit. The state before is lost, unless this throws. It may belong to another copy of the network.</summary>
    /// <param name="state">What <see cref="SaveState"/> of an optimiser of the same type gave.</param>
    /// <exception cref="FormatException">A name is missing or unexpected, or a tensor is not what its name says; lists every such name.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var problems = new List<string>();
        long steps = Single<long>(state, StepsKey, problems);
        double learningRate = Single<double>(state, LearningRateKey, problems);
        if (steps < 0 || !double.IsFinite(learningRate) || learningRate < 0)
        {
            problems.Add($"steps {steps} and learning_rate {learningRate} must not be negative");
        }

        var loaded = new Dictionary<string, Tensor?[]>(StringComparer.Ordinal);
        foreach (var (name, tensor) in state)
        {
            if (name is StepsKey or LearningRateKey)
            {
                continue;
            }

            int split = name.LastIndexOf('/');
            int slot = split > 0 ? IndexOfSlot(name[(split + 1)..]) : -1;
            if (slot < 0)
            {
                problems.Add($"unexpected: {name}");
                continue;
            }

            string path = name[..split];
            if (!loaded.TryGetValue(path, out Tensor?[]? tensors))
            {
                loaded.Add(path, tensors = new Tensor?[Slots.Count]);
            }

            tensors[slot] = tensor;
        }

        foreach (var (path, tensors) in loaded)
        {
            for (int i = 0; i < tensors.Length; i++)
            {
                if (tensors[i] is null)
                {
                    problems.Add($"missing: {path}/{Slots[i]}");
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new FormatException(
                $"{GetType().Name}: this is not the state of such an optimizer, which keeps [{string.Join(", ", Slots)}] per parameter:\n  "
                + string.Join("\n  ", problems));
        }

        _state.Clear();
        _owners.Clear();
        foreach (var (path, tensors) in loaded)
        {
            _state.Add(path, Array.ConvertAll(tensors, t => t!.Detach().Copy()));
        }

        Steps = steps;
        LearningRate = learningRate;
    }

    private static T Single<T>(IReadOnlyDictionary<string, Tensor> state, string name, List<string> problems)
        where T : unmanaged
    {
        if (!state.TryGetValue(name, out Tensor? tensor))
        {
            problems.Add($"missing: {name}");
            return default;
        }

        if (tensor.Count != 1 || tensor.DType != DTypes.Of<T>())
        {
            problems.Add($"{name}: expected one {DTypes.Of<T>().Name()}, found {tensor.DType.Name()} {tensor.Shape}");
            return default;
        }

        return tensor.ToArray<T>()[0];
    }

    /// <summary>The bytes of the tensors that are kept for some parameters.</summary>
    internal long StateBytes(IEnumerable<Parameter> parameters) => parameters.Sum(
        p => Enumerable.Range(0, Slots.Count).Sum(slot => (long)SlotShape(slot, p.Shape).ElementCount * p.Value.DType.SizeInBytes()));

    private int IndexOfSlot(string slot)
    {
        for (int i = 0; i < Slots.Count; i++)
        {
            if (Slots[i] == slot)
            {
                return i;
            }
        }

        return -1;
    }
}
