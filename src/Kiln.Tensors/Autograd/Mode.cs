namespace Kiln.Tensors;

/// <summary>
/// Training or inference, as a scope around code instead of a field in each module, so that one network serves many threads:
/// <c>using (Mode.Training()) { … }</c>. The default is inference.
/// </summary>
public static class Mode
{
    /// <summary>True inside <see cref="Training"/>.</summary>
    public static bool IsTraining => ExecutionScope.Current.Training;

    /// <summary>Dropout drops, batch norm uses and tracks the batch's statistics, until the token is disposed.</summary>
    public static ScopeToken Training() => ExecutionScope.Enter(ExecutionScope.Current with { Training = true });

    /// <summary>Modules behave as after training, and nothing is recorded, until the token is disposed.</summary>
    public static ScopeToken Inference() => ExecutionScope.Enter(ExecutionScope.Current with { Training = false, Recording = false });
}
