using System.Runtime.ExceptionServices;

namespace Kiln.Tokenizers;

/// <summary>
/// The failure of the first of many texts that cannot be encoded. All texts before it are encoded, so which text is the first does not depend on how many threads there are.
/// </summary>
internal sealed class BatchFailure
{
    private readonly Lock _lock = new();
    private int _index = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    /// <summary>The first text so far that failed, so that those after it need not be encoded; the largest number when none did.</summary>
    public int Index => Volatile.Read(ref _index);

    /// <summary>Keeps a failure, unless an earlier text failed too.</summary>
    public void Note(int index, Exception failure)
    {
        lock (_lock)
        {
            if (index < _index)
            {
                (_failure, _index) = (ExceptionDispatchInfo.Capture(failure), index);
            }
        }
    }

    /// <summary>Throws the failure, if there is one, as it would be thrown of its text alone.</summary>
    public void Rethrow() => _failure?.Throw();
}
