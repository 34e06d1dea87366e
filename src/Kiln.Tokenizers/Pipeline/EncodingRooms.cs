namespace Kiln.Tokenizers;

/// <summary>
/// Gives the encodings of a batch their rooms. Short ones share arrays: of two objects for each text the collector has to look at one, and it looks at all that a batch has made each time that memory
/// for some ten thousand texts was handed out, while every thread waits. For one thread at a time.
/// </summary>
internal sealed class EncodingRooms
{
    // In numbers: 2 KB, which an encoding keeps at most that is kept when the others of its batch are not. The runtime hands memory out to threads by 8 KB and leaves free what an array does not fit into
    // any more where another thread has the memory behind it: arrays of 8 KB made twice as many collections on two threads as on one.
    private const int Most = 1 << 9;

    private int[] _numbers = [];
    private int _used;
    private long _given;

    /// <summary>A room for an encoding. What stands in it is not cleared.</summary>
    public EncodingRoom Take(int count, bool tracked)
    {
        var size = EncodingRoom.SizeOf(count, tracked);
        if (size > Most / 4)
        {
            return EncodingRoom.Make(count, tracked);
        }

        if (size > _numbers.Length - _used)
        {
            // As much as was given so far, so that a batch of few texts does not leave most of an array free.
            (_numbers, _used) = (GC.AllocateUninitializedArray<int>((int)Math.Clamp(_given, size, Most)), 0);
        }

        (var start, _used, _given) = (_used, _used + size, _given + size);
        return new(_numbers, start, count, tracked);
    }
}
