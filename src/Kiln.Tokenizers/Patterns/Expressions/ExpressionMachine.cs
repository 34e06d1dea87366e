namespace Kiln.Tokenizers;

/// <summary>
/// Runs a program over a text: the ways that are left to try are on a stack, with what groups had matched before. What is open (repetitions, calls, looks) is a list that is only
/// ever added to, so that going back to a way finds it as it was. Work is bounded by what the caller allows.
/// </summary>
internal sealed partial class ExpressionMachine
{
    private const int MostWays = 1 << 24, StepsBetweenChecks = 1 << 16, NumbersPerStep = 16;

    // As in the reference, no more calls are open at a time.
    private const int MostCalls = 19;

    // Of what a match needed beyond this, nothing is kept for the next one.
    private const int Kept = 1 << 16;

    private Way[] _ways = new Way[64];
    private int _count;
    private int[] _starts = [], _ends = [];

    // Where the match begins, up to where it may take characters, the last entry of the log, and what is counted: noted again when a way from before is taken.
    private int[] _noted = [];

    // How often matches came to a counter, taken back or not.
    private int[] _passed = [];
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
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="OverflowException">More ways are left to try than are kept.</exception>
    public bool Match(ExpressionProgram program, int at, int from, Func<bool> isLate, out int start, out int stop)
    {
        try
        {
            return Run(program, at, from, isLate, out start, out stop);
        }
        finally
        {
            if (_ways.Length > Kept)
            {
                _ways = new Way[64];
            }

            if (_log.Capacity > Kept)
            {
                _log = [];
            }
        }
    }

    private bool Run(ExpressionProgram program, int at, int from, Func<bool> isLate, out int start, out int stop)
    {
        if (_starts.Length < program.GroupCount)
        {
            (_starts, _ends) = (new int[program.GroupCount], new int[program.GroupCount]);
        }

        if (_noted.Length < FirstCounter + program.CounterCount)
        {
            (_noted, _passed) = (new int[FirstCounter + program.CounterCount], new int[program.CounterCount]);
        }

        Array.Fill(_starts, -1);
        Array.Fill(_ends, -1);
        Array.Clear(_noted);
        Array.Clear(_passed);
        (_noted[Begin], _noted[Limit], _noted[LastLog]) = (at, Length, -1);
        _log.Clear();
        _count = 0;

        // What takes longer than a step counts as several.
        _left -= (program.GroupCount + program.CounterCount) / NumbersPerStep;
        var steps = program.Steps;
        var (state, next, place) = (new State(from, program.HasLevels), 0, at);
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
                    (start, stop) = (Math.Min(_noted[Begin], place), place);
                    return true;
                }

                (start, stop) = place > stop ? (Math.Min(_noted[Begin], place), place) : (start, stop);
            }
            else if (Take(step, ref next, ref place, state))
            {
                continue;
            }

            if (!GoBack(ref next, ref place, state))
            {
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
                if (place >= _noted[Limit] || !Contains(step, Text[place]))
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
                Log(state, ~step.A, place);
                break;
            case ExpressionStep.GroupEnd:
                Set(_ends, step.A, place);
                Log(state, step.A, place);
                break;
            case ExpressionStep.Reference:
                return step.Level is null ? TakeReference(step, ref next, ref place) : TakeFromLevel(step, ref next, ref place);
            case ExpressionStep.Call:
                state.Open = new(state.Open, next + 1, place, 0, null, isCall: true);
                next = step.A;
                Log(state, Called, place);
                return state.Open.Calls <= MostCalls;
            case ExpressionStep.Return:
                (next, state.Open) = (state.Open!.Number, state.Open.Outer);
                Log(state, Returned, place);
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
                Undo(state.Open!.Number);
                return false;
            case ExpressionStep.IfEnd:
                Forget(state.Open!.Number);
                state.Open = state.Open.Outer;
                break;
            case ExpressionStep.IfGroup:
                _left -= step.Groups.Count;
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
                Set(_noted, Begin, place);
                break;
            case ExpressionStep.AbsentStart:
                state.Open = new(state.Open, _noted[Limit], place, 0, null);
                Set(_noted, Limit, _noted[Limit]);
                break;
            case ExpressionStep.AbsentTry:
                Push(step.A, place, state.Open);
                state.Open = new(state.Open, 0, place, 0, null);
                break;
            case ExpressionStep.AbsentFound:
                // As in the reference, what is taken ends where it begins.
                _noted[Limit] = state.Open!.Place;
                return false;
            case ExpressionStep.AbsentNext:
                return NextAbsent(step, ref next, ref place, state);
            case ExpressionStep.AbsentEnd:
                if (step.A == 0)
                {
                    Set(_noted, Limit, state.Open!.Number);
                }

                state.Open = state.Open!.Outer;
                break;
            case ExpressionStep.Unlimited:
                Set(_noted, Limit, Length);
                break;
            case ExpressionStep.Count:
                if (!Passes(step.Count!))
                {
                    return false;
                }

                break;
            case ExpressionStep.Grapheme:
                if (place >= _noted[Limit])
                {
                    return false;
                }

                do
                {
                    place++;
                }
                while (place < _noted[Limit] && !IsBoundary(place));
                break;
            default:
                return false;
        }

        next++;
        return true;
    }

    private static bool Contains(ExpressionInstruction step, int point) => point < 128 ? step.Ascii[point] : step.Set!.Contains(point);
}
