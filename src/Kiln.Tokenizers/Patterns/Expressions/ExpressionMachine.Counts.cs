namespace Kiln.Tokenizers;

/// <summary>What must be absent, and what is counted.</summary>
internal sealed partial class ExpressionMachine
{
    // Of what is noted.
    private const int Begin = 0, Limit = 1, LastLog = 2, FirstCounter = 3;

    private bool NextAbsent(ExpressionInstruction step, ref int next, ref int place, State state)
    {
        if (place < _noted[Limit])
        {
            (place, next) = (place + 1, step.A);
        }
        else
        {
            (place, next) = (state.Open!.Place, next + 1);
        }

        return true;
    }

    private bool Passes(CountNode node)
    {
        switch (node.Kind)
        {
            case ExpressionCount.Mismatch:
                _count = 0;
                return false;
            case ExpressionCount.Compare:
                var (left, right) = (ValueOf(node.Left), ValueOf(node.Right));
                return node.Sign switch
                {
                    "==" => left == right,
                    "!=" => left != right,
                    "<" => left < right,
                    ">" => left > right,
                    "<=" => left <= right,
                    _ => left >= right,
                };
            case ExpressionCount.Most when Counted(node.Counter, node.Sign[0]) >= ValueOf(node.Left):
                return false;
            default:
                _passed[node.Counter]++;
                Set(_noted, FirstCounter + node.Counter, _noted[FirstCounter + node.Counter] + 1);
                return true;
        }
    }

    private int ValueOf(ExpressionNumber number) => number.Counter < 0 ? number.Value : Counted(number.Counter, number.Sign);

    // All times, or those that were not taken back.
    private int Counted(int counter, char sign) => sign == '>' ? _passed[counter] : _noted[FirstCounter + counter];
}
