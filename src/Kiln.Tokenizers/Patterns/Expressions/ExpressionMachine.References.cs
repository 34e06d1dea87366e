namespace Kiln.Tokenizers;

/// <summary>What groups matched: the last time, or at a level of calls.</summary>
internal sealed partial class ExpressionMachine
{
    private const int Called = int.MinValue, Returned = int.MaxValue;

    // What happened on the way here, each entry with the one before it, where references ask for levels: group ~kind begins, group kind ends, a call, a return.
    private List<(int Kind, int Place, int Before)> _log = [];

    private void Log(State state, int kind, int place)
    {
        if (state.HasLevels)
        {
            _log.Add((kind, place, _noted[LastLog]));
            Set(_noted, LastLog, _log.Count - 1);
        }
    }

    private bool TakeReference(ExpressionInstruction step, ref int next, ref int place)
    {
        _left -= step.Groups.Count;
        foreach (var group in step.Groups)
        {
            var (start, length) = (_starts[group], _ends[group] - _starts[group]);
            if (start < 0 || _ends[group] < 0 || length < 0 || place + length > _noted[Limit])
            {
                continue;
            }

            if (IsSame(start, place, length, step.Flag))
            {
                place += length;
                next++;
                return true;
            }
        }

        return false;
    }

    private bool IsSame(int start, int place, int length, bool ignoresCase)
    {
        _left -= length;
        for (var i = 0; i < length; i++)
        {
            var (left, right) = (Text[start + i], Text[place + i]);
            if (left != right && !(ignoresCase && LetterCase.Same(left).Contains(right)))
            {
                return false;
            }
        }

        return true;
    }

    // From here back, calls lead up a level and returns down one; the first of the groups that ended and, before that, began at the level is meant.
    private bool TakeFromLevel(ExpressionInstruction step, ref int next, ref int place)
    {
        var (level, end) = (0, -1);
        for (var at = _noted[LastLog]; at >= 0; at = _log[at].Before)
        {
            _left--;
            var (kind, where, _) = _log[at];
            if (kind is Called or Returned)
            {
                level += kind == Called ? -1 : 1;
            }
            else if (level == step.Level && kind >= 0)
            {
                end = step.Groups.Contains(kind) ? where : end;
            }
            else if (level == step.Level && end >= 0 && step.Groups.Contains(~kind))
            {
                var length = end - where;
                if (place + length > _noted[Limit] || !IsSame(where, place, length, step.Flag))
                {
                    return false;
                }

                place += length;
                next++;
                return true;
            }
        }

        return false;
    }
}
