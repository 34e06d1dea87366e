namespace Kiln.Tokenizers;

/// <summary>Keeps sessions between calls: as many as there are processors, without locks.</summary>
/// <remarks>
/// Each processor has a place, so that a thread finds the session that was used there before, whose words are still in the processor's cache. Places lie apart: two processors that
/// write to one line of the cache wait for each other.
/// </remarks>
internal sealed class SessionPool
{
    // In places of eight bytes: two lines, since processors fetch lines in pairs.
    private const int Apart = 16;

    private static readonly int s_places = Environment.ProcessorCount;

    // The first and the last line are left free, for what lies before and after the array.
    private readonly EncodeSession?[] _kept = new EncodeSession?[(s_places + 1) * Apart];

    public EncodeSession Rent()
    {
        var place = Place();
        for (var i = 0; i < s_places; i++, place = place + 1 < s_places ? place + 1 : 0)
        {
            ref var kept = ref _kept[(place + 1) * Apart];
            if (kept is not null && Interlocked.Exchange(ref kept, null) is { } session)
            {
                return session;
            }
        }

        return new();
    }

    public void Return(EncodeSession session)
    {
        session.Shrink();
        var place = Place();
        for (var i = 0; i < s_places; i++, place = place + 1 < s_places ? place + 1 : 0)
        {
            ref var kept = ref _kept[(place + 1) * Apart];
            if (kept is null && Interlocked.CompareExchange(ref kept, session, null) is null)
            {
                return;
            }
        }
    }

    private static int Place() => (int)((uint)Thread.GetCurrentProcessorId() % (uint)s_places);
}
