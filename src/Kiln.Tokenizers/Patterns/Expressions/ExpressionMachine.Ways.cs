namespace Kiln.Tokenizers;

/// <summary>The ways that are left to try, and what is noted again when one of them is taken.</summary>
internal sealed partial class ExpressionMachine
{
    private void Push(int next, int place, Opened? open)
    {
        if (_count == _ways.Length)
        {
            Array.Resize(ref _ways, _count < MostWays ? 2 * _count : throw new OverflowException());
        }

        _ways[_count++] = new(next, place, open, null);
    }

    // What was noted is noted again when a way from before is taken.
    private void Set(int[] noted, int which, int value)
    {
        Push(~which, noted[which], null);
        _ways[_count - 1].Noted = noted;
        noted[which] = value;
    }

    // Takes the last way that is left.
    private bool GoBack(ref int next, ref int place, State state)
    {
        while (_count > 0)
        {
            ref var way = ref _ways[--_count];
            if (way.Next >= 0)
            {
                (next, place, state.Open) = (way.Next, way.Place, way.Open);
                return true;
            }

            way.Noted![~way.Next] = way.Place;
        }

        return false;
    }

    // Forgets ways, but not what is to be noted again when one from before is taken.
    private void Forget(int mark)
    {
        var kept = mark;
        for (var i = mark; i < _count; i++)
        {
            if (_ways[i].Next < 0)
            {
                _ways[kept++] = _ways[i];
            }
        }

        _count = kept;
    }

    // Of what must not be and was found, counts and the limit stay, as in the reference.
    private void Undo(int mark)
    {
        while (_count > mark)
        {
            if (_ways[--_count] is { Next: < 0 } way && (way.Noted != _noted || ~way.Next is Begin or LastLog))
            {
                way.Noted![~way.Next] = way.Place;
            }
        }
    }

    /// <summary>Where to go on, or what is to be noted again: then the complement of its number, and the value as the place.</summary>
    private record struct Way(int Next, int Place, Opened? Open, int[]? Noted);

    /// <summary>What is open: a place, a number (of ways, of repetitions or of the step to come back to), and what groups had matched.</summary>
    private sealed class Opened(Opened? outer, int number, int place, int count, int[]? groups, bool isCall = false)
    {
        public Opened? Outer { get; } = outer;

        public int Number { get; } = number;

        public int Place { get; } = place;

        public int Count { get; } = count;

        public int[]? Groups { get; } = groups;

        public int Calls { get; } = (outer?.Calls ?? 0) + (isCall ? 1 : 0);
    }

    private sealed class State(int from, bool hasLevels)
    {
        public int From { get; } = from;

        public bool HasLevels { get; } = hasLevels;

        public Opened? Open { get; set; }
    }
}
