namespace Kiln.Tokenizers;

/// <summary>Keeps sessions between calls: as many as there are processors, without locks.</summary>
internal sealed class SessionPool
{
    private readonly EncodeSession?[] _kept = new EncodeSession?[Environment.ProcessorCount];

    public EncodeSession Rent()
    {
        foreach (ref var place in _kept.AsSpan())
        {
            if (place is not null && Interlocked.Exchange(ref place, null) is { } session)
            {
                return session;
            }
        }

        return new();
    }

    public void Return(EncodeSession session)
    {
        session.Shrink();
        foreach (ref var place in _kept.AsSpan())
        {
            if (place is null && Interlocked.CompareExchange(ref place, session, null) is null)
            {
                return;
            }
        }
    }
}
