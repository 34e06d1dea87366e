namespace Kiln.Tokenizers;

/// <summary>Repetitions, as steps.</summary>
internal sealed partial class ExpressionProgram
{
    // So many steps a repetition may have when it is written out.
    private const int MostWritten = 10;

    private void WriteRepeat(RepeatNode repeat)
    {
        var (isEndless, length) = (repeat.Upper == ExpressionNode.Endless, LengthOf(repeat.Body));
        if (isEndless && (repeat.Lower <= 1 || (long)length * repeat.Lower <= MostWritten))
        {
            // A long part is not written twice: the repetition begins within.
            var beginsWithin = repeat.Lower == 1 && length > MostWritten;
            WriteTimes(repeat.Body, beginsWithin ? 0 : repeat.Lower);
            WriteEndless(repeat, beginsWithin);
        }
        else if (!isEndless && !repeat.IsLazy && (repeat.Upper <= 1 || (length + 1L) * repeat.Upper <= MostWritten))
        {
            WriteTimes(repeat.Body, repeat.Lower);
            List<ExpressionInstruction> attempts = [];
            for (var i = repeat.Lower; i < repeat.Upper; i++)
            {
                attempts.Add(Add(ExpressionStep.Try));
                Write(repeat.Body);
            }

            foreach (var attempt in attempts)
            {
                attempt.A = _steps.Count;
            }
        }
        else if (repeat is { IsLazy: true, Lower: 0, Upper: 1 })
        {
            var attempt = Add(ExpressionStep.Try, _steps.Count + 2);
            var jump = Add(ExpressionStep.Jump);
            Write(repeat.Body);
            (attempt.A, jump.A) = (attempt.A, _steps.Count);
        }
        else if (repeat.Upper > 0)
        {
            var start = Add(new(ExpressionStep.CountStart) { Repeat = repeat });
            var body = _steps.Count;
            var empty = WriteBody(repeat.Body);
            Add(new(ExpressionStep.CountNext) { Repeat = repeat, A = body });
            start.B = _steps.Count;
            if (empty is not null)
            {
                // A repetition that takes nothing ends the counting too.
                empty.A = _steps.Count;
                empty.B = 1;
            }
        }
    }

    private void WriteTimes(ExpressionNode body, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Write(body);
        }
    }

    private void WriteEndless(RepeatNode repeat, bool beginsWithin)
    {
        if (repeat.IsLazy)
        {
            var jump = Add(ExpressionStep.Jump);
            var start = _steps.Count;
            var empty = WriteBody(repeat.Body);
            jump.A = beginsWithin ? start : _steps.Count;
            var attempt = Add(ExpressionStep.Try);
            var over = Add(ExpressionStep.Jump);

            // Goes on without another repetition, and with one when that leads nowhere.
            attempt.A = _steps.Count;
            Add(ExpressionStep.Jump, start);
            over.A = _steps.Count;
            if (empty is not null)
            {
                empty.A = _steps.Count;
            }
        }
        else
        {
            if (beginsWithin)
            {
                Add(ExpressionStep.Jump, _steps.Count + 2);
            }

            var attempt = Add(ExpressionStep.Try);
            var place = _steps.Count - 1;
            var empty = WriteBody(repeat.Body);
            Add(ExpressionStep.Jump, place);
            attempt.A = _steps.Count;
            if (empty is not null)
            {
                empty.A = _steps.Count;
            }
        }
    }

    // What is repeated; the step that ends the repetition where it took nothing, if it can.
    private ExpressionInstruction? WriteBody(ExpressionNode body)
    {
        if (body.Least > 0)
        {
            Write(body);
            return null;
        }

        var groups = Captures(body).Where(_referred.Contains).Distinct().ToList();
        Add(new(ExpressionStep.EmptyStart) { Groups = groups });
        Write(body);
        return Add(new(ExpressionStep.EmptyEnd) { Groups = groups });
    }

    private static IEnumerable<int> Captures(ExpressionNode node) =>
        node.Parts.SelectMany(Captures).Concat(node is CaptureNode capture ? [capture.Number] : []);

    // About as many steps as a part has, as far as that matters; letters beside each other are one.
    private static int LengthOf(ExpressionNode node) => (int)Math.Min(MostWritten + 1L, node switch
    {
        RowNode row => Math.Max(1, row.Items.Select((item, i) => item is SetNode && i > 0 && row.Items[i - 1] is SetNode ? 0L : LengthOf(item)).Sum()),
        ChoiceNode choice => choice.Items.Sum(LengthOf) + (2L * (choice.Items.Count - 1)),
        RepeatNode { Lower: 0, Upper: 1, IsLazy: false } option => 1L + LengthOf(option.Body),
        RepeatNode repeat => repeat.Upper == 0 ? 0 : (LengthOf(repeat.Body) * (long)Math.Clamp(repeat.Lower, 1, MostWritten)) + 2,
        CaptureNode or AtomicNode => 2L + LengthOf(node.Parts.First()),
        LookNode look => (look.IsNegated ? 5L : 2L) + (look.IsBehind ? 1 : 0) + LengthOf(look.Body),
        _ => 1 + node.Parts.Sum(part => (long)LengthOf(part)),
    });
}
