namespace Kiln.Tensors;

/// <summary>
/// A parsed equation such as <c>"bij,bjk-&gt;bik"</c>: a label for each axis of each operand and of the result. The axes of an ellipsis
/// get labels of their own, numbered from the last.
/// </summary>
internal sealed class EinsumEquation
{
    private const string Dots = "...";
    private const char FirstEllipsisLabel = '\u1000';
    private readonly string _equation;

    private EinsumEquation(string equation) => _equation = equation;

    /// <summary>The labels of each operand's axes.</summary>
    internal string[] Operands { get; private set; } = [];

    /// <summary>The labels of the result's axes.</summary>
    internal string Result { get; private set; } = "";

    /// <exception cref="ShapeException">The equation is not one, or does not fit the operands.</exception>
    internal static EinsumEquation Parse(string equation, IReadOnlyList<Tensor> operands)
    {
        var parsed = new EinsumEquation(equation);
        string text = equation.Replace(" ", "", StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] inputs = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (inputs.Length != operands.Count)
        {
            throw parsed.Wrong($"has {inputs.Length} operands, {operands.Count} are given");
        }

        int ellipsis = 0;
        parsed.Operands = new string[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            parsed.Operands[i] = parsed.Labels(inputs[i], operands[i].Rank, i, ref ellipsis);
        }

        parsed.Result = arrow < 0 ? parsed.Implied(ellipsis) : parsed.Explicit(text[(arrow + 2)..], ellipsis);
        return parsed;
    }

    internal ShapeException Wrong(string message) => new($"einsum: '{_equation}' {message}");

    private static string EllipsisLabels(int count) => string.Concat(Enumerable.Range(0, count).Select(i => (char)(FirstEllipsisLabel + count - 1 - i)));

    private string Labels(string subscripts, int rank, int operand, ref int ellipsis)
    {
        int dots = subscripts.IndexOf(Dots, StringComparison.Ordinal);
        string letters = dots < 0 ? subscripts : subscripts.Remove(dots, Dots.Length);
        if (letters.Any(c => !char.IsAsciiLetter(c)))
        {
            throw Wrong($"has the subscripts '{subscripts}'; expected letters and at most one '...'");
        }

        int rest = rank - letters.Length;
        if (rest < 0 || (dots < 0 && rest > 0))
        {
            throw Wrong($"names {letters.Length} axes of operand {operand}, which has {rank}{(rest > 0 ? "; '...' stands for the others" : "")}");
        }

        ellipsis = Math.Max(ellipsis, dots < 0 ? 0 : rest);
        return dots < 0 ? letters : letters[..dots] + EllipsisLabels(rest) + letters[dots..];
    }

    /// <summary>Without an arrow: the ellipsis, then the letters that occur once, in alphabetical order.</summary>
    private string Implied(int ellipsis)
    {
        IEnumerable<char> letters = Operands.SelectMany(static o => o).Where(static c => c < FirstEllipsisLabel);
        return EllipsisLabels(ellipsis) + string.Concat(letters.GroupBy(static c => c).Where(static g => g.Count() == 1).Select(static g => g.Key).Order());
    }

    private string Explicit(string subscripts, int ellipsis)
    {
        int unused = 0;
        bool hasDots = subscripts.Contains(Dots, StringComparison.Ordinal);
        int letters = subscripts.Length - (hasDots ? Dots.Length : 0);
        string labels = Labels(subscripts, letters + (hasDots ? ellipsis : 0), -1, ref unused);
        foreach (char label in labels)
        {
            if (labels.Count(c => c == label) > 1)
            {
                throw Wrong($"names '{label}' more than once in its result");
            }

            if (label < FirstEllipsisLabel && !Operands.Any(o => o.Contains(label, StringComparison.Ordinal)))
            {
                throw Wrong($"has '{label}' in its result, but in no operand");
            }
        }

        return labels;
    }
}
