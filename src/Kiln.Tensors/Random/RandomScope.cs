namespace Kiln.Tensors;

/// <summary>
/// The ambient random stream: what an operation draws from when it is not handed a key (dropout, weight initialisation). Each draw
/// names its purpose; the n-th draw for a purpose in a scope is a function of the scope's key, the purpose and n, so that draws for one
/// purpose do not move those for another.
/// </summary>
/// <remarks>
/// A training loop opens one scope a step, <c>using (RandomScope.Use(key.Derive(step)))</c>, which makes a resumed run draw what the
/// unbroken one would have drawn. Where no scope is open, draws come from a stream of the whole process that starts from seed 0 and is
/// restarted by <see cref="Seed"/>. Scopes follow the flow of control across <c>await</c> and into tasks; draws are thread-safe, but
/// the order of draws that race for one purpose is not determined: give each task its own derived key.
/// </remarks>
public static class RandomScope
{
    private static readonly AsyncLocal<Frame?> s_ambient = new();
    private static Frame s_processWide = new(RandomKey.FromSeed(0), null);

    /// <summary>The key of the innermost open scope, or of the process-wide stream.</summary>
    public static RandomKey Key => Current.Key;

    private static Frame Current => s_ambient.Value ?? Volatile.Read(ref s_processWide);

    /// <summary>Makes <paramref name="key"/> the source of ambient draws until the result is disposed of.</summary>
    public static IDisposable Use(RandomKey key)
    {
        var frame = new Frame(key, s_ambient.Value);
        s_ambient.Value = frame;
        return frame;
    }

    /// <summary>Restarts the process-wide stream. Open scopes are not touched.</summary>
    public static void Seed(ulong seed) => Volatile.Write(ref s_processWide, new Frame(RandomKey.FromSeed(seed), null));

    /// <summary>The key of the next draw for <paramref name="purpose"/>; every call gives a new one.</summary>
    public static RandomKey Next(string purpose) => Current.Next(purpose);

    /// <summary>The key and the count of draws per purpose so far of the innermost stream, for a checkpoint.</summary>
    public static RandomScopeState Capture() => Current.Capture();

    /// <summary>Sets the innermost stream to where <see cref="Capture"/> saw it.</summary>
    public static void Restore(RandomScopeState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Current.Restore(state);
    }

    private sealed class Frame(RandomKey key, Frame? outer) : IDisposable
    {
        private readonly Lock _gate = new();
        private Dictionary<string, long> _draws = [];

        internal RandomKey Key { get; private set; } = key;

        internal RandomKey Next(string purpose)
        {
            ArgumentNullException.ThrowIfNull(purpose);
            lock (_gate)
            {
                var count = _draws.GetValueOrDefault(purpose);
                _draws[purpose] = count + 1;
                return Key.Derive(purpose).Derive(count);
            }
        }

        internal RandomScopeState Capture()
        {
            lock (_gate)
            {
                return new(Key, new Dictionary<string, long>(_draws, StringComparer.Ordinal));
            }
        }

        internal void Restore(RandomScopeState state)
        {
            lock (_gate)
            {
                Key = state.Key;
                _draws = new(state.Draws, StringComparer.Ordinal);
            }
        }

        public void Dispose()
        {
            if (s_ambient.Value == this)
            {
                s_ambient.Value = outer;
            }
        }
    }
}

/// <summary>Where an ambient random stream stands.</summary>
/// <param name="Key">The stream's key.</param>
/// <param name="Draws">How many keys were taken for each purpose.</param>
public sealed record RandomScopeState(RandomKey Key, IReadOnlyDictionary<string, long> Draws);
