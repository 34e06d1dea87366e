namespace Kiln.Tokenizers;

/// <summary>
/// Gives the encodings of a batch their rooms. Short ones share arrays: of two objects for each text the collector has to look at one, and it looks at all that a batch has made each time that memory
/// for some ten thousand texts was handed out, while every thread waits. For one thread at a time.
/// </summary>
internal sealed class EncodingRooms
{
    // In numbers. An encoding that is kept when the others of its batch are not keeps this much memory, 8 KB, at most.
    private const int Most = 1 << 11;

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
