namespace Kiln.Tensors;

/// <summary>
/// The free blocks of one size, used last first, so that what is in demand stays in the caches and what nobody needs sinks to the bottom. How far down the
/// demand went since the last look tells which blocks those are.
/// </summary>
internal sealed class FreeBlocks
{
    private readonly List<Block> _blocks = [];
    private int _untouched;

    internal int Count => _blocks.Count;

    internal void Push(Block block) => _blocks.Add(block);

    internal Block Pop()
    {
        int last = _blocks.Count - 1;
        Block block = _blocks[last];
        _blocks.RemoveAt(last);
        _untouched = Math.Min(_untouched, last);
        return block;
    }

    /// <summary>Moves the blocks that were free all the time since the last call into a list.</summary>
    internal void TakeIdle(List<Block> idle)
    {
        idle.AddRange(_blocks[.._untouched]);
        _blocks.RemoveRange(0, _untouched);
        _untouched = _blocks.Count;
    }
}
