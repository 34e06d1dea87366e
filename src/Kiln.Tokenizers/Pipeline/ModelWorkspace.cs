namespace Kiln.Tokenizers;

/// <summary>Buffers of a model during one call, kept between calls: what they hold means nothing outside.</summary>
internal sealed class ModelWorkspace
{
    private int[] _first = new int[256], _second = new int[256], _third = new int[256], _fourth = new int[256];
    private ulong[] _heap = [];
    private BestWay[] _ways = [];
    private byte[] _bytes = new byte[256];

    /// <summary>The symbols that byte pair encoding reads.</summary>
    public readonly SymbolList Symbols = new();

    /// <summary>The windows of a long word.</summary>
    public readonly List<WordWindow> Windows = [];

    /// <summary>How many symbols of long words were merged so far, those that were merged again counted again.</summary>
    public long MergedSymbols;

    /// <summary>Draws which merges are left out; null for none.</summary>
    public Random? Dropout { get; set; }

    /// <summary>Four buffers of at least <paramref name="count"/> numbers; what they held is lost.</summary>
    public void Take(int count, out int[] first, out int[] second, out int[] third, out int[] fourth)
    {
        if (_first.Length < count)
        {
            var room = Room(count);
            (_first, _second, _third, _fourth) = (new int[room], new int[room], new int[room], new int[room]);
        }

        (first, second, third, fourth) = (_first, _second, _third, _fourth);
    }

    /// <summary>A buffer of at least <paramref name="count"/> keys.</summary>
    public ulong[] TakeHeap(int count) => _heap.Length >= count ? _heap : _heap = new ulong[Room(count)];

    /// <summary>A buffer of at least <paramref name="count"/> ways.</summary>
    public BestWay[] TakeWays(int count) => _ways.Length >= count ? _ways : _ways = new BestWay[Room(count)];

    /// <summary>A buffer of at least <paramref name="count"/> bytes.</summary>
    public byte[] TakeBytes(int count) => _bytes.Length >= count ? _bytes : _bytes = new byte[Room(count)];

    /// <summary>Lets go of what a long text made grow.</summary>
    public void Trim(int limit)
    {
        if (_first.Length > limit)
        {
            (_first, _second, _third, _fourth) = (new int[256], new int[256], new int[256], new int[256]);
        }

        if (Symbols.Ids.Length > limit)
        {
            Symbols.Count = 0;
            (Symbols.Ids, Symbols.Starts, Symbols.Lengths) = (new int[256], new int[256], new int[256]);
        }

        _heap = _heap.Length > limit ? [] : _heap;
        _ways = _ways.Length > limit ? [] : _ways;
        _bytes = _bytes.Length > limit ? new byte[256] : _bytes;
    }

    private static int Room(int count) => (int)Math.Min(Array.MaxLength, Math.Max(256, count + ((long)count / 2)));
}
