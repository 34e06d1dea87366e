namespace Kiln.Tokenizers;

/// <summary>
/// Runs a program over a text: the ways that are left to try are on a stack, with what groups had matched before. What is open (repetitions, calls, looks) is a list that is only
/// ever added to, so that going back to a way finds it as it was. Work is bounded by what the caller allows.
/// </summary>
internal sealed class ExpressionMachine
{
    private const int MostWays = 1 << 24, StepsBetweenChecks = 1 << 16;

    // As in the reference, no more calls are open at a time.
    private const int MostCalls = 19;

    // Where the text is another time, nothing is kept of one that needed more.
    private const int Kept = 1 << 16;

    private Way[] _ways = new Way[64];
    private int _count;
    private int[] _starts = [], _ends = [];
    private bool[]? _boundaries;

    // Steps until the time is looked at.
    private int _left = StepsBetweenChecks;

    /// <summary>The characters; valid up to <see cref="Length"/>.</summary>
    public int[] Text { get; private set; } = [];

    public int Length { get; private set; }

    /// <summary>Takes over a text.</summary>
    public void Load(int[] text, int length) => (Text, Length, _boundaries) = (text, length, null);

    /// <summary>Finds a match that begins at a place.</summary>
    /// <param name="program">The program.</param>
    /// <param name="at">The place.</param>
    /// <param name="from">Where the search began.</param>
    /// <param name="isLate">Asked now and then: whether it has taken too long.</param>
    /// <param name="start">Where the match begins, which may be later.</param>
    /// <param name="stop">The place after it.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="TimeoutException">It took too long, or too many ways.</exception>
    public bool Match(ExpressionProgram program, int at, int from, Func<bool> isLate, out int start, out int stop)
    {
        if (_starts.Length < program.GroupCount)
        {
            (_starts, _ends) = (new int[program.GroupCount], new int[program.GroupCount]);
        }

        Array.Fill(_starts, -1);
        Array.Fill(_ends, -1);
        _count = 0;
        var steps = program.Steps;
        var (state, next, place) = (new State(steps, from, at), 0, at);
        (start, stop) = (-1, -1);
        for (; ; )
        {
            if (--_left <= 0)
            {
                _left = StepsBetweenChecks;
                if (isLate())
                {
                    throw new TimeoutException();
                }
            }

            var step = steps[next];
            if (step.Step == ExpressionStep.Match)
            {
                if (!program.FindsLongest)
                {
                    (start, stop) = (Math.Min(state.Keep, place), place);
                    return true;
                }

                (start, stop) = place > stop ? (Math.Min(state.Keep, place), place) : (start, stop);
            }
            else if (Take(step, ref next, ref place, state))
            {
                continue;
            }

            if (!GoBack(ref next, ref place, state))
            {
                if (_ways.Length > Kept)
                {
                    _ways = new Way[64];
                }

                return stop >= 0;
            }
        }
    }

    /// <summary>Takes a step; false where it leads nowhere.</summary>
    private bool Take(ExpressionInstruction step, ref int next, ref int place, State state)
    {
        switch (step.Step)
        {
            case ExpressionStep.Set:
                if (place >= Length || !Contains(step, Text[place]))
                {
                    return false;
                }

                place++;
                break;
            case ExpressionStep.Jump:
                next = step.A;
                return true;
            case ExpressionStep.Try:
                Push(step.A, place, state.Open);
                break;
            case ExpressionStep.Place:
                if (!Is((ExpressionPlace)step.A, place, state.From))
                {
                    return false;
                }

                break;
            case ExpressionStep.GroupStart:
                // Until it ends anew it has matched nothing.
                Set(_starts, step.A, place);
                Set(_ends, step.A, -1);
                break;
            case ExpressionStep.GroupEnd:
                Set(_ends, step.A, place);
                break;
            case ExpressionStep.Reference:
                return TakeReference(step, ref next, ref place);
            case ExpressionStep.Call:
                state.Open = new(state.Open, next + 1, place, 0, null, isCall: true);
                next = step.A;
                return state.Open.Calls <= MostCalls;
            case ExpressionStep.Return:
                (next, state.Open) = (state.Open!.Number, state.Open.Outer);
                return true;
            case ExpressionStep.CountStart:
                return StartCount(step, ref next, place, state);
            case ExpressionStep.CountNext:
                return Count(step, ref next, place, state);
            case ExpressionStep.EmptyStart:
                state.Open = new(state.Open, 0, place, 0, step.Groups.Count == 0 ? null : Groups(step.Groups));
                break;
            case ExpressionStep.EmptyEnd:
                var open = state.Open!;
                state.Open = open.Outer;
                if (open.Place == place && (open.Groups is null || open.Groups.AsSpan().SequenceEqual(Groups(step.Groups))))
                {
                    // Of a repetition that is counted, the counting ends with it.
                    state.Open = step.B == 1 ? state.Open!.Outer : state.Open;
                    next = step.A;
                    return true;
                }

                break;
            case ExpressionStep.AtomicStart or ExpressionStep.LookStart:
                state.Open = new(state.Open, _count, place, 0, null);
                break;
            case ExpressionStep.AtomicEnd:
                Forget(state.Open!.Number);
                state.Open = state.Open.Outer;
                break;
            case ExpressionStep.LookEnd:
                Forget(state.Open!.Number);
                (place, state.Open) = (state.Open.Place, state.Open.Outer);
                break;
            case ExpressionStep.NotStart or ExpressionStep.IfStart:
                var mark = _count;
                Push(step.A, place, state.Open);
                state.Open = new(state.Open, mark, place, 0, null);
                break;
            case ExpressionStep.NotEnd:
                Undo(state.Open!.Number, state);
                return false;
            case ExpressionStep.IfEnd:
                Forget(state.Open!.Number);
                state.Open = state.Open.Outer;
                break;
            case ExpressionStep.IfGroup:
                next = step.Groups.Any(group => _ends[group] >= 0) ? next + 1 : step.A;
                return true;
            case ExpressionStep.Back:
                return GoBack(step, ref next, ref place, state);
            case ExpressionStep.BackEnd:
                if (place != state.Open!.Place)
                {
                    return false;
                }

                break;
            case ExpressionStep.Keep:
                PushUndo(null, 0, state.Keep);
                state.Keep = place;
                break;
            case ExpressionStep.Grapheme:
                if (place >= Length)
                {
                    return false;
                }

                do
                {
                    place++;
                }
                while (!IsBoundary(place));
                break;
            default:
                return false;
        }

        next++;
        return true;
    }

    private static bool Contains(ExpressionInstruction step, int point) => point < 128 ? step.Ascii[point] : step.Set!.Contains(point);

    private bool TakeReference(ExpressionInstruction step, ref int next, ref int place)
    {
        foreach (var group in step.Groups)
        {
            var (start, length) = (_starts[group], _ends[group] - _starts[group]);
            if (start < 0 || _ends[group] < 0 || length < 0 || place + length > Length)
            {
                continue;
            }

            var i = 0;
            for (; i < length && IsSame(Text[start + i], Text[place + i], step.Flag); i++)
            {
            }

            if (i == length)
            {
                place += length;
                next++;
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(int left, int right, bool ignoresCase) => left == right || (ignoresCase && LetterCase.Same(left).Contains(right));

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
        var values = new int[2 * groups.Count];
        for (var i = 0; i < groups.Count; i++)
        {
            (values[2 * i], values[(2 * i) + 1]) = (_starts[groups[i]], _ends[groups[i]]);
        }

        return values;
    }

    private bool Is(ExpressionPlace kind, int place, int from) => kind switch
    {
        ExpressionPlace.TextStart => place == 0,
        ExpressionPlace.TextEnd => place == Length,
        ExpressionPlace.TextEndOrLastLine => place == Length || (place == Length - 1 && Text[place] == '\n'),
        ExpressionPlace.LineStart => place == 0 || (Text[place - 1] == '\n' && place < Length),
        ExpressionPlace.LineEnd => place == Length || Text[place] == '\n',
        ExpressionPlace.WordBoundary => IsWord(place - 1) != IsWord(place),
        ExpressionPlace.NotWordBoundary => IsWord(place - 1) == IsWord(place),
        ExpressionPlace.SearchStart => place == from,
        ExpressionPlace.GraphemeBoundary => IsBoundary(place),
        _ => !IsBoundary(place),
    };

    private bool IsWord(int place) => place >= 0 && place < Length && ExpressionClasses.Word.Contains(Text[place]);

    private bool IsBoundary(int place)
    {
        if (_boundaries is null)
        {
            _boundaries = new bool[Length + 1];
            for (var at = 0; at < Length; at += Graphemes.Sixteen.LengthOf(Text.AsSpan(at, Length - at)))
            {
                _boundaries[at] = true;
            }

            _boundaries[Length] = true;
        }

        return _boundaries[place];
    }

    private void Push(int next, int place, Opened? open)
    {
        if (_count == _ways.Length)
        {
            Array.Resize(ref _ways, _count < MostWays ? 2 * _count : throw new TimeoutException());
        }

        _ways[_count++] = new(next, place, open, null);
    }

    // What a group had noted, or where the match began, is noted again when a way from before is taken.
    private void PushUndo(int[]? noted, int group, int value)
    {
        Push(~group, value, null);
        _ways[_count - 1].Noted = noted;
    }

    private void Set(int[] noted, int group, int value)
    {
        PushUndo(noted, group, noted[group]);
        noted[group] = value;
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

            Restore(way, state);
        }

        return false;
    }

    private static void Restore(Way way, State state)
    {
        if (way.Noted is { } noted)
        {
            noted[~way.Next] = way.Place;
        }
        else
        {
            state.Keep = way.Place;
        }
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

    private void Undo(int mark, State state)
    {
        while (_count > mark)
        {
            if (_ways[--_count] is { Next: < 0 } way)
            {
                Restore(way, state);
            }
        }
    }

    /// <summary>Where to go on, or what is to be noted again: then the group's complement, and the value as the place.</summary>
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

    private sealed class State(IReadOnlyList<ExpressionInstruction> steps, int from, int at)
    {
        public IReadOnlyList<ExpressionInstruction> Steps { get; } = steps;

        public int From { get; } = from;

        public int Keep { get; set; } = at;

        public Opened? Open { get; set; }
    }
}
