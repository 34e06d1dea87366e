namespace Kiln.Neural;

/// <summary>
/// Is told what modules make of their inputs while it is open: ambient, so that one network serves several threads. Containers report
/// each child as they run it; a module of a user's own is seen as a whole, by the container it stands in.
/// </summary>
internal sealed class OutputObserver : IDisposable
{
    private static readonly AsyncLocal<OutputObserver?> s_current = new();

    private readonly OutputObserver? _outer;
    private readonly Action<Module, Tensor, Tensor> _report;

    private OutputObserver(OutputObserver? outer, Action<Module, Tensor, Tensor> report)
    {
        _outer = outer;
        _report = report;
    }

    /// <summary>The observer of the code that runs now; null, almost always.</summary>
    internal static OutputObserver? Current => s_current.Value;

    internal static OutputObserver Open(Action<Module, Tensor, Tensor> report) => s_current.Value = new OutputObserver(s_current.Value, report);

    /// <summary>Tells of a module's input and output, before either is handed over to the next operation. They must not be kept.</summary>
    internal void Report(Module module, Tensor input, Tensor output) => _report(module, input, output);

    public void Dispose() => s_current.Value = _outer;
}
