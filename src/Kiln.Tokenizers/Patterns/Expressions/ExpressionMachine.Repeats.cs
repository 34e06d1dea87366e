namespace Kiln.Tokenizers;

/// <summary>Repetitions that are counted, and going back to look behind.</summary>
internal sealed partial class ExpressionMachine
{
    private bool StartCount(ExpressionInstruction step, ref int next, int place, State state)
    {
        var repeat = step.Repeat!;
        if (repeat.Lower > 0)
        {
            next++;
        }
        else if (repeat.IsLazy)
        {
            Push(next + 1, place, new(state.Open, 0, place, 0, null));
            next = step.B;
            return true;
        }
        else
        {
            Push(step.B, place, state.Open);
            next++;
        }

        state.Open = new(state.Open, 0, place, 0, null);
        return true;
    }

    private bool Count(ExpressionInstruction step, ref int next, int place, State state)
    {
        var (repeat, count, outer) = (step.Repeat!, state.Open!.Number + 1, state.Open.Outer);
        if (count >= repeat.Upper)
        {
            state.Open = outer;
            next++;
        }
        else if (count < repeat.Lower)
        {
            (next, state.Open) = (step.A, new(outer, count, place, 0, null));
        }
        else if (repeat.IsLazy)
        {
            Push(step.A, place, new(outer, count, place, 0, null));
            (next, state.Open) = (next + 1, outer);
        }
        else
        {
            Push(next + 1, place, outer);
            (next, state.Open) = (step.A, new(outer, count, place, 0, null));
        }

        return true;
    }

    // The first time from where looking began; then from one character further back each time, which is what the way says.
    private bool GoBack(ExpressionInstruction step, ref int next, ref int place, State state)
    {
        var open = state.Open!;
        var target = open.Count == 0 ? open.Place - step.A : place;
        if (target < 0)
        {
            return false;
        }

        if (target > 0 && open.Place - target < step.B)
        {
            Push(next, target - 1, new(open.Outer, open.Number, open.Place, 1, null));
        }

        place = target;
        next++;
        return true;
    }

    private int[] Groups(IReadOnlyList<int> groups)
    {
        _left -= groups.Count;
        var values = new int[2 * groups.Count];
        for (var i = 0; i < groups.Count; i++)
        {
            (values[2 * i], values[(2 * i) + 1]) = (_starts[groups[i]], _ends[groups[i]]);
        }

        return values;
    }
}
